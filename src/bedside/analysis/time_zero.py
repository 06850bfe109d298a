"""The first dose as time zero: verdicts asked of the rules from the first dose on, times counted from it.

Only those are in it of whom a dose is recorded, given while they lived and before the time that is counted had ended; a
dose known only to the day counts as given at its end. So it is of those who lived to be treated. A time is counted as
far as that from inclusion was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bedside.analysis.people import Answer, Person
from bedside.analysis.worked import Worked
from bedside.protocol.estimands import Estimand
from bedside.protocol.evaluating import evaluate
from bedside.values.interval import Interval
from bedside.values.moment import HOUR, Moment


def from_first_dose(worked: Worked, estimand: Estimand, members: Sequence[Person]) -> tuple[Person, ...]:
    """Those who were treated in time, included as it were at their first dose, with what an outcome is from then on."""
    treated = [(person, person.dosed.last) for person in members if person.dosed]
    return tuple(
        _at(worked, estimand, person, zero)
        for person, zero in treated
        if not person.died_by(zero) and not _ended(worked, estimand, person, zero)
    )


def _ended(worked: Worked, estimand: Estimand, person: Person, zero: Moment) -> bool:
    """Whether a time that an outcome is had certainly ended by then."""
    found = (person.answers.get((each.outcome, each.part)) for each in worked.durations(estimand))
    return any(answer is not None and answer.value.high <= (zero - person.included) / HOUR for answer in found)


def _at(worked: Worked, estimand: Estimand, person: Person, zero: Moment) -> Person:
    """Somebody with another time zero, and the answers of one outcome."""
    answers: dict[tuple[str, str], Answer] = {}
    for endpoint in worked.endpoints(estimand):
        value = evaluate(endpoint, person.chart, zero, person.told).verdict.value
        answers[endpoint.outcome, endpoint.part] = Answer(value, endpoint.verdict.unit)
    for duration in worked.durations(estimand):
        key = duration.outcome, duration.part
        if (found := person.answers.get(key)) is not None:
            answers[key] = replace(found, value=_less(found.value, (zero - person.included) / HOUR))
    return replace(person, included=zero, answers=answers)


def _less(hours: Interval, delay: float) -> Interval:
    """A time counted from a later moment."""
    return Interval(max(hours.low - delay, 0.0), max(hours.high - delay, 0.0))
