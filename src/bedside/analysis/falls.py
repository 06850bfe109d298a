"""A success that is a fall of a score, looked at by component: each one's fall, and the success without some of them.

What the table of scores does not tell of a component is a range of all that it can be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from bedside.analysis.components import components_of
from bedside.analysis.describing import described
from bedside.analysis.people import Person
from bedside.analysis.rows import About, Row
from bedside.analysis.worked import Worked, due
from bedside.errors import UsageError
from bedside.protocol.estimands import Estimand, Fall
from bedside.protocol.model import Endpoint, Protocol
from bedside.values.interval import CANNOT_TELL, MET, NOT_MET, Interval
from bedside.values.moment import DAY, read_length
from bedside.values.quantity import Quantity

POINTS = "{points}"


def days_of(endpoint: Endpoint, fall: Fall) -> tuple[int, int]:
    """The days from inclusion at which the score is read before and after."""
    after = {each.variable.name: read_length(each.after) // DAY for each in endpoint.evaluations}
    return after[fall.before], after[fall.after]


def read(person: Person, fall: Fall, component: str, day: int, whole: Interval) -> Interval:
    """A component on a day; all that it can be where nothing is told."""
    return person.scores.get((fall.score, component, day), whole)


def without(worked: Worked, fall: Fall, endpoint: Endpoint, left_out: Sequence[str]) -> Callable[[Person], Interval]:
    """The verdict on the score without some components: alive, and the rest fallen far enough."""
    parts = components_of(worked.protocol, fall.score)
    if strange := [name for name in left_out if name not in parts]:
        what, todo = f"{fall.score} has no component “{strange[0]}”.", f"There are: {', '.join(parts)}."
        raise UsageError(what, worked.protocol.where, todo)
    kept = {name: whole for name, whole in parts.items() if name not in left_out}
    before, after = days_of(endpoint, fall)
    needed = least_of(worked.protocol, fall)
    close = max(read_length(each.after) for each in endpoint.evaluations)

    def verdict(person: Person) -> Interval:
        if person.died_by(person.included + close):
            return NOT_MET
        falls = [_fallen(person, fall, name, before, after, whole) for name, whole in kept.items()]
        low, high = sum(each.low for each in falls), sum(each.high for each in falls)
        if high < needed:
            return NOT_MET
        living = person.alive_until is not None and person.alive_until >= person.included + close
        return MET if low >= needed and living else CANNOT_TELL

    return verdict


def _fallen(person: Person, fall: Fall, name: str, before: int, after: int, whole: Interval) -> Interval:
    first, last = read(person, fall, name, before, whole), read(person, fall, name, after, whole)
    return Interval(first.low - last.high, first.high - last.low)


def least_of(protocol: Protocol, fall: Fall) -> float:
    """By how many points a score has to fall."""
    value = protocol.parameter(fall.least).value
    assert isinstance(value, Quantity)
    return float(value.number)


def by_component(worked: Worked, estimand: Estimand, endpoint: Endpoint) -> Iterator[Row]:
    """Each component before, after, and its fall, among those alive at the end whose time had come."""
    assert estimand.fall is not None
    fall, (before, after) = estimand.fall, days_of(endpoint, estimand.fall)
    close = max(read_length(each.after) for each in endpoint.evaluations)
    living = [
        person
        for person in worked.members(estimand.set)
        if due(person, endpoint, worked.taken) and not person.died_by(person.included + close)
    ]
    for name, whole in components_of(worked.protocol, fall.score).items():
        about = About(estimand.outcome, estimand.set, "component", name, worked.visit(estimand.outcome))
        yield about.people("alive", len(living))
        for statistic, values in (
            ("before", [read(person, fall, name, before, whole) for person in living]),
            ("after", [read(person, fall, name, after, whole) for person in living]),
            ("fall", [_fallen(person, fall, name, before, after, whole) for person in living]),
        ):
            known = [each for each in values if each.known]
            yield about.people(f"{statistic}_known", len(known))
            yield from described(about, statistic, known, POINTS, ("median", "lower_quartile", "upper_quartile"))
