"""Of those who succeeded, how many had died by a later visit: a success at its own moment says nothing of what follows.

Told where death up to the moment is part of the outcome, so that a reader may take success for survival. Only counts:
the estimand takes no later death for a failure.
"""

from __future__ import annotations

from collections.abc import Iterator

from bedside.analysis.firsts import DEATH
from bedside.analysis.rows import About, Row
from bedside.analysis.worked import Worked, answer_of, asked_at, due
from bedside.protocol.estimands import Estimand, Method, Promised, Strategy
from bedside.values.interval import MET
from bedside.values.moment import DAY, Moment

VARIABLE = "later_deaths"


def later_deaths(worked: Worked, estimand: Estimand) -> Iterator[Row]:
    """By each visit after the outcome's moment: the successes, those who died between, those not followed so far."""
    if estimand.method is not Method.PROPORTION or not counts_death(worked.promised, estimand):
        return
    endpoint = next(each for each in worked.endpoints(estimand) if each.verdict.truth)
    ready = [each for each in worked.members(estimand.set) if due(each, endpoint, worked.taken)]
    answers = [(each, answer_of(each, endpoint)) for each in ready]
    after = asked_at(endpoint)
    # Who is recorded as dead before the moment contradicts their success, and is told among the contradictions.
    held = [
        person
        for person, found in answers
        if found is not None and found.value == MET and not person.died_by(Moment(person.included + after))
    ]
    for day in worked.days():
        if day * DAY <= after:
            continue
        about = About(estimand.outcome, estimand.set, VARIABLE, time=str(day))
        ends = [(person, Moment(person.included + day * DAY)) for person in held]
        died = sum(person.died_by(end) for person, end in ends)
        lost = sum(person.died is None and (person.alive_until or person.included) < end for person, end in ends)
        yield about.people("succeeded", len(held))
        yield about.people("died_after", died)
        yield about.people("not_followed", lost)


def counts_death(promised: Promised, estimand: Estimand) -> bool:
    """Whether death up to its moment is part of an outcome."""
    deaths = {each.id for each in promised.intercurrent if each.event == DEATH}
    return any(each.event in deaths and each.strategy is Strategy.COMPOSITE for each in estimand.events)
