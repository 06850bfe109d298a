"""The canonical ICU records as a contract: tables, columns, types, constraints. Every source becomes exactly this.

Two shapes of one content. In files (Parquet or CSV, one a table, beside `manifest.yaml`) times are ISO 8601 or
microseconds and each kind of record has a table of its own. In the engine all records are one table `facts`,
times are BIGINT microseconds since 1970-01-01 UTC and values are doubles rounded at the door.

A date without a time: of a measurement, output or answer, as `start` with an empty `end`, it is a moment somewhere
in that day, from the first microsecond after its midnight to its last (windows are (T - back, T]: midnight itself
ends the day before), and the record is available from the end of the day unless `available` says otherwise. As
`available` or `died` it is the last microsecond of the day. Anywhere else, and when `end` is given too, it is that
day at 00:00.

A comma in a number is a decimal comma where it can be nothing else (`1,50`), a separator of thousands where it can
be nothing else (`1,000,000`); `1,500` may be either and is refused.

Where no row means none (`recorded`), a row that is lost would say that there was none. So a row of an infusion, a
support or an output whose value, unit or times cannot be used is counted in the import report and kept as unknown:
an infusion at any rate above zero up to the variable's upper bound, a support perhaps, an output of any amount up to
the bound. Where its times cannot be used it may not have been in force at all: from its start until the stay ends, or
all through the patient's stays.

An infusion or support that may not have been in force (low 0) joins no others for certain: each is told by itself,
and what adjoins it a second time, as a perhaps (low 0), with the longer course.

An infusion or support that became available only after its start is not joined to others: it has its own course,
and can only add to what is known from its arrival on.

Where one person's records are less complete than others', `unrecorded` says so: it becomes one fact of that variable
that may be anything within the bounds, for all time or, where `from` is given, from that moment on: what the records
say of the time before holds, and of the time after it nobody has said anything. `alive` says until when somebody was
certainly not dead.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

FORMAT = "bedside-canonical/1"
"""What `manifest.yaml` says under `format`."""

FAR_FUTURE_US = 253_402_214_400_000_000
"""9999-12-31T00:00 UTC: the end of what has none (death, a stay that goes on)."""

COURSE_GAP_MINUTES = 15
"""An infusion goes on when the same drug starts again within this time."""


class Type(StrEnum):
    """What a column holds."""

    ID = "id"  # BIGINT or VARCHAR, the source's own
    TEXT = "text"
    TIME = "time"  # in files ISO 8601 (UTC unless an offset is given) or integer microseconds; in the engine BIGINT
    NUMBER = "number"  # DOUBLE, finite
    WHOLE = "whole number"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; a `required` one must be there and must not be empty."""

    name: str
    type: Type
    required: bool
    meaning: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table: what one row of it is, its columns, and what must hold between them."""

    name: str
    row: str
    columns: tuple[Column, ...]
    constraints: tuple[str, ...] = ()
    required: bool = False


ID, TEXT, TIME, NUMBER, WHOLE = Type.ID, Type.TEXT, Type.TIME, Type.NUMBER, Type.WHOLE

PATIENTS = Table(
    "patients",
    "one person",
    (
        Column("patient_id", ID, True, "the source's own id of the person"),
        Column("sex", TEXT, False, "`female` or `male`; empty when not known"),
        Column("birth_year", WHOLE, False, "year of birth; empty when not known"),
    ),
    ("patient_id is unique",),
    required=True,
)
STAYS = Table(
    "stays",
    "one stay in an intensive-care unit",
    (
        Column("stay_id", ID, True, "the source's own id of the stay"),
        Column("patient_id", ID, True, "whose stay"),
        Column("hospital_stay_id", ID, False, "the hospital stay that it is part of"),
        Column("unit", TEXT, False, "name of the unit"),
        Column("admitted", TIME, True, "admission to intensive care"),
        Column("discharged", TIME, False, "discharge from it; empty while it goes on"),
        Column("hospital_admitted", TIME, False, "admission to hospital"),
        Column("hospital_discharged", TIME, False, "discharge from hospital"),
        Column("died", TIME, False, "death, whenever it was; of a date only, the end of that date"),
    ),
    (
        "stay_id is unique",
        "patient_id stands in patients",
        "discharged is after admitted",
        "stays of one person may overlap: each is answered by itself, and the person counts once",
    ),
    required=True,
)
SUBJECT = (
    Column("patient_id", ID, True, "whom it is about"),
    Column("variable", TEXT, True, "name of a canonical variable of this table's kind"),
)
VALUE = (
    Column("value", TEXT, False, "a number, or a limit such as `<5` or `>16500`; for yes/no 1 or 0"),
    Column(
        "low",
        NUMBER,
        False,
        "instead of value: the least that it can be; empty beside high: the variable's lower bound",
    ),
    Column(
        "high",
        NUMBER,
        False,
        "instead of value: the greatest that it can be; empty beside low: the variable's upper bound",
    ),
    Column(
        "unit",
        TEXT,
        False,
        "UCUM code of value, low and high; may be empty only where the variable's own is `1` or `{points}`",
    ),
)
ACCOUNT = (
    Column(
        "available",
        TIME,
        False,
        "when it could first be read, not before start; empty: when it ends, of what lasts when it starts",
    ),
    Column("because", TEXT, False, "why low and high differ: `result pending`, `beyond the limit of the assay`, ..."),
    Column("origin", TEXT, False, "table, row or device that it came from; empty means this table"),
    Column("written", TEXT, False, "what stood there, with its unit"),
)
MOMENT = (
    Column("start", TIME, True, "when; of a time that is not exact, the earliest it can be"),
    Column("end", TIME, False, "of a time that is not exact, the latest it can be; empty means start"),
)
SPAN = (
    Column("start", TIME, True, "in force from this moment on"),
    Column("end", TIME, False, "up to this moment, which no longer belongs to it; empty means that it goes on"),
)
COURSE = (
    Column("course_start", TIME, False, "start of the uninterrupted course; empty: segments at most 15 min apart"),
    Column("course_end", TIME, False, "end of it"),
)
AT_MOMENT = (
    "end is not before start",
    "value is within the variable's bounds",
    "a value, low, high or `result pending` is there",
)
LASTING = (
    "end is after start",
    "value is within the variable's bounds",
    "a value, low, high or `result pending` is there",
)

LATER = Column("superseded", TIME, False, "when a later row took its place: it is read only before; empty: for good")
MEASUREMENTS = Table("measurements", "one measured value", (*SUBJECT, *MOMENT, *VALUE, *ACCOUNT, LATER), AT_MOMENT)
WHICH = Column("which", WHOLE, False, "of amounts that are alike in all else, which it is: they count each")
OUTPUTS = Table(
    "outputs",
    "one amount since the previous one",
    (*SUBJECT, *MOMENT, *VALUE, *ACCOUNT, WHICH),
    (*AT_MOMENT, "rows that are the same in every column of the file are copies: they count once, and are reported"),
)
INFUSIONS = Table(
    "infusions",
    "one rate of one drug, in force from start to end",
    (*SUBJECT, *SPAN, *VALUE, *COURSE, *ACCOUNT),
    (*LASTING, "the rate, or the greatest that it can be, is above zero"),
)
SUPPORTS = Table(
    "supports",
    "one treatment or state, in force from start to end",
    (*SUBJECT, *SPAN, *VALUE, *ACCOUNT, LATER),
    LASTING,
)
SUPERSEDABLE = (MEASUREMENTS.name, SUPPORTS.name)
"""Tables whose rows say when a later one took their place."""
ANSWERS = Table("answers", "one answer of a person or a document", (*SUBJECT, *MOMENT, *VALUE, *ACCOUNT), AT_MOMENT)

UNRECORDED = Table(
    "unrecorded",
    "one variable that the manifest calls recorded and that of this person is not",
    (*SUBJECT, Column("from", TIME, False, "from this moment on; empty: at any time")),
    ("variable is an infusion or a support", "of this person no row does not mean none"),
)
ALIVE = Table(
    "alive",
    "one person who is known to have lived until a moment, wherever deaths are not all recorded",
    (SUBJECT[0], Column("until", TIME, True, "seen alive last")),
)

FILES = (PATIENTS, STAYS, MEASUREMENTS, OUTPUTS, INFUSIONS, SUPPORTS, ANSWERS, UNRECORDED, ALIVE)
"""The tables of a canonical folder, in the order of reading."""

KINDS = {
    "measurements": "measurement",
    "outputs": "output",
    "infusions": "infusion",
    "supports": "support",
    "answers": "answer",
}
"""Which kind of variable (`values.variable.Kind`) stands in which table."""

ENGINE = {
    "patients": (("patient_id", "ID"), ("sex", "VARCHAR"), ("birth_year", "INTEGER")),
    "stays": (
        ("stay_id", "ID"), ("patient_id", "ID"), ("hospital_stay_id", "ID"), ("unit", "VARCHAR"),
        ("admitted_us", "BIGINT"), ("discharged_us", "BIGINT"), ("hospital_admitted_us", "BIGINT"),
        ("hospital_discharged_us", "BIGINT"), ("died_us", "BIGINT"),
    ),
    "facts": (
        ("patient_id", "ID"), ("variable", "NAME"), ("start_us", "BIGINT"), ("end_us", "BIGINT"),
        ("available_us", "BIGINT"), ("low", "DOUBLE"), ("high", "DOUBLE"), ("course_start_us", "BIGINT"),
        ("course_end_us", "BIGINT"), ("because", "VARCHAR"), ("origin", "VARCHAR"), ("written", "VARCHAR"),
        ("superseded_us", "BIGINT"),
    ),
}  # fmt: skip
"""The tables that `Source.load` leaves in a DuckDB connection; ID is BIGINT or VARCHAR, as the source has it,
and NAME a VARCHAR or an ENUM of the names that were asked for: a number a row, where texts would fill the memory."""


SUPERSEDED = "superseded_us"
"""When what arrived later took a record's place: it is read only at moments of knowing before (NULL: for good)."""


