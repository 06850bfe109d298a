"""Rows of a moment sorted at the door, whatever the source: every conversion and reason in one SELECT.

A source says what its raw rows are (`RAW`); which of them are which variable, and in which units they may stand, is
in two temporary tables that `prepare` writes from its items.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import duckdb

from bedside.records.dictionary import dictionary
from bedside.records.door import because_number, first_reason, rounded, write_rows
from bedside.records.import_report import Reason
from bedside.records.items import Accepted, Item, Specimen
from bedside.records.raw_tables import literal, reading
from bedside.records.written_numbers import begins_as_limit, limit_number, limit_sign
from bedside.values.unknown import Because
from bedside.values.variable import Kind

RULES, UNITS, PEOPLE = "bedside_rules", "bedside_units", "patients"
"""Temporary tables: the items asked for, the units they accept, and the patients who have a stay."""

RAW = ("item", "patient", "start_us", "end_us", "stored_us", "number", "text", "unit", "limit_text", "specimen_id")
"""What a source's SELECT of raw rows gives: `stored_us` when it could be read, NULL as soon as it was taken;
`limit_text` a result that may be a limit. It may give more, for `Scan.shown` and `Scan.kept`."""

SPECIAL = ("fio2", "yes_no", "irrigant_in", "device", "specimen")
"""The readings that are not a number times its unit."""

CENSORED = because_number(Because.CENSORED)
PARTLY = because_number(Because.PARTLY_RECORDED)


@dataclass(frozen=True)
class Scan:
    """One pass over one raw table: its rows, which items, and whether every row keeps what was written.

    `shown` is what a report quotes of a row, of the columns of `raw`: worked out of the rows that are quoted alone.
    `limits` says that a number may be a limit of an assay, `devices` are the texts that are supports, `kept` the
    raw columns that the sorted table keeps too.
    """

    name: str
    raw: str
    shown: str
    items: tuple[Item, ...]
    gas: Specimen
    detail: bool
    limits: bool = False
    devices: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()

    def has(self, *readings: str) -> bool:
        """True when an item is read in one of these ways."""
        return any(item.reading in readings for item in self.items)


def prepare(connection: duckdb.DuckDBPyConnection, items: Sequence[Item], units: Iterable[Accepted]) -> None:
    """Write the items asked for and their units as temporary tables."""
    connection.execute(f"DROP TABLE IF EXISTS {RULES}; DROP TABLE IF EXISTS {UNITS}")
    connection.execute(
        f"""CREATE TEMP TABLE {RULES} (rule INTEGER, item BIGINT, variable VARCHAR, origin VARCHAR, reading VARCHAR,
        amount BOOLEAN, any_unit BOOLEAN, specimen BOOLEAN, special BOOLEAN, low DOUBLE, high DOUBLE, scale DOUBLE)"""
    )
    connection.execute(
        f"CREATE TEMP TABLE {UNITS} (item BIGINT, unit VARCHAR, factor DOUBLE, shift DOUBLE, per_weight BOOLEAN)"
    )
    write_rows(connection, RULES, [_rule(item) for item in items])
    write_rows(connection, UNITS, [(u.item, u.spelled, u.factor, u.shift, u.per_weight) for u in units])


def _rule(item: Item) -> tuple[object, ...]:
    declared = dictionary().get(item.variable)
    low = item.low if declared is None or item.low is not None else float(declared.low)
    high = item.high if declared is None or item.high is not None else float(declared.high)
    amount = declared is not None and declared.kind is Kind.OUTPUT
    if amount:  # nothing comes out, or goes in, in a negative amount
        low, high = (low, 0.0) if item.reading == "irrigant_in" else (0.0, high)
    scale = 10.0 ** (declared.decimals if declared else 0)
    return (
        item.number,
        item.item,
        item.variable,
        item.origin,
        item.reading,
        amount,
        item.any_unit or item.units is None or item.reading in ("device", "specimen", "yes_no"),
        item.specimen,
        item.reading in SPECIAL,
        low,
        high,
        scale,
    )


def sort_moments(connection: duckdb.DuckDBPyConnection, scan: Scan, target: str) -> None:
    """Sort the rows of a scan into the temporary table `target`."""
    with reading(scan.name):
        connection.execute(f"CREATE TEMP TABLE {target} AS {moments_sql(scan)}")


def moments_sql(scan: Scan) -> str:
    """The one SELECT that turns rows of a moment into sorted rows (`door.SORTED`)."""
    arterial = scan.has("specimen")
    joined = _specimen_join(scan) if arterial else ""
    below, above = _open_ends(scan)
    limits, unknown = "", "CASE WHEN reason < 0 THEN {} ELSE {} END" if any(map(_is_amount, scan.items)) else "{1}"
    if scan.limits:
        limits = f", {limit_sign('limit_text')} AS sign, {_converted(limit_number('limit_text'))} AS limit_value"
    kept = "".join(f", {column}" for column in scan.kept)
    return f"""
    WITH raw AS ({scan.raw}),
    united AS (
        SELECT raw.*, rules.* EXCLUDE (item), units.factor, units.shift,
            rules.any_unit OR units.item IS NOT NULL AS unit_known,
            people.patient_id IS NOT NULL AS has_stay
        FROM raw LEFT JOIN {RULES} AS rules ON raw.item = rules.item
        LEFT JOIN {UNITS} AS units ON raw.item = units.item AND raw.unit = units.unit
        LEFT JOIN {PEOPLE} AS people ON raw.patient = people.patient_id),
    plain AS (SELECT *, {_converted("number")} AS plain{limits} FROM united),
    single AS (SELECT *, {_single(scan)} AS single FROM plain),
    valued AS (SELECT *, CASE WHEN {below} THEN low ELSE single END AS low_value,
        CASE WHEN {above} THEN high ELSE single END AS high_value FROM single),
    judged AS (SELECT *, {_reason(scan, arterial)} AS reason FROM valued {joined})
    SELECT coalesce(rule, -1) AS rule, patient, start_us, end_us,
        greatest(end_us, stored_us{", specimen_us" if arterial else ""}) AS available_us,
        {unknown.format("least(low, 0)", "low_value")} AS low, {unknown.format("high", "high_value")} AS high,
        ({unknown.format(PARTLY, _because(scan))})::TINYINT AS because, reason, stored_us IS NULL AS unstored,
        CASE WHEN {scan.detail} OR reason <> 0 THEN trim({scan.shown}) END AS written{kept}
    FROM judged"""


def _specimen_join(scan: Scan) -> str:
    """A gas is known to be arterial from the row of its specimen on."""
    arterial, venous = (", ".join(map(literal, texts)) or "NULL" for texts in (scan.gas.arterial, scan.gas.venous))
    return f"""LEFT JOIN (
        SELECT patient AS whose, specimen_id AS specimen_of, bool_or(text IN ({arterial})) AS arterial,
            bool_or(text IN ({venous})) AS venous,
            min(coalesce(stored_us, end_us)) FILTER (text IN ({arterial})) AS specimen_us
        FROM raw WHERE item = {scan.gas.item.item} GROUP BY patient, specimen_id
    ) AS specimens ON specimens.whose = patient
        AND specimens.specimen_of = CASE WHEN valued.specimen THEN specimen_id END"""  # none is looked up for the rest


FRACTION = "CASE WHEN number <= 1 THEN number WHEN number >= 20 THEN number / 100 END"
"""FiO2: up to 1 a fraction, from 20 on percent; in between litres a minute in the wrong field, so no known unit."""

YES = """CASE WHEN upper(trim(text, ' .')) IN ('POS', 'POSITIVE') THEN 1
    WHEN upper(trim(text, ' .')) IN ('NEG', 'NEGATIVE') THEN 0 END"""


def _converted(number: str) -> str:
    return rounded(f"({number}) * factor + shift", "scale")


def _fio2() -> str:
    """A fraction of 0.20 is room air: 0.21."""
    return f"(CASE WHEN {FRACTION} >= 0.2 AND {FRACTION} < 0.21 THEN 0.21 ELSE {rounded(FRACTION, 'scale')} END)"


def _single(scan: Scan) -> str:
    """The value of a row where it is one number: plain, or read in the way of its item."""
    clauses = {
        "fio2": f"WHEN 'fio2' THEN {_fio2()}",
        "yes_no": f"WHEN 'yes_no' THEN {YES}",
        "irrigant_in": f"WHEN 'irrigant_in' THEN {_converted('-number')}",
        "device": f"WHEN 'device' THEN {_device(scan)}",
        "specimen": "WHEN 'specimen' THEN 0",
    }
    special = " ".join(text for name, text in clauses.items() if scan.has(name))
    limited = f"""CASE WHEN limit_text IS NULL THEN plain
        WHEN sign IS NOT NULL OR NOT {begins_as_limit("limit_text")} THEN coalesce(limit_value, plain) END"""
    plain = limited if scan.limits else "plain"
    return f"CASE WHEN special THEN CASE reading {special} END ELSE {plain} END" if special else plain


def _open_ends(scan: Scan) -> tuple[str, str]:
    """The tests that a value has no lower end, and no upper end, but the bounds themselves."""
    below, above = ("NOT special AND sign = -1", "NOT special AND sign = 1") if scan.limits else ("false", "false")
    texts = {item.untestable for item in scan.items if item.reading == "gcs_verbal" and item.untestable}
    if texts:
        tube = f"reading = 'gcs_verbal' AND text IN ({', '.join(map(literal, sorted(texts)))})"
        below, above = f"({tube} OR {below})", f"({tube} OR {above})"
    return below, above


def _device(scan: Scan) -> str:
    """The place of a charted device in the scan's list, 0 for any other."""
    cases = " ".join(f"WHEN lower({literal(text)}) THEN {i}" for i, text in enumerate(scan.devices, start=1))
    return f"CASE lower(trim(text)) {cases} ELSE 0 END"


