"""How much of the type I error may be spent by when, and the boundaries that spend no more of it, exactly.

Lan KKG, DeMets DL, Discrete sequential boundaries for clinical trials, Biometrika 1983;70:659-663. Their functions are
kept, the normal approximation is not: what is spent is a sum of binomial probabilities.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import e, log1p, sqrt
from statistics import NormalDist

import numpy as np

from bedside.design.binomial import ROUNDING, exactly
from bedside.design.orders import joined, logarithms
from bedside.design.plan import Look


def _obrien_fleming(share: float, alpha: float) -> float:
    """2·(1 − Φ(z_(1−α/2) / √t)): little is spent early (their first function)."""
    normal = NormalDist()
    return 2 * (1 - normal.cdf(normal.inv_cdf(1 - alpha / 2) / sqrt(share)))


def _pocock(share: float, alpha: float) -> float:
    """α·ln(1 + (e − 1)·t): about equally much at each look (their second function)."""
    return alpha * log1p((e - 1) * share)


def _linear(share: float, alpha: float) -> float:
    """α·t (their third function)."""
    return alpha * share


SPENDING: Mapping[str, Callable[[float, float], float]] = {
    "obrien_fleming": _obrien_fleming,
    "pocock": _pocock,
    "linear": _linear,
}
"""How much of alpha may be spent once a share of the participants has been looked at."""


def spent(function: str, sizes: Sequence[int], p0: float, alpha: float) -> list[int]:
    """At each look the fewest successes with which the type I error so far is at most what may be spent.

    One more than the look's size where it cannot stop. Stops for futility are left out of the account, so that alpha is
    kept even if nobody obeys them.
    """
    held, before, used = [1], 0, 0.0
    found: list[int] = []
    for size in sizes:
        held = joined(held, size - before)
        chance = exactly(np.arange(size + 1), size, p0, logarithms(held))
        above = np.append(chance[::-1].cumsum()[::-1], 0.0)
        allowed = SPENDING[function](size / sizes[-1], alpha)
        found.append(int(np.argmax(used + above <= allowed + ROUNDING)))
        used += float(above[found[-1]])
        held = [count if x < found[-1] else 0 for x, count in enumerate(held)]
        before = size
    return found


def left_to_spend(early: Sequence[Look], size: int, p0: float, alpha: float) -> int:
    """The fewest successes of `size` that spend no more than early looks have left of alpha; `size` + 1 if none do.

    As in `spent`, stops for futility are left out of the account.
    """
    held, before, used = [1], 0, 0.0
    for number, success in (*((look.size, look.success) for look in early), (size, None)):
        held = joined(held, number - before)
        chance = exactly(np.arange(number + 1), number, p0, logarithms(held))
        above = np.append(chance[::-1].cumsum()[::-1], 0.0)
        if success is not None:
            used += float(above[success])
            held = [count if x < success else 0 for x, count in enumerate(held)]
        before = number
    return int(np.argmax(used + above <= alpha + ROUNDING))
