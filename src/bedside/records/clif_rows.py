"""CLIF's rows of a moment sorted at the door: vitals, laboratory, assessments, urine and the set FiO₂.

One scan of each table, every conversion and reason in that scan.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import duckdb

from bedside.records.clif_mapping import (
    ASSESSMENTS,
    LABS,
    MEDICATION,
    OUTPUT,
    RESPIRATORY,
    VITALS,
    ClifMapping,
    Rule,
    key,
)
from bedside.records.clif_people import LINKS, identifier, instant, keyed
from bedside.records.dictionary import dictionary
from bedside.records.door import because_number, first_reason, rounded, write_rows
from bedside.records.import_report import Reason
from bedside.records.raw_tables import RawTable, literal, reading
from bedside.records.written_numbers import limit_number, limit_sign
from bedside.values.unknown import Because
from bedside.values.variable import Kind

RULES, UNITS = "bedside_rules", "bedside_units"
"""Temporary tables: the categories asked for, and the units they accept."""
CENSORED = because_number(Because.CENSORED)
PARTLY = because_number(Because.PARTLY_RECORDED)
CATEGORIES: Mapping[str, Callable[[RawTable], str]] = {
    VITALS: lambda table: table.text("vital_category"),
    LABS: lambda table: table.text("lab_category"),
    ASSESSMENTS: lambda table: table.text("assessment_category"),
    MEDICATION: lambda table: table.text("med_category"),
    OUTPUT: lambda table: f"coalesce({identifier(table, 'output_group')}, {identifier(table, 'output_category')})",
}
"""Of the tables of many categories, what names them."""
WHENCE = ("output_category", "output_name", "lda_id")
"""What tells two equal amounts of one time apart."""
NOBODY = (
    ("category IS NULL", Reason.NO_ITEM),
    ("hospital IS NULL", Reason.NO_ID),
    ("patient IS NULL", Reason.NO_SUCH_PATIENT),
    ("NOT has_stay", Reason.NO_STAY),
)
"""Why a row is of nothing or of nobody."""


@dataclass(frozen=True)
class Scan:
    """One pass over one raw table: which rules, of one patient or all, and whether every row keeps what was written."""

    table: RawTable
    rules: tuple[Rule, ...]
    mapping: ClifMapping
    one_patient: bool
    detail: bool

    @property
    def mine(self) -> str:
        """The test that a row is of the patient asked for."""
        if not self.one_patient:
            return "true"
        return f"{identifier(self.table, 'hospitalization_id')} IN (SELECT hospital FROM {LINKS})"

    def asked(self, category: str) -> str:
        """The rows asked for, and those that do not say what they are of."""
        listed = ", ".join(literal(name) for name in sorted({rule.category for rule in self.rules}))
        return f"({category} IN ({listed}) OR {category} IS NULL) AND {self.mine}"


def prepare(connection: duckdb.DuckDBPyConnection, mapping: ClifMapping, rules: Sequence[Rule]) -> None:
    """Write the rules asked for and their units as temporary tables."""
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE {RULES} (rule INTEGER, tabled VARCHAR, of VARCHAR, variable VARCHAR,
        origin VARCHAR, reading VARCHAR, low DOUBLE, high DOUBLE, untestable DOUBLE, scale DOUBLE);
        CREATE OR REPLACE TEMP TABLE {UNITS} (rule INTEGER, spelled VARCHAR, factor DOUBLE, shift DOUBLE,
        per_weight BOOLEAN)"""
    )
    write_rows(connection, RULES, [_rule(rule) for rule in rules])
    units = [each for rule in rules if rule.variable for each in mapping.accepted(rule)]
    write_rows(connection, UNITS, [(u.rule, u.spelled, u.factor, u.shift, u.per_weight) for u in units])


def _rule(rule: Rule) -> tuple[object, ...]:
    declared = dictionary().get(rule.variable)
    low, high, scale = rule.low, rule.high, 1.0
    if declared is not None:
        low = float(declared.low) if low is None else low
        high = float(declared.high) if high is None else high
        scale = 10.0**declared.decimals
        if declared.kind is Kind.OUTPUT:  # nothing comes out in a negative amount
            low = 0.0
    return (
        rule.number, rule.table, rule.category, rule.variable, rule.origin, rule.reading, low, high, rule.untestable,
        scale,
    )  # fmt: skip


