"""Rows of what lasts sorted at the door, whatever the source: infusions and procedures.

Whoever reads that infusions are recorded whenever they run takes a lost row for “no drug”. So a row whose rate, unit,
weight or times cannot be used is kept as unknown (`reason` below zero): in force at any rate above zero where it says
that the drug was running, at any from zero on where it may not have been.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from bedside.records.dictionary import dictionary
from bedside.records.door import because_number, first_reason, rounded
from bedside.records.import_report import Reason
from bedside.records.item_rows import PEOPLE, RULES, UNITS
from bedside.records.raw_tables import literal, reading
from bedside.values.moment import SECOND
from bedside.values.unknown import Because
from bedside.values.variable import Kind

RUNNING = f"variable NOT IN ({', '.join(literal(v.name) for v in dictionary().values() if v.kind is Kind.INFUSION)})"
"""The test that an item says only that something ran (a hypnotic), whatever its rate."""

UNTIMED = "(start_us IS NULL OR end_us IS NULL OR end_us < start_us OR coalesce(status = 'dated', false))"
NOBODY = (
    ("item IS NULL", Reason.NO_ITEM),
    ("patient IS NULL", Reason.NO_PATIENT),
    ("NOT has_stay", Reason.NO_STAY),
    ("status = 'rewritten'", Reason.REWRITTEN),
    ("status = 'twice'", Reason.TWICE),
)
TIMES = (
    ("start_us IS NULL", Reason.NO_TIME),
    ("end_us IS NULL", Reason.NO_END),
    ("end_us < start_us", Reason.BACKWARDS),
    ("status = 'dated'", Reason.NO_TIME),
)
BECAUSE = f"CASE WHEN low < high THEN {because_number(Because.PARTLY_RECORDED)} ELSE 0 END"


@dataclass(frozen=True)
class LastingScan:
    """One pass over one table of what lasts: its raw rows, and whether every row keeps what was written.

    `raw` gives item, patient, start_us, end_us, status (`rewritten` when a later row took its place, `twice` when it is
    a copy, `dated` when only the dates are known) and shown; of drugs also rate, unit, weight (kg), amount and pushed
    (a single dose).
    """

    name: str
    raw: str
    detail: bool
    bolus_minutes: int = 0
    least_weight: float = 0.0


def sort_infusions(connection: duckdb.DuckDBPyConnection, scan: LastingScan, target: str) -> None:
    """Sort infusions into the temporary table `target`: drugs by rate, hypnotics as sedation.

    A drug without a rate was running when an amount of it went in over longer than a bolus takes: a hypnotic is then
    sedation, of any other drug the rate is unknown.
    """
    with reading(scan.name):
        connection.execute(f"""CREATE TEMP TABLE {target} AS
        WITH raw AS ({scan.raw}),
        united AS (SELECT raw.*, rules.* EXCLUDE (item, low, high), rules.high AS most, units.factor,
                coalesce(units.per_weight, false) AS per_weight,
                rules.any_unit OR units.item IS NOT NULL AS unit_known, people.patient_id IS NOT NULL AS has_stay
            FROM raw LEFT JOIN {RULES} AS rules ON raw.item = rules.item
            LEFT JOIN {UNITS} AS units ON raw.item = units.item AND raw.unit = units.unit
            LEFT JOIN {PEOPLE} AS people ON raw.patient = people.patient_id),
        weighed AS (SELECT *, {_weightless(scan)} AS weightless FROM united),
        valued AS (SELECT *, CASE WHEN rate > 0 AND unit_known AND NOT weightless THEN {_rate()} END AS value
            FROM weighed),
        judged AS (SELECT *, {_drug_reason(scan)} AS reason, {_low()} AS low, {_high()} AS high FROM valued)
        SELECT coalesce(rule, -1) AS rule, patient, start_us, end_us, start_us AS available_us, low, high,
            {BECAUSE} AS because, reason,
            CASE WHEN {scan.detail} OR reason <> 0 THEN {_drug_written()} END AS written
        FROM judged""")


def _weightless(scan: LastingScan) -> str:
    least, most = scan.least_weight, float(dictionary()["weight"].high)
    return f"per_weight AND (weight IS NULL OR weight <= {least} OR weight > {most})"


def _rate() -> str:
    """The rate in the variable's unit: one that rounds to zero is the smallest that can be written."""
    return f"""CASE WHEN {RUNNING} THEN 1.0 WHEN per_weight
        THEN greatest({rounded("rate * factor / weight", "scale")}, 1 / scale)
        ELSE greatest({rounded("rate * factor", "scale")}, 1 / scale) END"""


def _drug_reason(scan: LastingScan) -> str:
    long = f"end_us - start_us > {scan.bolus_minutes * 60 * SECOND}"
    given = "rate IS NULL AND coalesce(amount > 0, false)"
    return first_reason(
        *NOBODY,
        ("pushed", Reason.BOLUS),
        ("end_us = start_us", Reason.BACKWARDS),
        (f"({given} AND end_us > start_us AND NOT {long})", Reason.BOLUS),
        ("coalesce(rate, amount) = 0", Reason.NO_FLOW),
        kept=(
            *TIMES,
            (f"rate IS NULL AND NOT ({RUNNING} AND {given})", Reason.NO_RATE),
            ("rate < 0", Reason.IMPOSSIBLE),
            ("NOT unit_known AND unit = ''", Reason.NO_UNIT),
            ("NOT unit_known", Reason.UNKNOWN_UNIT),
            ("weightless", Reason.NO_WEIGHT),
            ("value > most", Reason.IMPOSSIBLE),
        ),
    )


def _low() -> str:
    """Zero where the row may not have been in force, or does not say that anything was given."""
    nothing = "rate < 0 OR (rate IS NULL AND amount IS NULL)"
    return f"""(CASE WHEN {UNTIMED} OR {nothing} THEN 0.0 WHEN value <= most THEN value WHEN {RUNNING} THEN 1.0
        ELSE 1 / scale END)::DOUBLE"""


def _high() -> str:
    return "(CASE WHEN value <= most THEN value ELSE most END)::DOUBLE"


def _drug_written() -> str:
    return "trim(concat_ws(' ', shown, CASE WHEN per_weight THEN concat(weight, ' kg') END))"


def sort_procedures(connection: duckdb.DuckDBPyConnection, scan: LastingScan, target: str) -> None:
    """Sort procedures into the temporary table `target`."""
    reason = first_reason(*NOBODY, ("end_us = start_us", Reason.BACKWARDS), kept=TIMES)
    with reading(scan.name):
        connection.execute(f"""CREATE TEMP TABLE {target} AS
        WITH raw AS ({scan.raw}),
        united AS (SELECT raw.*, rule, people.patient_id IS NOT NULL AS has_stay
            FROM raw LEFT JOIN {RULES} AS rules ON raw.item = rules.item
            LEFT JOIN {PEOPLE} AS people ON raw.patient = people.patient_id),
        judged AS (SELECT *, (CASE WHEN {UNTIMED} THEN 0 ELSE 1 END)::DOUBLE AS low, 1.0::DOUBLE AS high,
            {reason} AS reason FROM united)
        SELECT coalesce(rule, -1) AS rule, patient, start_us, end_us, start_us AS available_us, low, high,
            {BECAUSE} AS because, reason, CASE WHEN {scan.detail} OR reason <> 0 THEN shown END AS written
        FROM judged""")
