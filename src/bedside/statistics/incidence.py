"""Cumulative incidence of one cause among others: the Aalen-Johansen estimate, its variance and intervals.

Aalen OO, Johansen S, Scand J Stat 1978;5:141-150. Events of several causes at one time share the survival just before
it: ties are counted as they are. The variance is that of Aalen O, Ann Stat 1978;6:534-545, with the factor
(n − d)/(n − 1) where d > 1 events tie, as R's cmprsk and SAS's PROC LIFETEST have it by default. Intervals are made on
the log-log scale of the incidence (Choudhury JB, Stat Med 2002;21:1129-1144).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from bedside.design.binomial import Floats
from bedside.statistics.answer import AT_THE_EDGE, NO_EVENT, NOBODY, Absent, Estimate
from bedside.statistics.event_times import EventTimes, event_times
from bedside.statistics.given import LEVEL, cause_number, numbers, proportion
from bedside.statistics.survival_curve import NOT_FOLLOWED, SurvivalCurve
from bedside.statistics.transformed import Scale, band


@dataclass(frozen=True)
class Incidence:
    """The probability of having had the event of `cause`, at each time at which somebody left (`seen.time`)."""

    seen: EventTimes
    cause: int

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
        """The probability of an event of this cause up to and at each time."""
        found: Floats = np.cumsum(self.before * self.seen.events[:, self.cause - 1] / self.seen.at_risk)
        return found

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

    def band(self, scale: Scale = Scale.LOG_LOG, level: float = LEVEL) -> tuple[Floats, Floats]:
        """Both ends of the pointwise intervals, for drawing; where the incidence is 0 or 1 both are that."""
        return band(self.incidence, self.se, scale, proportion(level, "level"))

    def at(self, time: float, scale: Scale = Scale.LOG_LOG, level: float = LEVEL) -> Estimate:
        """The incidence at a time, with its interval."""
        method = f"Aalen-Johansen, {scale} interval"
        numbers(time, "time")
        place = int(np.searchsorted(self.seen.time, time, side="right")) - 1
        why = self._why_not(time, place)
        if why is not None:
            return Estimate(method, why, why, why, level, why)
        value = float(self.incidence[place]) if place >= 0 else 0.0
        if not 0.0 < value < 1.0:
            edge = AT_THE_EDGE if value else NO_EVENT
            return Estimate(method, value, edge, edge, level, edge)
        low, high = (float(each[place]) for each in self.band(scale, level))
        return Estimate(method, value, low, high, level, float(self.se[place]))

    def _spread(self, events: ArrayLike) -> Floats:
        """S(u−)² times the variance of d/n at each time, ties counted."""
        n, d = self.seen.at_risk.astype(float), np.asarray(events, dtype=float)
        tied = np.where(d > 1, (n - d) / np.maximum(n - 1, 1.0), 1.0)
        found: Floats = self.before**2 * tied * d / n**2
        return found

    def _why_not(self, time: float, place: int) -> Absent | None:
        if not len(self.seen.time):
            return NOBODY
        return NOT_FOLLOWED if time > self.seen.last and self.survival[place] > 0 else None


def aalen_johansen(time: ArrayLike, event: ArrayLike, cause: int = 1) -> Incidence:
    """`time` a participant, and `event`: 0 censored, otherwise which of the competing causes.

    A cause that nobody had has an incidence of 0. Raises UsageError for what cannot be, a cause below 1 among it.
    """
    return Incidence(event_times(time, event, cause_number(cause)), cause)
