"""How precisely a rate is known: two-sided intervals of a proportion, their expected width, and the size for a width.

Clopper CJ, Pearson ES, Biometrika 1934;26:404-413 (exact: it covers the rate at least as often as stated); Wilson EB,
J Am Stat Assoc 1927;22:209-212 (a score interval: narrower, it covers it about as often as stated).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from statistics import NormalDist

import numpy as np

from bedside.design.binomial import Floats, exactly, rate_below
from bedside.design.hypotheses import MOST, within
from bedside.errors import DesignError

LEVEL = 0.95
"""The share of trials in which an interval is to cover the rate."""


def clopper_pearson(size: int, level: float = LEVEL) -> tuple[Floats, Floats]:
    """The lower and upper ends for 0, 1, ..., `size` successes."""
    x, tail = np.arange(size + 1), (1 - level) / 2
    low, high = np.zeros(size + 1), np.ones(size + 1)
    low[1:] = rate_below(tail, x[1:], size - x[1:] + 1)
    high[:-1] = rate_below(1 - tail, x[:-1] + 1, size - x[:-1])
    return low, high


def wilson(size: int, level: float = LEVEL) -> tuple[Floats, Floats]:
    """The lower and upper ends for 0, 1, ..., `size` successes."""
    x, z = np.arange(size + 1), NormalDist().inv_cdf((1 + level) / 2)
    middle, scale = (x + z * z / 2) / (size + z * z), size + z * z
    half = z / scale * np.sqrt(x * (size - x) / size + z * z / 4)
    return np.maximum(middle - half, 0.0), np.minimum(middle + half, 1.0)


INTERVALS: Mapping[str, Callable[..., tuple[Floats, Floats]]] = {"clopper_pearson": clopper_pearson, "wilson": wilson}


METHODS = {"clopper_pearson": "Clopper and Pearson 1934", "wilson": "Wilson 1927"}
"""How each is cited."""


def expected_width(method: str, size: int, rate: float, level: float = LEVEL) -> float:
    """The width that an interval has on average when the true rate is `rate`: an exact sum over all outcomes."""
    low, high = INTERVALS[method](size, level)
    return float(exactly(np.arange(size + 1), size, rate) @ (high - low))


def size_for_width(method: str, width: float, rate: float, level: float = LEVEL) -> int:
    """The fewest participants with which the expected width is at most `width`.

    The expected width falls with every participant, so the number is found by halving. Raises DesignError where MOST
    are too few.
    """
    within(width, "width")
    within(level, "level")
    if expected_width(method, MOST, rate, level) > width:
        what = f"a width of {width:g} would take more than {MOST} participants."
        raise DesignError(what, "width", "Ask for a wider interval.")
    low, high = 0, MOST
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if expected_width(method, middle, rate, level) <= width else (middle, high)
    return high
