"""Times of people in order, and the place of any span of a person's time in that order."""

from __future__ import annotations

import numpy as np

from bedside.engines.arrays import Array

WIDEST = 2**62
"""A person and a time together are one whole number below this."""


class Timeline:
    """Times (microseconds) in order of person (counted from 0), then time."""

    def __init__(self, person: Array, at: Array) -> None:
        self._first, self._last = (int(at.min()), int(at.max())) if len(at) else (0, 0)
        self._apart = max(int(np.gcd.reduce(at - self._first)) if len(at) else 0, 1)
        self._ranked: Array | None = None
        self._wide = (self._last - self._first) // self._apart + 3
        if (int(person[-1]) + 2 if len(person) else 2) * self._wide >= WIDEST:
            self._ranked = np.unique(at)
            self._wide = len(self._ranked) + 2
        self._keys = person * self._wide + self._from(at)

    def span(self, person: Array, first: Array, last: Array) -> tuple[Array, Array]:
        """Of each row the places of its person's times from `first` to `last`, both included: first place, and the one
        behind them. Where there are none the second is not greater."""
        whose = person * self._wide
        return (
            np.searchsorted(self._keys, whose + self._from(first), side="left"),
            np.searchsorted(self._keys, whose + self._until(last), side="right"),
        )

    def _from(self, at: Array) -> Array:
        """The number, in a person, of the first time that there could be at or after this one."""
        if self._ranked is not None:
            return np.searchsorted(self._ranked, at, side="left") + 1
        return _within(-((self._first - at) // self._apart) + 1, self._wide)

    def _until(self, at: Array) -> Array:
        """The number, in a person, of the last time that there could be at or before this one."""
        if self._ranked is not None:
            return np.searchsorted(self._ranked, at, side="right")
        return _within((at - self._first) // self._apart + 1, self._wide)


def _within(number: Array, wide: int) -> Array:
    return np.minimum(np.maximum(number, 0), wide - 1)
