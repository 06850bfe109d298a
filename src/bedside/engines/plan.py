"""From rules to an ordered list of queries that any SQL engine can run.

A *level* is a relation of questions: patient, moment asked about, moment of knowing. The root level is the
caller's table of moments; every `each` or `where` opens a level of its own, whose moments are the records it
looks at. At one level, each look becomes a pair of columns (`looks`), then each node one pair more
(`columns`). Equal rules are worked out once (`numbering`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlglot import exp

from bedside.engines import events
from bedside.engines.answering import Answering, Covered
from bedside.engines.decided import decided
from bedside.engines.fingerprint import looks_within
from bedside.engines.numbering import Numbering
from bedside.engines.pairing import pair
from bedside.engines.sql import among, col, minus, named, select, table, whole
from bedside.engines.stages import AsOf, Level, Stage, Work
from bedside.rules.nodes import Named, Node, Over, free_own


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

    def stage(self, kind: str, made_by: exp.Query | Work, what: str, view: bool = False) -> str:
        """Append a stage and return its name."""
        name = f"{kind}_{len(self.stages)}"
        self.stages.append(Stage(name, made_by, what, view))
        return name

    def answer(self, level: Level, rules: Sequence[Node], patterns: Mapping[str, Node] | None = None) -> str:
        """A relation with m and, for every rule, the columns of `column_names(number of the rule)`.

        Each of `patterns` (some of the rules, by column name) adds a column with its `fingerprint`.
        """
        hanging = [look for rule in (patterns or {}).values() for look in looks_within(rule)]
        inside = self._nodes([*rules, *hanging])
        fixed = decided(inside, self.numbering, self.present, self.recorded, level.records)
        seen = [node for node in inside if isinstance(node, Over) and self.numbering.of(node) not in fixed]
        covered = None if level.records else self._covered(level, seen)
        paired = pair(self, level, seen) if level.records else {}
        work = Answering(level, inside, fixed, covered, paired, self.recorded, rules, patterns or {}, self.numbering)
        return self.stage("answers", work, f"{len(inside)} rules")

    def _covered(self, level: Level, seen: Sequence[Over]) -> Covered:
        """Where the records stand that looks of the caller's moments read: most of them all in one relation."""
        plain = [look for look in seen if look.each is None and look.where is None and not look.sustained]
        together: dict[str, list[Over]] = {}
        for look in plain:
            together.setdefault(look.variable.name, []).append(look)
        apart: dict[str, list[Over]] = {}
        for look in seen:
            if look not in plain:
                apart.setdefault(self.events_of(look), []).append(look)
        records = events.of_many(self, list(together)) if together else ""
        return Covered(
            self.stage("people", _people(level), "people, numbered"), records, list(together.values()), apart
        )

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

    def events_of(self, look: Over) -> str:
        """The relation of the records a look could read (see `events`), made once for equal looks."""
        inner = tuple(None if rule is None else self.numbering.of(rule) for rule in (look.each, look.where))
        key = (look.variable.name, *inner, look.sustained)
        if key not in self.made:
            self.made[key] = events.relation(self, look)
        return self.made[key]


def _people(level: Level) -> exp.Select:
    order = exp.Order(expressions=[exp.Ordered(this=col("patient_id"))])
    place = minus(exp.Window(this=exp.RowNumber(), order=order), whole(1))
    distinct = select(table(level.relation), col("patient_id")).distinct(copy=False)
    return select(among(distinct, "d"), col("patient_id"), named(place, "person"))


def root_level(plan: Plan, moments: str) -> Level:
    """The level of the caller's moments: a table with m, patient_id and moment_us."""
    moment = col("moment_us")
    query = select(table(moments), col("m"), col("patient_id"), named(moment, "at"), named(moment.copy(), "known"))
    return Level(plan.stage("level", query, "moments", view=True))


def refuse_loose(rules: Sequence[Node]) -> None:
    """Raise ValueError when a rule stands on an `Own` outside any look."""
    for rule in rules:
        if free_own(rule):
            raise ValueError("`Own` outside `each` or `where`")
