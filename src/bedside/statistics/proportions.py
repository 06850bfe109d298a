"""Tests and intervals of one proportion, exact wherever the name says so.

Clopper CJ, Pearson ES, Biometrika 1934;26:404-413 (covers at least as often as stated); Wilson EB, J Am Stat Assoc
1927;22:209-212 (score); Brown LD, Cai TT, DasGupta A, Stat Sci 2001;16:101-133, §3.1.2 (Jeffreys: its ends are 0 and 1
where nobody or everybody succeeds); Lancaster HO, J Am Stat Assoc 1961;56:223-234 (mid-p: half of the probability of
what was observed is counted, so that it errs on both sides of the stated level).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum

import numpy as np

from bedside.design.binomial import at_least, exactly, rate_below
from bedside.design.precision import clopper_pearson, wilson
from bedside.statistics.answer import NOBODY, Estimate, Number, Test
from bedside.statistics.given import LEVEL, count, proportion
from bedside.statistics.solving import crossing


class Side(StrEnum):
    """What speaks against the rate of the null hypothesis: more successes, fewer, or either."""

    GREATER = "greater"
    LESS = "less"
    TWO_SIDED = "two_sided"


class Interval(StrEnum):
    """Two-sided intervals of a proportion."""

    CLOPPER_PEARSON = "clopper_pearson"
    WILSON = "wilson"
    JEFFREYS = "jeffreys"
    MID_P = "mid_p"


METHODS: Mapping[Interval, str] = {
    Interval.CLOPPER_PEARSON: "exact interval (Clopper and Pearson 1934)",
    Interval.WILSON: "score interval (Wilson 1927)",
    Interval.JEFFREYS: "Jeffreys interval (Brown, Cai and DasGupta 2001)",
    Interval.MID_P: "mid-p interval (Lancaster 1961)",
}
SIDES = {Side.GREATER: "one-sided, greater", Side.LESS: "one-sided, less", Side.TWO_SIDED: "two-sided"}
AS_RARE = 1 + 1e-7
"""Two probabilities that differ by less are equal: outcomes as rare as the observed one count with it."""


def binomial_test(successes: int, size: int, p0: float, side: Side = Side.GREATER) -> Test:
    """The exact test of the rate p0.

    Two-sided: the probability of all outcomes that are at most as likely as the observed one. Raises UsageError where
    `successes` is not from 0 to `size` or p0 not between 0 and 1.
    """
    method = f"exact binomial test, {SIDES[side]}"
    x, n = _checked(successes, size)
    proportion(p0, "p0")
    return Test(method, _exact(x, n, p0, side) if n else NOBODY)


def mid_p_test(successes: int, size: int, p0: float, side: Side = Side.GREATER) -> Test:
    """The same with half of the probability of the observed number; two-sided: twice the smaller side, at most 1."""
    method = f"mid-p binomial test, {SIDES[side]} (Lancaster 1961)"
    x, n = _checked(successes, size)
    proportion(p0, "p0")
    if not n:
        return Test(method, NOBODY)
    greater = mid_tail(x, n, p0)
    found = {Side.GREATER: greater, Side.LESS: 1 - greater, Side.TWO_SIDED: min(1.0, 2 * min(greater, 1 - greater))}
    return Test(method, found[side])


def interval(successes: int, size: int, kind: Interval = Interval.CLOPPER_PEARSON, level: float = LEVEL) -> Estimate:
    """The proportion with a two-sided interval. Raises UsageError as `binomial_test` does."""
    x, n = _checked(successes, size)
    proportion(level, "level")
    if not n:
        return Estimate(METHODS[kind], NOBODY, NOBODY, NOBODY, level)
    low, high = _ENDS[kind](x, n, level)
    return Estimate(METHODS[kind], x / n, low, high, level)


def mid_tail(successes: int, size: int, rate: float) -> float:
    """P(X > successes) and half of P(X = successes)."""
    return float(at_least(successes, size, rate) - exactly(successes, size, rate) / 2)


def _checked(successes: int, size: int) -> tuple[int, int]:
    n = count(size, "size")
    return count(successes, "successes", n), n


def _exact(x: int, n: int, p0: float, side: Side) -> Number:
    if side is Side.GREATER:
        return float(at_least(x, n, p0))
    if side is Side.LESS:
        return float(at_least(n - x, n, 1 - p0))
    chance = exactly(np.arange(n + 1), n, p0)
    return min(1.0, float(chance[chance <= chance[x] * AS_RARE].sum()))


def _clopper_pearson(x: int, n: int, level: float) -> tuple[float, float]:
    low, high = clopper_pearson(n, level)
    return float(low[x]), float(high[x])


def _wilson(x: int, n: int, level: float) -> tuple[float, float]:
    low, high = wilson(n, level)
    return min(float(low[x]), x / n), max(float(high[x]), x / n)


def _jeffreys(x: int, n: int, level: float) -> tuple[float, float]:
    low, high = (float(rate_below(share, x + 0.5, n - x + 0.5)) for share in ((1 - level) / 2, (1 + level) / 2))
    return (low if x > 0 else 0.0), (high if x < n else 1.0)


def _mid_p(x: int, n: int, level: float) -> tuple[float, float]:
    tail = (1 - level) / 2
    low = crossing(lambda rate: mid_tail(x, n, rate), tail) if x > 0 else 0.0
    high = crossing(lambda rate: mid_tail(x, n, rate), 1 - tail) if x < n else 1.0
    return low, high


_ENDS: Mapping[Interval, Callable[[int, int, float], tuple[float, float]]] = {
    Interval.CLOPPER_PEARSON: _clopper_pearson,
    Interval.WILSON: _wilson,
    Interval.JEFFREYS: _jeffreys,
    Interval.MID_P: _mid_p,
}
