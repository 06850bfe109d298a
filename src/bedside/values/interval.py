"""Closed intervals: the one mechanism for what is known, partly known, and not known.

A known number is a point. A score of incomplete data is a range. A verdict is an interval over {0, 1}:
`MET` = [1, 1], `NOT_MET` = [0, 0], `CANNOT_TELL` = [0, 1]. Every operation returns the hull of what the
operation could give for any choice of points inside its operands (Moore, Interval Analysis, 1966, ch. 2).
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Interval:
    """A closed interval [low, high] of doubles; `low <= high`, infinities allowed, no NaN."""

    low: float
    high: float

    def __post_init__(self) -> None:
        if not self.low <= self.high:
            raise ValueError(f"an interval needs low <= high, got [{self.low}, {self.high}]")

    @classmethod
    def point(cls, value: float) -> Interval:
        """The interval that holds `value` alone."""
        return cls(value, value)

    @property
    def known(self) -> bool:
        """True when the interval is a single point."""
        return self.low == self.high

    @property
    def bounded(self) -> bool:
        """True when neither end is infinite."""
        return math.isfinite(self.low) and math.isfinite(self.high)

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high

    def encloses(self, other: Interval) -> bool:
        """True when every point of `other` lies in this interval."""
        return self.low <= other.low and other.high <= self.high

    def __str__(self) -> str:
        return tidy(self.low) if self.known else f"{tidy(self.low)}–{tidy(self.high)}"


MET = Interval(1.0, 1.0)
NOT_MET = Interval(0.0, 0.0)
CANNOT_TELL = Interval(0.0, 1.0)
ANYTHING = Interval(-math.inf, math.inf)


def tidy(number: float) -> str:
    """The shortest decimal text of a number: `4`, `0.1`, `∞`."""
    if math.isinf(number):
        return "∞" if number > 0 else "−∞"
    return str(int(number)) if number == int(number) and abs(number) < 1e15 else repr(number)


def hull(intervals: Iterable[Interval]) -> Interval:
    """The smallest interval that encloses all of them. Raises ValueError when there are none."""
    held = list(intervals)
    return Interval(min(i.low for i in held), max(i.high for i in held))


def add(a: Interval, b: Interval) -> Interval:
    """Sum."""
    return Interval(a.low + b.low, a.high + b.high)


def subtract(a: Interval, b: Interval) -> Interval:
    """Difference."""
    return Interval(a.low - b.high, a.high - b.low)


def multiply(a: Interval, b: Interval) -> Interval:
    """Product of bounded intervals."""
    products = (a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high)
    return Interval(min(products), max(products))


def divide(a: Interval, b: Interval) -> Interval:
    """Quotient; `b` must not contain zero (the rule nodes refuse a divisor that could)."""
    quotients = (a.low / b.low, a.low / b.high, a.high / b.low, a.high / b.high)
    return Interval(min(quotients), max(quotients))


def least(a: Interval, b: Interval) -> Interval:
    """The smaller of the two; for verdicts: and."""
    return Interval(min(a.low, b.low), min(a.high, b.high))


def greatest(a: Interval, b: Interval) -> Interval:
    """The greater of the two; for verdicts: or."""
    return Interval(max(a.low, b.low), max(a.high, b.high))


def negate(a: Interval) -> Interval:
    """Not: 1 − high .. 1 − low."""
    return Interval(1.0 - a.high, 1.0 - a.low)


def below(a: Interval, b: Interval) -> Interval:
    """Verdict of a < b."""
    return Interval(float(a.high < b.low), float(a.low < b.high))


def at_most(a: Interval, b: Interval) -> Interval:
    """Verdict of a ≤ b."""
    return Interval(float(a.high <= b.low), float(a.low <= b.high))


def at_least(count: int, verdicts: Iterable[Interval]) -> Interval:
    """Verdict of "at least `count` of these are met": met once enough are, not met once too few can be."""
    held = list(verdicts)
    lows, highs = sum(v.low for v in held), sum(v.high for v in held)
    return Interval(float(lows >= count), float(highs >= count))
