"""Participants checked one by one: what the table says of them is what the interpreter says of their whole charts.

Every run checks some. A rule that reads farther than the sheet before its moment is found here, and refused.
"""

from __future__ import annotations

import numpy as np

from bedside.errors import UsageError
from bedside.protocol.endpoints import Endpoint
from bedside.protocol.evaluating import evaluate
from bedside.records.deaths import DEAD
from bedside.rules.chart import Chart, Fact
from bedside.simulation.judging import DIED, FAR_FUTURE, INCLUSION, LOST, NO, OPEN, YES, Judge
from bedside.simulation.sheets import LEVELS, MISSING, ORGANS, RECORDED, codes, facts, number
from bedside.values.interval import MET, NOT_MET
from bedside.values.moment import DAY, HOUR, Moment

CHECKED = 40
"""Participants that every run checks."""


def check(judge: Judge, endpoint: Endpoint, seed: int) -> None:
    """Compare CHECKED participants. Raises UsageError for an endpoint that reads more than one sheet at a moment."""
    rng = np.random.default_rng([seed, 2])
    for _ in range(CHECKED):
        first, last = _sheet(rng), _sheet(rng)
        later = (last, last, last, DIED, LOST)[rng.integers(5)]
        if verdict_of_chart(judge.day, endpoint, first, last, later) != int(judge.of(np.array(first), np.array(later))):
            what = f"{endpoint.name} reads records of more than the day before it is asked."
            raise UsageError(what, "outcome", "Such an outcome cannot be simulated.")


def verdict_of_chart(day: int, endpoint: Endpoint, first: int, last: int, later: int) -> int:
    """The verdict on one participant's whole chart: the sheet at inclusion and the last one, unless lost by then.

    Who died (`later` is DIED) did so six hours after the last sheet.
    """
    asked = Moment(INCLUSION + day * DAY)
    held = list(facts(codes(first), INCLUSION))
    if later == LOST:
        held = [*held, Fact(DEAD, INCLUSION, Moment(INCLUSION + 1), NOT_MET, INCLUSION)]
    else:
        held += facts(codes(last), asked)
    if later == DIED:
        at = Moment(asked - 6 * HOUR)
        held.append(Fact(DEAD, at, FAR_FUTURE, MET, at, (at, FAR_FUTURE)))
    chart = Chart.of(held, RECORDED - {DEAD} if later == LOST else RECORDED)
    value = evaluate(endpoint, chart, INCLUSION).verdict.value
    return YES if value == MET else NO if value == NOT_MET else OPEN


def _sheet(rng: np.random.Generator) -> int:
    missing = rng.random(len(ORGANS)) < 0.15
    levels = rng.integers(LEVELS, size=len(ORGANS))
    return number(np.where(missing, MISSING, levels).tolist())
