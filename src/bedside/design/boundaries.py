"""Rules turned into numbers of successes: the boundaries of every look, exactly.

What the rules together cost and find is worked out by `characteristics`, whatever they promised one by one. Posterior
rules: Thall PF, Simon R, Biometrics 1994;50:337-349; predictive ones: Lee JJ, Liu DD, Clin Trials 2008;5:93-106.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bedside.design.binomial import ROUNDING, Floats, Yes, fewest, predicted, rate_above
from bedside.design.hypotheses import Hypotheses
from bedside.design.monitoring import Kind, Monitoring, Rule
from bedside.design.plan import Look, Plan
from bedside.design.spending import left_to_spend, spent


def plan_of(monitoring: Monitoring, asked: Hypotheses) -> Plan:
    """The boundaries of every look. Raises DesignError where those of success and of futility meet."""
    success = _success(monitoring, asked)
    needed = success[-1]
    assert needed is not None
    futile = [_futile(monitoring, asked, place, needed) for place in range(len(success) - 1)]
    return Plan(tuple(map(Look, monitoring.sizes, [*futile, needed - 1], success)))


def last_needed(monitoring: Monitoring, asked: Hypotheses, early: Sequence[Look], size: int) -> int | None:
    """The fewest successes with which a last look succeeds that took `size` participants after these early looks.

    By the rule that decides it, for the number that there is. None where that rule is a list of numbers, which says
    nothing of another number of participants. `size` + 1 where not even all successes are enough.
    """
    rule = monitoring.success
    if rule and rule.kind is Kind.SUCCESSES:
        return None
    if rule and rule.kind is Kind.SPENDING:
        return left_to_spend(early, size, asked.p0, asked.alpha)
    return _reached(monitoring.decides or Rule(Kind.P_VALUE, asked.alpha), monitoring, asked, size)


def _success(monitoring: Monitoring, asked: Hypotheses) -> list[int | None]:
    """The fewest successes that end each look with success; those of the last are the ones it needs."""
    rule = monitoring.success
    if rule and rule.kind is Kind.SUCCESSES:
        return list(rule.counts)
    if rule and rule.kind is Kind.SPENDING:
        numbers = spent(rule.function, monitoring.sizes, asked.p0, asked.alpha)
    else:
        numbers = _one_by_one(monitoring, asked)
    early = (number if number <= size else None for number, size in zip(numbers, monitoring.sizes, strict=True))
    return [*list(early)[:-1], numbers[-1]]


def _one_by_one(monitoring: Monitoring, asked: Hypotheses) -> list[int]:
    """The same where each look speaks for itself; one more than its size where it cannot stop."""
    (*early, last), rule = monitoring.sizes, monitoring.success
    needed = _reached(monitoring.decides or Rule(Kind.P_VALUE, asked.alpha), monitoring, asked, last)
    if rule is None:
        return [*(size + 1 for size in early), needed]
    return [*(_early(rule, monitoring, asked, size, needed) for size in early), needed]


def _early(rule: Rule, monitoring: Monitoring, asked: Hypotheses, size: int, needed: int) -> int:
    if rule.kind is Kind.PREDICTIVE:
        return _from(_winning(monitoring, size, needed) >= rule.level - ROUNDING)
    return _reached(rule, monitoring, asked, size)


def _futile(monitoring: Monitoring, asked: Hypotheses, place: int, needed: int) -> int | None:
    """The most successes that stop an early look for futility."""
    rule, size = monitoring.futility, monitoring.sizes[place]
    if rule is None:
        return None
    if rule.kind is Kind.SUCCESSES:
        return rule.counts[place]
    if rule.kind is Kind.PREDICTIVE:
        hope = _winning(monitoring, size, needed)
    else:
        hope = rate_above(asked.p1, np.arange(size + 1), size, monitoring.prior)
    hopeless = int((hope <= rule.level + ROUNDING).sum())
    return hopeless - 1 if hopeless else None


def _reached(rule: Rule, monitoring: Monitoring, asked: Hypotheses, size: int) -> int:
    """The fewest successes at which a p-value or a posterior probability reaches its level; `size` + 1 if none does."""
    if rule.kind is Kind.P_VALUE:
        return int(fewest(size, asked.p0, rule.level))
    return _from(rate_above(asked.p0, np.arange(size + 1), size, monitoring.prior) >= rule.level - ROUNDING)


def _from(holds: Yes) -> int:
    """The number from which on something holds, that holds of every greater number too; `len` where it never does."""
    return len(holds) - int(holds.sum())


def _winning(monitoring: Monitoring, size: int, needed: int) -> Floats:
    """By the number of successes at a look: the predictive probability of success at the last one."""
    added = monitoring.sizes[-1] - size
    x, more = np.arange(size + 1)[:, None], np.arange(added + 1)[None, :]
    chance = np.where(x + more >= needed, predicted(more, added, x, size, monitoring.prior), 0.0)
    total: Floats = chance.sum(axis=1)
    return total
