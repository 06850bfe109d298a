"""The first dose as time zero: the same rules, asked from the first dose on instead of from inclusion.

Only those are in it of whom a dose is recorded, given while they lived; a dose known only to the day counts as given at
its end. Whoever dies before a first dose is in no such analysis: it is of those who lived to be treated.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bedside.analysis.people import Answer, Person
from bedside.analysis.worked import Worked
from bedside.protocol.estimands import Estimand
from bedside.protocol.evaluating import evaluate, time_to
from bedside.values.moment import Moment


def from_first_dose(worked: Worked, estimand: Estimand, members: Sequence[Person]) -> tuple[Person, ...]:
    """Those who were treated while alive, included as it were at their first dose, with what the rules answer then."""
    treated = [(person, person.dosed.last) for person in members if person.dosed]
    return tuple(_at(worked, estimand, person, zero) for person, zero in treated if not person.died_by(zero))


def _at(worked: Worked, estimand: Estimand, person: Person, zero: Moment) -> Person:
    """Somebody with another time zero, and the answers of one outcome."""
    told = person.told
    answers: dict[tuple[str, str], Answer] = {}
    for endpoint in worked.endpoints(estimand):
        value = evaluate(endpoint, person.chart, zero, told).verdict.value
        answers[endpoint.outcome, endpoint.part] = Answer(value, endpoint.verdict.unit)
    for duration in worked.durations(estimand):
        reached = time_to(duration, person.chart, zero, told)
        answers[duration.outcome, duration.part] = Answer(reached.hours, "h", reached.cause)
    return replace(person, included=zero, answers=answers)
