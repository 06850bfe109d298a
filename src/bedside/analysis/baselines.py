"""The value before treatment: the worst that was measured within the protocol's time before inclusion."""

from __future__ import annotations

from bedside.analysis.people import Person
from bedside.analysis.worked import Worked
from bedside.protocol.estimands import Worst
from bedside.values.interval import Interval
from bedside.values.moment import hours
from bedside.values.quantity import Quantity, conversion
from bedside.values.variable import Variable


def baseline_of(worked: Worked, person: Person, variable: Variable | None) -> Interval | None:
    """Somebody's baseline of a variable; None where nothing was measured in time, or nobody says which end is worst."""
    held = worked.promised.baseline
    worst = dict(held.worst).get(variable.name) if held and variable else None
    if held is None or variable is None or worst is None:
        return None
    begins = person.included - _span(worked, held.window)
    found = [
        fact.value
        for fact in person.chart.facts.get(variable.name, ())
        if begins < fact.start and fact.end <= person.included and fact.superseded is None
    ]
    found = [value for value in found if not value.encloses(variable.bounds)]
    if not found:
        return None
    pick = min if worst is Worst.LOWEST else max
    return Interval(pick(each.low for each in found), pick(each.high for each in found))


def _span(worked: Worked, parameter: str) -> int:
    """A parameter that is a time, in microseconds."""
    value = worked.protocol.parameter(parameter).value
    assert isinstance(value, Quantity)
    return hours(float(value.number * conversion(value.unit, "h").factor))
