"""Trials looked at as a plan says: where each stops, with what, after how many were enrolled, and when.

A look takes the participants in the order of their inclusion. It needs the outcomes of the first so many, and decides
some days later; unless recruitment pauses meanwhile, those who came until then are enrolled too.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bedside.design.plan import Plan
from bedside.simulation.chances import Floats
from bedside.simulation.judging import Whole
from bedside.simulation.model import Looking
from bedside.simulation.recruiting import Recruitment

Yes = NDArray[np.bool_]


@dataclass(frozen=True)
class Ended:
    """How each trial ended: at which look (from 0), with success or not, with how many successes among the participants
    it needed, after how many were enrolled, and on which day since the first site opened.
    """

    look: Whole
    won: Yes
    successes: Whole
    enrolled: Whole
    day: Floats


def look_at(success: Yes, arrival: Floats, plan: Plan, recruitment: Recruitment, looking: Looking, wait: int) -> Ended:
    """Trials are rows, participants columns. `arrival`: gaps of rate one; `wait`: days until an outcome is known."""
    counted = success.cumsum(axis=1)
    gaps = arrival[:, : plan.size].cumsum(axis=1)
    shift = np.zeros(len(gaps))
    ended = Ended(*(np.zeros(len(gaps), kind) for kind in (np.int64, bool, np.int64, np.int64, float)))
    open_ = np.ones(len(gaps), bool)
    for number, look in enumerate(plan.looks):
        reached = gaps + shift[:, None]
        decided = recruitment.day_of(reached[:, look.size - 1]) + wait + looking.after
        enrolled = look.size if looking.pauses else (reached <= recruitment.by(decided)[:, None]).sum(axis=1)
        found = counted[:, look.size - 1]
        won, lost = (
            np.array([rule(x) for x in range(plan.size + 1)])[found] for rule in (look.is_success, look.is_futile)
        )
        here = open_ & (won | lost)
        for held, value in zip(_columns(ended), (number, won, found, enrolled, decided), strict=True):
            np.copyto(held, value, where=here, casting="unsafe")
        open_ &= ~here
        if looking.pauses:
            shift = recruitment.by(decided) - gaps[:, look.size - 1]
    since = recruitment.days[0]
    return Ended(ended.look, ended.won, ended.successes, ended.enrolled, ended.day - since)


def _columns(ended: Ended) -> tuple[NDArray[np.generic], ...]:
    return ended.look, ended.won, ended.successes, ended.enrolled, ended.day
