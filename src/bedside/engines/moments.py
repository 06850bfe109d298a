"""The moments at which everyone is asked: the whole hours of every stay in intensive care."""

from __future__ import annotations

import duckdb

from bedside.errors import UsageError
from bedside.values.moment import HOUR

LIMIT = 10 * 366 * 24
"""Hours after which a stay is cut: no stay lasts ten years, and a mistaken discharge must not fill the memory."""


def hourly(
    connection: duckdb.DuckDBPyConnection, every: int = HOUR, stay: object | None = None, last_us: int | None = None
) -> str:
    """Make the table `moments` (m, stay_id, patient_id, moment_us) and return its name.

    One row for each multiple of `every` (microseconds, whole hours) on the clock, from the first at or after a
    stay's admission to its discharge, or else to death. A stay that is not over goes on to the last hour that the
    source knows of anybody (`last_us`, where the connection holds only some of its people). `stay` keeps that one.
    Raises UsageError when `every` is not whole hours or the stay is not there.
    """
    if every < HOUR or every % HOUR:
        raise UsageError("moments must be whole hours apart.", "--every", "Write it like 1h, 6h or 24h.")
    known = connection.execute("SELECT count(*) FROM stays WHERE $1 IS NULL OR stay_id = $1", [stay]).fetchall()
    if stay is not None and known == [(0,)]:
        raise UsageError(f"there is no stay {stay} in this source.", "--stay", "Take one that `screen` lists.")
    connection.execute(_MOMENTS, [every, stay, LIMIT * HOUR, last_us])
    return "moments"


def last_known(connection: duckdb.DuckDBPyConnection) -> int | None:
    """The last moment (microseconds) at which anything is known of anybody; None: nothing is."""
    ((last_us,),) = connection.execute(f"SELECT {_LAST}").fetchall()
    return None if last_us is None else int(last_us)


def ids_of(connection: duckdb.DuckDBPyConnection) -> tuple[str, str]:
    """The SQL types of stay_id and patient_id, which are the source's own."""
    types = {name: kind for name, kind, *_ in connection.execute("DESCRIBE stays").fetchall()}
    return types["stay_id"], types["patient_id"]


def until_death(connection: duckdb.DuckDBPyConnection) -> None:
    """Take out of the table `moments` those after a patient's death: a bed is often left later than life."""
    connection.execute(
        "DELETE FROM moments USING stays WHERE moments.stay_id = stays.stay_id AND moment_us > stays.died_us"
    )


def without_moment(connection: duckdb.DuckDBPyConnection) -> tuple[int, int]:
    """How many stays have no row in the table `moments`, and how many stays there are.

    No hour of the clock that was asked for falls between their admission and their discharge.
    """
    ((without, stays),) = connection.execute(
        "SELECT count(*) FILTER (stay_id NOT IN (SELECT stay_id FROM moments)), count(*) FROM stays"
    ).fetchall()
    return int(without), int(stays)


_LAST = """greatest(
    (SELECT max(start_us) FROM facts WHERE variable NOT IN ('icu_stay', 'dead')),
    (SELECT max(greatest(admitted_us, discharged_us)) FROM stays)
)"""

_MOMENTS = f"""
CREATE OR REPLACE TEMP TABLE moments AS
WITH extracted AS (
    SELECT coalesce($4::BIGINT, {_LAST}) AS last_us
), ends AS (
    SELECT s.stay_id, s.patient_id, ((s.admitted_us + $1 - 1) // $1) * $1 AS first_us,
           least(coalesce(s.discharged_us, s.died_us, e.last_us), s.admitted_us + $3) AS last_us
    FROM stays s, extracted e
    WHERE $2 IS NULL OR s.stay_id = $2
), grid AS (
    SELECT stay_id, patient_id, unnest(range(first_us, last_us + 1, $1)) AS moment_us FROM ends
)
SELECT row_number() OVER (ORDER BY stay_id, moment_us) AS m, stay_id, patient_id, moment_us FROM grid
"""
