"""The answers of rules at one level: what their looks read, then node by node, some thousand questions at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import duckdb
import numpy as np
from sqlglot import exp

from bedside.engines import covering, pairing
from bedside.engines.arrays import Array, Columns, read
from bedside.engines.combining import combined
from bedside.engines.fingerprint import fingerprint
from bedside.engines.numbering import Numbering
from bedside.engines.pairing import Paired
from bedside.engines.picking import Pair, picked
from bedside.engines.sql import col, join, same, select, table
from bedside.engines.stages import Level, column_names
from bedside.engines.timeline import Timeline
from bedside.rules.nodes import Node, Over, Own
from bedside.values.interval import Interval

CHUNK = 8192
"""Questions worked out at a time: their answers to every node stay near the processor."""


@dataclass(frozen=True)
class Answering:
    """What a stage of answers works out: `nodes` of one level, parts before wholes.

    `covered` are looks by the relation of the records that they read, `paired` looks with where what they read stands:
    the first of questions that know their own moment, whose patients `people` numbers, the second of questions about
    records. `fixed` are the answers, by number, that are the same for everyone.
    """

    level: Level
    people: str
    nodes: Sequence[Node]
    fixed: Mapping[int, Interval]
    covered: Mapping[str, Sequence[Over]]
    paired: Mapping[Over, Paired]
    recorded: frozenset[str]
    wanted: Sequence[Node]
    patterns: Mapping[str, Node]
    numbering: Numbering

    def __call__(self, connection: duckdb.DuckDBPyConnection) -> Columns:
        """The column m, those of `column_names` of every rule that is wanted, and the fingerprints of `patterns`."""
        m, known = self._about_records(connection) if self.level.records else self._at_moments(connection)
        wanted = {self.numbering.of(rule) for rule in self.wanted}
        told = {name: np.empty(len(m)) for number in sorted(wanted) for name in column_names(number)}
        marks = {name: np.empty(len(m), dtype=np.uint64) for name in self.patterns}
        for first in range(0, len(m), CHUNK):
            part = slice(first, min(first + CHUNK, len(m)))
            found = self._answers({number: _part(pair, part) for number, pair in known.items()})
            for number in wanted:
                for name, end in zip(column_names(number), found[number], strict=True):
                    told[name][part] = end
            for name, rule in self.patterns.items():
                marks[name][part] = fingerprint(rule, self.numbering, found, part.stop - part.start)
        return {"m": m, **told, **marks}

    def _at_moments(self, connection: duckdb.DuckDBPyConnection) -> tuple[Array, dict[int, Pair]]:
        """The numbers of the questions, in order of person and time, and what their looks find."""
        asked = read(connection, self._of_people(self.level.relation, "m", "at").order_by(col("person"), col("at")))
        m, questions, known = asked["m"], Timeline(asked["person"], asked["at"]), {}
        for relation, looks in self.covered.items():
            records = read(connection, self._of_people(relation, *covering.RECORD))
            for look in looks:
                seen = covering.seen(look, records, questions, len(m))
                known[self.numbering.of(look)] = picked(look, seen, look.variable.name in self.recorded)
        return m, known

    def _of_people(self, relation: str, *columns: str) -> exp.Select:
        query = select(table(relation, "r"), col("person", "p"), *(col(name, "r") for name in columns))
        return join(query, self.people, "p", same("patient_id", "r", "p"))

    def _about_records(self, connection: duckdb.DuckDBPyConnection) -> tuple[Array, dict[int, Pair]]:
        """The numbers of the questions, what their looks find, and the records' own values."""
        columns = [col(name) for name in ("m", "begin", "finish", "own_low", "own_high")]
        asked = read(connection, select(table(self.level.relation), *columns).order_by(col("m")))
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

    def _answers(self, known: Mapping[int, Pair]) -> dict[int, Pair]:
        found = {number: (np.asarray(value.low), np.asarray(value.high)) for number, value in self.fixed.items()}
        found.update(known)
        for node in self.nodes:
            number = self.numbering.of(node)
            if number not in found:
                found[number] = combined(node, [found[self.numbering.of(part)] for part in node.parts])
        return found


def _part(pair: Pair, part: slice) -> Pair:
    return pair[0][part], pair[1][part]


def _owns(nodes: Sequence[Node]) -> Iterator[Own]:
    return (node for node in nodes if isinstance(node, Own))
