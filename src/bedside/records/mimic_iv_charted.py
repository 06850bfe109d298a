"""What MIMIC-IV charts beside its procedures, strung together as mimic-code does: ventilation, and hospital stays.

For scores that are made again as that program makes them; our own rules read procedures. mimic-code (MIT-LCP,
Johnson 2018, doi:10.1093/jamia/ocx084; treatment/ventilation.sql and measurement/oxygen_delivery.sql of 2026-08) takes
each charting of a ventilator mode or an oxygen device for a status, and joins equal ones that follow each other within
14 hours; one charting alone is none. A device counts only where a flow of oxygen was charted at the very same time: a
fault of its join, kept because its published scores have it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb

from bedside.records.contract import FAR_FUTURE_US, lasting_columns
from bedside.records.item_rows import PEOPLE
from bedside.records.raw_tables import RawTable, literal, reading
from bedside.values.moment import HOUR
from bedside.values.unknown import Because

HOSPITAL, VENTILATION = "hospital_stay", "ventilation_as_charted"
CHARTED = frozenset((HOSPITAL, VENTILATION))
"""The supports made here."""
LONG_AGO_US = -62_135_596_800_000_000
"""The year 1."""


@dataclass(frozen=True)
class ChartedVentilation:
    """Which chartings are a status of ventilation: item numbers, and their texts by status.

    Statuses stand in the order in which they are tried; `invasive` is the one told. A status of `anywhere` is read off
    any device charted at the time, the others off the first alone.
    """

    device: int
    flows: tuple[int, ...]
    modes: tuple[int, ...]
    devices: Mapping[str, tuple[str, ...]]
    mode_texts: Mapping[int, Mapping[str, tuple[str, ...]]]
    anywhere: tuple[str, ...]
    gap_hours: int

    @property
    def statuses(self) -> tuple[str, ...]:
        """In the order in which they are tried."""
        return tuple(self.devices)


def load_charted(
    connection: duckdb.DuckDBPyConnection,
    chart: RawTable,
    admissions: RawTable,
    rules: ChartedVentilation,
    wanted: frozenset[str],
    patient: int | None,
) -> None:
    """Add the supports of `CHARTED` that are wanted to the table `facts`."""
    if HOSPITAL in wanted:
        with reading(admissions.name):
            connection.execute(f"INSERT INTO facts ({lasting_columns()}) {_hospital_sql(admissions)}")
    if VENTILATION in wanted:
        with reading(chart.name):
            connection.execute(f"INSERT INTO facts ({lasting_columns()}) {_ventilation_sql(chart, rules, patient)}")


def _fact(variable: str, rows: str, origin: str) -> str:
    """`rows` has patient, start_us, end_us (the last moment in force), low."""
    because = f"CASE WHEN low < 1 THEN '{Because.PARTLY_RECORDED.value}' END"
    return f"""SELECT DISTINCT patient AS patient_id, {literal(variable)} AS variable, start_us, end_us + 1 AS end_us,
        start_us AS available_us, low, 1.0 AS high, start_us AS course_start_us, end_us + 1 AS course_end_us,
        {because} AS because, {literal(origin)} AS origin, NULL::VARCHAR AS written FROM ({rows})"""


def _hospital_sql(admissions: RawTable) -> str:
    """The stays in hospital around those in intensive care; a missing end may have been at any time.

    They begin in the emergency department where its registration is told: that is how results are given to them.
    """
    first = "least(registered_us, coalesce(hospital_admitted_us, admitted_us))"
    last = "coalesce(hospital_discharged_us, discharged_us)"
    registered = f"""(SELECT {admissions.whole("hadm_id")} AS hospital, min({admissions.time("edregtime")})
        AS registered_us FROM {admissions.relation} GROUP BY hospital)"""
    rows = f"""SELECT patient_id AS patient, {first} AS start_us,
            coalesce({last}, {FAR_FUTURE_US} - 1) AS end_us, 1.0 AS low
        FROM stays LEFT JOIN {registered} ON hospital_stay_id = hospital
        UNION ALL SELECT patient_id, {LONG_AGO_US}, admitted_us, 0.0 FROM stays WHERE hospital_admitted_us IS NULL
        UNION ALL SELECT patient_id, discharged_us, {FAR_FUTURE_US} - 1, 0.0 FROM stays
        WHERE hospital_discharged_us IS NULL AND discharged_us IS NOT NULL"""
    return _fact(HOSPITAL, rows, "hosp/admissions")


def _ventilation_sql(chart: RawTable, rules: ChartedVentilation, patient: int | None) -> str:
    items = ", ".join(map(str, (rules.device, *rules.flows, *rules.modes)))
    one = "" if patient is None else f" AND {chart.whole('subject_id')} = {patient}"
    stay = chart.whole("stay_id")
    flows, modes = (", ".join(map(str, those)) for those in (rules.flows, rules.modes))
    place = "row_number() OVER (PARTITION BY patient, at_us ORDER BY stored_us DESC, text DESC)"
    apart = f"({{later}} // {HOUR} - {{sooner}} // {HOUR}) >= {rules.gap_hours}"  # hours of the clock, begun
    row = "PARTITION BY patient, stay ORDER BY at_us"
    rows = f"""
    WITH raw AS (SELECT {chart.whole("subject_id")} AS patient, {stay} AS stay, {chart.time("charttime")} AS at_us,
            {chart.time("storetime")} AS stored_us, {chart.whole("itemid")} AS item, trim({chart.text("value")}) AS text
        FROM {chart.relation} WHERE {chart.whole("itemid")} IN ({items}){one}),
    held AS (SELECT raw.* FROM raw JOIN {PEOPLE} ON patient = patient_id WHERE at_us IS NOT NULL AND text IS NOT NULL),
    flowing AS (SELECT DISTINCT patient, at_us FROM held WHERE item IN ({flows})),
    devices AS (SELECT patient, stay, at_us, text, {place} AS place
        FROM held SEMI JOIN flowing USING (patient, at_us) WHERE item = {rules.device}),
    moded AS (SELECT patient, stay, at_us, item, max(text) AS text FROM held WHERE item IN ({modes}) GROUP BY ALL),
    said AS ({_said(rules)}),
    status AS (SELECT patient, stay, at_us, min(rank) AS rank FROM said GROUP BY ALL),
    beside AS (SELECT *, lag(at_us) OVER ({row}) AS sooner_us, lag(rank) OVER ({row}) AS sooner,
            lead(at_us) OVER ({row}) AS later_us FROM status),
    opened AS (SELECT *, CASE WHEN sooner IS NULL OR sooner <> rank
            OR {apart.format(later="at_us", sooner="sooner_us")} THEN 1 ELSE 0 END AS opens FROM beside),
    spells AS (SELECT *, sum(opens) OVER ({row}) AS spell FROM opened)
    SELECT patient, min(at_us) AS start_us, max(CASE WHEN later_us IS NULL
            OR {apart.format(later="later_us", sooner="at_us")} THEN at_us ELSE later_us END) AS end_us, 1.0 AS low
    FROM spells GROUP BY patient, stay, spell
    HAVING min(rank) = {rules.statuses.index("invasive")} AND min(at_us) < max(at_us)"""
    return _fact(VENTILATION, rows, f"{chart.name} {', '.join(map(str, (*rules.modes, rules.device)))}")


def _said(rules: ChartedVentilation) -> str:
    """Every status that a charting says, by its place in the order."""
    found = []
    for rank, status in enumerate(rules.statuses):
        texts = ", ".join(map(literal, rules.devices[status])) or "NULL"
        first = "" if status in rules.anywhere else " AND place = 1"
        found.append(f"SELECT patient, stay, at_us, {rank} AS rank FROM devices WHERE text IN ({texts}){first}")
        for item, by_status in rules.mode_texts.items():
            modes = ", ".join(map(literal, by_status.get(status, ()))) or "NULL"
            found.append(
                f"SELECT patient, stay, at_us, {rank} AS rank FROM moded WHERE item = {item} AND text IN ({modes})"
            )
    return " UNION ALL ".join(found)
