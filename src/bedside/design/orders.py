"""In how many orders so many successes can come about: whole numbers, counted without rounding."""

from __future__ import annotations

from collections.abc import Sequence
from math import comb, inf, log

import numpy as np

from bedside.design.binomial import Floats


def joined(held: Sequence[int], added: int) -> list[int]:
    """From the orders by number of successes, those after `added` more participants."""
    found = [0] * (len(held) + added)
    orders = [comb(added, more) for more in range(added + 1)]
    for x, count in enumerate(held):
        if count:
            for more, each in enumerate(orders):
                found[x + more] += count * each
    return found


def logarithms(held: Sequence[int]) -> Floats:
    """Their natural logarithms; minus infinity where there is none."""
    return np.array([log(count) if count else -inf for count in held])
