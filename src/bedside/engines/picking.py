"""From what the records in a window come to, to the answer of a look: `rules.meaning.picked` on arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bedside.engines.arrays import Array
from bedside.rules.nodes import Over, Pick
from bedside.values.variable import Kind

Pair = tuple[Array, Array]
"""The low and the high ends of an answer, one a question; of a constant, arrays without length."""


@dataclass(frozen=True)
class Seen:
    """What the records that each question may read come to.

    `sure`: whether one counts for certain. Highest: the greatest low of the sure ones and the greatest high of all;
    lowest: the least low of all and the least high of the sure ones; latest: the hull of those that no sure one is
    later than; count: of the sure ones and of all. Total: the sums of the sure ones in units of the last decimal, with
    what the others may take away (`below`) and add (`above`). Where nothing is, -inf of a greatest, inf of a least.
    """

    low: Array
    high: Array
    sure: Array
    below: Array | None = None
    above: Array | None = None


def picked(look: Over, seen: Seen, recorded: bool) -> Pair:
    """The answer of a look; `recorded`: no record of its variable means that there was none."""
    variable, low, high = look.variable, seen.low, seen.high
    none_is_none = recorded and (variable.lasting or (variable.kind is Kind.OUTPUT and look.pick is Pick.TOTAL))
    match look.pick:
        case Pick.COUNT:
            return low.astype(np.float64), high.astype(np.float64)
        case Pick.TOTAL:
            scale = 10.0**variable.decimals
            low, high = (low + seen.below) / scale, (high + seen.above) / scale
            if none_is_none:
                return low, high
        case Pick.HIGHEST if none_is_none:
            return np.where(seen.sure, low, 0.0), np.where(seen.sure, high, np.maximum(high, 0.0))
        case Pick.LOWEST if none_is_none:
            return np.where(seen.sure, low, np.minimum(low, 0.0)), np.where(seen.sure, high, 0.0)
    return np.where(seen.sure, low, look.range.low), np.where(seen.sure, high, look.range.high)
