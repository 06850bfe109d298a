"""When participants come: Poisson processes of the sites, each from the day that it opens.

The sum of Poisson processes is one, whose expected number Λ(t) grows along straight lines. Its arrivals are Λ⁻¹ of
those of a process of rate one (time change; Çınlar, Introduction to Stochastic Processes, 1975, ch. 4), so each
participant needs one draw.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bedside.simulation.chances import Floats
from bedside.simulation.model import Site

MONTH = 30.4375
"""Days of a month, on average."""


@dataclass(frozen=True)
class Recruitment:
    """The expected number of participants over time: `expected` at each of `days`, and straight on at `rate` a day."""

    days: Floats
    expected: Floats
    rate: float

    @classmethod
    def of(cls, sites: Sequence[Site]) -> Recruitment:
        """Of these sites together; before the first opens, nobody comes."""
        days = np.unique([each.opens for each in sites])
        expected = sum(np.maximum(days - each.opens, 0) * each.per_month / MONTH for each in sites)
        return cls(days, np.asarray(expected), sum(each.per_month for each in sites) / MONTH)

    def by(self, day: Floats) -> Floats:
        """The expected number of participants by a day."""
        beyond = np.maximum(day - self.days[-1], 0) * self.rate
        found: Floats = np.interp(day, self.days, self.expected) + beyond
        return found

    def day_of(self, expected: Floats) -> Floats:
        """The day by which so many are expected."""
        beyond = np.maximum(expected - self.expected[-1], 0) / self.rate
        found: Floats = np.interp(expected, self.expected, self.days) + beyond
        return found