def _because(scan: Scan) -> str:
    """A range is a limit of an assay in a laboratory, an untestable part of the coma score in a chart."""
    range_of = f"CASE WHEN sign IS NOT NULL THEN {CENSORED} ELSE {PARTLY} END" if scan.limits else str(PARTLY)
    return f"CASE WHEN low_value < high_value THEN {range_of} ELSE 0 END"


def _reason(scan: Scan, arterial: bool) -> str:
    """Why a row stays outside: the first that applies. An output without its amount is an unknown amount."""
    nothing = "number IS NULL AND nullif(trim(text), '') IS NULL"
    texts = "reading IN ('yes_no', 'device', 'specimen')"
    person = [
        ("item IS NULL", Reason.NO_ITEM),
        ("patient IS NULL", Reason.NO_PATIENT),
        ("NOT has_stay", Reason.NO_STAY),
        ("start_us IS NULL", Reason.NO_TIME),
    ]
    tests = [
        (nothing, Reason.NO_VALUE),
        ("NOT unit_known AND unit = ''", Reason.NO_UNIT),
        ("NOT unit_known", Reason.UNKNOWN_UNIT),
    ]
    if arterial:
        certain = (
            "coalesce(specimens.arterial, false)" if scan.gas.required else "NOT coalesce(specimens.venous, false)"
        )
        tests.append((f"valued.specimen AND NOT ({certain})", Reason.NOT_ARTERIAL))
    if scan.has("fio2"):
        tests.append((f"reading = 'fio2' AND number IS NOT NULL AND ({FRACTION}) IS NULL", Reason.UNKNOWN_UNIT))
    tests += [
        (f"low_value IS NULL AND {texts}", Reason.UNKNOWN_TEXT),
        ("low_value IS NULL", Reason.NOT_NUMBER),
        ("NOT (low_value >= low AND high_value <= high AND low_value <= high_value)", Reason.IMPOSSIBLE),
    ]
    amounts = [_is_amount(item) for item in scan.items]
    if all(amounts):
        return first_reason(*person, kept=tests)
    if any(amounts):
        return f"(CASE WHEN amount THEN {first_reason(*person, kept=tests)} ELSE {first_reason(*person, *tests)} END)"
    return first_reason(*person, *tests)


def _is_amount(item: Item) -> bool:
    declared = dictionary().get(item.variable)
    return declared is not None and declared.kind is Kind.OUTPUT
