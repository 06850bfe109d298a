"""Student's t and Fisher's F, by the beta distribution that each of them is (Abramowitz and Stegun 1964, 26.5.27-28).

Degrees of freedom need not be whole. Exact up to rounding in double precision.
"""

from __future__ import annotations

from math import inf, sqrt
from statistics import NormalDist

from bedside.design.binomial import rate_above, rate_below

ENDLESS = 1e12
"""With more degrees of freedom t is the normal distribution to the last digit."""


def two_sided(t: float, df: float) -> float:
    """P(|T| ≥ |t|)."""
    df = min(df, ENDLESS)
    return float(rate_above(t * t / (df + t * t), 0, 0, (0.5, df / 2)))


def spread(level: float, df: float) -> float:
    """The t with P(|T| ≤ t) = level; infinite where double precision does not hold it (few hundredths of a degree)."""
    if df > ENDLESS:
        return NormalDist().inv_cdf((1 + level) / 2)
    share, rest = float(rate_below(level, 0.5, df / 2)), float(rate_below(1 - level, df / 2, 0.5))
    odds = share / (1 - share) if share < rest else (1 - rest) / rest if rest else inf
    return sqrt(df * odds)


def beyond(f: float, above: float, below: float) -> float:
    """P(F ≥ f) with `above` and `below` degrees of freedom."""
    below = min(below, ENDLESS)
    return float(rate_above(above * f / (above * f + below), 0, 0, (above / 2, below / 2)))
