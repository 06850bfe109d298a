"""From rules to an ordered list of queries that any SQL engine can run.

A *level* is a relation of questions: patient, moment asked about, moment of knowing. The root level is the
caller's table of moments; every `each` or `where` opens a level of its own, whose moments are the records it
looks at. At one level, each look becomes a pair of columns (`looks`), then each node one pair more
(`columns`). Equal rules are worked out once (`numbering`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field

from sqlglot import exp

from bedside.engines import columns, events, looks
from bedside.engines.columns import Pair
from bedside.engines.decided import decided
from bedside.engines.fingerprint import fingerprint, looks_within
from bedside.engines.numbering import Numbering
from bedside.engines.sql import among, col, named, number, select, table
from bedside.engines.stages import AsOf, Level, Stage, column_names
from bedside.rules.nodes import Named, Node, Over, Own, free_own


@dataclass
class Plan:
    """The stages that answer rules; `recorded` names the variables of which no record means none, `present` those of
    which the table `facts` has any record (None: that is not known)."""

    as_of: AsOf
    recorded: frozenset[str] = frozenset()
    facts: str = "facts"
    present: frozenset[str] | None = None
    stages: list[Stage] = field(default_factory=list)
    numbering: Numbering = field(default_factory=Numbering)
    made: dict[tuple[object, ...], str] = field(default_factory=dict)

    def stage(self, kind: str, query: exp.Query, what: str, view: bool = False) -> str:
        """Append a stage and return its name."""
        name = f"{kind}_{len(self.stages)}"
        self.stages.append(Stage(name, query, what, view))
        return name

    def once(
        self, key: tuple[object, ...], kind: str, query: Callable[[], exp.Query], what: str, view: bool = False
    ) -> str:
        """Append a stage unless one was made under this key; return its name."""
        if key not in self.made:
            self.made[key] = self.stage(kind, query(), what, view)
        return self.made[key]

    def answer(self, level: Level, rules: Sequence[Node], patterns: Mapping[str, Node] | None = None) -> str:
        """A relation with m and, for every rule, the columns of `column_names(number of the rule)`.

        Each of `patterns` (some of the rules, by column name) adds a column with its `fingerprint`.
        """
        hanging = [look for rule in (patterns or {}).values() for look in looks_within(rule)]
        inside = self._nodes([*rules, *hanging])
        fixed = decided(inside, self.numbering, self.present, self.recorded, level.records)
        seen = [node for node in inside if isinstance(node, Over) and self.numbering.of(node) not in fixed]
        base, found = looks.columns_of(self, level, seen)
        pairs = {n: (number(value.low), number(value.high)) for n, value in fixed.items()}
        pairs |= {self.numbering.of(look): pair for look, pair in found.items()}
        query = select(base, exp.Star())
        done: dict[int, Pair] = {}
        wanted = {self.numbering.of(rule) for rule in rules}
        tiers = self._tiers(inside)
        for place, tier in enumerate(tiers):
            read = {self.numbering.of(part) for later in tiers[place + 1 :] for node in later for part in node.parts}
            kept = set(done) if patterns else (read | wanted) & set(done)
            query, done = self._staged(query, tier, done, pairs, kept)
        last = select(among(query, "q"), col("m"), *_kept({n: done[n] for n in sorted(wanted)}))
        for name, rule in (patterns or {}).items():
            last = last.select(named(fingerprint(rule, self.numbering, done), name), copy=False)
        return self.stage("answers", last, f"{len(inside)} rules")

    def _nodes(self, rules: Sequence[Node]) -> list[Node]:
        """Every distinct node of the rules at this level, parts before wholes."""
        ordered: dict[int, Node] = {}

        def visit(node: Node) -> None:
            if isinstance(node, Named):
                visit(node.of)
            elif self.numbering.of(node) not in ordered:
                for part in node.parts:
                    visit(part)
                ordered[self.numbering.of(node)] = node

        for rule in rules:
            visit(rule)
        return list(ordered.values())

    def _tiers(self, inside: Sequence[Node]) -> list[list[Node]]:
        """Nodes by height: each tier reads only columns of the tiers below it."""
        height: dict[int, int] = {}
        for node in inside:
            below = [height[self.numbering.of(part)] for part in node.parts]
            height[self.numbering.of(node)] = 1 + max(below, default=-1)
        top = max(height.values(), default=0)
        return [[n for n in inside if height[self.numbering.of(n)] == tier] for tier in range(top + 1)]

    def _staged(
        self,
        query: exp.Select,
        tier: list[Node],
        done: dict[int, Pair],
        looked: dict[int, Pair],
        kept: Set[int],
    ) -> tuple[exp.Select, dict[int, Pair]]:
        """One more SELECT around the query, with the columns of this tier and, of those before, what is still read."""
        numbered = {self.numbering.of(node): node for node in tier}
        pairs = {n: looked[n] if n in looked else self._pair(node, done) for n, node in numbered.items()}
        constants = {n: pair for n, pair in pairs.items() if _is_constant(pair)}
        fresh = {n: pair for n, pair in pairs.items() if n not in constants}
        before = [end for n in sorted(kept) for end in done[n] if isinstance(end, exp.Column)]
        wrapped = select(among(query, "q"), col("m"), *before, *_kept(fresh))
        columns_now = {n: (col(column_names(n)[0]), col(column_names(n)[1])) for n in fresh}
        return wrapped, {**done, **constants, **columns_now}

    def _pair(self, node: Node, done: dict[int, Pair]) -> Pair:
        if isinstance(node, Own):
            return col("own_low"), col("own_high")
        return columns.combined(node, [done[self.numbering.of(part)] for part in node.parts])

    def events_of(self, look: Over) -> str:
        """The relation of the records a look could read (see `events`), made once for equal looks."""
        inner = tuple(None if rule is None else self.numbering.of(rule) for rule in (look.each, look.where))
        key = (look.variable.name, *inner, look.sustained)
        if key not in self.made:
            self.made[key] = events.relation(self, look)
        return self.made[key]


def _kept(pairs: dict[int, Pair]) -> list[exp.Alias]:
    return [named(end, name) for n, pair in pairs.items() for end, name in zip(pair, column_names(n), strict=True)]


def _is_constant(pair: Pair) -> bool:
    return not any(True for end in pair for _ in end.find_all(exp.Column))


def root_level(plan: Plan, moments: str, hourly: bool) -> Level:
    """The level of the caller's moments: a table with m, patient_id and moment_us."""
    moment = col("moment_us")
    query = select(table(moments), col("m"), col("patient_id"), named(moment, "at"), named(moment.copy(), "known"))
    return Level(plan.stage("level", query, "moments", view=True), hourly)


def refuse_loose(rules: Sequence[Node]) -> None:
    """Raise ValueError when a rule stands on an `Own` outside any look."""
    for rule in rules:
        if free_own(rule):
            raise ValueError("`Own` outside `each` or `where`")
