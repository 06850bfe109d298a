"""Sums over those at risk at each event, and back: the two operations that proportional hazards need.

With `censoring`, those who had a competing event stay at risk with the weight G(t−)/G(T−), G the probability of not
being censored (Fine and Gray 1999); without it they leave, and the hazard is the cause-specific one. Both operations
take a time that grows with the number of participants, not with its square.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from bedside.design.binomial import Floats, Whole, Yes
from bedside.statistics.event_times import EventTimes, event_times


class Ties(StrEnum):
    """How events at one time share those at risk."""

    BRESLOW = "Breslow"
    EFRON = "Efron"


@dataclass(frozen=True)
class RiskSets:
    """Participants sorted by time (`order` from what was given), and a row a term of the partial likelihood.

    A term is a time with `count` events (Breslow), or one event of several at one time of which the share `fraction`
    of the tied ones has left (Efron 1977). `at` is the row of its time in `seen`, `starts` where a time begins among
    the sorted participants, `row` the time of each.
    """

    seen: EventTimes
    order: Whole
    row: Whole
    starts: Whole
    event: Yes
    competing: Yes
    at: Whole
    count: Floats
    fraction: Floats
    free: Floats
    """G(t−) at each time of `seen`."""

    @cached_property
    def weight(self) -> Floats:
        """1/G(T−) of those with a competing event, 0 of others."""
        found: Floats = np.where(self.competing, 1 / self.free[self.row], 0.0)
        return found

    def sums(self, values: Floats) -> Floats:
        """A column a participant in, a column a term out: the sum over those at risk there."""
        found = _from_here(self._by_time(values))[:, self.at]
        if self.competing.any():
            gone = self._by_time(values * self.weight)
            found += self.free[self.at] * (gone.cumsum(axis=1) - gone)[:, self.at]
        if self.fraction.any():
            found -= self.fraction * self._by_time(values * self.event)[:, self.at]
        return found

    def shares(self, terms: Floats) -> Floats:
        """A column a term in, a column a participant out: the sum over the terms, as often as one is at risk there."""
        by_time = self._placed(terms)
        found = by_time.cumsum(axis=1)[:, self.row]
        if self.competing.any():
            weighted = self.free * by_time
            found += self.weight * (_from_here(weighted) - weighted)[:, self.row]
        if self.fraction.any():
            found -= self.event * self._placed(self.fraction * terms)[:, self.row]
        return found

    def censoring(self, values: Floats, terms: Floats) -> Floats:
        """What not knowing G adds to each participant's residual; `values` a participant, `terms` a term.

        The integral of q(u)/Y(u) over the martingale of being censored, q(u) the sum over those with a competing event
        before u of their values times their shares in the terms from u on (Fine and Gray 1999, §4).
        """
        gone = self._by_time(values * self.weight)
        ahead = _from_here(self.free * self._placed(terms))
        q = (gone.cumsum(axis=1) - gone) * ahead / self.seen.at_risk
        drift = (q * (self.seen.censored / self.seen.at_risk)).cumsum(axis=1)
        censored = ~(self.event | self.competing)
        found: Floats = censored * q[:, self.row] - drift[:, self.row]
        return found

    def _by_time(self, values: Floats) -> Floats:
        return np.add.reduceat(values, self.starts, axis=1)

    def _placed(self, terms: Floats) -> Floats:
        """The terms of each time, added up."""
        found = np.zeros((len(terms), len(self.seen.time)))
        begins = np.flatnonzero(np.diff(self.at, prepend=-1))
        found[:, self.at[begins]] = np.add.reduceat(terms, begins, axis=1)
        return found


def _from_here(values: Floats) -> Floats:
    """The sum of each column and all after it."""
    return values[:, ::-1].cumsum(axis=1)[:, ::-1]


def risk_sets(time: ArrayLike, event: ArrayLike, cause: int, ties: Ties, stay: bool) -> RiskSets:
    """`stay`: those with a competing event stay at risk, weighted. Raises UsageError for what cannot be."""
    seen = event_times(time, event, cause)
    happened = np.asarray(event, dtype=float).reshape(-1)
    order = np.argsort(seen.row, kind="stable")
    row, sorted_ = seen.row[order], happened[order]
    mine = sorted_ == cause
    competing = (sorted_ > 0) & ~mine if stay else np.zeros(len(order), dtype=bool)
    tied = seen.events[:, cause - 1]
    at = np.flatnonzero(tied)
    count, fraction = tied[at].astype(float), np.zeros(len(at))
    if ties is Ties.EFRON:
        at = np.repeat(at, tied[at])
        first = np.repeat(np.cumsum(tied) - tied, tied)
        fraction, count = (np.arange(len(at)) - first) / tied[at], np.ones(len(at))
    free = np.append(1.0, np.cumprod(1 - seen.censored / seen.at_risk))[: len(seen.time)]
    starts = np.searchsorted(row, np.arange(len(seen.time)))
    return RiskSets(seen, order, row, starts, mine, competing, at, count, fraction, free)
