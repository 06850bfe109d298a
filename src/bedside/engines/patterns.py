"""What would settle each undecided answer, worked out once for each pattern of unknowns.

The engine gives every moment the fingerprint of what its answer hangs on (`fingerprint`); here one moment of
each pattern is asked for the values of its looks, the `Settler` finds the cheapest set, and the finding goes
back to every moment of the pattern.
"""

from __future__ import annotations

from collections.abc import Callable

import duckdb

from bedside.engines.duck import compute
from bedside.engines.stages import AsOf
from bedside.rules.settle import Settler
from bedside.values.interval import Interval

Progress = Callable[[int, int, str], None]


def settle_patterns(
    connection: duckdb.DuckDBPyConnection,
    settler: Settler,
    rule: str,
    pattern: str,
    into: str,
    recorded: frozenset[str],
    as_of: AsOf,
    progress: Progress | None = None,
) -> str:
    """Make the table `into` (pattern, missing) for the rule and pattern columns of the table `answers`.

    `missing` names what to learn, joined by " + ", empty where nothing that can still be learned decides it.
    """
    connection.execute(_REPRESENTATIVES.format(pattern=pattern, rule=rule))
    looks = {f"look{index}": look for index, look in enumerate(settler.looks)}
    compute(connection, looks, "representatives", "looked", recorded, as_of)
    rows = connection.execute("SELECT * FROM looked ORDER BY m").fetchall()
    found: list[tuple[int, str]] = []
    for done, (_m, _patient, _moment, key, *ends) in enumerate(rows):
        values = [Interval(low, high) for low, high in zip(ends[::2], ends[1::2], strict=True)]
        settlement = settler.settle(values)
        found.append((key, "" if settlement is None else str(settlement)))
        if progress:
            progress(done + 1, len(rows), "what would settle it")
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {into} (pattern UBIGINT, missing VARCHAR)")
    if found:
        keys, names = zip(*found, strict=True)
        connection.execute(
            f"INSERT INTO {into} SELECT unnest($1::UBIGINT[]), unnest($2::VARCHAR[])", [list(keys), list(names)]
        )
    return into


_REPRESENTATIVES = """
CREATE OR REPLACE TEMP TABLE representatives AS
SELECT min(m) AS m, arg_min(patient_id, m) AS patient_id, arg_min(moment_us, m) AS moment_us, "{pattern}" AS pattern
FROM answers WHERE "{rule}_low" < "{rule}_high" GROUP BY "{pattern}"
"""
