"""What would settle a verdict: the cheapest set of unknowns for which some answer decides it.

Settling works on looks. A look at now without a record that counts is settled by learning its variable: the
value is measured now, and `each` and `where` are asked about it with what is known now. A look that is partly
known (a PaO2 whose FiO2 is missing, a pending result) is settled by learning all that it lacks, which may put it
anywhere in its range. A look whose window ended in the past cannot be settled. Known looks stay as they are.

Where every unknown moves the answer one way only, the smallest sets follow from the structure of the rule (`ways`).
Any other rule is searched set by set in order of cost, trying for each unknown the ends of its bounds and, where
the answer may move either way, every value at which a band or a comparison of that unit changes sides and values
near all that it may be compared with. What is found always decides; only where an unknown that moves the answer
either way stands in arithmetic with others may a cheaper set be missed.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_FLOOR, Decimal
from itertools import islice, product
from math import prod
from typing import NamedTuple

from bedside.rules.chart import Chart
from bedside.rules.meaning import ask
from bedside.rules.nodes import All, Any, Bands, Constant, Named, Node, Not, Over, Own, Pick, variables, walk
from bedside.rules.residual import (
    Entangled,
    Item,
    Known,
    Look,
    Made,
    Part,
    Range,
    apart,
    ends_of,
    learned_by,
    leaves,
    made,
    only_whether,
    supposing,
    there,
    unlearned,
    valued,
)
from bedside.rules.turns import directions
from bedside.rules.ways import TooMany, Ways, can_work
from bedside.values.interval import Interval
from bedside.values.moment import Moment
from bedside.values.variable import Variable

Goals = tuple[float, ...]
"""The answers to be reached: 1 for met, 0 for not met."""
ENDS: Goals = (1.0, 0.0)

Unknown = tuple[str, Interval, int, int]
"""The unit, bounds and decimals of something unknown, and the way it moves the answer (0: either way)."""

MOST_SETS = 1024
"""Sets of unknowns tried one after the other."""
MOST_TRIALS = 50_000
"""Combinations of values tried for one set, beyond which only the rule's own numbers are."""

MOST_IN_ALL = 100_000
"""Combinations of values tried for all sets together: some seconds."""
MOST_EITHER = 3
"""Yes/no variables that move the answer either way and are gone through case by case: three to the power of these."""
UNKNOWN = Interval(0.0, 1.0)
"""A yes/no variable of which nothing is known."""

DIVIDED = 6
"""Decimals to which values worked out for each record (a quotient) are tried."""


@dataclass(frozen=True)
class Settlement:
    """The names to learn, and what learning them costs (in the protocol's own measure)."""

    names: tuple[str, ...]
    cost: float

    def __str__(self) -> str:
        return " + ".join(self.names)

    def __lt__(self, other: Settlement) -> bool:
        return (self.cost, len(self.names), self.names) < (other.cost, len(other.names), other.names)

    def with_also(self, other: Settlement) -> Settlement:
        """Both, when they have no name in common."""
        return Settlement(tuple(sorted(self.names + other.names)), self.cost + other.cost)


