"""From the table `facts` to the charts that the reference meaning reads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb

from bedside.records.contract import facts_columns
from bedside.records.source import Source
from bedside.rules.chart import Chart, Fact
from bedside.values.interval import Interval
from bedside.values.moment import Moment
from bedside.values.unknown import Because

ORDER = "variable, start_us, end_us, available_us, low, high, origin, written"
AT_ONCE = 10_000


def chart(connection: duckdb.DuckDBPyConnection, patient_id: object, source: Source) -> Chart:
    """The facts of one patient, with what the source records; empty when nothing is known of the patient."""
    rows = connection.execute(
        f"SELECT {facts_columns()} FROM facts WHERE patient_id = ? ORDER BY {ORDER}", [patient_id]
    ).fetchall()
    return _chart(rows, source)


def charts(connection: duckdb.DuckDBPyConnection, source: Source) -> Iterator[tuple[Any, Chart]]:
    """Every patient of the table `patients` with their chart, in order of patient id."""
    cursor = connection.cursor()
    patients = [row[0] for row in cursor.execute("SELECT patient_id FROM patients ORDER BY patient_id").fetchall()]
    known = "patient_id IN (SELECT patient_id FROM patients)"
    cursor.execute(f"SELECT {facts_columns()} FROM facts WHERE {known} ORDER BY patient_id, {ORDER}")
    held: list[tuple[Any, ...]] = []
    for patient in patients:
        while (not held or held[-1][0] <= patient) and (more := cursor.fetchmany(AT_ONCE)):
            held += more
        end = next((i for i, row in enumerate(held) if row[0] != patient), len(held))
        yield patient, _chart(held[:end], source)
        held = held[end:]


def _chart(rows: list[tuple[Any, ...]], source: Source) -> Chart:
    return Chart.of((_fact(row) for row in rows), source.recorded, source.supplied)


def _fact(row: tuple[Any, ...]) -> Fact:
    _, variable, start, end, available, low, high, course_start, course_end, because, origin, written, superseded = row
    return Fact(
        variable,
        Moment(start),
        Moment(end),
        Interval(low, high),
        Moment(available),
        None if course_start is None else (Moment(course_start), Moment(course_end)),
        None if because is None else Because(because),
        origin or "",
        written or "",
        None if superseded is None else Moment(superseded),
    )
