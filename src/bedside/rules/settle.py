"""What would settle a verdict: the cheapest set of unknowns for which some answer decides it.

Settling works on looks. A look at now without a record that counts is settled by learning its variable: the
value is measured now, and `each` and `where` are asked about it with what is known now. A look that is partly
known (a PaO2 whose FiO2 is missing, a pending result) is settled by learning all that it lacks, which may put it
anywhere in its range. A look whose window ended in the past cannot be settled. Known looks stay as they are.

The search tries sets in order of cost. For an unknown in which the rule is monotone it is enough to try the ends
of its bounds; for any other it tries every value at which a band or a comparison of that unit changes sides.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import product

from bedside.rules.chart import Chart
from bedside.rules.meaning import ask
from bedside.rules.nodes import (
    Arithmetic,
    Bands,
    Choose,
    Compare,
    Comparison,
    Constant,
    Named,
    Node,
    Not,
    Operation,
    Over,
    Own,
    Pick,
    variables,
    walk,
)
from bedside.values.interval import Interval
from bedside.values.moment import Moment
from bedside.values.variable import Variable


@dataclass(frozen=True)
class Settlement:
    """The names to learn, and what learning them costs (in the protocol's own measure)."""

    names: tuple[str, ...]
    cost: float

    def __str__(self) -> str:
        return " + ".join(self.names)


@dataclass(frozen=True)
class _Known:
    """A part that is as it is, known or not."""

    value: Interval


@dataclass(frozen=True)
class _Item:
    """The value of one unknown variable, once learned."""

    variable: Variable
    unlearned: Interval


@dataclass(frozen=True)
class _Range:
    """A look that is partly known: anywhere in its range once all of `names` are learned."""

    key: int
    names: frozenset[str]
    value: Interval
    unit: str


@dataclass(frozen=True)
class _Look:
    """A look that would read a record made now: `of` once `name` is learned and `where` holds, else anything."""

    name: str
    where: _Part
    of: _Part
    unlearned: Interval


@dataclass(frozen=True)
class _Made:
    """A rule made of parts, some of them unknown."""

    rule: Node
    parts: tuple[_Part, ...]
    value: Interval


_Part = _Known | _Item | _Range | _Look | _Made
_Answers = dict[str, float]


@dataclass
class Settler:
    """Finds what would settle one rule; made once, asked about many patients.

    `costs` gives the cost of learning a variable by name (1 where it is not given); `recorded` as in `Chart`.
    """

    rule: Node
    costs: Mapping[str, float]
    recorded: frozenset[str] = frozenset()
    looks: tuple[Over, ...] = field(init=False)
    _place: dict[int, int] = field(init=False, default_factory=dict)
    _critical: dict[str, set[Decimal]] = field(init=False, default_factory=dict)
    _found: dict[_Part, Settlement | None] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        distinct: dict[Over, int] = {}
        for node in walk(self.rule):
            if isinstance(node, Over):
                self._place[id(node)] = distinct.setdefault(node, len(distinct))
        self.looks = tuple(distinct)
        for unit, value in _critical_values(self.rule):
            self._critical.setdefault(unit, set()).add(value)

    def settle(self, values: Sequence[Interval]) -> Settlement | None:
        """The cheapest set, given the value of each of `looks` as asked now; None when it is settled or nothing
        can settle it. Of several cheapest sets, the first in alphabetical order."""
        part = self._reduced(self.rule, values, None)
        if part not in self._found:
            self._found[part] = self._search(part)
        return self._found[part]

    def ask(self, chart: Chart, at: Moment, known: Moment | None = None) -> Settlement | None:
        """`settle` for one patient, with the looks answered by the reference interpreter."""
        return self.settle([ask(look, chart, at, known).value for look in self.looks])

    # The rule with everything known put in.

    def _reduced(self, rule: Node, values: Sequence[Interval], own: _Part | None) -> _Part:
        match rule:
            case Named():
                return self._reduced(rule.of, values, own)
            case Constant():
                return _Known(rule.range)
            case Own():
                return own or _Known(rule.range)
            case Over():
                return self._reduced_look(rule, values)
            case _:
                parts = tuple(self._reduced(part, values, own) for part in rule.parts)
                return _made(rule, parts)

    def _reduced_look(self, look: Over, values: Sequence[Interval]) -> _Part:
        place = self._place[id(look)]
        value = values[place]
        if value.known or look.pick in (Pick.COUNT, Pick.TOTAL) or look.window.until > 0:
            return _Known(value)
        if value != look.range:
            names = self._lacking(look)
            return _Range(place, names, value, look.unit) if names else _Known(value)
        if look.variable.name in self.recorded:
            return _Known(value)
        item = _Item(look.variable, look.variable.bounds)
        if look.each is None and look.where is None:
            return item
        of = item if look.each is None else self._reduced(look.each, values, item)
        where = _Known(Interval.point(1.0)) if look.where is None else self._reduced(look.where, values, item)
        return _Look(look.variable.name, where, of, look.range)

    def _lacking(self, look: Over) -> frozenset[str]:
        inner = [rule for rule in (look.each, look.where) if rule is not None]
        names = {name for rule in inner for name in variables(rule)} - {look.variable.name} - self.recorded
        return frozenset(names) if inner else frozenset({look.variable.name})

    # The search, cheapest sets first.

    def _search(self, part: _Part) -> Settlement | None:
        if _value(part, {}, {}, frozenset()).known:
            return None
        signs = _signs(part)
        ranges = [leaf for leaf in _leaves(part) if isinstance(leaf, _Range)]
        items = {leaf.variable.name: leaf.variable for leaf in _leaves(part) if isinstance(leaf, _Item)}
        names = sorted({*items, *(name for leaf in ranges for name in leaf.names)})
        for cost, chosen in self._by_cost(names):
            if self._decides(part, chosen, items, ranges, signs):
                return Settlement(tuple(sorted(chosen)), cost)
        return None

    def _by_cost(self, names: Sequence[str]) -> Iterator[tuple[float, tuple[str, ...]]]:
        """Every non-empty set of names in order of cost, then of names."""
        queue: list[tuple[float, tuple[str, ...], int]] = [
            (self.costs.get(name, 1.0), (name,), place) for place, name in enumerate(names)
        ]
        heapq.heapify(queue)
        while queue:
            cost, chosen, last = heapq.heappop(queue)
            yield cost, chosen
            for place in range(last + 1, len(names)):
                more = cost + self.costs.get(names[place], 1.0)
                heapq.heappush(queue, (more, (*chosen, names[place]), place))

    def _decides(
        self,
        part: _Part,
        chosen: tuple[str, ...],
        items: Mapping[str, Variable],
        ranges: Sequence[_Range],
        signs: Mapping[object, int],
    ) -> bool:
        learned = frozenset(chosen)
        open_ranges = [leaf for leaf in ranges if leaf.names <= learned]
        choices: list[list[float]] = [
            self._tried(items[name].unit, items[name].bounds, items[name].decimals, signs.get(name, 0))
            for name in chosen
            if name in items
        ]
        choices += [self._tried(leaf.unit, leaf.value, 6, signs.get(leaf.key, 0)) for leaf in open_ranges]
        keys: list[object] = [*(n for n in chosen if n in items), *(leaf.key for leaf in open_ranges)]
        for trial in product(*choices):
            answers = {key: value for key, value in zip(keys, trial, strict=True) if isinstance(key, str)}
            placed = {key: value for key, value in zip(keys, trial, strict=True) if isinstance(key, int)}
            if _value(part, answers, placed, learned).known:
                return True
        return False

    def _tried(self, unit: str, bounds: Interval, decimals: int, sign: int) -> list[float]:
        ends = [bounds.low, bounds.high]
        if sign in (1, -1):
            return ends
        step = Decimal(1).scaleb(-decimals)
        near = {float(value + shift) for value in self._critical.get(unit, ()) for shift in (-step, 0, step)}
        return ends + sorted(value for value in near if value in bounds)


def _critical_values(rule: Node) -> Iterator[tuple[str, Decimal]]:
    """Every number at which a band or a comparison changes sides, with its unit."""
    for node in walk(rule):
        if isinstance(node, Bands):
            yield from ((node.of.unit, step.bound) for step in node.steps)
        elif isinstance(node, Constant):
            yield node.unit, node.value.number


def _made(rule: Node, parts: tuple[_Part, ...]) -> _Part:
    value = rule.combine([_unlearned(part) for part in parts])
    if value.known:
        return _Known(value)
    if isinstance(rule, Choose) and (when := _unlearned(parts[0])).known:
        return parts[1] if when.low == 1.0 else parts[2]
    if all(isinstance(part, _Known) for part in parts):
        return _Known(value)
    return _Made(rule, parts, value)


def _unlearned(part: _Part) -> Interval:
    """The value of a part while nothing more is learned."""
    match part:
        case _Item() | _Look():
            return part.unlearned
        case _:
            return part.value


def _value(part: _Part, answers: _Answers, placed: Mapping[int, float], learned: frozenset[str]) -> Interval:
    match part:
        case _Known():
            return part.value
        case _Item():
            name = part.variable.name
            return Interval.point(answers[name]) if name in answers else part.unlearned
        case _Range():
            return Interval.point(placed[part.key]) if part.key in placed else part.value
        case _Look():
            if part.name not in learned or _value(part.where, answers, placed, learned).low != 1.0:
                return part.unlearned
            return _value(part.of, answers, placed, learned)
        case _Made():
            return part.rule.combine([_value(inner, answers, placed, learned) for inner in part.parts])


def _leaves(part: _Part) -> Iterator[_Item | _Range]:
    match part:
        case _Item() | _Range():
            yield part
        case _Look():
            yield from _leaves(part.where)
            yield from _leaves(part.of)
        case _Made():
            for inner in part.parts:
                yield from _leaves(inner)


# In which direction the answer moves with each unknown: 1 up, -1 down, 0 either way.


def _signs(part: _Part) -> dict[object, int]:
    found: dict[object, set[int]] = {}

    def visit(here: _Part, sign: int) -> None:
        match here:
            case _Item():
                found.setdefault(here.variable.name, set()).add(sign)
            case _Range():
                found.setdefault(here.key, set()).add(sign)
            case _Look():
                visit(here.where, 0)
                visit(here.of, sign)
            case _Made():
                for inner, turn in zip(here.parts, _turns(here), strict=True):
                    visit(inner, sign * turn)

    visit(part, 1)
    return {key: next(iter(signs)) if len(signs) == 1 else 0 for key, signs in found.items()}


def _turns(made: _Made) -> list[int]:
    """Per part: 1 when the rule rises with it, -1 when it falls, 0 when it may do either."""
    rule, count = made.rule, len(made.parts)
    match rule:
        case Arithmetic(operation=Operation.SUBTRACT):
            return [1] + [-1] * (count - 1)
        case Arithmetic(operation=Operation.MULTIPLY):
            return [0] * count
        case Arithmetic(operation=Operation.DIVIDE):
            positive = all(_unlearned(part).low > 0 for part in made.parts)
            return [1] + [-1] * (count - 1) if positive else [0] * count
        case Bands():
            return [_slope([rule.first, *(step.points for step in rule.steps)])]
        case Compare():
            rising = rule.comparison in (Comparison.ABOVE, Comparison.AT_LEAST)
            return [1, -1] if rising else [-1, 1]
        case Not():
            return [-1]
        case Choose():
            then, otherwise = _unlearned(made.parts[1]), _unlearned(made.parts[2])
            when = 1 if then.low >= otherwise.high else -1 if then.high <= otherwise.low else 0
            return [when, 1, 1]
        case _:
            return [1] * count


def _slope(points: list[Decimal]) -> int:
    if points == sorted(points):
        return 1
    return -1 if points == sorted(points, reverse=True) else 0
