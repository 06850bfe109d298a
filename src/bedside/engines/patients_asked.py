"""Patients, read off a table of verdicts: what held together at any of their hours, and when and where first.

A patient counts once, whatever their stays and hours, much as in the flow of a screening: met where any hour is met for
certain; anybody else as they stood at the last hour of a stay, when most was known of them: open where it could not be
told (of several stays, in any), or else out. They are placed in the stay of the first hour that gives them this.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from bedside.engines.verdict_tables import Words
from bedside.values.moment import HOUR

PASS, BAR, OPEN = "1", "0", "?"
"""What a criterion does at an hour: lets through for certain, keeps out for certain, or neither can be told."""

Asked = tuple[str, str, str]
"""A column of verdicts, the word with which it lets through, and the word with which it keeps out."""
Patterns = tuple[Sequence[str], Sequence[str], int]
"""The different hours of a patient, those that were the last of a stay, each a sign a criterion; and how many patients
have had just these."""


@dataclass(frozen=True)
class Place:
    """Patients of one standing (PASS, OPEN or BAR) whose counted stay began in this unit, year and month."""

    standing: str
    unit: str
    year: int
    month: int
    patients: int


@dataclass(frozen=True)
class Observed:
    """What was looked at: stays, patients, those asked at no hour, first admission and last moment (microseconds)."""

    stays: int
    patients: int
    unasked: int
    open_before: int
    """Patients who are out, but of whom it could not be told at some hour before."""
    first_us: int
    last_us: int
    future: int
    """Stays that begin after the moment given: their dates cannot be true."""


def patterns(connection: duckdb.DuckDBPyConnection, asked: Sequence[Asked]) -> list[Patterns]:
    """What held together: each different set of hours, and how many patients had it."""
    signs = ", ".join(_sign(*each) for each in asked)
    return connection.execute(
        f"""WITH signed AS (SELECT patient_id, concat({signs}) AS signs, {_LAST} AS is_last FROM verdicts),
        seen AS (SELECT patient_id, list_sort(list(DISTINCT signs)) AS hours,
            list_sort(list(DISTINCT signs) FILTER (is_last)) AS lasts FROM signed GROUP BY patient_id)
        SELECT hours, lasts, count(*) FROM seen GROUP BY hours, lasts ORDER BY hours, lasts"""
    ).fetchall()


def standings(connection: duckdb.DuckDBPyConnection, column: str, words: Words) -> dict[str, int]:
    """How many patients stand how, by one column of verdicts: PASS, OPEN, BAR."""
    rows = connection.execute(f"SELECT rank, count(*) FROM ({_counted(column, words)}) GROUP BY rank").fetchall()
    held = dict(rows)
    return {sign: held.get(rank, 0) for rank, sign in enumerate((PASS, OPEN, BAR))}


def places(connection: duckdb.DuckDBPyConnection, column: str, words: Words) -> list[Place]:
    """Where and when everybody is counted."""
    rows = connection.execute(
        f"""SELECT rank, coalesce(unit, ''), extract(year FROM make_timestamp(admitted_us))::INTEGER,
            extract(month FROM make_timestamp(admitted_us))::INTEGER, count(*)
        FROM ({_counted(column, words)}) JOIN stays USING (stay_id) GROUP BY ALL ORDER BY ALL"""
    ).fetchall()
    return [Place((PASS, OPEN, BAR)[rank], *rest) for rank, *rest in rows]


def waits(connection: duckdb.DuckDBPyConnection, column: str, words: Words) -> list[float]:
    """Of everybody met, the hours from admission to intensive care to the first hour at which all was met."""
    rows = connection.execute(
        f"""SELECT (at_us - admitted_us) / {float(HOUR)} AS waited
        FROM ({_counted(column, words)}) JOIN stays USING (stay_id) WHERE rank = 0 ORDER BY waited"""
    ).fetchall()
    return [waited for (waited,) in rows]


def observed(connection: duckdb.DuckDBPyConnection, column: str, words: Words, now_us: int) -> Observed:
    """Who was looked at and over what time; a stay that goes on ends with its last hour asked."""
    query = _OBSERVED.format(counted=_counted(column, words), rank=_rank(column, words))
    return Observed(*connection.execute(query, [now_us]).fetchall()[0])


def _counted(column: str, words: Words) -> str:
    """A row a patient: rank of their standing, and stay and moment of the first hour that gives it."""
    return f"""SELECT patient_id, rank, stay_id, epoch_us(time) AS at_us FROM (
        SELECT patient_id, stay_id, time, {_rank(column, words)} AS rank, {_LAST} AS is_last FROM verdicts)
        WHERE rank = 0 OR is_last
        QUALIFY row_number() OVER (PARTITION BY patient_id ORDER BY rank, time, stay_id) = 1"""


def _rank(column: str, words: Words) -> str:
    met, out, _ = words
    return f"CASE {_quoted(column)} WHEN {_text(met)} THEN 0 WHEN {_text(out)} THEN 2 ELSE 1 END"


def _sign(column: str, lets: str, bars: str) -> str:
    return f"CASE {_quoted(column)} WHEN {_text(lets)} THEN '{PASS}' WHEN {_text(bars)} THEN '{BAR}' ELSE '{OPEN}' END"


def _quoted(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'


def _text(words: str) -> str:
    return "'" + words.replace("'", "''") + "'"


_LAST = "lead(time) OVER (PARTITION BY stay_id ORDER BY time) IS NULL"
"""The test that an hour is the last of its stay."""

_OBSERVED = """
WITH asked AS (SELECT DISTINCT patient_id FROM verdicts),
out_at_last AS (SELECT patient_id FROM ({counted}) WHERE rank = 2),
last_hours AS (SELECT epoch_us(max(time)) AS last_us FROM verdicts)
SELECT count(*), count(DISTINCT s.patient_id),
       count(DISTINCT s.patient_id) FILTER (s.patient_id NOT IN (SELECT patient_id FROM asked)),
       (SELECT count(DISTINCT patient_id) FROM verdicts JOIN out_at_last USING (patient_id) WHERE {rank} = 1),
       coalesce(min(s.admitted_us), 0),
       coalesce(max(coalesce(s.discharged_us, s.died_us, greatest(l.last_us, s.admitted_us))), 0),
       count(*) FILTER (s.admitted_us > $1)
FROM stays s, last_hours l
"""
