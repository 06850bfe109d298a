"""The five tables of records of a canonical folder, sorted at the door and made into `facts`."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import duckdb

from bedside.errors import UnitError
from bedside.records.canonical_people import People, first_of, identifier, last_of, moment, unreadable, written_time
from bedside.records.contract import (
    ALIVE,
    COURSE_GAP_MINUTES,
    FAR_FUTURE_US,
    KINDS,
    SUPERSEDABLE,
    UNRECORDED,
    facts_columns,
    facts_types,
    lasting_columns,
)
from bedside.records.dictionary import dictionary
from bedside.records.door import (
    because_number,
    because_text,
    first_reason,
    once,
    rounded,
    write_rows,
)
from bedside.records.from_stays import DERIVED, stay_facts
from bedside.records.import_report import Reason
from bedside.records.lasting import bounded, courses, supports
from bedside.records.raw_tables import FIRST_US, Broken, RawTable, broken_lines, literal, reading
from bedside.records.written_numbers import limit_number, limit_sign, text_number
from bedside.values.moment import SECOND
from bedside.values.quantity import UNITS, conversion
from bedside.values.unknown import Because
from bedside.values.variable import Variable

FACTS_SORTED = {table: f"bedside_{table}" for table in KINDS}
RULES, UNIT_RULES = "bedside_rules", "bedside_units"
BARE = ("1", "{points}")
"""The units of bare numbers, which need not be written."""
CENSORED, PENDING, PARTLY = (
    because_number(Because.CENSORED),
    because_number(Because.PENDING),
    because_number(Because.PARTLY_RECORDED),
)


def load_facts(
    connection: duckdb.DuckDBPyConnection,
    tables: Mapping[str, RawTable],
    people: People,
    wanted: frozenset[str],
    detail: bool,
) -> dict[str, Broken]:
    """Create `facts`; gives the broken lines of each table that was read."""
    _prepare(connection)
    broken: dict[str, Broken] = {}
    for name in KINDS:
        if name in tables:
            _sort(connection, tables[name], people, detail)
            broken[name] = broken_lines(connection)
            if name == "outputs":
                once(connection, FACTS_SORTED[name])
    connection.execute(f"CREATE OR REPLACE TABLE facts ({facts_types(people.id_type, wanted)})")
    names = ", ".join(literal(name) for name in sorted(wanted)) or "NULL"
    for select in [*(_facts(name) for name in broken), *_derived()]:
        connection.execute(
            f"INSERT INTO facts ({lasting_columns()}) SELECT * FROM ({select}) WHERE variable IN ({names})"
        )
    for name in (each for each in SUPERSEDABLE if each in broken):
        course = "start_us, end_us" if name == "supports" else "NULL, NULL"
        select = f"""SELECT patient, variable, start_us, end_us, available_us, low, high, {course}, because,
            origin, written, superseded_us FROM ({_rows(name)}) WHERE superseded_us IS NOT NULL"""
        connection.execute(
            f"INSERT INTO facts ({facts_columns()}) SELECT * FROM ({select}) WHERE variable IN ({names})"
        )
    for name, facts in {UNRECORDED.name: _unrecorded, ALIVE.name: _alive}.items():
        if name in tables:
            select = facts(tables[name], people)
            connection.execute(
                f"INSERT INTO facts ({lasting_columns()}) SELECT * FROM ({select}) WHERE variable IN ({names})"
            )
            broken[name] = broken_lines(connection)
    return broken


def _prepare(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(f"""CREATE OR REPLACE TEMP TABLE {RULES} (rule INTEGER, variable VARCHAR, kind VARCHAR,
        truth BOOLEAN, least DOUBLE, most DOUBLE, scale DOUBLE);
        CREATE OR REPLACE TEMP TABLE {UNIT_RULES} (rule INTEGER, unit VARCHAR, factor DOUBLE, shift DOUBLE)""")
    write_rows(
        connection,
        RULES,
        [
            (i, v.name, v.kind.value, v.truth, float(v.low), float(v.high), 10.0**v.decimals)
            for i, v in enumerate(dictionary().values())
        ],
    )
    write_rows(
        connection,
        UNIT_RULES,
        [(i, *row) for i, v in enumerate(dictionary().values()) for row in units_of(v)],
    )


def units_of(declared: Variable) -> list[tuple[str, float, float]]:
    """Every unit that converts to a variable's own, with factor and shift; an empty one is no unit but of a number."""
    found = [("", 1.0, 0.0)] if declared.unit in BARE else []
    for code in UNITS:
        try:
            to = conversion(code, declared.unit, declared.name)
        except UnitError:
            continue
        if not (declared.truth or declared.unit == "{points}") or to.factor == Decimal(1):
            found.append((code, float(to.factor), float(to.offset)))
    return found


