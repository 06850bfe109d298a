"""A proportion under a stated beta prior: how probable it is that it exceeds a rate, and where it lies.

Spiegelhalter DJ, Abrams KR, Myles JP, Bayesian Approaches to Clinical Trials and Health-Care Evaluation, Wiley 2004,
§3.6.1: a beta prior of (a, b) and x successes of n make a beta posterior of (a + x, b + n − x).
"""

from __future__ import annotations

from dataclasses import dataclass

from bedside.design.binomial import EVEN, rate_above, rate_below
from bedside.statistics.answer import Estimate
from bedside.statistics.given import LEVEL, count, positive, proportion


@dataclass(frozen=True, slots=True)
class Posterior:
    """What is believed of the rate after the data.

    `above` is the probability that the rate exceeds p0; `rate` its mean with the equal-tailed credible interval and
    its standard deviation. Without data it is the prior.
    """

    method: str
    prior: tuple[float, float]
    p0: float
    above: float
    rate: Estimate


def posterior(
    successes: int, size: int, p0: float, prior: tuple[float, float] = EVEN, level: float = LEVEL
) -> Posterior:
    """Raises UsageError where `successes` is not from 0 to `size`, or a parameter of the prior is not above 0."""
    n = count(size, "size")
    x = count(successes, "successes", n)
    proportion(p0, "p0")
    proportion(level, "level")
    a, b = (positive(each, "prior") for each in prior)
    method = f"beta posterior, prior beta({a:g}, {b:g})"
    wins, losses = a + x, b + n - x
    mean, total = wins / (wins + losses), wins + losses
    low, high = (float(rate_below(share, wins, losses)) for share in ((1 - level) / 2, (1 + level) / 2))
    sd = float((mean * (1 - mean) / (total + 1)) ** 0.5)
    return Posterior(
        method, (a, b), p0, float(rate_above(p0, x, n, (a, b))), Estimate(method, mean, low, high, level, sd)
    )
