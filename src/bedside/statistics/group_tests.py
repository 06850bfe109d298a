"""Whether groups differ: the log-rank test of survival, and Gray's test of cumulative incidence.

Mantel N, Cancer Chemother Rep 1966;50:163-170, with the hypergeometric variance at tied times; Gray RJ, A class of
K-sample tests for comparing the cumulative incidence of a competing risk, Ann Stat 1988;16:1141-1154, with weight 1
(rho = 0), ties as in his program cmprsk.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from bedside.design.binomial import Floats, Whole
from bedside.statistics.answer import NO_EVENT, NO_VARIATION, NOBODY, ONE_GROUP, Absent, Test
from bedside.statistics.distributions import chi_square_above
from bedside.statistics.event_times import GroupTimes, group_times
from bedside.statistics.given import cause_number
from bedside.values.wording import Text

LOG_RANK = "log-rank test (Mantel 1966)"
GRAY = "Gray's test (Gray 1988)"
FLAT = 1e-10
"""The share of the greatest variance below which groups do not differ in a direction."""
TOO_FEW = Absent(
    Text("with so few at risk the variance of the test cannot be estimated",
         "avec si peu de personnes à risque, la variance du test ne peut être estimée")
)  # fmt: skip


def log_rank(time: ArrayLike, event: ArrayLike, group: ArrayLike) -> Test:
    """`event` 1, or 0 where it is censored. Raises UsageError for what cannot be."""
    seen = group_times(time, event, group)
    d = seen.events.sum(axis=2)
    why = _why_not(seen, d)
    if why is not None:
        return Test(LOG_RANK, why)
    n, total, events = seen.at_risk.astype(float), seen.at_risk.sum(axis=1), d.sum(axis=1)
    share = n / total[:, None]
    spread = events * (total - events) / np.maximum(total - 1, 1)
    score = (d - events[:, None] * share).sum(axis=0)
    variance = np.diag(spread @ share) - np.einsum("t,ti,tj->ij", spread, share, share)
    return _tested(LOG_RANK, score, variance)


def gray(time: ArrayLike, event: ArrayLike, group: ArrayLike, cause: int = 1) -> Test:
    """`event` 0 where it is censored, otherwise the cause. Raises UsageError for what cannot be."""
    seen = group_times(time, event, group)
    cause_number(cause)
    known = cause <= seen.events.shape[2]
    d = seen.events[:, :, cause - 1] if known else np.zeros_like(seen.at_risk)
    why = _why_not(seen, d)
    if why is not None:
        return Test(GRAY, why)
    return _tested(GRAY, *_gray(seen.at_risk.astype(float), d, seen.events.sum(axis=2) - d))


def _gray(n: Floats, mine: Whole, others: Whole) -> tuple[Floats, Floats]:
    """The score of each group and its variance; `n`, and events of the cause and of others: a row a time."""
    risky = n > 0
    step = 1 - (mine + others) / np.where(risky, n, 1.0)
    after = np.cumprod(np.where(risky, step, 1.0), axis=0)
    before = np.vstack([np.ones((1, n.shape[1])), after])[:-1]
    incidence = np.cumsum(before * mine / np.where(risky, n, 1.0), axis=0)
    earlier = np.vstack([np.zeros((1, n.shape[1])), incidence])[:-1]
    weight = np.where(risky, n / np.where(risky, before, 1.0), 0.0)
    events = mine.sum(axis=1)
    all_weights = weight.sum(axis=1)
    pooled = np.cumsum(events / all_weights)
    free = np.append(1.0, 1 - pooled)[:-1]
    expected = weight * (1 - earlier)
    score = (mine - events[:, None] * expected / expected.sum(axis=1)[:, None]).sum(axis=0)
    difference = weight[:, :, None] * (np.eye(n.shape[1]) - weight[:, None, :] / all_weights[:, None, None])
    hazard = np.where(free != 0, events / (all_weights * np.where(free != 0, free, 1.0)), 0.0)
    drift = np.cumsum(difference * hazard[:, None, None], axis=0)
    ahead = drift[-1] - drift
    alive = after > 0
    ratio = np.where(alive, (1 - pooled)[:, None] / np.where(alive, after, 1.0), 0.0)
    moved = difference + (1 - ratio)[:, None, :] * ahead
    spread = _spread_of_cause(n, before, events, all_weights)
    variance = np.einsum("tk,tik,tjk->ij", spread, moved, moved)
    tied = np.where(others > 1, (n - others) / np.maximum(n - 1, 1.0), 1.0)
    spread = np.where(alive, before**2 * tied * others / np.where(risky, n, 1.0) ** 2, 0.0)
    moved = ratio[:, None, :] * ahead
    return score, variance + np.einsum("tk,tik,tjk->ij", spread, moved, moved)


def _spread_of_cause(n: Floats, before: Floats, events: Whole, all_weights: Floats) -> Floats:
    """The variance of a step of a group's incidence, if the groups do not differ."""
    risky = n > 0
    reach = all_weights[:, None] * before - 1
    tied = np.where(events[:, None] > 1, 1 - (events[:, None] - 1) / np.where(reach > 0, reach, 1.0), 1.0)
    return np.where(risky, tied * before * (events / all_weights)[:, None] / np.where(risky, n, 1.0), 0.0)


def _why_not(seen: GroupTimes, events: Whole) -> Absent | None:
    if not len(seen.time):
        return NOBODY
    if len(seen.groups) < 2:
        return ONE_GROUP
    return None if events.any() else NO_EVENT


def _tested(method: str, score: Floats, variance: Floats) -> Test:
    """The score against its variance, of as many degrees of freedom as the variance has."""
    curvatures, directions = np.linalg.eigh(variance)
    least = FLAT * max(float(curvatures[-1]), 1.0)
    if curvatures[0] < -least:
        return Test(method, TOO_FEW)
    open_ = curvatures > least
    df = int(open_.sum())
    if not df:
        return Test(method, NO_VARIATION)
    statistic = float(((score @ directions)[open_] ** 2 / curvatures[open_]).sum())
    return Test(method, chi_square_above(statistic, df), statistic, df)
