"""Probabilities of counts and of rates: the one file that calls SciPy, and only once a number is asked for.

All are exact up to rounding in double precision (relative error below 1e-12 for up to 10,000 participants). Arrays
broadcast. Sources: binomial tails and beta distributions are one function, the regularised incomplete beta
(Abramowitz and Stegun 1964, 26.5.24); the predictive distribution is the beta-binomial (Skellam 1948).
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats: TypeAlias = NDArray[np.float64]
Whole: TypeAlias = NDArray[np.int64]
Yes: TypeAlias = NDArray[np.bool_]

ROUNDING = 1e-12
"""A probability above a level by no more than this is at the level: the sum of a few hundred rounded terms."""
EVEN = (1.0, 1.0)
"""The beta prior that favours no rate."""


def at_least(successes: ArrayLike, size: ArrayLike, rate: ArrayLike) -> Floats:
    """P(X ≥ successes) of a binomial count: 1 for none or fewer, 0 for more than `size`."""
    from scipy.special import betainc

    c, n, p = np.broadcast_arrays(*(np.asarray(each, dtype=float) for each in (successes, size, rate)))
    inside = (c > 0) & (c <= n)
    tail = betainc(np.where(inside, c, 1.0), np.where(inside, n - c + 1.0, 1.0), p)
    return np.asarray(np.where(inside, tail, np.where(c <= 0, 1.0, 0.0)))


def exactly(successes: ArrayLike, size: ArrayLike, rate: ArrayLike, log_ways: ArrayLike | None = None) -> Floats:
    """P(X = successes), or with `log_ways` the probability of that many of the orders that lead there."""
    from scipy.special import gammaln, xlog1py, xlogy

    x, n, p = (np.asarray(each, dtype=float) for each in (successes, size, rate))
    if log_ways is None:
        log_ways = gammaln(n + 1) - gammaln(x + 1) - gammaln(n - x + 1)
    found: Floats = np.exp(np.asarray(log_ways) + xlogy(x, p) + xlog1py(n - x, -p))
    return found


def rate_above(bound: ArrayLike, successes: ArrayLike, size: ArrayLike, prior: tuple[float, float] = EVEN) -> Floats:
    """P(rate > bound) after `successes` of `size`, under a beta prior."""
    from scipy.special import betaincc

    x, n = (np.asarray(each, dtype=float) for each in (successes, size))
    found: Floats = betaincc(prior[0] + x, prior[1] + n - x, bound)
    return found


def rate_below(share: ArrayLike, successes: ArrayLike, failures: ArrayLike) -> Floats:
    """The rate below which a beta distribution of these parameters has this share of its probability."""
    from scipy.special import betaincinv

    found: Floats = betaincinv(successes, failures, share)
    return found


def predicted(more: ArrayLike, added: int, successes: ArrayLike, size: int, prior: tuple[float, float]) -> Floats:
    """P(exactly `more` successes among `added` further participants | `successes` of `size`), under a beta prior."""
    from scipy.special import betaln, gammaln

    y, x = (np.asarray(each, dtype=float) for each in (more, successes))
    a, b = prior[0] + x, prior[1] + size - x
    ways = gammaln(added + 1) - gammaln(y + 1) - gammaln(added - y + 1)
    found: Floats = np.exp(ways + betaln(a + y, b + added - y) - betaln(a, b))
    return found


def fewest(size: ArrayLike, rate: float, level: ArrayLike) -> Whole:
    """The fewest successes c with P(X ≥ c) at most `level`; one more than `size` where even all are too few."""
    n, most = np.broadcast_arrays(np.asarray(size, dtype=np.int64), np.asarray(level, dtype=float))
    low, high = np.zeros_like(n), n + 1
    while (low < high).any():
        middle = (low + high) // 2
        rare = at_least(middle, n, rate) <= most + ROUNDING
        low, high = np.where(rare, low, np.minimum(middle + 1, high)), np.where(rare, middle, high)
    return low


def reals(values: Any) -> list[float]:
    """Numbers of an array as Python has them."""
    return [float(each) for each in np.asarray(values).ravel()]
