"""The answers of rules at one level: what their looks read, then node by node, some thousand questions at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache

import duckdb
import numpy as np

from bedside.engines import covering, pairing
from bedside.engines.arrays import Array, Columns, read, threads
from bedside.engines.combining import combined
from bedside.engines.fingerprint import fingerprint
from bedside.engines.numbering import Numbering
from bedside.engines.pairing import Paired
from bedside.engines.picking import Pair, picked
from bedside.engines.sql import col, join, same, select, sql_of, table
from bedside.engines.stages import Level, column_names
from bedside.engines.timeline import Timeline
from bedside.rules.nodes import Node, Over, Own
from bedside.values.interval import Interval

CHUNK = 8192
"""Questions worked out at a time: their answers to every node stay near the processor."""


@dataclass(frozen=True)
class Covered:
    """Where the records stand that looks of the caller's moments read.

    `people` is the relation that numbers patients. `records` (of `events.of_many`; "" where no look asks for it) has
    those of all looks of `together`, which lie there by place; `apart` are relations with the looks that read them.
    """

    people: str
    records: str
    together: Sequence[Sequence[Over]]
    apart: Mapping[str, Sequence[Over]]


@dataclass(frozen=True)
class Answering:
    """What a stage of answers works out: `nodes` of one level, parts before wholes.

    What looks read is `covered` at the caller's moments, `paired` of questions about records. `fixed` are the answers,
    by number, that are the same for everyone.
    """

    level: Level
    nodes: Sequence[Node]
    fixed: Mapping[int, Interval]
    covered: Covered | None
    paired: Mapping[Over, Paired]
    recorded: frozenset[str]
    wanted: Sequence[Node]
    patterns: Mapping[str, Node]
    numbering: Numbering

    def __call__(self, connection: duckdb.DuckDBPyConnection) -> Columns:
        """The column m, those of `column_names` of every rule that is wanted, and the fingerprints of `patterns`."""
        with ThreadPoolExecutor(threads(connection)) as workers:
            if self.covered is None:
                m, known = self._about_records(connection)
            else:
                m, known = self._at_moments(connection, self.covered, workers)
            wanted = {self.numbering.of(rule): self._kind(rule) for rule in self.wanted}
            told = {
                name: np.empty(len(m), dtype=kind) for number, kind in wanted.items() for name in column_names(number)
            }
            marks = {name: np.empty(len(m), dtype=np.uint64) for name in self.patterns}

            prints = {name: fingerprint(rule, self.numbering) for name, rule in self.patterns.items()}
            steps = [(n, node, [self.numbering.of(part) for part in node.parts]) for n, node in self._numbered()]

            def work(part: slice) -> None:
                found = self._fixed() | {number: _part(pair, part) for number, pair in known.items()}
                for number, node, parts in steps:
                    if number not in found:
                        found[number] = combined(node, [found[below] for below in parts])
                for number in wanted:
                    for name, end in zip(column_names(number), found[number], strict=True):
                        told[name][part] = end
                for name, made_of in prints.items():
                    marks[name][part] = made_of.of(found, part.stop - part.start)

            _all(workers, work, (slice(first, min(first + CHUNK, len(m))) for first in range(0, len(m), CHUNK)))
        return {"m": m, **told, **marks}

    def _at_moments(
        self, connection: duckdb.DuckDBPyConnection, covered: Covered, workers: Executor
    ) -> tuple[Array, dict[int, Pair]]:
        """The numbers of the questions, in order of person and time, and what their looks find."""
        asked = read(connection, _of_people(covered.people, self.level.relation, "m", "at", order=("person", "at")))
        m, questions = asked["m"], Timeline(asked["person"], asked["at"])
        known: dict[int, Pair] = {}

        def look_at(records: Columns, look: Over) -> None:
            seen = covering.seen(look, records, questions, len(m))
            known[self.numbering.of(look)] = picked(look, seen, look.variable.name in self.recorded)

        waiting = [
            workers.submit(look_at, records, look) for records, looks in _records(connection, covered) for look in looks
        ]
        for each in waiting:
            each.result()
        return m, known

    def _about_records(self, connection: duckdb.DuckDBPyConnection) -> tuple[Array, dict[int, Pair]]:
        """The numbers of the questions, what their looks find, and the records' own values."""
        asked = read(connection, _of_records(self.level.relation))
        m, exact = asked["m"], asked["begin"] == asked["finish"]
        known = {self.numbering.of(own): (asked["own_low"], asked["own_high"]) for own in _owns(self.nodes)}
        for look, where in self.paired.items():
            seen = pairing.seen(connection, look, where, m)
            low, high = picked(look, seen, look.variable.name in self.recorded)
            known[self.numbering.of(look)] = (  # asked about a record whose time is not exact, a look may find anything
                np.where(exact, low, look.range.low),
                np.where(exact, high, look.range.high),
            )
        return m, known

    def _kind(self, rule: Node) -> type[np.generic]:
        """A verdict has one of two values, which a byte holds; of records more is made, so that they keep numbers."""
        return np.int8 if rule.truth and not self.level.records else np.float64

    def _numbered(self) -> list[tuple[int, Node]]:
        return [(self.numbering.of(node), node) for node in self.nodes]

    def _fixed(self) -> dict[int, Pair]:
        return {number: (np.asarray(value.low), np.asarray(value.high)) for number, value in self.fixed.items()}


def _records(connection: duckdb.DuckDBPyConnection, covered: Covered) -> Iterator[tuple[Columns, Sequence[Over]]]:
    """The records that looks of the caller's moments read, and those looks."""
    for relation, looks in covered.apart.items():
        yield read(connection, _of_people(covered.people, relation, *covering.RECORD)), looks
    if covered.records:
        held = read(connection, _of_people(covered.people, covered.records, "place", *covering.RECORD))
        order = np.argsort(held["place"].astype(np.int16), kind="stable")
        edges = np.searchsorted(held["place"][order], np.arange(len(covered.together) + 1))
        for place, looks in enumerate(covered.together):
            these = order[edges[place] : edges[place + 1]]
            yield {name: column[these] for name, column in held.items()}, looks


@lru_cache(maxsize=256)
def _of_people(people: str, relation: str, *columns: str, order: Sequence[str] = ()) -> str:
    query = select(table(relation, "r"), col("person", "p"), *(col(name, "r") for name in columns))
    joined = join(query, people, "p", same("patient_id", "r", "p"))
    return sql_of(joined.order_by(*map(col, order), copy=False) if order else joined)


@lru_cache(maxsize=256)
def _of_records(relation: str) -> str:
    columns = [col(name) for name in ("m", "begin", "finish", "own_low", "own_high")]
    return sql_of(select(table(relation), *columns).order_by(col("m"), copy=False))


def _all(workers: Executor, work: Callable[[slice], None], parts: Iterable[slice]) -> None:
    for each in [workers.submit(work, part) for part in parts]:
        each.result()


def _part(pair: Pair, part: slice) -> Pair:
    return pair[0][part], pair[1][part]


def _owns(nodes: Sequence[Node]) -> Iterator[Own]:
    return (node for node in nodes if isinstance(node, Own))
