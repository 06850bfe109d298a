"""Measurements at a visit: of whom they are, what they are, and how far they are from baseline.

Nobody is left out in silence: whoever has no value is dead, not due, or not measured, and is counted. A value that is
known only within limits (below a limit of quantification, a score with a component missing) stays a range.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bedside.analysis.baselines import baseline_of
from bedside.analysis.describing import described, moments
from bedside.analysis.people import Person
from bedside.analysis.rows import About, Row
from bedside.analysis.warned import not_due
from bedside.analysis.worked import Worked, answer_of, asked_at, due
from bedside.protocol.estimands import Estimand
from bedside.protocol.model import Endpoint
from bedside.rules.nodes import variables
from bedside.values.interval import Interval
from bedside.values.variable import Variable


@dataclass(frozen=True)
class Measured:
    """Somebody with a value, and the value before treatment where there is one."""

    person: Person
    value: Interval
    before: Interval | None


def values(worked: Worked, estimand: Estimand) -> Iterator[Row]:
    """All rows of an outcome that is measured, part by part."""
    for endpoint in worked.endpoints(estimand):
        if not endpoint.verdict.truth:
            yield from _part(worked, estimand, endpoint)


def _part(worked: Worked, estimand: Estimand, endpoint: Endpoint) -> Iterator[Row]:
    name = endpoint.part or endpoint.outcome
    about = About(estimand.outcome, estimand.set, name, time=worked.visit(estimand.outcome))
    everybody = worked.members(estimand.set)
    ready = [person for person in everybody if due(person, endpoint, worked.taken)]
    dead = [person for person in ready if person.died_by(person.included + asked_at(endpoint))]
    found = [
        Measured(person, value, baseline_of(worked, person, read_by(endpoint)))
        for person in ready
        if (value := value_of(person, endpoint)) is not None
    ]
    have = {each.person.code for each in found}
    later = len(everybody) - len(ready)
    yield about.people("members", len(everybody))
    yield about.people("not_due", later)
    yield about.people("participants", len(ready), *((not_due(later),) if later else ()))
    yield about.people("dead", len([person for person in dead if person.code not in have]))
    yield about.people("measured", sum(each.value.known for each in found))
    yield about.people("within_limits", sum(not each.value.known for each in found))
    yield about.people("not_measured", len([p for p in ready if p.code not in have and p not in dead]))
    unit = endpoint.verdict.unit
    yield from described(about, "", [each.value for each in found], unit)
    yield from moments(about, [each.value for each in found], unit)
    if worked.promised.baseline and read_by(endpoint) is not None:
        yield from _changes(about, found, unit)


def value_of(person: Person, endpoint: Endpoint) -> Interval | None:
    """Somebody's value; none where the answer is all that it could be, which tells nothing."""
    answer = answer_of(person, endpoint)
    if answer is None or answer.value.encloses(endpoint.verdict.range) or _says_nothing(answer.value, endpoint):
        return None
    return answer.value


def _says_nothing(value: Interval, endpoint: Endpoint) -> bool:
    """Whether a value is all that its variable can be."""
    variable = read_by(endpoint)
    return variable is not None and value.encloses(variable.bounds)


def read_by(endpoint: Endpoint) -> Variable | None:
    """The one variable that a measurement reads, None where a score or several evaluations are read."""
    if len(endpoint.evaluations) != 1:
        return None
    found = tuple(variables(endpoint.evaluations[0].rule).values())
    return found[0] if len(found) == 1 else None


def _changes(about: About, found: list[Measured], unit: str) -> Iterator[Row]:
    """The values before treatment, and the changes, of those who have both."""
    both = [(each.value, each.before) for each in found if each.before is not None]
    yield about.people("with_baseline", len(both))
    yield from described(about, "baseline", [before for _, before in both], unit, QUARTILES)
    changes = [Interval(value.low - before.high, value.high - before.low) for value, before in both]
    yield from described(about, "change", changes, unit, QUARTILES)


QUARTILES = ("lower_quartile", "median", "upper_quartile")
