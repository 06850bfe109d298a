"""Cumulative incidence of one cause among others: the Aalen-Johansen estimate, its variance and intervals.

Aalen OO, Johansen S, Scand J Stat 1978;5:141-150. Events of several causes at one time share the survival just before
it: ties are counted as they are. The variance is that of Aalen O, Ann Stat 1978;6:534-545, with the factor
(n − d)/(n − 1) where d > 1 events tie, as R's cmprsk and SAS's PROC LIFETEST have it by default. Intervals are made on
the log-log scale of the incidence (Choudhury JB, Stat Med 2002;21:1129-1144).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from bedside.design.binomial import Floats
from bedside.statistics.curve import Curve
from bedside.statistics.event_times import EventTimes, event_times
from bedside.statistics.given import cause_number
from bedside.statistics.survival_curve import SurvivalCurve


@dataclass(frozen=True)
class Incidence(Curve):
    """The probability of having had the event of `cause`, at each time at which somebody left (`seen.time`)."""

    name: ClassVar[str] = "Aalen-Johansen"
    start: ClassVar[float] = 0.0
    seen: EventTimes
    cause: int

    @property
    def chance(self) -> Floats:
        """The incidence."""
        return self.incidence

    @cached_property
    def survival(self) -> Floats:
        """The probability of no event of any cause up to and at each time."""
        return SurvivalCurve(self.seen).survival

    @cached_property
    def before(self) -> Floats:
        """The probability of no event of any cause before each time."""
        return np.append(1.0, self.survival)[: len(self.survival)]

    @cached_property
    def incidence(self) -> Floats:
        """The probability of an event of this cause up to and at each time.

        Where nobody is left, and all left by this cause, it is 1: a sum of floats misses that by its last digits, on
        either side.
        """
        mine = self.seen.events[:, self.cause - 1]
        summed = np.cumsum(self.before * mine / self.seen.at_risk)
        alone = np.cumsum(self.seen.any_event - mine) == 0
        return np.asarray(np.where((self.survival == 0) & alone, 1.0, summed), dtype=float)

    @cached_property
    def se(self) -> Floats:
        """The standard error of the incidence.

        An event at u, of this cause, moves the incidence at t by 1 − (F(t) − F(u))/S(u), one of another by
        −(F(t) − F(u))/S(u), in units of S(u−)/n: their squares are added up, for all t at once.
        """
        events = self.seen.events[:, self.cause - 1]
        mine, others = (self._spread(each) for each in (events, self.seen.any_event - events))
        left = self.survival > 0
        slope = np.where(left, 1 / np.where(left, self.survival, 1.0), 0.0)
        level = slope * self.incidence
        constant = ((1 + level) ** 2 * mine + level**2 * others).cumsum()
        linear = (slope * (1 + level) * mine + slope * level * others).cumsum()
        square = (slope**2 * (mine + others)).cumsum()
        variance = constant - 2 * self.incidence * linear + self.incidence**2 * square
        found: Floats = np.sqrt(np.maximum(variance, 0.0))
        return found

    def _spread(self, events: ArrayLike) -> Floats:
        """S(u−)² times the variance of d/n at each time, ties counted."""
        n, d = self.seen.at_risk.astype(float), np.asarray(events, dtype=float)
        tied = np.where(d > 1, (n - d) / np.maximum(n - 1, 1.0), 1.0)
        found: Floats = self.before**2 * tied * d / n**2
        return found


def aalen_johansen(time: ArrayLike, event: ArrayLike, cause: int = 1) -> Incidence:
    """`time` a participant, and `event`: 0 censored, otherwise which of the competing causes.

    A cause that nobody had has an incidence of 0. Raises UsageError for what cannot be, a cause below 1 among it.
    """
    return Incidence(event_times(time, event, cause_number(cause)), cause)
