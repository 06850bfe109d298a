"""What would settle each undecided answer, worked out once for each pattern of unknowns.

The engine gives every moment the fingerprint of what its answer hangs on (`fingerprint`); here one moment of
each pattern is asked for the values of its looks, the `Settler` finds the cheapest sets, and the finding goes
back to every moment of the pattern.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import Any

import duckdb

from bedside.engines.duck import Asking, Planned
from bedside.engines.stages import AsOf
from bedside.engines.workers import workers
from bedside.rules.nodes import Over
from bedside.rules.settle import Settlement, Settler
from bedside.values.interval import MET, Interval

Progress = Callable[[int, int, str], None]
Row = tuple[Any, ...]
"""A pattern, and both ends of each look of the rule."""
MANY, CHUNK = 10_000, 500
"""Patterns from which on other processes are worth their start, some seconds; and how many are worked out at a time."""
REPRESENTED = ("representatives", "representative_facts")
"""The tables of the moments that stand for patterns, and of their people's records."""


@dataclass(frozen=True)
class Asked:
    """A rule of `answers` by its name, the column with its fingerprint, and what finds what would settle it.

    `found` keeps what was found for each pattern, so that the same rules asked again of others find it there.
    """

    rule: str
    pattern: str
    settler: Settler
    found: dict[int, tuple[str, str]] = field(default_factory=dict)


class Patterns:
    """What is to be settled of the view `answers`, by the table that says it; a pattern is settled once for all calls.

    `present` are the variables of which there may ever be a record (None: not known). `processes`: how many may work on
    many patterns; they are started anew, so that a script that asks for them guards its main part.
    """

    def __init__(
        self,
        asked: Mapping[str, Asked],
        recorded: frozenset[str],
        as_of: AsOf,
        facts: str = "facts",
        present: frozenset[str] | None = None,
        processes: int = 1,
    ) -> None:
        looks = dict.fromkeys(look for each in asked.values() for look in each.settler.looks)
        places = {look: f"look{index}" for index, look in enumerate(looks)}
        rules = {place: look for look, place in places.items()}
        self._asked, self._places, self._facts, self._processes = asked, places, facts, processes
        self._looked = Planned(Asking(rules, recorded, as_of, {}, *REPRESENTED, "looked"), present)

    def settle(self, connection: duckdb.DuckDBPyConnection, progress: Progress | None = None) -> None:
        """Make, for each of `asked`, the table of that name: pattern, missing, to_qualify.

        `missing` names what to learn so that some answer decides the rule, `to_qualify` what to learn so that some
        answer makes it met; both joined by " + ", empty where nothing that can still be learned does it.
        """
        for name, each in self._asked.items():
            connection.execute(_REPRESENTATIVES.format(into=name, pattern=each.pattern, rule=each.rule))
            known = list(each.found)
            connection.execute(f'DELETE FROM "{name}" WHERE pattern IN (SELECT unnest($1::UBIGINT[]))', [known])
        whole = sum(_count(connection, name) for name in self._asked)
        if whole:
            union = " UNION ".join(f'SELECT m, patient_id, moment_us FROM "{name}"' for name in self._asked)
            moments, facts = REPRESENTED
            connection.execute(f"CREATE OR REPLACE TEMP TABLE {moments} AS {union}")
            connection.execute(
                f'CREATE OR REPLACE TEMP TABLE {facts} AS FROM "{self._facts}" SEMI JOIN {moments} USING (patient_id)'
            )
            tell = (lambda done: progress(done, whole, "what would settle it")) if progress else (lambda done: None)
            with self._looked.answered(connection):
                _settle(connection, self._asked, self._places, self._processes, tell)
        for name, each in self._asked.items():
            _keep(connection, name, [(key, *said) for key, said in each.found.items()])


def _settle(
    connection: duckdb.DuckDBPyConnection,
    asked: Mapping[str, Asked],
    places: Mapping[Over, str],
    processes: int,
    tell: Callable[[int], None],
) -> None:
    """Find what would settle each pattern that is new; `tell` how many were found."""
    done = 0
    for name, each in asked.items():
        columns = [f'"{places[look]}_{end}"' for look in each.settler.looks for end in ("low", "high")]
        rows = connection.execute(
            f'SELECT {", ".join(["pattern", *columns])} FROM "{name}" JOIN looked USING (m) ORDER BY m'
        ).fetchall()
        number = processes if len(rows) >= MANY else 1
        settle = partial(_settled, each.settler) if number == 1 else partial(_settled_apart, _stated(each.settler))
        with workers(number) as do:
            for found in do(settle, [rows[first : first + CHUNK] for first in range(0, len(rows), CHUNK)]):
                each.found.update(found)
                done += len(found)
                tell(done)


def _settled(settler: Settler, rows: Sequence[Row]) -> dict[int, tuple[str, str]]:
    """By pattern, what would settle it, and what could make it met."""
    found = {}
    for key, *ends in rows:
        values = [Interval(low, high) for low, high in zip(ends[::2], ends[1::2], strict=True)]
        found[key] = _said(settler.settle(values)), _said(settler.settle(values, MET))
    return found


def _stated(settler: Settler) -> bytes:
    """A settler as it travels to another process, without what it has found."""
    return pickle.dumps((settler.rule, settler.costs, settler.recorded))


@lru_cache(maxsize=4)
def _settler(stated: bytes) -> Settler:
    return Settler(*pickle.loads(stated))


def _settled_apart(stated: bytes, rows: Sequence[Row]) -> dict[int, tuple[str, str]]:
    """The same in a process of its own, which keeps what it finds for the next rows."""
    return _settled(_settler(stated), rows)


def _count(connection: duckdb.DuckDBPyConnection, name: str) -> int:
    ((count,),) = connection.execute(f'SELECT count(*) FROM "{name}"').fetchall()
    return int(count)


def _said(settlement: Settlement | None) -> str:
    return "" if settlement is None else str(settlement)


def _keep(connection: duckdb.DuckDBPyConnection, name: str, found: list[tuple[int, str, str]]) -> None:
    connection.execute(f'CREATE OR REPLACE TEMP TABLE "{name}" (pattern UBIGINT, missing VARCHAR, to_qualify VARCHAR)')
    if found:
        connection.execute(
            f'INSERT INTO "{name}" SELECT unnest($1::UBIGINT[]), unnest($2::VARCHAR[]), unnest($3::VARCHAR[])',
            [list(column) for column in zip(*found, strict=True)],
        )


_REPRESENTATIVES = """
CREATE OR REPLACE TEMP TABLE "{into}" AS
SELECT min(m) AS m, arg_min(patient_id, m) AS patient_id, arg_min(moment_us, m) AS moment_us, "{pattern}" AS pattern
FROM answers WHERE "{rule}_low" < "{rule}_high" GROUP BY "{pattern}"
"""
