"""A simulation made ready: who takes part, how they are judged, and every scenario with its true rate of success."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from bedside.design.plan import Plan
from bedside.simulation.exact_rate import rate, ratio_for
from bedside.simulation.judging import Judge
from bedside.simulation.model import Scenario
from bedside.simulation.participants import Levels
from bedside.simulation.reading import Asked


@dataclass(frozen=True)
class Ready:
    """All that a worker needs to simulate trials; `rates` has the true rate of success of each scenario."""

    seed: int
    size: int
    people: Levels
    judge: Judge
    plans: dict[str, Plan]
    scenarios: dict[str, Scenario]
    rates: dict[str, float]


def make_ready(asked: Asked, people: Levels, judge: Judge, seed: int) -> Ready:
    """Find the hazard of recovery that gives the rate without effect of treatment, then the effect of each scenario.

    What is found holds for the base; what a scenario changes besides then moves its rate. Raises UsageError where no
    hazard gives the rate.
    """
    base = asked.base
    if asked.success is not None:
        unit = replace(base.course, recovery=1.0)
        found = ratio_for(asked.success, partial(rate, people, judge, unit, base.records), f"{asked.file}: course")
        base = replace(base, course=replace(base.course, recovery=found))
    ratios = {
        wanted: ratio_for(wanted, partial(rate, people, judge, base.course, base.records), f"{asked.file}: scenarios")
        for wanted in set(asked.wanted.values())
    }
    scenarios = {}
    for each in asked.scenarios:
        ratio = ratios[asked.wanted[each.id]] if each.id in asked.wanted else each.ratio
        course = replace(each.course, recovery=base.course.recovery)
        scenarios[each.id] = replace(each, ratio=ratio, course=course)
    rates = {name: rate(people, judge, each.course, each.records, each.ratio) for name, each in scenarios.items()}
    plans = {each.id: each.plan for each in asked.designs if each.plan}
    return Ready(seed, asked.size, people, judge, plans, scenarios, rates)
