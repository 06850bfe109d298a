"""Who was at risk and what happened, at each time at which something did.

Time counts as R and SAS count it: at risk at t is whoever's time is t or later; who is censored at the time of an event
was at risk of it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from bedside.design.binomial import Floats, Whole
from bedside.statistics.given import codes, labels, times


@dataclass(frozen=True)
class EventTimes:
    """A row a different time, growing: how many were at risk, and how many events of each cause happened.

    `events` has a column a cause, 1 first; `row` is the row of each participant.
    """

    time: Floats
    at_risk: Whole
    events: Whole
    censored: Whole
    row: Whole

    @property
    def any_event(self) -> Whole:
        """Events of any cause, by time."""
        found: Whole = self.events.sum(axis=1)
        return found

    @property
    def last(self) -> float:
        """The last time observed."""
        return float(self.time[-1])


def event_times(time: ArrayLike, event: ArrayLike, causes: int | None = None) -> EventTimes:
    """`time` a participant, and `event`: 0 censored, otherwise the cause. Raises UsageError for what cannot be."""
    t = times(time)
    cause = codes(event, len(t), "event")
    each, row = np.unique(t, return_inverse=True)
    number = max(causes or 1, int(cause.max(initial=0)))
    counted = np.bincount(row * (number + 1) + cause, minlength=len(each) * (number + 1)).reshape(len(each), number + 1)
    left = counted.sum(axis=1)[::-1].cumsum()[::-1]
    return EventTimes(each, left, counted[:, 1:], counted[:, 0], row.astype(np.int64))


@dataclass(frozen=True)
class GroupTimes:
    """The same by group: a row a different time of all, a column a group; `events` has the cause as its third axis."""

    groups: tuple[object, ...]
    time: Floats
    at_risk: Whole
    events: Whole


def group_times(time: ArrayLike, event: ArrayLike, group: ArrayLike) -> GroupTimes:
    """`group` a participant: anything that can be put in order. Raises UsageError for what cannot be."""
    seen = event_times(time, event)
    cause = codes(event, len(seen.row), "event")
    names, place = labels(group, len(seen.row), "group")
    shape = (len(seen.time), len(names), seen.events.shape[1] + 1)
    cell = (seen.row * shape[1] + place) * shape[2] + cause
    counted = np.bincount(cell, minlength=int(np.prod(shape))).reshape(shape)
    left = counted.sum(axis=2)[::-1].cumsum(axis=0)[::-1]
    return GroupTimes(names, seen.time, left, counted[:, :, 1:])
