"""How complete the loaded records are: at how many stays a variable has at least one value, by unit and by year.

A value counts for a stay from the admission to hospital until the stay ends. A record that says nothing (anything
within the variable's bounds) is no value.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import duckdb

from bedside.records.contract import FAR_FUTURE_US
from bedside.records.door import write_rows
from bedside.values.variable import Variable

BOUNDS = "bedside_bounds"


@dataclass(frozen=True)
class Cell:
    """Stays of a unit that began in a year; `variable` is empty for all of them, else those with a value of it."""

    variable: str
    unit: str
    year: int
    stays: int


def completeness(connection: duckdb.DuckDBPyConnection, variables: Iterable[Variable]) -> tuple[Cell, ...]:
    """The stays by unit and year, then those with a value of each variable that has any (tables stays and facts)."""
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {BOUNDS} (variable VARCHAR, least DOUBLE, most DOUBLE)")
    try:
        write_rows(connection, BOUNDS, [(v.name, v.bounds.low, v.bounds.high) for v in variables])
        return tuple(Cell(*row) for row in connection.execute(_CELLS).fetchall())
    finally:
        connection.execute(f"DROP TABLE IF EXISTS temp.{BOUNDS}")


def begun_after(connection: duckdb.DuckDBPyConnection, at_us: int) -> int:
    """How many stays begin after a moment."""
    return int(connection.execute("SELECT count(*) FROM stays WHERE admitted_us > $1", [at_us]).fetchall()[0][0])


_CELLS = f"""
WITH spans AS (
    SELECT stay_id, patient_id, coalesce(unit, '') AS unit,
           extract(year FROM make_timestamp(admitted_us))::INTEGER AS year,
           coalesce(least(hospital_admitted_us, admitted_us), admitted_us) AS from_us,
           coalesce(least(discharged_us, died_us), {FAR_FUTURE_US}) AS to_us
    FROM stays
), found AS (
    SELECT DISTINCT f.variable, s.stay_id, s.unit, s.year
    FROM facts f JOIN {BOUNDS} b ON f.variable = b.variable
    JOIN spans s ON f.patient_id = s.patient_id AND f.start_us <= s.to_us AND f.end_us >= s.from_us
    WHERE NOT (f.low <= b.least AND f.high >= b.most) AND f.superseded_us IS NULL
)
SELECT '' AS variable, unit, year, count(*) FROM spans GROUP BY ALL
UNION ALL SELECT variable, unit, year, count(*) FROM found GROUP BY ALL ORDER BY ALL
"""
