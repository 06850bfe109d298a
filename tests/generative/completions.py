"""Every way in which what is not known about a patient could turn out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import product
from math import prod

from bedside.rules.chart import Chart, Fact
from bedside.rules.nodes import Node, variables
from bedside.values.interval import Interval
from bedside.values.moment import Moment
from bedside.values.variable import Variable
from tests.generative.strategies import HALF, domain

Thinner = Callable[[Sequence[float]], Sequence[float]]


def completions(
    rule: Node, chart: Chart, most: int, ends_only: bool = False
) -> Iterator[tuple[Chart, dict[str, float]]]:
    """Charts without unknowns, and the values `given` to what was not measured: all combinations.

    Values are thinned to their ends where there would be more than `most` combinations.
    """
    read = variables(rule)
    known = [fact for name in read for fact in chart.facts.get(name, ())]
    for thin in (lambda options: options, _ends_and_middle, _ends):
        ways = [_ways(fact, read[fact.variable], thin) for fact in known]
        absent = [thin(domain(variable)) for variable in read.values()]
        if prod(map(len, [*ways, *absent])) <= most and not (ends_only and thin is not _ends):
            break
    for facts in product(*ways):
        completed = Chart.of(facts, chart.recorded, chart.supplied)
        for values in product(*absent):
            yield completed, dict(zip(read, values, strict=True))


def _ways(fact: Fact, variable: Variable, thin: Thinner) -> list[Fact]:
    """The facts without unknowns that this one could be."""
    values = [v for v in domain(variable) if v in fact.value]
    times = [(fact.start, fact.end)]
    if not variable.lasting and fact.start != fact.end:
        times = [(Moment(t), Moment(t)) for t in range(fact.start, fact.end + 1, HALF)]
    return [
        replace(fact, start=start, end=end, value=Interval.point(value), because=None)
        for start, end in times
        for value in thin(values)
    ]


def _ends_and_middle(options: Sequence[float]) -> list[float]:
    return sorted({options[0], options[len(options) // 2], options[-1]})


def _ends(options: Sequence[float]) -> list[float]:
    return sorted({options[0], options[-1]})
