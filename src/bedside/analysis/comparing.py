"""Comparisons between groups: run where a comparator is declared and the arms are known; else a row says why not.

Everybody is compared in the arm that they were assigned to. A yes or no is compared by the difference of proportions,
survival by the log-rank test and a hazard ratio, the time to each of several endings by Gray's test, Fine and Gray's
subdistribution hazard ratio and the cause-specific one. A ratio above 1 says that it comes sooner than in the
comparator. Both ratios have Breslow's rule for ties.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

import numpy as np

from bedside.analysis.competing import ended_by
from bedside.analysis.firsts import DEATH
from bedside.analysis.people import Person
from bedside.analysis.rows import ONE, About, Row
from bedside.analysis.survival import followed
from bedside.analysis.warned import NO_COMPARATOR, NO_COMPARISON, NO_DECLARED, NO_GROUPS
from bedside.analysis.worked import Worked, answer_of, asked_at, due
from bedside.design.binomial import Floats, Whole
from bedside.protocol.estimands import Estimand, Method
from bedside.statistics.answer import Absent
from bedside.statistics.group_tests import gray, log_rank
from bedside.statistics.hazards import Effects, cox, fine_gray
from bedside.statistics.proportions import interval
from bedside.statistics.risk_sets import Ties
from bedside.statistics.two_proportions import difference, fisher_test
from bedside.values.interval import MET

ARMS = "arms"
"""The variable of rows that compare arms."""
TIES = Ties.BRESLOW
"""One rule for tied times in one table: Fine and Gray's ratio has no other."""
Outcomes: TypeAlias = tuple[Floats, Whole, Floats]
"""Times, how they ended (0: censored), and 1 for whoever is not in the comparator: one each a participant."""


def comparison(worked: Worked, estimand: Estimand) -> Iterator[Row]:
    """The comparison of an outcome between the comparator and the other arm, or why there is none."""
    about = About(estimand.outcome, estimand.set, time=worked.visit(estimand.outcome))
    why = why_not(worked) or (None if estimand.method in COMPARED else NO_COMPARISON)
    if why is not None:
        yield about.of(variable="comparison").row("difference", why, ONE, "comparison of groups")
    else:
        yield from COMPARED[estimand.method](worked, estimand, about.of(variable=ARMS))


def why_not(worked: Worked) -> Absent | None:
    """Why groups cannot be compared; None where they can."""
    if worked.one_group:
        return NO_COMPARATOR
    if not worked.promised.comparator:
        return NO_DECLARED
    return NO_GROUPS if worked.arms is None else None


def others(worked: Worked, members: Sequence[Person]) -> Floats:
    """1 for whoever is not in the comparator, else 0: one a participant."""
    return np.array([person.arm != worked.promised.comparator for person in members], dtype=float)


# --- a yes or no --------------------------------------------------------------------------------------------------


def _proportions(worked: Worked, estimand: Estimand, about: About) -> Iterator[Row]:
    """Successes of each arm, as the declared derivation counts them, and their difference."""
    endpoint = next(each for each in worked.endpoints(estimand) if each.verdict.truth)
    ready = [each for each in worked.members(estimand.set) if due(each, endpoint, worked.taken)]
    counts: dict[str, tuple[int, int]] = {}
    for arm in worked.protocol.arms:
        mine = [answer_of(each, endpoint) for each in ready if each.arm == arm.id]
        counts[arm.id] = sum(each is not None and each.value == MET for each in mine), len(mine)
        yield about.of(group=arm.id).people("participants", counts[arm.id][1])
        yield about.of(group=arm.id).people("successes", counts[arm.id][0])
        yield from about.of(group=arm.id).estimate("estimate", interval(*counts[arm.id]))
    other = counts.pop(worked.promised.comparator)
    for arm_id, mine_counts in counts.items():
        yield from about.of(group=arm_id).estimate("difference", difference(*mine_counts, *other))
        test = fisher_test(*mine_counts, *other)
        yield about.of(group=arm_id).row("two_sided_p", test.p, ONE, test.method)


# --- times --------------------------------------------------------------------------------------------------------


def _survival(worked: Worked, estimand: Estimand, about: About) -> Iterator[Row]:
    """Deaths of each arm, the log-rank test and the hazard ratio."""
    endpoint = next(each for each in worked.endpoints(estimand) if each.verdict.truth)
    members = worked.members(estimand.set)
    held = (*followed(members, asked_at(endpoint), worked.taken), others(worked, members))
    yield from _ended(worked, about, members, held, {DEATH: 1})
    test = log_rank(*held)
    yield about.of(group=DEATH).row("two_sided_p", test.p, ONE, test.method)
    yield from _ratio(about.of(group=DEATH), "hazard_ratio", cox(*held, ties=TIES))


def _times(worked: Worked, estimand: Estimand, about: About) -> Iterator[Row]:
    """Of each ending: how many in each arm, Gray's test, and both hazard ratios."""
    members = worked.members(estimand.set)
    for duration in worked.durations(estimand):
        causes = {ending.name: number for number, ending in enumerate(duration.endings, 1)}
        held = (*ended_by(members, duration, causes, worked), others(worked, members))
        yield from _ended(worked, about, members, held, causes)
        for name, cause in causes.items():
            test = gray(*held, cause=cause)
            yield about.of(group=name).row("two_sided_p", test.p, ONE, test.method)
            yield from _ratio(about.of(group=name), "subdistribution_ratio", fine_gray(*held, cause=cause))
            yield from _ratio(about.of(group=name), "hazard_ratio", cox(*held, cause=cause, ties=TIES))


def _ended(
    worked: Worked, about: About, members: Sequence[Person], held: Outcomes, causes: Mapping[str, int]
) -> Iterator[Row]:
    """How many are in each arm, and how many of the comparator and of the other ended for each cause."""
    _, ended, apart = held
    for arm in worked.protocol.arms:
        yield about.of(group=arm.id).people("participants", sum(person.arm == arm.id for person in members))
    for name, cause in causes.items():
        yield about.of(group=name).people("in_comparator", int((ended[apart == 0] == cause).sum()))
        yield about.of(group=name).people("in_other", int((ended[apart == 1] == cause).sum()))


def _ratio(about: About, name: str, found: Effects) -> Iterator[Row]:
    yield from about.estimate(name, found.effects[0].ratio)


COMPARED = {Method.PROPORTION: _proportions, Method.SURVIVAL: _survival, Method.COMPETING: _times}
"""The methods that compare groups."""
