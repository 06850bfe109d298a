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
from bedside.engines.looks import Read
from bedside.engines.numbering import Numbering
from bedside.engines.pieces import pieces
from bedside.engines.sql import among, col, named, number, select, table
from bedside.engines.stages import AsOf, Level, Stage, column_names
from bedside.rules.nodes import Named, Node, Over, Own, free_own
from bedside.values.interval import Interval

NOTHING: Mapping[str, Node] = {}


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
        nodes = self._nodes([*rules, *hanging], {})
        fixed = decided(nodes, self.numbering, self.present, self.recorded, level.records)
        read = looks.read(self, level, self._looks(nodes, fixed))
        answered: dict[int, str] = {}
        for piece in [] if patterns else pieces(rules, self.numbering, fixed.keys()):
            relation = self._answered(level, piece, read, fixed, answered)
            answered |= {self.numbering.of(node): relation for node in piece}
        return self._answered(level, rules, read, fixed, answered, hanging, patterns or {})

    def _looks(self, nodes: Sequence[Node], fixed: Mapping[int, Interval]) -> list[Over]:
        return [node for node in nodes if isinstance(node, Over) and self.numbering.of(node) not in fixed]

    def _answered(
        self,
        level: Level,
        rules: Sequence[Node],
        read: Read,
        fixed: Mapping[int, Interval],
        answered: Mapping[int, str],
        hanging: Sequence[Over] = (),
        patterns: Mapping[str, Node] = NOTHING,
    ) -> str:
        """The relation of `answer` for these rules, of which the nodes `answered` stand in relations already, and
        those that are `fixed` in none."""
        inside = self._nodes([*rules, *hanging], answered)
        before = {n: answered[n] for node in inside if (n := self.numbering.of(node)) in answered}
        base, found = looks.columns_of(self, level, self._looks(inside, fixed), read, before)
        pairs: dict[int, Pair] = {self.numbering.of(look): pair for look, pair in found.items()}
        pairs |= {n: _constant(value) for n, value in fixed.items()}
        pairs |= {n: _columns(n) for n in before}
        query = select(base, exp.Star())
        done: dict[int, Pair] = {}
        wanted = {self.numbering.of(rule) for rule in rules}
        tiers = self._tiers(inside, before)
        for place, tier in enumerate(tiers):
            later = [node for tier in tiers[place + 1 :] for node in tier]
            parts = {self.numbering.of(part) for node in later for part in node.parts}
            kept = set(done) if patterns else (parts | wanted) & set(done)
            query, done = self._staged(query, tier, done, pairs, kept)
        last = select(among(query, "q"), col("m"), *_kept({n: done[n] for n in sorted(wanted)}))
        for name, rule in patterns.items():
            last = last.select(named(fingerprint(rule, self.numbering, done), name), copy=False)
        return self.stage("answers", last, f"{len(inside)} rules")

    def _nodes(self, rules: Sequence[Node], answered: Mapping[int, str]) -> list[Node]:
        """Every distinct node of the rules at this level, parts before wholes; nothing below what is answered."""
        ordered: dict[int, Node] = {}

        def visit(node: Node) -> None:
            if isinstance(node, Named):
                visit(node.of)
            elif (n := self.numbering.of(node)) not in ordered:
                for part in () if n in answered else node.parts:
                    visit(part)
                ordered[n] = node

        for rule in rules:
            visit(rule)
        return list(ordered.values())

    def _tiers(self, inside: Sequence[Node], answered: Mapping[int, str]) -> list[list[Node]]:
        """Nodes by height: each tier reads only columns of the tiers below it."""
        height: dict[int, int] = {}
        for node in inside:
            n = self.numbering.of(node)
            below = [height[self.numbering.of(part)] for part in (() if n in answered else node.parts)]
            height[n] = 1 + max(below, default=-1)
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
        return wrapped, {**done, **constants, **{n: _columns(n) for n in fresh}}

    def _pair(self, node: Node, done: dict[int, Pair]) -> Pair:
        match node:
            case Own():
                return col("own_low"), col("own_high")
            case _:
                return columns.combined(node, [done[self.numbering.of(part)] for part in node.parts])

    def events_of(self, look: Over) -> str:
        """The relation of the records a look could read (see `events`), made once for equal looks."""
        inner = tuple(None if rule is None else self.numbering.of(rule) for rule in (look.each, look.where))
        key = (look.variable.name, *inner, look.sustained)
        if key not in self.made:
            self.made[key] = events.relation(self, look)
        return self.made[key]


def _constant(value: Interval) -> Pair:
    return number(value.low), number(value.high)


def _columns(number_of_rule: int) -> Pair:
    low, high = column_names(number_of_rule)
    return col(low), col(high)


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