def facts_types(ids: str, names: Iterable[str]) -> str:
    """The columns of `facts` with their types, for CREATE; `ids` is the type of a source's ids."""
    listed = ", ".join(f"'{name}'" for name in sorted(names)) or "''"
    kinds = {"ID": ids, "NAME": f"ENUM({listed})"}
    return ", ".join(f"{name} {kinds.get(kind, kind)}" for name, kind in ENGINE["facts"])


def facts_columns() -> str:
    """The columns of `facts` in order."""
    return ", ".join(name for name, _ in ENGINE["facts"])


def lasting_columns() -> str:
    """The columns of facts that nothing supersedes, in order, for INSERT."""
    return ", ".join(name for name, _ in ENGINE["facts"] if name != SUPERSEDED)


def markdown() -> str:
    """The contract as a page of the manual (docs/generated/canonical-records.md)."""
    lines = ["# The canonical ICU records", "", str(__doc__).split("\n\n", 1)[1].strip(), ""]
    lines += [f"A canonical source is a folder with `manifest.yaml` (`format: {FORMAT}`, `name`, `not_real`,"]
    lines += ["`recorded`: variables of which every occurrence is recorded, so that no row means none,"]
    lines += ["`supplied`: variables that the source can supply at all; those made of the tables stays and patients,"]
    lines += ["`icu_stay`, `dead`, `female` and `age`, need not be listed) and one file a table.", ""]
    for table in FILES:
        lines += _page(table)
    lines += ["## In the engine", ""]
    lines += ["An ID is a BIGINT or VARCHAR, as the source has it; a NAME a VARCHAR, or an ENUM of names.", ""]
    for name, columns in ENGINE.items():
        lines.append(f"- `{name}`: " + ", ".join(f"`{column}` {kind}" for column, kind in columns))
    return "\n".join(lines) + "\n"


def _page(table: Table) -> list[str]:
    title = f"## {table.name}" + ("" if table.required else " (may be absent)")
    rows = [
        f"| `{column.name}` | {column.type.value} | {'yes' if column.required else 'no'} | {column.meaning} |"
        for column in table.columns
    ]
    holds = [f"- {constraint}" for constraint in table.constraints]
    head = ["| column | type | required | meaning |", "|---|---|---|---|"]
    return [title, "", f"A row is {table.row}.", "", *head, *rows, "", *holds, ""]
