"""Recruitment so far, and when the target would be reached if it went on at the same rate.

The rate is what was enrolled, over the time since recruitment began (the first person screened). Its interval is the
exact one of a Poisson count at 95 % (Garwood F. Biometrika 1936;28:437-442): what is uncertain is the rate alone; that
it stays the same is assumed, not shown.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bedside.values.moment import DAY, Moment

LEVEL = 0.95
FARTHEST = 20 * 366 * DAY
"""A projection further away than this says nothing."""


@dataclass(frozen=True)
class Recruitment:
    """Enrolments in order of time since `began`, as they stand `at` a moment; `target` is None where nobody says."""

    began: Moment
    at: Moment
    enrolled: tuple[Moment, ...]
    target: int | None

    @property
    def count(self) -> int:
        """How many are enrolled."""
        return len(self.enrolled)

    @property
    def days(self) -> float:
        """The time over which they were counted."""
        return (self.at - self.began) / DAY

    def rate(self) -> tuple[float, float, float]:
        """Enrolments a day: as counted, and the two ends of the interval; zeros where no time has passed."""
        if self.days <= 0:
            return 0.0, 0.0, 0.0
        low, high = garwood(self.count)
        return self.count / self.days, low / self.days, high / self.days

    def reached(self) -> tuple[Moment | None, Moment | None, Moment | None]:
        """When the target is reached at the rate, the earliest and the latest; None: not within twenty years."""
        if self.target is None or self.count >= self.target:
            return None, None, None
        rate, low, high = self.rate()
        return self._after(rate), self._after(high), self._after(low)

    def _after(self, rate: float) -> Moment | None:
        assert self.target is not None
        if rate <= 0:
            return None
        ahead = (self.target - self.count) / rate * DAY
        return Moment(self.at + int(ahead)) if ahead <= FARTHEST else None


def garwood(count: int, level: float = LEVEL) -> tuple[float, float]:
    """The exact interval for the mean of a Poisson count."""
    tail = (1 - level) / 2
    low = 0.0 if count == 0 else _solved(lambda mean: 1 - poisson(count - 1, mean), tail, 0.0, float(count))
    high = _solved(lambda mean: -poisson(count, mean), -tail, float(count), count + 10 * math.sqrt(count + 1) + 10)
    return low, high


def poisson(count: int, mean: float) -> float:
    """The probability of at most so many."""
    if mean == 0:
        return 1.0
    return math.fsum(math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(count + 1))


def _solved(rising: Callable[[float], float], value: float, low: float, high: float) -> float:
    """Where a rising function takes a value, by halving."""
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if rising(middle) < value else (low, middle)
    return (low + high) / 2


def cumulative(enrolled: Sequence[Moment]) -> list[tuple[Moment, int]]:
    """Each enrolment with how many there were then."""
    return [(at, number) for number, at in enumerate(sorted(enrolled), 1)]