def _sort(connection: duckdb.DuckDBPyConnection, table: RawTable, people: People, detail: bool) -> None:
    lasting = table.name in ("infusions", "supports")
    because = " ".join(f"WHEN {literal(text.value)} THEN {because_number(text)}" for text in Because)
    low, high = _value(-1), _value(1)
    with reading(table.name):
        connection.execute(f"""CREATE TEMP TABLE {FACTS_SORTED[table.name]} AS
        WITH raw AS ({_columns(table, people, lasting)}),
        united AS (SELECT raw.*, rules.* EXCLUDE (variable), units.factor, units.shift,
                known.patient_id IS NOT NULL AS known_patient,
                CASE why WHEN '' THEN 0 {because} END AS stated
            FROM raw LEFT JOIN {RULES} AS rules ON raw.variable = rules.variable
            LEFT JOIN {UNIT_RULES} AS units ON rules.rule = units.rule AND raw.unit = units.unit
            LEFT JOIN patients AS known ON raw.patient = known.patient_id),
        valued AS (SELECT *, {low} AS low_value, {high} AS high_value,
            CASE WHEN limit_sign IS NOT NULL THEN {CENSORED} ELSE stated END AS reasoned FROM united),
        judged AS (SELECT *, {_reason(table.name)} AS reason FROM valued)
        SELECT coalesce(rule, -1) AS rule, patient, start_us, end_us, coalesce(available_us, start_us) AS available_us,
            CASE WHEN reason < 0 THEN {_unknown_low(table.name)} ELSE low_value END AS low,
            CASE WHEN reason < 0 AND NOT ({TIMED} AND high_value BETWEEN 0 AND most) THEN most
                ELSE high_value END AS high,
            CASE WHEN reason < 0 THEN {PARTLY} ELSE reasoned END AS because, reason,
            CASE WHEN reason <> 0 THEN shown WHEN {detail} THEN {_written(table)} END AS written,
            origin, CASE WHEN course_start_us IS NOT NULL THEN least(course_start_us, start_us) END AS course_start_us,
            CASE WHEN course_end_us IS NOT NULL THEN greatest(course_end_us, end_us) END AS course_end_us,
            superseded_us, said
        FROM judged""")


def _columns(table: RawTable, people: People, lasting: bool) -> str:
    """The columns of one scan; of what has no end: a moment ends as it starts, what lasts goes on."""
    start, end = (moment(table, "start") if lasting else first_of(table, "start", "end")), moment(table, "end")
    last = f"coalesce({end}, {FAR_FUTURE_US if lasting else last_of(table, 'start')})"
    if lasting:
        last = f"CASE WHEN NOT {unreadable(table, 'end')} THEN {last} END"
    available = f"coalesce({last_of(table, 'available')}, {start if lasting else last})"
    times = ["start", "end", "available", "course_start", "course_end"]
    superseded = "NULL::BIGINT"
    if table.name in SUPERSEDABLE:
        times, superseded = [*times, "superseded"], moment(table, "superseded")
    value = f"trim(coalesce({table.text('value')}, ''))"
    bad = " OR ".join(
        f"(trim(coalesce({table.text(name)}, '')) <> '' AND {table.number(name)} IS NULL)" for name in ("low", "high")
    )
    unread = ", ".join(f"CASE WHEN {unreadable(table, name)} THEN {written_time(table, name)} END" for name in times)
    only = "true" if people.patient is None else f"{identifier(table, 'patient_id', people.id_type)} = {_sql(people)}"
    return f"""SELECT {identifier(table, "patient_id", people.id_type)} AS patient,
        trim(coalesce({table.text("variable")}, '')) AS variable, {start} AS start_us, {last} AS end_us,
        greatest({start}, {available}) AS available_us, {value} AS value,
        {text_number(value)} AS number,
        {limit_sign(value)} AS limit_sign, {limit_number(value)} AS limit_number,
        {table.number("low")} AS low, {table.number("high")} AS high, {bad} AS bad_number,
        trim(coalesce({table.text("unit")}, '')) AS unit, trim(coalesce({table.text("because")}, '')) AS why,
        {table.text("origin")} AS origin, {table.text("written")} AS written,
        {superseded} AS superseded_us, {table.every_column() if table.name == "outputs" else "NULL"} AS said,
        {moment(table, "course_start")} AS course_start_us, {moment(table, "course_end")} AS course_end_us,
        {" OR ".join(unreadable(table, name) for name in times)} AS bad_time,
        concat_ws(' ', {table.text("variable")}, {table.text("value")}, {table.text("low")}, {table.text("high")},
            {table.text("unit")}, {table.text("because")}, {unread}) AS shown
        FROM {table.relation} WHERE {only}"""


