"""Quantiles and tails that tests and intervals need: the one file of this room that calls SciPy, once asked.

The tail of a Poisson count is a gamma distribution (Johnson, Kemp and Kotz, Univariate Discrete Distributions, 2005,
§4.2).
"""

from __future__ import annotations

from statistics import NormalDist


def normal_quantile(share: float) -> float:
    """The value below which a standard normal distribution has this share."""
    return NormalDist().inv_cdf(share)


def two_sided(z: float) -> float:
    """The probability that a standard normal number lies as far from 0 as `z`, or farther."""
    return chi_square_above(z * z, 1)


def chi_square_above(value: float, df: int) -> float:
    """The probability that a chi-square number of `df` degrees of freedom is at least `value`."""
    from scipy.special import gammaincc

    return float(gammaincc(df / 2, value / 2))


def poisson_low(events: int, share: float) -> float:
    """The mean at which `events` or more have this probability; 0 for none."""
    from scipy.special import gammaincinv

    return float(gammaincinv(events, share)) if events else 0.0


def poisson_high(events: int, share: float) -> float:
    """The mean at which `events` or fewer have this probability."""
    from scipy.special import gammainccinv

    return float(gammainccinv(events + 1, share))
