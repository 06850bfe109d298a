"""What would settle a verdict: the `Settler` finds what trying everything finds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, product
from math import prod

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from bedside.rules import settle as settling
from bedside.rules.chart import Chart
from bedside.rules.language import add, all_of, any_of, at_least, count, highest, latest, own, quantity
from bedside.rules.meaning import ask
from bedside.rules.nodes import Constant, Named, Node, Not, Over, Own, Pick, variables, walk
from bedside.rules.settle import Settlement, Settler
from bedside.values.interval import MET, Interval
from bedside.values.moment import HOUR, Moment
from bedside.values.variable import Variable, measured, yes_no
from tests.generative.strategies import START, charts, moments, truths

MOST_NAMES, MOST_TRIALS = 4, 4_000
AT = Moment(START + 10 * HOUR)


# --- trying everything ------------------------------------------------------------------------------------------


def every_value(variable: Variable) -> list[float]:
    """All values of a variable at its decimals."""
    scale = 10**variable.decimals
    return [number / scale for number in range(int(variable.low * scale), int(variable.high * scale) + 1)]


def in_order(names: list[str], costs: Mapping[str, float]) -> list[tuple[float, tuple[str, ...]]]:
    """Every set that is not empty, the cheapest first, of equal ones in alphabetical order."""
    sets = [chosen for size in range(1, len(names) + 1) for chosen in combinations(sorted(names), size)]
    return sorted((sum(costs[name] for name in chosen), chosen) for chosen in sets)


def by_asking(rule: Node, chart: Chart, costs: Mapping[str, float]) -> Settlement | None:
    """Sets tried by asking the rule again with hypothetical answers."""
    if ask(rule, chart, AT).value.known:
        return None
    read = variables(rule)
    for cost, chosen in in_order(list(read), costs):
        for values in product(*(every_value(read[name]) for name in chosen)):
            if ask(rule, chart, AT, given=dict(zip(chosen, values, strict=True))).value.known:
                return Settlement(chosen, cost)
    return None


@dataclass(frozen=True)
class Supposed:
    """Hypothetical answers by name, and places in the range of looks that are partly known."""

    values: Mapping[Over, Interval]
    answers: Mapping[str, float]
    places: Mapping[Over, float]
    recorded: frozenset[str]

    def value(self, rule: Node, own: Interval | None = None) -> Interval:
        """The answer of a rule if things were so."""
        match rule:
            case Constant():
                return rule.range
            case Own():
                return rule.range if own is None else own
            case Over():
                return self._look(rule)
            case _:
                return rule.combine([self.value(part, own) for part in rule.parts])

    def _look(self, look: Over) -> Interval:
        found, name = self.values[look], look.variable.name
        if look in self.places:
            return Interval.point(self.places[look])
        if found != look.range or name not in self.answers or not learnable(look, found, self.recorded):
            return found
        now = Interval.point(self.answers[name])
        if look.where is not None and self.value(look.where, now) != MET:
            return look.range
        return now if look.each is None else self.value(look.each, now)


def learnable(look: Over, value: Interval, recorded: frozenset[str]) -> bool:
    """A look that a record made now would be read by."""
    if value.known or look.pick in (Pick.COUNT, Pick.TOTAL) or look.window.until:
        return False
    return value != look.range or look.variable.name not in recorded


def lacking(look: Over, recorded: frozenset[str]) -> frozenset[str]:
    """What a partly known look lacks: what its `each` and `where` read, or its own variable."""
    inner = [rule for rule in (look.each, look.where) if rule is not None]
    if not inner:
        return frozenset({look.variable.name})
    return frozenset(name for rule in inner for name in variables(rule)) - {look.variable.name} - recorded


def by_looks(
    rule: Node, values: Mapping[Over, Interval], costs: Mapping[str, float], recorded: frozenset[str]
) -> Settlement | None:
    """Sets tried look by look."""
    read = variables(rule)
    partly = {
        look: names
        for look, value in values.items()
        if learnable(look, value, recorded) and value != look.range and (names := lacking(look, recorded))
    }
    if Supposed(values, {}, {}, recorded).value(rule).known:
        return None
    for cost, chosen in in_order(list(read), costs):
        open_looks = [look for look, names in partly.items() if names <= set(chosen)]
        choices = [every_value(read[name]) for name in chosen] + [_places(look, values[look]) for look in open_looks]
        assume(prod(map(len, choices)) <= MOST_TRIALS)
        for trial in product(*choices):
            answers = dict(zip(chosen, trial, strict=False))
            places = dict(zip(open_looks, trial[len(chosen) :], strict=True))
            if Supposed(values, answers, places, recorded).value(rule).known:
                return Settlement(chosen, cost)
    return None


def _places(look: Over, value: Interval) -> list[float]:
    if look.truth:
        return [0.0, 1.0]
    inside = [float(Decimal(n) / 4) for n in range(-20, 40)]
    return [value.low, *(place for place in inside if value.low < place < value.high), value.high]


# --- generated rules and patients --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    """A yes/no rule, a patient, and what each variable costs."""

    rule: Node
    chart: Chart
    costs: dict[str, float]


@st.composite
def cases(draw: DrawFn, depth: int = 3, exact: bool = True) -> Case:
    """Few variables, much of them unknown."""
    rule = draw(truths(depth))
    names = sorted(variables(rule))
    assume(0 < len(names) <= MOST_NAMES)
    chart = draw(charts(names, most=draw(st.sampled_from((0, 1, 1, 2))), exact=exact))
    return Case(rule, chart, {name: float(draw(st.sampled_from((1, 1, 2, 3, 5)))) for name in names})


def look_values(rule: Node, chart: Chart) -> dict[Over, Interval]:
    return {node: ask(node, chart, AT).value for node in walk(rule) if isinstance(node, Over)}


@given(cases(exact=False))
def test_equals_every_set_tried_look_by_look(case: Case) -> None:
    values = look_values(case.rule, case.chart)
    expected = by_looks(case.rule, values, case.costs, case.chart.recorded)
    assert Settler(case.rule, case.costs, case.chart.recorded).ask(case.chart, AT) == expected


@given(cases())
def test_equals_every_set_tried_by_asking_again(case: Case) -> None:
    """Where looks are either known or quite unknown, the interpreter itself can try hypothetical answers."""
    values = look_values(case.rule, case.chart)
    for look, value in values.items():
        assume(look.each is None and look.where is None and look.pick is not Pick.TOTAL)
        assume(value.known or not any(reading.certain for reading in ask(look, case.chart, AT).readings))
    assume(prod(len(every_value(v)) for v in variables(case.rule).values()) <= MOST_TRIALS)
    expected = by_asking(case.rule, case.chart, case.costs)
    assert Settler(case.rule, case.costs, case.chart.recorded).ask(case.chart, AT) == expected