def _sql(people: People) -> str:
    return f"{literal(str(people.patient))}::{people.id_type}"


def _written(table: RawTable) -> str:
    """What the file says stood there, else the cell itself."""
    return "written" if table.has("written") else "trim(concat_ws(' ', value, unit))"


def _value(end: int) -> str:
    """The lower (−1) or upper (1) end of a value: a number, a limit, low or high, of a pending result anything."""
    bound, stated = ("least", "low") if end < 0 else ("most", "high")
    limit = f"CASE WHEN limit_sign = {end} THEN {bound} ELSE {_converted('limit_number')} END"
    return f"""CASE WHEN limit_sign IS NOT NULL THEN {limit} WHEN value <> '' THEN {_converted("number")}
        WHEN {stated} IS NOT NULL THEN {_converted(stated)}
        WHEN low IS NOT NULL OR high IS NOT NULL OR stated = {PENDING} THEN {bound} END"""


def _converted(number: str) -> str:
    """A number in the variable's unit; an FiO₂ of 0.20 is room air, 0.21, as in every source."""
    plain = rounded(f"({number}) * factor + shift", "scale")
    return f"CASE WHEN variable = 'fio2' AND {plain} >= 0.2 AND {plain} < 0.21 THEN 0.21 ELSE {plain} END"


def _reason(table: str) -> str:
    """Why a row stays outside: the first that applies."""
    nothing = "value = '' AND low IS NULL AND high IS NULL AND NOT bad_number"
    half = "truth AND (coalesce(number, low, 0) NOT IN (0, 1) OR coalesce(number, high, 0) NOT IN (0, 1))"
    lasting = table in ("infusions", "supports")
    row = [
        ("patient IS NULL", Reason.NO_PATIENT),
        ("NOT known_patient", Reason.NO_SUCH_PATIENT),
        ("kind IS NULL", Reason.NO_VARIABLE),
        (f"variable IN {DERIVED}", Reason.DERIVED),
        (f"kind <> '{KINDS[table]}'", Reason.WRONG_TABLE),
    ]
    outside = " OR course_start_us > start_us OR course_end_us < end_us"
    times = [
        ("start_us IS NULL OR bad_time", Reason.NO_TIME),
        (f"end_us < start_us{outside if lasting else ''}", Reason.BACKWARDS),
    ]
    said = f"(value <> '' OR low IS NOT NULL OR high IS NOT NULL OR stated <> {PENDING})"
    values = [
        ("stated IS NULL", Reason.UNKNOWN_TEXT),
        (f"{nothing} AND stated <> {PENDING}", Reason.NO_VALUE),
        (f"factor IS NULL AND unit = '' AND {said}", Reason.NO_UNIT),
        (f"factor IS NULL AND unit IN ({', '.join(map(literal, UNITS))})", Reason.NOT_CONVERTIBLE),
        ("factor IS NULL AND unit <> ''", Reason.UNKNOWN_UNIT),
        ("bad_number OR low_value IS NULL OR high_value IS NULL", Reason.NOT_NUMBER),
        (
            f"NOT (low_value >= least AND high_value <= most AND low_value <= high_value) OR ({half})",
            Reason.IMPOSSIBLE,
        ),
    ]
    if table == "outputs":
        return first_reason(*row, *times, kept=[*values, ("high_value < 0", Reason.IMPOSSIBLE)])
    if not lasting:
        return first_reason(*row, *times, *values)
    row += [("end_us = start_us", Reason.BACKWARDS), (_no_flow(), Reason.NO_FLOW)]
    return first_reason(*row, kept=[*times, *values])


TIMED = f"reason IN (-{Reason.NO_TIME.number}, -{Reason.BACKWARDS.number})"
"""The test that a row is kept as unknown because of its times alone, so far as was asked."""


def _no_flow() -> str:
    """A rate of nothing, and a support that is said not to be."""
    return "number = 0 OR (value = '' AND low = 0 AND high = 0)"


