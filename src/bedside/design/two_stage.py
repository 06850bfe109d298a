"""Two stages, the first of which may stop for futility (Simon 1989), searched exactly and to the end.

Simon R, Optimal two-stage designs for phase II clinical trials, Control Clin Trials 1989;10:1-10: of the designs that
keep both errors, the optimal one expects the fewest participants at p0, the minimax one takes the fewest at most.
Jung SH and others, Admissible two-stage designs, Stat Med 2004;23:561-569: those that are best for some weighting of
the two. As in Simon's search, r is the greatest that keeps the power; alpha then decides.

The search goes up from the fewest participants that any test needs. A design of more participants is of interest only
if it expects fewer than every one before; once no first stage can, none of a greater number can either, because with
the first stage fixed the expectation grows with n. So no limit on n has to be chosen by hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

import numpy as np

from bedside.design.binomial import ROUNDING, Floats, Whole, Yes, exactly
from bedside.design.hypotheses import Hypotheses
from bedside.design.plan import Plan, staged
from bedside.errors import DesignError

LARGEST = 500
"""Participants up to which two stages are searched."""
REACH = 100
"""Participants to which the tables of a search reach at first; they are made anew, twice as large, where it goes on."""


@dataclass(frozen=True)
class TwoStage:
    """Stop after `n1` with `r1` successes or fewer; go on to `n`, and declare success with more than `r`.

    `expected` is the expected number of participants at p0, `stopped` the probability there of stopping early.
    """

    n1: int
    r1: int
    n: int
    r: int
    alpha: float
    power: float
    expected: float
    stopped: float

    @property
    def plan(self) -> Plan:
        return staged((self.n1, self.n), (self.r1, self.r))


@dataclass(frozen=True)
class Admissible:
    """A design, and the weights of the greatest number (against the expected one) for which it is the best."""

    design: TwoStage
    least_weight: float
    greatest_weight: float


def best_by_size(asked: Hypotheses, most: int = LARGEST) -> tuple[TwoStage, ...]:
    """The minimax design, the optimal one, and between them each that expects fewer at p0 than all smaller ones.

    Ordered by growing number of participants. Raises DesignError where none has at most `most` participants.
    """
    reach = min(REACH, most)
    found, proved = within_reach(asked, reach)
    while not proved and reach < most:
        reach = min(2 * reach, most)
        found, proved = within_reach(asked, reach)
    if not found:
        what = f"no two-stage design of at most {most} participants keeps both errors."
        raise DesignError(what, "p0, p1", "Take rates further apart, a lower power, or a greater type I error.")
    return tuple(found)


def within_reach(asked: Hypotheses, most: int) -> tuple[list[TwoStage], bool]:
    """The same up to a number of participants, and whether it is proved that no greater one can add to it."""
    found: list[TwoStage] = []
    search = _Search(asked, most)
    for size in range(search.least, most + 1):
        candidates = search.first_stages(size, found[-1].expected if found else np.inf)
        if found and not candidates.any():
            return found, True
        best = search.best(size, candidates)
        found += [best] if best else []
    return found, False


def minimax(designs: Sequence[TwoStage]) -> TwoStage:
    """Of `best_by_size`: the one that takes the fewest participants at most."""
    return designs[0]


def optimal(designs: Sequence[TwoStage]) -> TwoStage:
    """Of `best_by_size`: the one that expects the fewest participants at p0."""
    return designs[-1]


def admissible(designs: Sequence[TwoStage]) -> tuple[Admissible, ...]:
    """Of `best_by_size`: those that minimise w·n + (1−w)·expected for some weight w from 0 to 1, minimax first."""
    hull: list[TwoStage] = []
    for each in designs:
        while len(hull) > 1 and _weight(hull[-2], hull[-1]) <= _weight(hull[-1], each):
            hull.pop()
        hull.append(each)
    turns = [1.0, *(_weight(one, other) for one, other in pairwise(hull)), 0.0]
    return tuple(Admissible(each, turns[i + 1], turns[i]) for i, each in enumerate(hull))


def _weight(smaller: TwoStage, larger: TwoStage) -> float:
    """The weight at which both are equally good; above it the smaller one is the better."""
    gain = smaller.expected - larger.expected
    return gain / (gain + larger.n - smaller.n)


class _Search:
    """Tables of the two binomial distributions, read for every size of a search.

    A row of a table of first stages is a number n1 of participants, a column a number r1 of successes.
    """

    def __init__(self, asked: Hypotheses, most: int) -> None:
        self.asked = asked
        self.null, self.hoped = _tables(asked.p0, most), _tables(asked.p1, most)
        lost = self.hoped.at_most <= asked.beta + ROUNDING
        self.columns = int(lost.sum(axis=1).max())
        self.keeps_power = lost[:, : self.columns]
        self.stopped = self.null.at_most[:, : self.columns]
        self.first = np.arange(most + 1)[:, None]

    @cached_property
    def least(self) -> int:
        """The fewest participants with which any test of this level has the power, were it to toss a coin at the bound.

        The most powerful test is of that kind (Neyman and Pearson 1933), so no design of fewer participants exists.
        """
        for size in range(2, len(self.first)):
            null, hoped = self.null.over[size], self.hoped.over[size]
            r = int(np.argmax(null <= self.asked.alpha))
            share = (self.asked.alpha - null[r]) / (null[r - 1] - null[r]) if r else 0.0
            if hoped[r] + share * (hoped[r - 1] - hoped[r]) >= self.asked.power - ROUNDING:
                return size
        return len(self.first)

    def expected(self, size: int) -> Floats:
        """The expected number of participants at p0 of each first stage."""
        found: Floats = self.first + (1.0 - self.stopped) * (size - self.first)
        return found

    def first_stages(self, size: int, below: float) -> Yes:
        """The first stages that leave the power in reach and expect fewer participants than `below`."""
        found: Yes = (self.keeps_power & (self.expected(size) < below))[:size]
        found[0] = False
        return found

    def best(self, size: int, candidates: Yes) -> TwoStage | None:
        """Of the candidates, the design that expects the fewest at p0 among those that keep both errors."""
        rows = int(np.flatnonzero(candidates.any(axis=1)).max(initial=0)) + 1
        candidates = candidates[:rows]
        bound: Whole = np.full(candidates.shape, -1)
        for r, alpha, power in self._bounds(size, rows):
            kept = candidates & (bound < 0) & (power >= self.asked.power - ROUNDING)
            bound[kept & (alpha <= self.asked.alpha + ROUNDING)] = r
            if not (candidates & (alpha <= self.asked.alpha + ROUNDING)).any():
                break
        if (bound < 0).all():
            return None
        expected = np.where(bound >= 0, self.expected(size)[:rows], np.inf)
        n1, r1 = (int(each) for each in np.unravel_index(np.argmin(expected), expected.shape))
        return self._design(n1, r1, size, int(bound[n1, r1]))

    def _bounds(self, size: int, rows: int) -> Iterator[tuple[int, Floats, Floats]]:
        """From the greatest r that has the power with one look downwards: both errors of every first stage."""
        r = int((self.hoped.over[size, : size + 1] >= self.asked.power - ROUNDING).sum()) - 1
        for bound in range(r, -1, -1):
            alpha, power = (each.success(size, bound, rows, self.columns) for each in (self.null, self.hoped))
            yield bound, alpha, power

    def _design(self, n1: int, r1: int, n: int, r: int) -> TwoStage:
        alpha, power = (float(each.success(n, r, n1 + 1, r1 + 1)[n1, r1]) for each in (self.null, self.hoped))
        return TwoStage(n1, r1, n, r, alpha, power, float(self.expected(n)[n1, r1]), float(self.stopped[n1, r1]))


class _Tables:
    """A binomial distribution for every number of participants up to `most`: a row n, a column x."""

    def __init__(self, rate: float, most: int) -> None:
        n, x = np.arange(most + 1)[:, None], np.arange(most + 1)[None, :]
        self.exactly = np.where(x <= n, exactly(np.minimum(x, n), n, rate), 0.0)
        self.at_most = np.where(x < n, np.minimum(self.exactly.cumsum(axis=1), 1.0), 1.0)
        self.over = 1.0 - self.at_most

    def success(self, size: int, bound: int, rows: int, columns: int) -> Floats:
        """P(more than `bound` successes of `size`, more than r1 of the first n1): a row n1, a column r1."""
        n1, x = np.arange(rows)[:, None], np.arange(columns)[None, :]
        later = np.where(x <= bound, self.over[size - n1, np.maximum(bound - x, 0)], 1.0)
        missed = (self.exactly[:rows, :columns] * later).cumsum(axis=1)
        found: Floats = self.over[size, bound] - missed
        return found


@lru_cache(maxsize=64)
def _tables(rate: float, most: int) -> _Tables:
    """The same once more where another search has the same rate."""
    return _Tables(rate, most)
