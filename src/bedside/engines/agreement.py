"""Two scores at the same stay-hours, counted off a table: where both are known, and on which side they are.

A score stands in `COMPARED` as `<name>_low` and `<name>_high`; it is known where the two are equal. Beside a threshold
an hour is on a side for certain, or it cannot be told: REACHED, BELOW, OPEN.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

COMPARED = "compared"
"""The table: stay_id and the ends of both scores, a row a stay-hour."""
REACHED, BELOW, OPEN = "1", "0", "?"
Sides = dict[tuple[str, str], int]
"""How many have the first score on one side and the second on another."""


@dataclass(frozen=True)
class Known:
    """How many stay-hours there are and how many have the first, the second, both known; and stays."""

    hours: int
    first: int
    second: int
    both: int
    stays: int
    stays_both: int


@dataclass(frozen=True)
class Changed:
    """What is different between two scores: hours whose range is, stays that have one, and hours with both known.

    `mean` is that of second minus first where both are known, None where they never are; `sides` the hours that are on
    different sides of a threshold for certain, `sides_stays` the stays that have one.
    """

    hours: int
    stays: int
    both: int
    apart: int
    mean: float | None
    sides: int
    sides_stays: int


def known(connection: duckdb.DuckDBPyConnection, first: str, second: str) -> Known:
    """How often the two are known."""
    a, b = _known(first), _known(second)
    ((hours, one, other, both, stays, stays_both),) = connection.execute(
        f"""SELECT count(*), count(*) FILTER ({a}), count(*) FILTER ({b}), count(*) FILTER ({a} AND {b}),
            count(DISTINCT stay_id), count(DISTINCT stay_id) FILTER ({a} AND {b}) FROM {COMPARED}"""
    ).fetchall()
    return Known(hours, one, other, both, stays, stays_both)


def cross(connection: duckdb.DuckDBPyConnection, first: str, second: str) -> list[tuple[float, float, int]]:
    """The first score, the second, and the hours that have both so; only hours at which both are known."""
    return connection.execute(
        f"""SELECT "{first}_low", "{second}_low", count(*) FROM {COMPARED} WHERE {_known(first)} AND {_known(second)}
        GROUP BY ALL ORDER BY ALL"""
    ).fetchall()


def hours_beside(connection: duckdb.DuckDBPyConnection, first: str, second: str, threshold: float) -> Sides:
    """The stay-hours by the side of both."""
    rows = connection.execute(
        f"SELECT {_side(first)}, {_side(second)}, count(*) FROM {COMPARED} GROUP BY ALL", {"at": threshold}
    ).fetchall()
    return {(one, other): count for one, other, count in rows}


def stays_beside(connection: duckdb.DuckDBPyConnection, first: str, second: str, threshold: float) -> Sides:
    """The stays by the side of both: reached where any hour has for certain, below where every hour is."""
    sides = ", ".join(
        f"""CASE WHEN bool_or("{name}_low" >= $at) THEN '{REACHED}' WHEN bool_and("{name}_high" < $at) THEN '{BELOW}'
        ELSE '{OPEN}' END AS {side}"""
        for name, side in ((first, "one"), (second, "other"))
    )
    rows = connection.execute(
        f"SELECT one, other, count(*) FROM (SELECT {sides} FROM {COMPARED} GROUP BY stay_id) GROUP BY ALL",
        {"at": threshold},
    ).fetchall()
    return {(one, other): count for one, other, count in rows}


def changed(connection: duckdb.DuckDBPyConnection, first: str, second: str, threshold: float) -> Changed:
    """What the second has different from the first."""
    differs = f'("{first}_low" <> "{second}_low" OR "{first}_high" <> "{second}_high")'
    both = f"({_known(first)} AND {_known(second)})"
    turned = (
        f"""(("{first}_low" >= $at AND "{second}_high" < $at) OR ("{first}_high" < $at AND "{second}_low" >= $at))"""
    )
    ((hours, stays, held, apart, mean, sides, sides_stays),) = connection.execute(
        f"""SELECT count(*) FILTER ({differs}), count(DISTINCT stay_id) FILTER ({differs}), count(*) FILTER ({both}),
            count(*) FILTER ({both} AND {differs}), avg("{second}_low" - "{first}_low") FILTER ({both}),
            count(*) FILTER ({turned}), count(DISTINCT stay_id) FILTER ({turned}) FROM {COMPARED}""",
        {"at": threshold},
    ).fetchall()
    return Changed(hours, stays, held, apart, mean, sides, sides_stays)


def _known(name: str) -> str:
    return f'("{name}_low" = "{name}_high")'


def _side(name: str) -> str:
    return f"""CASE WHEN "{name}_low" >= $at THEN '{REACHED}' WHEN "{name}_high" < $at THEN '{BELOW}'
        ELSE '{OPEN}' END"""
