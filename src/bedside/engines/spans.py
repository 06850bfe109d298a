"""What covers each of many places: the greatest or the sum over spans of them.

A span holds the places from `first` up to, without, `behind`; one that holds none covers nothing. The greatest is
found without laying the spans out: a span of any length is the union of two whose length is a power of two, and all
of one such length are halved at once (a sparse table, filled from its top down).
"""

from __future__ import annotations

import numpy as np

from bedside.engines.arrays import Array


def greatest_over(size: int, first: Array, behind: Array, values: Array, none: float | int = -np.inf) -> Array:
    """For each of `size` places the greatest of `values` over the spans that cover it; `none` where none does.

    `none` must be less than every value, or the least that there can be.
    """
    held = behind > first
    if not held.all():
        first, behind, values = first[held], behind[held], values[held]
    found = np.full(size, none, dtype=values.dtype)
    if not len(values):
        return found
    powers = np.frexp((behind - first).astype(np.float64))[1] - 1
    alike = powers.min() == powers.max()
    for power in range(int(powers.max()), -1, -1):
        here = slice(None) if alike and power == powers[0] else powers == power
        if not alike or power == powers[0]:
            np.maximum.at(found, first[here], values[here])
            np.maximum.at(found, behind[here] - (1 << power), values[here])
        if power:
            half, halved = 1 << (power - 1), found.copy()
            np.maximum(halved[half:], found[:-half], out=halved[half:])
            found = halved
    return found


def least_over(size: int, first: Array, behind: Array, values: Array) -> Array:
    """The least, and infinity where no span covers a place."""
    return -greatest_over(size, first, behind, -values)


def sum_over(size: int, first: Array, behind: Array, values: Array) -> Array:
    """For each of `size` places the sum of `values` (whole numbers) over the spans that cover it."""
    steps = np.zeros(size + 1, dtype=np.int64)
    held = behind > first
    np.add.at(steps, first[held], values[held])
    np.subtract.at(steps, behind[held], values[held])
    return np.cumsum(steps[:-1])


def laid_out(first: Array, behind: Array) -> tuple[Array, Array]:
    """Every pair of a span and a place that it covers: the number of the span, and the place."""
    lengths = np.maximum(behind - first, 0)
    span = np.repeat(np.arange(len(lengths)), lengths)
    before = np.cumsum(lengths) - lengths
    return span, np.arange(len(span)) - before[span] + first[span]
