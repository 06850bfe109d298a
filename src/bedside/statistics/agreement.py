"""How far two ratings of the same things agree: kappa, and the limits of agreement of two measurements.

Kappa: Cohen J. Educ Psychol Meas 1960;20:37-46. Weighted: Cohen J. Psychol Bull 1968;70:213-220. Its large-sample
standard error, weighted or not: Fleiss JL, Cohen J, Everitt BS. Psychol Bull 1969;72:323-327. Limits of agreement:
Bland JM, Altman DG. Lancet 1986;1:307-310. All take the ratings as independent of each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from bedside.statistics.answer import AT_THE_EDGE, NO_VARIATION, Absent, Estimate, Number
from bedside.statistics.distributions import normal_quantile
from bedside.values.wording import Text

Pairs: TypeAlias = Sequence[tuple[float, float, int]]
"""A cross table: a first rating, a second one, and how many things have both."""

NOTHING = Absent(Text("nothing was rated twice", "rien n’a été coté deux fois"))
ONE_PAIR = Absent(Text("two pairs are needed", "il faut deux paires"))


class Weight(StrEnum):
    """How much two different ratings count as agreement: not at all, or less with the square of their distance."""

    NONE = "none"
    QUADRATIC = "quadratic"


METHOD = {
    Weight.NONE: "Cohen's kappa, interval of Fleiss, Cohen and Everitt 1969",
    Weight.QUADRATIC: "kappa with quadratic weights, interval of Fleiss, Cohen and Everitt 1969",
}
LIMITS = "Bland and Altman 1986: mean difference and 1.96 standard deviations on both sides"


@dataclass(frozen=True)
class Limits:
    """The mean of second minus first, and the limits between which 95 % of differences lie if they are normal."""

    mean: Number
    low: Number
    high: Number


def kappa(pairs: Pairs, weight: Weight = Weight.NONE, level: float = 0.95) -> Estimate:
    """Agreement beyond chance, 1 at the most; its interval is cut at -1 and 1.

    Absent where nothing was rated, or where both ratings give everything the same one value. Where every pair agrees,
    or where the formula gives no spread, the value has no interval.
    """
    method = METHOD[weight]
    whole = sum(count for _, _, count in pairs)
    if not whole:
        return Estimate(method, NOTHING, NOTHING, NOTHING, level)
    values = sorted({value for first, second, _ in pairs for value in (first, second)})
    if len(values) == 1:
        return Estimate(method, NO_VARIATION, NO_VARIATION, NO_VARIATION, level)
    place = {value: number for number, value in enumerate(values)}
    share = np.zeros((len(values), len(values)))
    for first, second, count in pairs:
        share[place[first], place[second]] += count / whole
    weights = _weights(np.array(values, dtype=float), weight)
    rows, columns = share.sum(axis=1), share.sum(axis=0)
    by_row, by_column = weights @ columns, rows @ weights
    observed, chance = float((weights * share).sum()), float(rows @ weights @ columns)
    left = 1 - chance
    found = 1 - float(((1 - weights) * share).sum()) / float(rows @ (1 - weights) @ columns)
    spread = (weights * left - (by_row[:, None] + by_column[None, :]) * (1 - observed)) ** 2
    variance = float((share * spread).sum()) - (observed * chance - 2 * chance + observed) ** 2
    if variance <= 1e-14 * left**2:  # rounding of a variance that is 0
        return Estimate(method, found, AT_THE_EDGE, AT_THE_EDGE, level)
    se = sqrt(variance / whole) / left**2
    half = normal_quantile((1 + level) / 2) * se
    return Estimate(method, found, max(found - half, -1.0), min(found + half, 1.0), level, se)


def _weights(values: NDArray[np.float64], weight: Weight) -> NDArray[np.float64]:
    if weight is Weight.NONE:
        return np.eye(len(values))
    apart: NDArray[np.float64] = np.subtract.outer(values, values) ** 2
    return np.asarray(1 - apart / apart.max())


def limits(pairs: Pairs) -> Limits:
    """The limits of agreement; without spread where there are fewer than two pairs."""
    whole = sum(count for _, _, count in pairs)
    if not whole:
        return Limits(NOTHING, NOTHING, NOTHING)
    mean = sum((second - first) * count for first, second, count in pairs) / whole
    if whole == 1:
        return Limits(mean, ONE_PAIR, ONE_PAIR)
    squares = sum((second - first - mean) ** 2 * count for first, second, count in pairs)
    half = normal_quantile(0.975) * sqrt(squares / (whole - 1))
    return Limits(mean, mean - half, mean + half)
