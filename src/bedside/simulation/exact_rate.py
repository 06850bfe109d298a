"""The true rate of success of a scenario: the probability that one participant is a success, without simulation.

Six levels, the place and what is recorded make a Markov chain of 2·5⁶ living states. The probability of success from
each of them is followed backwards from the day of the outcome, once for each different row of the verdicts; the
participants' states at inclusion then only weight it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from itertools import product

import numpy as np
from numpy.typing import NDArray

from bedside.errors import UsageError
from bedside.simulation.chances import Chances, Floats, chances
from bedside.simulation.judging import DIED, LOST, YES, Judge
from bedside.simulation.model import Course, Records
from bedside.simulation.sheets import CODES, LEVELS, MISSING, ORGANS, SHEETS, number

MOST_RATIO = 1_000.0
"""Beyond this a hazard is no assumption any more, but a way of writing “at once”."""

Levels = NDArray[np.int8]


def rate(people: Levels, judge: Judge, course: Course, records: Records, ratio: float = 1.0) -> float:
    """The probability of success of somebody whose levels at inclusion are a row of `people`, each as likely."""
    rows, which = np.unique(judge.verdicts == YES, axis=0, return_inverse=True)
    start = _followed(rows.astype(float), judge, records, chances(course, records, ratio))
    class_of_sheet = which.reshape(-1)[judge.first]
    total = 0.0
    for missing in product((False, True), repeat=len(ORGANS)):
        weight = float(np.prod(np.where(missing, records.at_inclusion, 1 - np.array(records.at_inclusion))))
        if weight:
            sheets = number(tuple(np.where(missing, MISSING, people.astype(np.int64)).T))
            total += weight * float(start[(class_of_sheet[sheets], *people.T)].mean())
    return total


def _followed(rows: Floats, judge: Judge, records: Records, day: Chances) -> Floats:
    """P(success | levels, in intensive care, at inclusion), by row of verdicts and level of each organ."""
    met = rows[:, judge.later]
    died, lost = (met[:, place].reshape(-1, *[1] * len(ORGANS)) for place in (DIED, LOST))
    care, ward = (_recorded(met[:, :SHEETS], each, records.whole_sheet)
                  for each in (records.in_intensive_care, records.on_the_ward))  # fmt: skip
    dies, leaves = day.dies[_points()], day.leaves[_points()]
    for left in range(judge.day):
        if left:
            care, ward = (_moved(each, day) for each in (care + leaves * (ward - care), ward))
        care, ward = (dies * died + (1 - dies) * (day.lost * lost + (1 - day.lost) * each) for each in (care, ward))
    return care


def _recorded(met: Floats, missing: Sequence[float], whole: float) -> Floats:
    """From sheets as recorded to the levels behind them: an axis an organ, after that of the rows."""
    found = met.reshape(-1, *[CODES] * len(ORGANS))
    for axis, share in enumerate(missing, start=1):
        codes = np.moveaxis(found, axis, 0)
        found = np.moveaxis((1 - share) * codes[:MISSING] + share * codes[MISSING], 0, axis)
    return whole * met[:, -1].reshape(-1, *[1] * len(ORGANS)) + (1 - whole) * found


def _moved(found: Floats, day: Chances) -> Floats:
    """One day of moves of every organ, backwards."""
    better, worse = (each.reshape(-1, *[1] * len(ORGANS)) for each in (day.better, day.worse))
    for axis in range(1, len(ORGANS) + 1):
        here = np.moveaxis(found, axis, 0)
        next_ = (1 - better - worse) * here
        next_[1:] += better[1:] * here[:-1]
        next_[:-1] += worse[:-1] * here[1:]
        found = np.moveaxis(next_, 0, axis)
    return found


@cache
def _points() -> NDArray[np.int64]:
    """The points of the levels of six organs, an axis each."""
    points: NDArray[np.int64] = np.indices([LEVELS] * len(ORGANS)).sum(axis=0)
    return points


def ratio_for(wanted: float, rate_at: Callable[[float], float], where: str) -> float:
    """The ratio of hazards at which the rate is as wanted, to ten digits: the rate grows with the ratio.

    Raises UsageError where no ratio up to MOST_RATIO gives that rate.
    """
    low, high = 0.0, 1.0
    bottom, top = rate_at(low), rate_at(high)
    least = bottom
    while top < wanted and high < MOST_RATIO:
        low, bottom, high = high, top, high * 2
        top = rate_at(high)
    if not least <= wanted <= top:
        what = f"no hazard of recovery gives a rate of success of {wanted:g}: it stays from {least:.3f} to {top:.3f}."
        raise UsageError(what, where, "Ask for a rate in between, or change deaths, worsening or missing records.")
    middle = high
    for _ in range(60):  # regula falsi; the weight of an end that stays is halved (Illinois, Dowell and Jarratt 1971)
        if abs(top - wanted) < 1e-10:
            break
        middle = high - (top - wanted) * (high - low) / (top - bottom)
        found = rate_at(middle)
        if (found - wanted) * (top - wanted) < 0:
            low, bottom = high, top
        else:
            bottom = wanted + (bottom - wanted) / 2
        high, top = middle, found
    return float(f"{middle:.10g}")