def known_units(mapping: ClifMapping) -> str:
    """The spellings of units that are known, as a list of SQL."""
    return ", ".join(literal(spelled) for spelled in mapping.spelling) or "NULL"


def joined(table: str) -> str:
    """The joins of `raw`, rows with hospital, category and unit, to rules, units and patients."""
    return f"""raw LEFT JOIN {RULES} AS rules ON raw.category = rules.of AND rules.tabled = {literal(table)}
        LEFT JOIN {UNITS} AS units ON units.rule = rules.rule AND units.spelled = raw.unit
        LEFT JOIN {LINKS} AS links ON links.hospital = raw.hospital"""


def sort_moments(connection: duckdb.DuckDBPyConnection, scan: Scan, target: str) -> None:
    """Sort vitals, labs, assessments or outputs into the temporary table `target`."""
    with reading(scan.table.name):
        connection.execute(f"CREATE TEMP TABLE {target} AS {moments_sql(scan, _columns(scan))}")


def moments_sql(scan: Scan, columns: str) -> str:
    """The one SELECT that turns rows of a moment into sorted rows (`door.SORTED`); `columns` is that of the scan."""
    number = rounded("number * factor + shift", "scale")
    limit = rounded("limit_number * factor + shift", "scale")
    tube = "reading = 'gcs_verbal' AND number = untestable"
    again = _again(scan)
    return f"""
    WITH raw AS ({columns}),
    united AS (SELECT raw.*, rules.* EXCLUDE (of, tabled), units.factor, units.shift,
            links.patient, coalesce(links.has_stay, false) AS has_stay,
            {again} AS again
        FROM {joined(scan.table.name)}),
    single AS (SELECT *, CASE WHEN reading = 'fio2' THEN {_fio2()} WHEN sign IS NOT NULL THEN {limit}
        ELSE {number} END AS single FROM united),
    valued AS (SELECT *, CASE WHEN sign = -1 OR {tube} THEN low ELSE single END AS low_value,
        CASE WHEN sign = 1 OR {tube} THEN high ELSE single END AS high_value FROM single),
    judged AS (SELECT *, {_reason(scan)} AS reason FROM valued)
    SELECT coalesce(rule, -1) AS rule, patient, hospital, start_us, start_us AS end_us,
        greatest(start_us, stored_us) AS available_us,
        CASE WHEN reason < 0 THEN 0.0 ELSE low_value END AS low,
        CASE WHEN reason >= 0 OR (again AND low_value >= low AND high_value <= high) THEN high_value ELSE high
            END AS high,
        CASE WHEN reason < 0 THEN {PARTLY} WHEN low_value < high_value
            THEN {CENSORED if scan.table.name == LABS else PARTLY} ELSE 0 END AS because, reason,
        stored_us IS NULL AS unstored,
        CASE WHEN {scan.detail} OR reason <> 0 THEN trim(concat_ws(' ', coalesce(text, number::VARCHAR), unit_said))
            END AS written
    FROM judged"""


