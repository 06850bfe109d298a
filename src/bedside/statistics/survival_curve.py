"""The Kaplan-Meier curve, its intervals, and who was at risk.

Kaplan EL, Meier P, J Am Stat Assoc 1958;53:457-481; the variance is Greenwood's (1926).
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


@dataclass(frozen=True)
class SurvivalCurve(Curve):
    """The probability of having no event, at each time at which somebody left (`seen.time`).

    `survival` is the probability after that time; before the first one it is 1.
    """

    name: ClassVar[str] = "Kaplan-Meier"
    start: ClassVar[float] = 1.0
    seen: EventTimes

    @property
    def chance(self) -> Floats:
        """The survival."""
        return self.survival

    @cached_property
    def survival(self) -> Floats:
        """The probability of no event up to and at each time."""
        return np.asarray(np.cumprod(1 - self.seen.any_event / self.seen.at_risk), dtype=float)

    @cached_property
    def log_variance(self) -> Floats:
        """The variance of the logarithm of the survival; infinite where nobody is left without event."""
        n, d = self.seen.at_risk.astype(float), self.seen.any_event
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(d > 0, d / (n * (n - d)), 0.0).cumsum()

    @cached_property
    def se(self) -> Floats:
        """Greenwood's standard error of the survival; 0 where nobody is left without event."""
        left = self.survival > 0
        found: Floats = np.where(left, self.survival * np.sqrt(np.where(left, self.log_variance, 0.0)), 0.0)
        return found


@dataclass(frozen=True, slots=True)
class AtRisk:
    """At one time: how many have a time of `time` or later, and how many had an event or were censored before it."""

    time: float
    at_risk: int
    events: int
    censored: int


def kaplan_meier(time: ArrayLike, event: ArrayLike) -> SurvivalCurve:
    """`time` a participant, and `event`: 1, or 0 where it is censored. Raises UsageError for what cannot be."""
    return SurvivalCurve(event_times(time, event))


def risk_table(seen: EventTimes, at: ArrayLike) -> tuple[AtRisk, ...]:
    """Who is at risk at each of some times, as R and SAS count: T ≥ t. The events are of any cause."""
    events, censored = (np.append(0, each.cumsum()) for each in (seen.any_event, seen.censored))
    total = int(events[-1] + censored[-1])
    asked = np.asarray(at, dtype=float).reshape(-1)
    before = np.searchsorted(seen.time, asked, side="left")
    return tuple(
        AtRisk(float(t), total - int(events[k] + censored[k]), int(events[k]), int(censored[k]))
        for t, k in zip(asked, before, strict=True)
    )
