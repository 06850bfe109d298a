"""Where a growing function of a probability reaches a value, by halving."""

from __future__ import annotations

from collections.abc import Callable

HALVINGS = 60
"""After that many the two ends are one number in double precision."""


def crossing(function: Callable[[float], float], value: float) -> float:
    """The rate from 0 to 1 at which a function that grows with the rate reaches `value`."""
    low, high = 0.0, 1.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if function(middle) >= value else (middle, high)
    return (low + high) / 2
