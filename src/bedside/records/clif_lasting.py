"""CLIF's rows of what lasts sorted at the door: infusions and dialysis.

CLIF writes a row where something changes, so a dose holds until the next row of its order (of its drug where the
order has none) and a charting of a dialysis machine until the next one, for a while. Whoever reads that infusions are
recorded whenever they run takes a lost row for “no drug”: a row whose dose, unit, weight or times cannot be used is
kept as unknown (`reason` below zero). One that nothing follows, not even a stop, may have run until the stay ended.
"""

from __future__ import annotations

import duckdb

from bedside.records.clif_mapping import MEDICATION
from bedside.records.clif_people import LINKS, identifier, instant, keyed
from bedside.records.clif_rows import NOBODY, PARTLY, Scan, joined, known_units
from bedside.records.door import first_reason, rounded
from bedside.records.import_report import Reason
from bedside.records.raw_tables import reading

ACTIONS = "('start', 'dose_change', 'going', 'verify', 'stop')"
"""The actions that say whether the drug was running; `other` and any text that CLIF does not have leave it open."""
GIVEN = "action IN ('start', 'dose_change', 'going', 'verify')"
"""The test that a row says that the drug was running, whatever its dose."""
NOT_INTRAVENOUS = "('im', 'inhaled')"
"""The routes of CLIF by which a drug is no infusion."""
FLOWS = (
    "blood_flow_rate",
    "pre_filter_replacement_fluid_rate",
    "post_filter_replacement_fluid_rate",
    "dialysate_flow_rate",
    "ultrafiltration_out",
    "net_ultrafiltration_out",
)
"""The columns of a dialysis machine: one above zero says that it ran."""


def sort_infusions(connection: duckdb.DuckDBPyConnection, scan: Scan, target: str, weights: str | None) -> None:
    """Sort medication_admin_continuous into the temporary table `target`: drugs by rate, hypnotics as sedation.

    `weights` is a SELECT of hospital, at_us and kilograms: a dose that is not per kg is divided by the last weight of
    the hospitalization that could be read then.
    """
    options = scan.mapping.options
    weighed = weights or "SELECT NULL::VARCHAR AS hospital, NULL::BIGINT AS at_us, NULL::DOUBLE AS kilograms LIMIT 0"
    later = "ORDER BY start_us RANGE BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING"
    per_kilogram, plain = (rounded(dose, "scale") for dose in ("dose * factor / kilograms", "dose * factor"))
    rate = f"CASE WHEN per_weight THEN {per_kilogram} ELSE {plain} END"
    value = f"CASE WHEN reading = 'running' THEN 1.0 WHEN ({rate}) IS NOT NULL THEN greatest({rate}, 1 / scale) END"
    with reading(scan.table.name):
        connection.execute(f"""CREATE TEMP TABLE {target} AS
        WITH raw AS ({_dose_columns(scan)}),
        united AS (SELECT raw.*, rules.rule, rules.variable, rules.reading, rules.high AS most, rules.scale,
                units.factor, coalesce(units.per_weight, false) AS per_weight, links.patient,
                coalesce(links.has_stay, false) AS has_stay,
                coalesce(action = 'stop' OR said = 'not_administered' OR dose = 0, false) AS stopped
            FROM {joined(MEDICATION)}),
        heavy AS (SELECT hospital AS whose, at_us, kilograms FROM ({weighed}) WHERE kilograms > {options.least_weight}),
        weighed AS (SELECT united.*, kilograms FROM united
            ASOF LEFT JOIN heavy ON united.hospital = heavy.whose AND united.start_us >= heavy.at_us),
        ended AS (SELECT *, coalesce(min(start_us) OVER (PARTITION BY hospital, category, med_order {later}),
            min(start_us) OVER (PARTITION BY hospital, category {later})) AS end_us FROM weighed),
        valued AS (SELECT *, CASE WHEN dose > 0 AND NOT stopped THEN {value} END AS value FROM ended),
        judged AS (SELECT *, {_dose_reason(scan)} AS reason, {_low()} AS low, {_high()} AS high FROM valued)
        SELECT coalesce(rule, -1) AS rule, patient, hospital, start_us, end_us, start_us AS available_us, low, high,
            CASE WHEN low < high THEN {PARTLY} ELSE 0 END AS because, reason, false AS unstored,
            CASE WHEN {scan.detail} OR reason <> 0 THEN {_dose_written()} END AS written
        FROM judged""")