def _columns(scan: Scan) -> str:
    """The columns of one scan: category, number, text, unit and the two times."""
    table, options = scan.table, scan.mapping.options
    said, limits, specimen, stored = "NULL::VARCHAR", "NULL::INTEGER", "NULL::VARCHAR", "NULL::BIGINT"
    start = instant(table, "recorded_dttm", options)
    limit_value, whence = "NULL::DOUBLE", "NULL::VARCHAR"
    if table.name == VITALS:
        number, text = table.number("vital_value"), table.text("vital_value")
        stored = start
        start = f"coalesce({instant(table, 'measured_dttm', options)}, {start})"
    elif table.name == ASSESSMENTS:
        number = table.number("numerical_value")
        text = f"""coalesce({identifier(table, "numerical_value")}, {identifier(table, "categorical_value")},
            {identifier(table, "text_value")})"""
        stored = start
    elif table.name == OUTPUT:
        number, text, said = table.number("output_value"), table.text("output_value"), table.text("output_unit")
        whence = f"concat_ws(' ', {', '.join(table.text(name) for name in WHENCE)})"
        stored = start
    else:
        said = table.text("reference_unit")
        text = f"coalesce({identifier(table, 'lab_value')}, {identifier(table, 'lab_value_numeric')})"
        number = f"coalesce({table.number('lab_value_numeric')}, {table.number('lab_value')})"
        limits, limit_value = _limit(table)
        specimen = keyed(table.text("lab_specimen_category"))
        start, stored = (instant(table, f"lab_{name}_dttm", options) for name in ("collect", "result"))
    category = keyed(CATEGORIES[table.name](table))
    return f"""SELECT {category} AS category, {identifier(table, "hospitalization_id")} AS hospital,
        {start} AS start_us, {stored} AS stored_us, {number} AS number, {text} AS text,
        trim({said}) AS unit_said, coalesce({keyed(said)}, '') AS unit,
        {limits} AS sign, {limit_value} AS limit_number, {specimen} AS specimen, {whence} AS whence
        FROM {table.relation} WHERE {scan.asked(category)}"""


def _limit(table: RawTable) -> tuple[str, str]:
    """The sign and the number of a limit; one that is not written plainly (`<0.2.`) has its number in the column."""
    said = f"trim({table.text('lab_value')})"
    text = f"CASE WHEN TRY_CAST({said} AS DOUBLE) IS NULL THEN {said} END"
    begins = f"CASE WHEN {said}[1] IN ('<', '≤') THEN -1 WHEN {said}[1] IN ('>', '≥') THEN 1 END"
    return (
        f"coalesce({limit_sign(text)}, {begins})",
        f"coalesce({limit_number(text)}, {table.number('lab_value_numeric')})",
    )


FRACTION = "CASE WHEN number <= 1 THEN number WHEN number >= 20 THEN number / 100 END"
"""FiO2: up to 1 a fraction, from 20 on percent; in between litres a minute in the wrong field, so no known unit."""


def _fio2() -> str:
    """A fraction of 0.20 is room air: 0.21."""
    return f"(CASE WHEN {FRACTION} >= 0.2 AND {FRACTION} < 0.21 THEN 0.21 ELSE {rounded(FRACTION, 'scale')} END)"


def _again(scan: Scan) -> str:
    """The test that an amount stands there a second time: it came out once, or twice."""
    if scan.table.name != OUTPUT:
        return "false"
    of = "raw.hospital, raw.category, raw.whence, raw.start_us, raw.number, raw.unit"
    return f"row_number() OVER (PARTITION BY {of} ORDER BY raw.text) > 1"


def _reason(scan: Scan) -> str:
    """Why a row stays outside: the first that applies. An output without its amount is an unknown amount."""
    blood = ", ".join(literal(key(name)) for name in scan.mapping.blood) or "NULL"
    tests = [
        ("number IS NULL AND nullif(trim(text), '') IS NULL", Reason.NO_VALUE),
        (f"specimen NOT IN ({blood})", Reason.NOT_BLOOD),
        ("reading <> 'fio2' AND factor IS NULL AND unit = ''", Reason.NO_UNIT),
        (f"reading <> 'fio2' AND factor IS NULL AND unit IN ({known_units(scan.mapping)})", Reason.NOT_CONVERTIBLE),
        ("reading <> 'fio2' AND factor IS NULL", Reason.UNKNOWN_UNIT),
        (f"reading = 'fio2' AND number IS NOT NULL AND ({FRACTION}) IS NULL", Reason.UNKNOWN_UNIT),
        ("low_value IS NULL OR high_value IS NULL", Reason.NOT_NUMBER),
        ("NOT (low_value >= low AND high_value <= high AND low_value <= high_value)", Reason.IMPOSSIBLE),
    ]
    person = [*NOBODY, ("start_us IS NULL", Reason.NO_TIME)]
    if scan.table.name == OUTPUT:
        return first_reason(*person, kept=[*tests, ("again", Reason.REPEATED)])
    return first_reason(*person, *tests)


