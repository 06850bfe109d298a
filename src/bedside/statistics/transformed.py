"""Pointwise intervals of a probability over time, made on a scale on which they stay between 0 and 1.

log-log: Borgan Ø, Liestøl K, Scand J Stat 1990;17:35-41, the default of SAS, also of cumulative incidences. log: the
default of R's survfit, cut at 1.
"""

from __future__ import annotations

from enum import StrEnum

import numpy as np

from bedside.design.binomial import Floats
from bedside.statistics.distributions import normal_quantile


class Scale(StrEnum):
    """The scale of an interval."""

    LOG_LOG = "log-log"
    LOG = "log"


MOST = 700.0
"""A wider interval on the log-log scale reaches from 0 to 1 in double precision."""


def band(chance: Floats, se: Floats, scale: Scale, level: float) -> tuple[Floats, Floats]:
    """Both ends at each of some probabilities with their standard errors; at 0 and 1 the probability itself."""
    z = normal_quantile((1 + level) / 2)
    open_ = (chance > 0) & (chance < 1)
    inside = np.where(open_, chance, 0.5)
    width = z * np.where(open_, se, 0.0) / inside
    if scale is Scale.LOG_LOG:
        power = np.exp(np.minimum(width / np.abs(np.log(inside)), MOST))
        low, high = inside**power, inside ** (1 / power)
    else:
        low, high = inside * np.exp(-width), np.minimum(inside * np.exp(width), 1.0)
    return np.where(open_, low, chance), np.where(open_, high, chance)
