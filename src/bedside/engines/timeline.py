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
        self._runs = _Runs(person, self._from(at)) if self._ranked is None else None

    def span(self, person: Array, first: Array, last: Array) -> tuple[Array, Array]:
        """Of each row the places of its person's times from `first` to `last`, both included: first place, and the one
        behind them. Where there are none the second is not greater."""
        first, last = self._from(first), self._until(last)
        if self._runs is None:
            return self._searched(person, first, last)
        found = self._runs.span(person, first, last)
        broken = self._runs.broken(person)
        for end, searched in zip(found, self._searched(person[broken], first[broken], last[broken]), strict=True):
            end[broken] = searched
        return found

    def _searched(self, person: Array, first: Array, last: Array) -> tuple[Array, Array]:
        whose = person * self._wide
        return (
            np.searchsorted(self._keys, whose + first, side="left"),
            np.searchsorted(self._keys, whose + last, side="right"),
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


class _Runs:
    """Where each person's times begin, and for whom one number follows the other: a stay hour by hour needs no search.

    `broken` gives those rows whose person's times have to be searched.
    """

    def __init__(self, person: Array, number: Array) -> None:
        self._behind = int(person[-1]) + 1 if len(person) else 0
        self._begin = np.searchsorted(person, np.arange(self._behind + 2))
        self._count = np.diff(self._begin)
        self._number = np.append(number, 0)[self._begin[:-1]]
        self._broken = np.zeros(self._behind + 1, dtype=np.bool_)
        self._broken[person[1:][(person[1:] == person[:-1]) & (np.diff(number) != 1)]] = True

    def broken(self, person: Array) -> Array:
        return np.flatnonzero(self._broken[np.minimum(person, self._behind)])

    def span(self, person: Array, first: Array, last: Array) -> tuple[Array, Array]:
        whose = np.minimum(person, self._behind)
        begin, number, count = self._begin[whose], self._number[whose], self._count[whose]
        return (
            begin + np.minimum(np.maximum(first - number, 0), count),
            begin + np.minimum(np.maximum(last - number + 1, 0), count),
        )


def _within(number: Array, wide: int) -> Array:
    return np.minimum(np.maximum(number, 0), wide - 1)