class Values(NamedTuple):
    """The value of each look, and its number among all values that were met so far."""

    of: Sequence[Interval]
    numbers: Sequence[int]


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
    _there: dict[int, int] = field(init=False, default_factory=dict)
    _whether: set[int] = field(init=False)
    _within: dict[int, list[int]] = field(init=False, default_factory=dict)
    _numbers: dict[Interval, int] = field(init=False, default_factory=dict)
    _last: tuple[tuple[int, ...], Part] | None = field(init=False, default=None)
    _named: dict[tuple[object, ...], Part] = field(init=False, default_factory=dict)
    _same: dict[Part, Part] = field(init=False, default_factory=dict)
    _critical: dict[str, set[Decimal]] = field(init=False, default_factory=dict)
    _found: dict[tuple[Part, Goals], Settlement | None] = field(init=False, default_factory=dict)
    _ways: dict[float, Ways] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        distinct: dict[Over, int] = {}
        for node in walk(self.rule):
            if isinstance(node, Over):
                self._place[id(node)] = distinct.setdefault(node, len(distinct))
                if (records := there(node)) is not None:
                    self._there[id(node)] = distinct.setdefault(records, len(distinct))
        self.looks = tuple(distinct)
        whether = only_whether(self.rule)
        placed = {place for node, place in distinct.items() if node in whether}
        self._whether = placed | (set(self._there.values()) - set(self._place.values()))
        for unit, value in _critical_values(self.rule):
            self._critical.setdefault(unit, set()).add(value)

    def settle(self, values: Sequence[Interval], goal: Interval | None = None) -> Settlement | None:
        """The cheapest set, given the value of each of `looks` as asked now: one for which some answer decides the
        rule, or makes it `goal` (met, or not met). Of equally cheap ones that of the fewest names, then the first in
        alphabetical order. None when the rule is settled, or nothing that can still be learned can do it."""
        part = self._left(values)
        return None if isinstance(part, Known) else self._cheapest(part, ENDS if goal is None else (goal.low,))

    def value(self, values: Sequence[Interval]) -> Interval:
        """The answer of the rule while nothing more is learned, given the value of each of `looks`."""
        return unlearned(self._left(values))

    def ask(
        self, chart: Chart, at: Moment, known: Moment | None = None, goal: Interval | None = None
    ) -> Settlement | None:
        """`settle` for one patient, with the looks answered by the reference interpreter."""
        return self.settle([ask(look, chart, at, known).value for look in self.looks], goal)

    # The rule with everything known put in. Equal parts are one object, so that what was found for one is found fast.

    def _left(self, values: Sequence[Interval]) -> Part:
        """What is left of the whole rule; asked for twice in a row, as of two goals, it is worked out once."""
        values = [_some(value) if place in self._whether else value for place, value in enumerate(values)]
        numbers = tuple(self._numbers.setdefault(value, len(self._numbers)) for value in values)
        if self._last is None or self._last[0] != numbers:
            self._last = numbers, self._reduced(self.rule, Values(values, numbers), None)
        return self._last[1]

    def _reduced(self, rule: Node, values: Values, own: Part | None) -> Part:
        match rule:
            case Named():
                return self._reduced(rule.of, values, own) if own else self._reduced_name(rule, values)
            case Constant():
                return Known(rule.range)
            case Own():
                return own or Known(rule.range)
            case Over():
                return self._reduced_look(rule, values)
            case _:
                parts = tuple(self._reduced(part, values, own) for part in rule.parts)
                part = made(rule, parts)
                return self._same.setdefault(part, part)

    def _reduced_name(self, rule: Named, values: Values) -> Part:
        """What a name stands for is worked out once for the same values of its looks."""
        if id(rule) not in self._within:
            looks = [id(node) for node in walk(rule) if isinstance(node, Over)]
            places = {held[look] for look in looks for held in (self._place, self._there) if look in held}
            self._within[id(rule)] = sorted(places)
        key = (id(rule), *map(values.numbers.__getitem__, self._within[id(rule)]))
        if key not in self._named:
            self._named[key] = self._reduced(rule.of, values, None)
        return self._named[key]

    def _reduced_look(self, look: Over, values: Values) -> Part:
        place = self._place[id(look)]
        value = values.of[place]
        if value.known or look.pick in (Pick.COUNT, Pick.TOTAL) or look.window.until > 0:
            return Known(value)
        if value != look.range or (id(look) in self._there and values.of[self._there[id(look)]].high > 0):
            names = self._lacking(look)
            return Range(place, names, value, look.unit) if names else Known(value)
        if look.variable.name in self.recorded:
            return Known(value)
        item = Item(look.variable, look.variable.bounds)
        if look.each is None and look.where is None:
            return item
        of = item if look.each is None else self._reduced(look.each, values, item)
        where = Known(Interval.point(1.0)) if look.where is None else self._reduced(look.where, values, item)
        return Look(look.variable.name, where, of, look.range)

    def _lacking(self, look: Over) -> frozenset[str]:
        inner = [rule for rule in (look.each, look.where) if rule is not None]
        names = {name for rule in inner for name in variables(rule)} - {look.variable.name} - self.recorded
        return frozenset(names) if inner else frozenset({look.variable.name})

    # The search: a rule of many parts is taken apart as far as its parts have nothing to do with each other.

    def _cheapest(self, part: Part, goals: Goals) -> Settlement | None:
        if (part, goals) not in self._found:
            self._found[part, goals] = self._sought(part, goals)
        return self._found[part, goals]

    def _sought(self, part: Part, goals: Goals) -> Settlement | None:
        match part:
            case Known(value=value):
                return Settlement((), 0.0) if value.known and value.low in goals else None
            case Made(rule=Not(), parts=(inner,)):
                return self._cheapest(inner, tuple(1.0 - goal for goal in goals))
            case Made(rule=All() | Any()):
                return min(filter(None, (self._of_many(part, goal) for goal in goals)), default=None)
            case _:
                return self._searched(part, goals)

    def _of_many(self, part: Made, goal: float) -> Settlement | None:
        """One part decides an "and" as not met, an "or" as met; the other way every part must be brought there."""
        if isinstance(part.rule, Any) == (goal == 1.0):
            return min(filter(None, (self._cheapest(inner, (goal,)) for inner in part.parts)), default=None)
        found = Settlement((), 0.0)
        for group in apart(part.parts):
            alone = len(group) == 1
            more = self._cheapest(group[0], (goal,)) if alone else self._searched(made(part.rule, group), (goal,))
            if more is None:
                return None
            found = found.with_also(more)
        return found

    def _searched(self, part: Part, goals: Goals) -> Settlement | None:
        signs = directions(part)
        try:
            if can_work(part, signs):
                return self._cheapest_way(part, goals)
            if either := _yes_or_no(part, signs):
                return self._case_by_case(part, either, goals)
        except (TooMany, Entangled):
            pass
        return self._first_that_decides(part, sorted(learned_by(part)), signs, goals)

    def _case_by_case(self, part: Part, either: Sequence[str], goals: Goals) -> Settlement | None:
        """Each case of the few yes/no unknowns that move the answer either way, left unknown too: in it, all else
        moves the answer one way. Raises Entangled where that is not so."""
        found = []
        for answers in product((UNKNOWN, *map(Interval.point, ENDS)), repeat=len(either)):
            supposed = dict(zip(either, answers, strict=True))
            case = supposing(part, supposed)
            if not can_work(case, directions(case)):
                raise Entangled
            learned = tuple(name for name, answer in supposed.items() if answer.known)
            if (more := self._cheapest_way(case, goals)) is not None:
                cost = sum(self.costs.get(name, 1.0) for name in learned)
                found.append(more.with_also(Settlement(learned, cost)))
        return min(found, default=None)

    def _cheapest_way(self, part: Part, goals: Goals) -> Settlement | None:
        """Ways within a limit of cost, and twice the limit where there are none."""
        names = sorted(learned_by(part))
        costs = [self.costs.get(name, 1.0) for name in names]
        whole, limit = sum(costs), min((cost for cost in costs if cost > 0), default=1.0)
        while True:
            ways = self._ways_within(limit).decide(part, goals)
            found = min((Settlement(chosen, cost) for cost, chosen in ways), default=None)
            if found is not None or limit >= whole:
                return found
            limit *= 2

    def _ways_within(self, limit: float) -> Ways:
        if limit not in self._ways:
            costs = {name: self.costs.get(name, 1.0) for name in sorted(variables(self.rule))}
            self._ways[limit] = Ways(costs, limit)
        return self._ways[limit]

    def _first_that_decides(
        self, part: Part, names: Sequence[str], signs: Mapping[object, int], goals: Goals
    ) -> Settlement | None:
        """Sets tried one after the other, cheapest first: exact for every rule, slow for large ones. After `MOST_SETS`,
        or `MOST_IN_ALL` combinations of values, the answer is everything unknown, which may be more than needed."""
        ranges = [leaf for leaf in leaves(part) if isinstance(leaf, Range)]
        items = {leaf.variable.name: leaf.variable for leaf in leaves(part) if isinstance(leaf, Item)}
        others, trials = ends_of(part), iter(range(MOST_IN_ALL))
        for cost, chosen in islice(self._by_cost(names), MOST_SETS):
            if self._decides(part, chosen, items, ranges, others, signs, goals, trials):
                return Settlement(chosen, cost)
        if len(names) < MOST_SETS.bit_length() and next(trials, None) is not None:
            return None
        return Settlement(tuple(names), sum(self.costs.get(name, 1.0) for name in names))

    def _by_cost(self, names: Sequence[str]) -> Iterator[tuple[float, tuple[str, ...]]]:
        """Every non-empty set of names in order of cost, then of size, then of names."""
        queue: list[tuple[float, int, tuple[str, ...], int]] = [
            (self.costs.get(name, 1.0), 1, (name,), place) for place, name in enumerate(names)
        ]
        heapq.heapify(queue)
        while queue:
            cost, size, chosen, last = heapq.heappop(queue)
            yield cost, chosen
            for place in range(last + 1, len(names)):
                more = cost + self.costs.get(names[place], 1.0)
                heapq.heappush(queue, (more, size + 1, (*chosen, names[place]), place))

    def _decides(
        self,
        part: Part,
        chosen: tuple[str, ...],
        items: Mapping[str, Variable],
        ranges: Sequence[Range],
        others: frozenset[float],
        signs: Mapping[object, int],
        goals: Goals,
        trials: Iterator[int],
    ) -> bool:
        learned = frozenset(chosen)
        open_ranges = [leaf for leaf in ranges if leaf.names <= learned]
        learnt = [items[name] for name in chosen if name in items]
        unknowns = [(v.unit, v.bounds, v.decimals, signs.get(v.name, 0)) for v in learnt]
        unknowns += [(leaf.unit, leaf.value, self._decimals(leaf), signs.get(leaf.key, 0)) for leaf in open_ranges]
        keys: list[object] = [*(variable.name for variable in learnt), *(leaf.key for leaf in open_ranges)]
        for trial, _ in zip(product(*self._choices(unknowns, others)), trials, strict=False):
            answers = {key: value for key, value in zip(keys, trial, strict=True) if isinstance(key, str)}
            placed = {key: value for key, value in zip(keys, trial, strict=True) if isinstance(key, int)}
            value = valued(part, answers, placed, learned)
            if value.known and value.low in goals:
                return True
        return False

    def _decimals(self, leaf: Range) -> int:
        look = self.looks[leaf.key]
        if look.truth:
            return 0
        return look.variable.decimals if look.each is None else DIVIDED

    def _choices(self, unknowns: Sequence[Unknown], others: frozenset[float]) -> list[list[float]]:
        """The values to try of each: beside the rule's own numbers those near what the others are or could be, so
        that unknowns compared with each other can take any order; without these where they would be too many."""
        far = len(unknowns)
        choices = [self._tried(*unknown, others, far) for unknown in unknowns]
        if prod(map(len, choices)) > MOST_TRIALS:
            return [self._tried(*unknown, frozenset(), far) for unknown in unknowns]
        return choices

    def _tried(
        self, unit: str, bounds: Interval, decimals: int, sign: int, others: frozenset[float], far: int
    ) -> list[float]:
        ends = [bounds.low, bounds.high]
        if sign in (1, -1):
            return ends
        step = Decimal(1).scaleb(-decimals)
        shifts = {value: 1 for value in self._critical.get(unit, ())} | {Decimal(str(value)): far for value in others}
        near = {
            float(((value / step).to_integral_value(ROUND_FLOOR) + shift) * step)
            for value, most in shifts.items()
            for shift in range(-most, most + 1)
        }
        return ends + sorted(value for value in near if value in bounds)


def _some(count: Interval) -> Interval:
    """A number of records, of which it counts whether there are any."""
    return Interval(min(count.low, 1.0), min(count.high, 1.0))


def _yes_or_no(part: Part, signs: Mapping[object, int]) -> list[str]:
    """What moves the answer either way, where it is a few yes/no variables and nothing else; or else nothing."""
    either = {key for key, sign in signs.items() if sign == 0}
    found = {leaf.variable.name for leaf in leaves(part) if isinstance(leaf, Item) and leaf.variable.truth} & either
    return sorted(found) if found == either and len(found) <= MOST_EITHER and unlearned(part).bounded else []


def _critical_values(rule: Node) -> Iterator[tuple[str, Decimal]]:
    """Every number at which a band or a comparison changes sides, with its unit."""
    for node in walk(rule):
        if isinstance(node, Bands):
            yield from ((node.of.unit, step.bound) for step in node.steps)
        elif isinstance(node, Constant):
            yield node.unit, node.value.number
