"""Which hypotheses lead to a number of participants: a grid of rates and errors, by each common way of planning.

Where a public record states a number and nothing else, this tells what could stand behind it, and that it could be many
things. The approximate ways are those of textbooks: Fleming TR, Biometrics 1982;38:143-151, for one stage; with
correction for continuity, Fleiss JL, Levin B, Paik MC, Statistical Methods for Rates and Proportions, 3rd ed., Wiley
2003, chapter 2. Both exact and approximate numbers may have been raised for drop-out, by dividing or by multiplying.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import product
from math import ceil, sqrt
from statistics import NormalDist

from bedside.design.hypotheses import Hypotheses, inflated
from bedside.design.single_stage import smallest, stable
from bedside.design.two_stage import best_by_size, minimax, optimal, within_reach

RATES = tuple(round(0.05 * step, 2) for step in range(1, 17))
DIFFERENCES = (0.10, 0.15, 0.20, 0.25, 0.30, 0.35)
ALPHAS = (0.025, 0.05, 0.10)
POWERS = (0.80, 0.85, 0.90, 0.95)


class Way(StrEnum):
    """How a number of participants is planned."""

    EXACT = "exact"
    STABLE = "stable"
    NORMAL = "normal"
    CORRECTED = "corrected"
    MINIMAX = "minimax"
    OPTIMAL = "optimal"
    EXACT_5 = "exact_5"
    EXACT_10 = "exact_10"
    NORMAL_5 = "normal_5"
    NORMAL_10 = "normal_10"


RAISED: Mapping[Way, tuple[Way, float]] = {
    Way.EXACT_5: (Way.EXACT, 0.05),
    Way.EXACT_10: (Way.EXACT, 0.10),
    Way.NORMAL_5: (Way.NORMAL, 0.05),
    Way.NORMAL_10: (Way.NORMAL, 0.10),
}
"""Ways that plan how many are to be evaluable, and raise that number for a share that drops out."""


@dataclass(frozen=True)
class Consistent:
    """Hypotheses for which one way of planning gives the number of participants."""

    asked: Hypotheses
    way: Way


@lru_cache(maxsize=8)
def consistent(size: int) -> tuple[Consistent, ...]:
    """Every set of hypotheses of the grid for which some way of planning gives `size` participants."""
    return tuple(found for asked in _grid() for found in _ways(asked, size))


def _grid() -> Iterator[Hypotheses]:
    for p0, difference, alpha, power in product(RATES, DIFFERENCES, ALPHAS, POWERS):
        if p0 + difference < 0.999:
            yield Hypotheses(p0, round(p0 + difference, 2), alpha, power)


def _ways(asked: Hypotheses, size: int) -> Iterator[Consistent]:
    sizes = {Way.EXACT: smallest(asked).size, Way.STABLE: stable(asked).size, **approximate(asked)}
    yield from (Consistent(asked, way) for way, found in sizes.items() if found == size)
    for way, (plain, lost) in RAISED.items():
        if size in raised(sizes[plain], lost):
            yield Consistent(asked, way)
    designs, _ = within_reach(asked, size)
    if designs and minimax(designs).n == size:
        yield Consistent(asked, Way.MINIMAX)
    if designs and optimal(designs).n == size == optimal(best_by_size(asked)).n:
        yield Consistent(asked, Way.OPTIMAL)


def raised(evaluable: int, lost: float) -> frozenset[int]:
    """How many are enrolled so that so many stay: n ÷ (1 − lost), or n · (1 + lost) as is often done, rounded up."""
    return frozenset((inflated(evaluable, lost), ceil(evaluable * (1 + lost) - 1e-9)))


def approximate(asked: Hypotheses) -> dict[Way, int]:
    """The number of participants by the normal approximation, and with its correction for continuity."""
    normal, difference = NormalDist(), asked.p1 - asked.p0
    null, hoped = (sqrt(rate * (1 - rate)) for rate in (asked.p0, asked.p1))
    n = ((normal.inv_cdf(1 - asked.alpha) * null + normal.inv_cdf(asked.power) * hoped) / difference) ** 2
    corrected = n / 4 * (1 + sqrt(1 + 2 / (n * difference))) ** 2
    return {Way.NORMAL: ceil(n - 1e-9), Way.CORRECTED: ceil(corrected - 1e-9)}
