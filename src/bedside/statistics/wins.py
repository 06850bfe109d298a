"""Win statistics: every participant of one group compared with every participant of another, component by component.

Wins and losses are means over pairs, so two-sample U-statistics; their covariance is estimated by how much each
participant's own share of wins and of losses varies (Bebu I, Lachin JM, Biostatistics 2016;17:178-187; for one
component without censoring it is that of DeLong ER et al., Biometrics 1988;44:837-845). Win ratio: Pocock SJ et al.,
Eur Heart J 2012;33:176-182. Win odds: Dong G et al., J Biopharm Stat 2020;30:765-775. Net benefit: Buyse 2010.

A ratio hides the pairs that nobody wins, and comparisons in pairs need not be transitive: components, ties and the net
benefit belong beside it. With censoring, what is estimated depends on how long participants were followed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike

from bedside.design.binomial import ROUNDING, Floats, Whole, Yes
from bedside.errors import UsageError
from bedside.statistics.answer import NO_VARIATION, ONE_GROUP, Absent, Estimate, Number, Test
from bedside.statistics.given import LEVEL, proportion, same_length
from bedside.statistics.hierarchy import Component
from bedside.values.wording import Text

AT_ONCE = 1_000_000
"""How many pairs are compared at a time."""
RATIO, ODDS, NET = (
    f"{name}, U-statistic variance (Bebu and Lachin 2016)" for name in ("win ratio", "win odds", "net benefit")
)
NO_WIN = Absent(Text("no pair was won", "aucune paire n’a été gagnée"))
NO_LOSS = Absent(Text("no pair was lost", "aucune paire n’a été perdue"))
ALONE = Absent(
    Text(
        "a group of one participant says nothing on variation", "un groupe d’un participant ne dit rien de la variation"
    )
)


@dataclass(frozen=True, slots=True)
class Decided:
    """Of the pairs that reached a component: how many it decided, found equal, or could not tell."""

    name: str
    wins: int
    losses: int
    ties: int
    undecided: int


@dataclass(frozen=True, slots=True)
class Wins:
    """All pairs of the treated with the controls; `ties` are those that no component decided."""

    components: tuple[Decided, ...]
    pairs: int
    wins: int
    losses: int
    ties: int
    win_ratio: Estimate
    win_odds: Estimate
    net_benefit: Estimate
    test: Test


def wins(components: Sequence[Component], treated: ArrayLike, level: float = LEVEL) -> Wins:
    """Compare those who are `treated` (one yes or no a participant) with those who are not.

    Components stand in the order of their importance. Raises UsageError without any, or where one has another number of
    participants.
    """
    proportion(level, "level")
    one = np.asarray(treated, dtype=bool)
    if not components:
        raise UsageError(
            Text("there is no component.", "il n’y a aucune composante."),
            "components",
            Text("Give at least one.", "Donnez-en au moins une."),
        )
    for each in components:
        same_length(range(each.size()), len(one), each.name)
    decided, won, lost = _compared(components, one)
    pairs = int(one.sum() * (~one).sum())
    wins_, losses = sum(each.wins for each in decided), sum(each.losses for each in decided)
    ties = pairs - wins_ - losses
    counts = decided, pairs, wins_, losses, ties
    if not pairs:
        none = [_told(method, ONE_GROUP, ONE_GROUP, level) for method in (RATIO, ODDS, NET)]
        return Wins(*counts, none[0], none[1], none[2], Test(NET, ONE_GROUP))
    covariance = _covariance(won, lost, one)
    ratio = _ratio(RATIO, wins_ / pairs, losses / pairs, (1.0, 0.0), covariance, level)
    half = ties / 2
    odds = _ratio(ODDS, (wins_ + half) / pairs, (losses + half) / pairs, (0.5, -0.5), covariance, level)
    return Wins(*counts, ratio, odds, *_net_benefit((wins_ - losses) / pairs, covariance, level))


def _compared(components: Sequence[Component], one: Yes) -> tuple[tuple[Decided, ...], Floats, Floats]:
    """What each component decided, and the share of wins and of losses of each participant against the other group.

    The shares of a control are those of the treated who won or lost against it.
    """
    treated, controls = np.nonzero(one)[0], np.nonzero(~one)[0]
    tally = np.zeros((len(components), 4), dtype=np.int64)
    won, lost = np.zeros(len(one)), np.zeros(len(one))
    many = max(1, AT_ONCE // max(1, len(controls)))
    for start in range(0, len(treated), many):
        rows = treated[start : start + many]
        wins_, losses = _block(components, rows, controls, tally)
        for sums, found in ((won, wins_), (lost, losses)):
            sums[rows] = found.sum(axis=1)
            sums[controls] += found.sum(axis=0)
    others = np.where(one, len(controls), len(treated))
    decided = tuple(Decided(each.name, *map(int, row)) for each, row in zip(components, tally, strict=True))
    return decided, won / np.maximum(others, 1), lost / np.maximum(others, 1)


def _block(components: Sequence[Component], rows: Whole, controls: Whole, tally: Whole) -> tuple[Yes, Yes]:
    """Which pairs are won and lost in the end; what each component decided is added to the tally."""
    left = np.ones((len(rows), len(controls)), dtype=bool)
    won, lost = np.zeros_like(left), np.zeros_like(left)
    for each, count in zip(components, tally, strict=True):
        wins_, losses, ties = (found & left for found in each.pairs(rows, controls))
        count += [wins_.sum(), losses.sum(), ties.sum(), (left & ~wins_ & ~losses & ~ties).sum()]
        won, lost = won | wins_, lost | losses
        left &= ~wins_ & ~losses
    return won, lost


def _covariance(won: Floats, lost: Floats, one: Yes) -> Floats | Absent:
    """Of the shares of wins and of losses (2 × 2)."""
    groups = one, ~one
    if min(each.sum() for each in groups) < 2:
        return ALONE
    return np.asarray(sum(np.cov(won[each], lost[each]) / each.sum() for each in groups))


def _ratio(
    method: str, above: float, below: float, tilt: tuple[float, float], covariance: Floats | Absent, level: float
) -> Estimate:
    """`above` over `below`, which move with the shares of wins and losses as `tilt` and its reverse say."""
    if not below:
        return _told(method, NO_LOSS, NO_LOSS, level)
    value = above / below
    if not above:
        return _told(method, value, NO_WIN, level)
    if isinstance(covariance, Absent):
        return _told(method, value, covariance, level)
    slope = np.array(tilt) / above - np.array(tilt[::-1]) / below
    error = sqrt(max(0.0, float(slope @ covariance @ slope)))
    if error < ROUNDING:
        return _told(method, value, NO_VARIATION, level)
    half = NormalDist().inv_cdf((1 + level) / 2) * error
    return Estimate(method, value, exp(log(value) - half), exp(log(value) + half), level, value * error)


def _net_benefit(value: float, covariance: Floats | Absent, level: float) -> tuple[Estimate, Test]:
    """The share of wins less that of losses; its interval ends at -1 and 1."""
    if isinstance(covariance, Absent):
        return _told(NET, value, covariance, level), Test(NET, covariance)
    error = sqrt(max(0.0, float(covariance[0, 0] + covariance[1, 1] - 2 * covariance[0, 1])))
    if error < ROUNDING:
        return _told(NET, value, NO_VARIATION, level), Test(NET, NO_VARIATION)
    half = NormalDist().inv_cdf((1 + level) / 2) * error
    z = value / error
    estimate = Estimate(NET, value, max(value - half, -1.0), min(value + half, 1.0), level, error)
    return estimate, Test(NET, 2 * NormalDist().cdf(-abs(z)), z)


def _told(method: str, value: Number, why: Absent, level: float) -> Estimate:
    """An estimate without an interval, or not even that."""
    return Estimate(method, value, why, why, level, why)
