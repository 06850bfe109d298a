"""A warehouse that grows in the memory of a test: few people, few facts, screened as it stands at each run.

Verdicts are stood in for by something quicker that hangs on the same: each row is told by the facts of its patient
that could be read at its hour.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bedside.engines.batches import FACTS, MOMENTS
from bedside.engines.duck import connect
from bedside.protocol.model import Protocol
from bedside.records.contract import ENGINE
from bedside.screening.screen import Screening
from bedside.screening.since_last import SinceLast, screen_since_last
from bedside.values.moment import HOUR, Moment, moment

START = moment("2030-01-01T00:00")


@dataclass(frozen=True)
class Stay:
    """A stay in whole hours after START; without an end it goes on."""

    stay: str
    patient: str
    admitted: int
    discharged: int | None


@dataclass(frozen=True)
class Row:
    """A fact, its time and when it could be read in hours after START."""

    patient: str
    variable: str
    at: int
    available: int
    value: float


def holding(stays: Iterable[Stay], rows: Iterable[Row]) -> Any:
    """A connection that holds them."""
    connection = connect(1)
    for name, columns in ENGINE.items():
        told = ", ".join(f"{column} {'VARCHAR' if kind in ('ID', 'NAME') else kind}" for column, kind in columns)
        connection.execute(f"CREATE TABLE {name} ({told})")
    for stay in stays:
        left = None if stay.discharged is None else at(stay.discharged)
        connection.execute(
            "INSERT INTO stays (stay_id, patient_id, admitted_us, discharged_us) VALUES (?, ?, ?, ?)",
            [stay.stay, stay.patient, at(stay.admitted), left],
        )
    connection.execute("INSERT INTO patients (patient_id) SELECT DISTINCT patient_id FROM stays")
    for row in rows:
        connection.execute(
            "INSERT INTO facts (patient_id, variable, start_us, end_us, available_us, low, high)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            [row.patient, row.variable, at(row.at), at(row.at), at(row.available), row.value, row.value],
        )
    return connection


def at(hour: int) -> Moment:
    """The hour after START."""
    return Moment(START + hour * HOUR)


class Told:
    """Stands in for `Screener`, and keeps whom it was asked about: every row is told by what could be read then."""

    def __init__(self) -> None:
        self.asked: set[str] = set()
        self.hours = 0

    def __call__(self, connection: Any, screening: Screening, recorded: frozenset[str], processes: int = 1) -> Told:
        self.connection, self.screening = connection, screening
        return self

    def answer(self, into: str = "verdicts", progress: Any = None, moments: str = MOMENTS, facts: str = FACTS) -> None:
        connection, screening = self.connection, self.screening
        rows = connection.execute(f"SELECT patient_id, count(*) FROM {moments} GROUP BY patient_id").fetchall()
        self.asked |= {patient for patient, _ in rows}
        self.hours += sum(hours for _, hours in rows)
        words = ", ".join(f'told AS "{name}"' for name in screening.columns if name not in ("stay_id", "time"))
        connection.execute(f"""CREATE OR REPLACE TABLE {into} AS SELECT stay_id, patient_id, time, {words} FROM (
            SELECT m.stay_id, m.patient_id, make_timestamp(m.moment_us) AS time,
                coalesce(string_agg(f.variable || f.start_us || '=' || f.low, ' ' ORDER BY f.variable, f.start_us,
                    f.low), '') AS told
            FROM {moments} m LEFT JOIN {facts} f ON f.patient_id = m.patient_id AND f.available_us <= m.moment_us
            GROUP BY ALL)""")


def run(connection: Any, protocol: Protocol, folder: Path, **more: Any) -> tuple[SinceLast, list[tuple[Any, ...]]]:
    """A run into a folder: what it did, and its table in order."""
    screening, done = screen_since_last(connection, protocol, frozenset(), folder, **more)
    return done, rows_of(connection, screening)


def rows_of(connection: Any, screening: Screening, table: str = "verdicts") -> list[tuple[Any, ...]]:
    """A table of verdicts in order."""
    columns = ", ".join(f'"{name}"' for name in screening.columns)
    found: list[tuple[Any, ...]] = connection.execute(f"SELECT {columns} FROM {table} ORDER BY ALL").fetchall()
    return found