def sort_respiratory(connection: duckdb.DuckDBPyConnection, scan: Scan, target: str) -> None:
    """Sort the devices and the set FiO₂ of respiratory_support into the temporary table `target`.

    A row may say both, and then counts twice. A mode without a device renews the ventilator that was charted last; a
    device that is not known, or a mode without a ventilator before it, may be any support until the next.
    """
    table = scan.table
    devices = any(rule.reading == "device" for rule in scan.rules)
    column = next((rule.category for rule in scan.rules if rule.reading == "fio2"), "")
    with reading(table.name):
        connection.execute(f"""CREATE TEMP TABLE {target}_scan AS
        SELECT {identifier(table, "hospitalization_id")} AS hospital,
            {instant(table, "recorded_dttm", scan.mapping.options)} AS start_us,
            {keyed(table.text("device_category"))} AS device, {keyed(table.text("mode_category"))} AS mode,
            {table.number(column)} AS number, {identifier(table, column)} AS text
        FROM {table.relation} WHERE {scan.mine}""")
    set_rows = f"""SELECT {literal(column)} AS category, hospital, start_us, start_us AS stored_us, number, text,
        NULL::VARCHAR AS unit_said, '' AS unit, NULL::INTEGER AS sign, NULL::DOUBLE AS limit_number,
        NULL::VARCHAR AS specimen, NULL::VARCHAR AS whence FROM {target}_scan WHERE text IS NOT NULL"""
    connection.execute(f"""CREATE TEMP TABLE {target} AS
        SELECT *, NULL::VARCHAR AS device FROM ({moments_sql(scan, set_rows)})
        UNION ALL BY NAME SELECT * FROM ({_devices(scan, f"{target}_scan")}) WHERE {devices};
        DROP TABLE {target}_scan""")


def _devices(scan: Scan, scanned: str) -> str:
    machines = ("invasive_ventilation", "noninvasive_ventilation")
    listed = ", ".join(literal(r.category) for r in scan.rules if r.variable in machines) or "NULL"
    reason = first_reason(
        *NOBODY[1:],
        ("start_us IS NULL AND NOT supporting", Reason.NO_TIME),
        kept=[("start_us IS NULL", Reason.NO_TIME), ("rule IS NULL", Reason.UNKNOWN_TEXT)],
    )
    before = (
        "PARTITION BY hospital ORDER BY start_us, device NULLS LAST ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING"
    )
    shown = "concat_ws(' ', said, 'mode ' || mode)"
    return f"""
    WITH charted AS (SELECT *, device AS said, last_value(device IGNORE NULLS) OVER ({before}) AS before
        FROM {scanned} WHERE device IS NOT NULL OR mode IS NOT NULL),
    filled AS (SELECT * REPLACE (coalesce(device, CASE WHEN before IN ({listed}) THEN before END) AS device)
        FROM charted),
    known AS (SELECT filled.*, rules.rule, links.patient, coalesce(links.has_stay, false) AS has_stay,
            rules.variable IS DISTINCT FROM '' AS supporting
        FROM filled LEFT JOIN {RULES} AS rules ON rules.of = filled.device AND rules.tabled = '{RESPIRATORY}'
            AND rules.reading = 'device'
        LEFT JOIN {LINKS} AS links ON links.hospital = filled.hospital),
    judged AS (SELECT *, {reason} AS reason FROM known)
    SELECT coalesce(rule, -1) AS rule, patient, hospital, start_us, start_us AS end_us, start_us AS available_us,
        CASE WHEN reason < 0 THEN 0.0 ELSE 1.0 END AS low, 1.0::DOUBLE AS high,
        CASE WHEN reason < 0 THEN {PARTLY} ELSE 0 END AS because, reason, false AS unstored,
        coalesce(device, '') AS device, CASE WHEN {scan.detail} OR reason <> 0 THEN {shown} END AS written
    FROM judged"""
