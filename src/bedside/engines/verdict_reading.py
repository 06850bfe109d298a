"""Reading the table `verdicts` back: where each stay stands now, its course, and the hour that counts.

`verdicts` has a row a stay and hour (see `verdict_tables`); `stays` and `patients` say whose. Times come back as
microseconds UTC. A column is only ever named through `_quoted`, so a criterion may be called anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from bedside.values.moment import HOUR

Row = dict[str, Any]


@dataclass(frozen=True)
class CountedHour:
    """The hour at which a stay is counted: its verdict there, the criteria that failed, what was missing."""

    stay_id: Any
    at_us: int
    verdict: str
    failed: tuple[str, ...]
    missing: str


def standing(connection: duckdb.DuckDBPyConnection, columns: Sequence[str]) -> list[Row]:
    """One row a stay at its last hour: who, where, since when it has been so, and these columns of `verdicts`.

    Keys: stay_id, patient_id, unit, sex, birth_year, admitted_us, discharged_us, died_us, at_us, hours (asked,
    first to last), since_us (of the present data_verdict), changed (how often it has changed), and the columns.
    """
    picked = "".join(f", l.{_quoted(column)}" for column in columns)
    return _rows(connection.execute(_STANDING.format(picked=picked, hour=HOUR)))


def course(connection: duckdb.DuckDBPyConnection, stay_id: Any, columns: Sequence[str]) -> list[Row]:
    """Every hour of a stay in order: at_us, and these columns."""
    picked = "".join(f", {_quoted(column)}" for column in columns)
    return _rows(
        connection.execute(
            f"SELECT epoch_us(time) AS at_us{picked} FROM verdicts WHERE stay_id = ? ORDER BY time", [stay_id]
        )
    )


def counted_hours(
    connection: duckdb.DuckDBPyConnection,
    verdict: str,
    passed: str,
    failing: Sequence[tuple[str, str]],
    missing: str,
) -> list[CountedHour]:
    """The hour at which each stay is counted: the last one at which it `passed`, or else its last.

    `failing` pairs each criterion's column with the word that bars.
    """
    lists = ", ".join(
        f"CASE WHEN {_quoted(column)} = {_text(word)} THEN {_text(column)} END" for column, word in failing
    )
    query = _COUNTED.format(
        verdict=_quoted(verdict),
        missing=_quoted(missing),
        passed=_text(passed),
        failed=f"list_filter([{lists}], lambda x: x IS NOT NULL)" if lists else "[]::VARCHAR[]",
    )
    rows = connection.execute(query).fetchall()
    return [CountedHour(stay, at, word, tuple(failed), lacking) for stay, at, word, failed, lacking in rows]


def _rows(cursor: duckdb.DuckDBPyConnection) -> list[Row]:
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _quoted(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'


def _text(words: str) -> str:
    return "'" + words.replace("'", "''") + "'"


_STANDING = """
WITH ordered AS (
    SELECT *, row_number() OVER (PARTITION BY stay_id ORDER BY time DESC) AS from_last,
           lag(data_verdict) OVER (PARTITION BY stay_id ORDER BY time) IS DISTINCT FROM data_verdict AS turned
    FROM verdicts
), spans AS (
    SELECT stay_id, min(time) AS first, max(time) FILTER (turned) AS since, count(*) FILTER (turned) - 1 AS changed
    FROM ordered GROUP BY stay_id
)
SELECT l.stay_id, l.patient_id, s.unit, p.sex, p.birth_year, s.admitted_us, s.discharged_us, s.died_us,
       epoch_us(l.time) AS at_us, (epoch_us(l.time) - epoch_us(n.first)) // {hour} AS hours,
       epoch_us(n.since) AS since_us, n.changed{picked}
FROM ordered l JOIN spans n USING (stay_id) JOIN stays s USING (stay_id)
LEFT JOIN patients p ON p.patient_id = l.patient_id
WHERE l.from_last = 1 ORDER BY l.stay_id
"""

_COUNTED = """
SELECT stay_id, epoch_us(time), {verdict}, {failed}, {missing}
FROM verdicts
QUALIFY row_number() OVER (
    PARTITION BY stay_id
    ORDER BY CASE {verdict} WHEN {passed} THEN 0 ELSE 1 END, time DESC
) = 1
ORDER BY stay_id
"""