def _dose_columns(scan: Scan) -> str:
    table = scan.table
    category = keyed(table.text("med_category"))
    return f"""SELECT {category} AS category, {identifier(table, "hospitalization_id")} AS hospital,
        coalesce({identifier(table, "med_order_id")}, '') AS med_order,
        {instant(table, "admin_dttm", scan.mapping.options)} AS start_us, {table.number("med_dose")} AS dose,
        {table.text("med_dose")} AS text, trim({table.text("med_dose_unit")}) AS unit_said,
        coalesce({keyed(table.text("med_dose_unit"))}, '') AS unit,
        {keyed(table.text("med_route_category"))} AS route,
        {keyed(table.text("mar_action_category"))} AS action, {keyed(table.text("mar_action_group"))} AS said
        FROM {table.relation} WHERE {scan.asked(category)}"""


def _dose_reason(scan: Scan) -> str:
    tests = [
        ("start_us IS NULL", Reason.NO_TIME),
        ("end_us IS NULL", Reason.NO_END),
        (f"action NOT IN {ACTIONS}", Reason.UNKNOWN_TEXT),
        ("dose IS NULL", Reason.NO_RATE),
        ("dose < 0", Reason.IMPOSSIBLE),
        ("reading = 'rate' AND factor IS NULL AND unit = ''", Reason.NO_UNIT),
        (f"reading = 'rate' AND factor IS NULL AND unit IN ({known_units(scan.mapping)})", Reason.NOT_CONVERTIBLE),
        ("reading = 'rate' AND factor IS NULL", Reason.UNKNOWN_UNIT),
        ("per_weight AND kilograms IS NULL", Reason.NO_WEIGHT),
        ("value > most", Reason.IMPOSSIBLE),
    ]
    kept = [(f"NOT stopped AND {test}", reason) for test, reason in tests]
    away = f"route IN {NOT_INTRAVENOUS}"
    return first_reason(
        *NOBODY, (away, Reason.NOT_INTRAVENOUS), ("stopped AND start_us IS NULL", Reason.NO_TIME), kept=kept
    )


def _low() -> str:
    """Zero where the row may not have been in force, or does not say that anything was given."""
    nothing = f"dose < 0 OR action NOT IN {ACTIONS} OR (dose IS NULL AND NOT coalesce({GIVEN}, false))"
    return f"""(CASE WHEN stopped OR start_us IS NULL OR end_us IS NULL OR {nothing} THEN 0.0
        WHEN value <= most THEN value WHEN reading = 'running' THEN 1.0 ELSE 1 / scale END)::DOUBLE"""


def _high() -> str:
    return "(CASE WHEN stopped THEN 0.0 WHEN value <= most THEN value ELSE most END)::DOUBLE"


def _dose_written() -> str:
    kilograms = "CASE WHEN per_weight THEN concat(kilograms, ' kg') END"
    return f"trim(concat_ws(' ', coalesce(text, 'no dose'), unit_said, {kilograms}, action))"


def sort_treatments(connection: duckdb.DuckDBPyConnection, scan: Scan, target: str) -> None:
    """Sort the chartings of a dialysis machine into the temporary table `target`: running (1) or standing (0)."""
    table = scan.table
    rule = scan.rules[0]
    flows = [table.number(name) for name in FLOWS if table.has(name)] or ["NULL::DOUBLE"]
    greatest, blood = f"greatest({', '.join(flows)})", table.number("blood_flow_rate")
    mode = keyed(table.text("crrt_mode_category"))
    runs = f"""CASE WHEN {blood} <= 0 THEN 0 WHEN {greatest} > 0 OR {mode} IS NOT NULL THEN 1
        WHEN {greatest} <= 0 THEN 0 END"""
    reason = first_reason(
        *NOBODY[1:],
        ("start_us IS NULL AND runs = 0", Reason.NO_TIME),
        kept=[("start_us IS NULL", Reason.NO_TIME), ("runs IS NULL", Reason.NO_VALUE)],
    )
    with reading(table.name):
        connection.execute(f"""CREATE TEMP TABLE {target} AS
        WITH raw AS (SELECT {identifier(table, "hospitalization_id")} AS hospital,
                {instant(table, "recorded_dttm", scan.mapping.options)} AS start_us, {runs} AS runs,
                concat_ws(' ', {mode}, {blood}) AS shown FROM {table.relation} WHERE {scan.mine}),
        known AS (SELECT raw.*, links.patient, coalesce(links.has_stay, false) AS has_stay
            FROM raw LEFT JOIN {LINKS} AS links ON links.hospital = raw.hospital),
        judged AS (SELECT *, {reason} AS reason FROM known)
        SELECT {rule.number} AS rule, patient, hospital, start_us, start_us AS end_us, start_us AS available_us,
            CASE WHEN reason < 0 THEN 0 ELSE runs END::DOUBLE AS low, coalesce(runs, 1)::DOUBLE AS high,
            CASE WHEN reason < 0 THEN {PARTLY} ELSE 0 END AS because, reason, false AS unstored,
            CASE WHEN {scan.detail} OR reason <> 0 THEN shown END AS written
        FROM judged""")
