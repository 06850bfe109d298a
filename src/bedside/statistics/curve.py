"""A probability over time, read at a time with its interval: what survival and incidence have in common."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar

import numpy as np

from bedside.design.binomial import Floats
from bedside.statistics.answer import AT_THE_EDGE, NO_EVENT, NOBODY, Absent, Estimate
from bedside.statistics.event_times import EventTimes
from bedside.statistics.given import LEVEL, numbers, proportion
from bedside.statistics.transformed import Scale, band
from bedside.values.wording import Text

NOT_FOLLOWED = Absent(Text("nobody was followed for so long", "personne n’a été suivi aussi longtemps"))


class Curve(ABC):
    """A probability at each time at which somebody left (`seen.time`); before the first one it is `start`."""

    name: ClassVar[str]
    start: ClassVar[float]
    seen: EventTimes

    @property
    @abstractmethod
    def chance(self) -> Floats:
        """The probability up to and at each time."""

    @property
    @abstractmethod
    def se(self) -> Floats:
        """Its standard error."""

    @property
    @abstractmethod
    def survival(self) -> Floats:
        """The probability of no event of any kind up to and at each time."""

    def band(self, scale: Scale = Scale.LOG_LOG, level: float = LEVEL) -> tuple[Floats, Floats]:
        """Both ends of the pointwise intervals, for drawing; where the probability is 0 or 1 both are that."""
        return band(self.chance, self.se, scale, proportion(level, "level"))

    def at(self, time: float, scale: Scale = Scale.LOG_LOG, level: float = LEVEL) -> Estimate:
        """The probability at a time, with its interval."""
        method = f"{self.name}, {scale} interval"
        numbers(time, "time")
        place = int(np.searchsorted(self.seen.time, time, side="right")) - 1
        why = self._why_not(time, place)
        if why is not None:
            return Estimate(method, why, why, why, level, why)
        value = float(self.chance[place]) if place >= 0 else self.start
        if not 0.0 < value < 1.0:
            edge = NO_EVENT if value == self.start else AT_THE_EDGE
            return Estimate(method, value, edge, edge, level, edge)
        low, high = (float(each[place]) for each in self.band(scale, level))
        return Estimate(method, value, low, high, level, float(self.se[place]))

    def _why_not(self, time: float, place: int) -> Absent | None:
        if not len(self.seen.time):
            return NOBODY
        return NOT_FOLLOWED if time > self.seen.last and self.survival[place] > 0 else None
