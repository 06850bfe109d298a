"""Two proportions: their difference with its interval, and Fisher's exact test that there is none.

The interval is the hybrid of both score intervals: method 10 of Newcombe RG, Stat Med 1998;17:873-890. The test counts,
exactly, all tables with the same margins that are no likelier than the observed one (Fisher RA, J R Stat Soc
1935;98:39-54).
"""

from __future__ import annotations

from fractions import Fraction
from math import comb, sqrt

from bedside.statistics.answer import ONE_GROUP, Absent, Estimate, Test
from bedside.statistics.given import LEVEL, count
from bedside.statistics.proportions import AS_RARE, Interval, interval

NEWCOMBE = "difference of proportions, hybrid score interval (Newcombe 1998, method 10)"
FISHER = "Fisher's exact test, two-sided"


def difference(successes: int, size: int, others: int, other_size: int, level: float = LEVEL) -> Estimate:
    """The proportion of `successes` in `size` less that of `others` in `other_size`.

    Raises UsageError where successes are not from 0 to the size.
    """
    one, other = (interval(x, n, Interval.WILSON, level) for x, n in ((successes, size), (others, other_size)))
    ends = [one.value, one.low, one.high, other.value, other.low, other.high]
    p, p_low, p_high, q, q_low, q_high = (0.0 if isinstance(each, Absent) else float(each) for each in ends)
    if not size or not other_size:
        return Estimate(NEWCOMBE, ONE_GROUP, ONE_GROUP, ONE_GROUP, level)
    low = p - q - sqrt((p - p_low) ** 2 + (q_high - q) ** 2)
    high = p - q + sqrt((p_high - p) ** 2 + (q - q_low) ** 2)
    return Estimate(NEWCOMBE, p - q, low, high, level)


def fisher_test(successes: int, size: int, others: int, other_size: int) -> Test:
    """The two-sided test that both proportions are the same. Raises UsageError as `difference` does."""
    n, m = count(size, "size"), count(other_size, "other_size")
    x, y = count(successes, "successes", n), count(others, "others", m)
    if not n or not m:
        return Test(FISHER, ONE_GROUP)
    total = x + y
    ways = [comb(n, k) * comb(m, total - k) for k in range(max(0, total - m), min(n, total) + 1)]
    limit = comb(n, x) * comb(m, y) * Fraction(AS_RARE)
    return Test(FISHER, float(Fraction(sum(each for each in ways if each <= limit), sum(ways))))