def _unknown_low(table: str) -> str:
    """The least that a row kept as unknown can be: zero where it may not have been in force."""
    if table != "infusions":
        return "0.0"
    return f"CASE WHEN {TIMED} OR low_value <= 0 THEN 0.0 ELSE 1 / scale END"


def _rows(table: str) -> str:
    """The rows of a sorted table that become facts, with what is said of their courses."""
    lasting = table in ("infusions", "supports")
    held = bounded(FACTS_SORTED[table]) if lasting else f"SELECT * FROM {FACTS_SORTED[table]} WHERE reason <= 0"
    return f"""SELECT patient, rules.variable, start_us, end_us, available_us, sorted.low, sorted.high,
        course_start_us AS said_start_us, course_end_us AS said_end_us, {because_text("because")} AS because,
        coalesce(nullif(trim(origin), ''), '{table}') AS origin, written, superseded_us
        FROM ({held}) AS sorted JOIN {RULES} AS rules USING (rule)"""


def _facts(table: str) -> str:
    rows = f"SELECT * EXCLUDE (superseded_us) FROM ({_rows(table)}) WHERE superseded_us IS NULL"
    if table not in ("infusions", "supports"):
        return f"""SELECT patient, variable, start_us, end_us, available_us, low, high, NULL, NULL, because, origin,
            written FROM ({rows})"""
    spans = courses(rows, COURSE_GAP_MINUTES * 60 * SECOND) if table == "infusions" else supports(rows)
    return f"""SELECT patient, variable, start_us, end_us, available_us, low, high, course_start_us, course_end_us,
        because, origin, written FROM ({spans})"""


def _unrecorded(table: RawTable, people: People) -> str:
    """Of each person and variable one fact from then on (or for all time) that may be anything.

    Its course may have begun at any time. Of a moment that cannot be read nothing is known at any time.
    """
    said = f"""SELECT {identifier(table, "patient_id", people.id_type)} AS patient, trim({table.text("variable")})
        AS variable, coalesce({moment(table, "from")}, {FIRST_US}) AS from_us FROM {table.relation}"""
    return f"""SELECT patient_id, variable, min(from_us), {FAR_FUTURE_US}, {FIRST_US}, any_value(least),
        any_value(most), {FIRST_US}, {FAR_FUTURE_US}, '{Because.PARTLY_RECORDED.value}', '{UNRECORDED.name}', NULL
        FROM ({said}) AS said JOIN {RULES} USING (variable) JOIN patients ON patient = patient_id
        WHERE kind IN ('infusion', 'support') GROUP BY patient_id, variable"""


def _alive(table: RawTable, people: People) -> str:
    """Of each person one fact: not dead, since ever and until then."""
    said = f"""SELECT {identifier(table, "patient_id", people.id_type)} AS patient, {moment(table, "until")} AS until_us
        FROM {table.relation}"""
    return f"""SELECT patient_id, 'dead' AS variable, {FIRST_US}, max(until_us), {FIRST_US}, 0.0, 0.0, {FIRST_US},
        max(until_us), NULL, '{table.name}', NULL
        FROM ({said}) JOIN patients ON patient = patient_id WHERE until_us IS NOT NULL GROUP BY patient_id"""


def _derived() -> list[str]:
    """What follows from patients and stays: stay, death, and sex and age where no row of the patient says them."""
    admissions = """(SELECT DISTINCT patient_id, coalesce(hospital_admitted_us, admitted_us) AS at_us FROM stays)
        JOIN patients USING (patient_id)"""
    unsaid = "patient_id NOT IN (SELECT patient_id FROM facts WHERE variable = '{}')"
    year = "extract(year FROM make_timestamp(at_us))"
    age = dictionary()["age"]
    return [
        *stay_facts().values(),
        f"""SELECT patient_id, 'female' AS variable, at_us, at_us, at_us, (sex = 'female')::INTEGER,
        (sex = 'female')::INTEGER, NULL, NULL, NULL, 'patients', NULL FROM {admissions}
        WHERE sex IS NOT NULL AND {unsaid.format("female")}""",
        f"""SELECT patient_id, 'age' AS variable, at_us, at_us, at_us, greatest({year} - birth_year - 1, {age.low}),
        {year} - birth_year, NULL, NULL, '{Because.PARTLY_RECORDED.value}', 'patients', NULL FROM {admissions}
        WHERE {year} - birth_year BETWEEN {age.low} AND {age.high} AND {unsaid.format("age")}""",
    ]
