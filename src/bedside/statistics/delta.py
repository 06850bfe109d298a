"""A result over deltas: how much worse must those who are missing do before the conclusion changes?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import ArrayLike

from bedside.design.binomial import Floats
from bedside.statistics.answer import Absent
from bedside.statistics.given import LEVEL, numbers, proportion
from bedside.statistics.imputation import Missing
from bedside.statistics.pooling import Pooled, pooled, unpooled


@dataclass(frozen=True, slots=True)
class AtDelta:
    """The result at one delta."""

    delta: float
    result: Pooled


def mean(outcomes: Floats) -> tuple[float, float]:
    """Of complete outcomes (n) the mean and its variance; 0 for one participant."""
    many = len(outcomes)
    return float(outcomes.mean()), float(outcomes.var(ddof=1) / many) if many > 1 else 0.0


def share(outcomes: Floats) -> tuple[float, float]:
    """Of complete answers (n) the share of successes and its variance."""
    rate = float(outcomes.mean())
    return rate, rate * (1 - rate) / len(outcomes)


def over_deltas(
    missing: Missing,
    deltas: Sequence[float],
    analysis: Callable[[Floats], tuple[float, float]],
    complete_df: float = inf,
    moved: ArrayLike = 1.0,
    level: float = LEVEL,
) -> tuple[AtDelta, ...]:
    """At each delta: impute, analyse each completed set, and pool.

    `analysis` gives an estimate and its variance from complete outcomes; `complete_df` are its degrees of freedom.
    `moved` says who is moved by delta, and how far: 1 for all, or one number a participant (0 leaves a group as it is).
    """
    proportion(level, "level")
    far = np.asarray(moved, dtype=float)
    return tuple(
        AtDelta(float(delta), _at(missing.imputed(far * delta), missing.times, analysis, complete_df, level))
        for delta in numbers(deltas, "deltas")
    )


def _at(
    completed: Floats | Absent, times: int, analysis: Callable[[Floats], tuple[float, float]], df: float, level: float
) -> Pooled:
    if isinstance(completed, Absent):
        return unpooled(completed, times, level)
    found = [analysis(outcomes) for outcomes in completed]
    return pooled([value for value, _ in found], [variance for _, variance in found], df, level)
