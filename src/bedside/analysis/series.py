"""The values of one variable over time: of each participant at baseline and at each visit, as a model takes them.

A visit is one at whose end an endpoint asks for the variable alone; the value is what the rules answer there. A value
below or above a limit of quantification is that limit with a mark. One known within other limits is left out, and so is
one without a logarithm where logarithms are modelled.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log

from bedside.analysis.baselines import baseline_of
from bedside.analysis.people import Person
from bedside.analysis.values import read_by, value_of
from bedside.analysis.worked import Worked, due
from bedside.protocol.model import Endpoint
from bedside.protocol.supplementary import BelowLimit, Scale
from bedside.statistics.quantification import Mark
from bedside.values.interval import Interval
from bedside.values.variable import Variable

BASELINE = 0
"""The day of the value before treatment."""


@dataclass(frozen=True)
class Value:
    """One value: whose (their place), on which day, the number or the limit, and on which side of a limit it is."""

    person: int
    day: int
    at: float
    mark: Mark

    def number(self, below: BelowLimit, scale: Scale) -> float:
        """What it enters a model as; `below` says it of one below a limit."""
        found = self.at / 2 if self.mark is Mark.BELOW and below is BelowLimit.HALF else self.at
        return log(found) if scale is Scale.LOGARITHM else found


@dataclass(frozen=True)
class Series:
    """All values of a variable that enter a model, and how many of each day do not (`left_out`, by day)."""

    days: tuple[int, ...]
    values: tuple[Value, ...]
    left_out: tuple[int, ...]

    def on(self, day: int) -> tuple[Value, ...]:
        """The values of a day."""
        return tuple(each for each in self.values if each.day == day)


def series_of(worked: Worked, endpoint: Endpoint, members: Sequence[Person], scale: Scale) -> Series:
    """The values over time of the variable that an endpoint reads."""
    variable = read_by(endpoint)
    assert variable is not None
    found = list(_measured(worked, variable, members))
    days = tuple(sorted({day for _, day, _ in found}))
    marked = [(place, day, _marked(value, variable, scale)) for place, day, value in found]
    kept = tuple(Value(place, day, *pair) for place, day, pair in marked if pair)
    return Series(days, kept, tuple(sum(at == day and pair is None for _, at, pair in marked) for day in days))


def _measured(worked: Worked, variable: Variable, members: Sequence[Person]) -> Iterator[tuple[int, int, Interval]]:
    """Whose value, on which day, and the value."""
    for place, person in enumerate(members):
        if (before := baseline_of(worked, person, variable)) is not None:
            yield place, BASELINE, before
        for day, endpoint in _visits(worked, variable).items():
            value = value_of(person, endpoint) if due(person, endpoint, worked.taken) else None
            if value is not None:
                yield place, day, value


def _visits(worked: Worked, variable: Variable) -> dict[int, Endpoint]:
    """The endpoints that ask for the variable alone, by the day of the last visit of their outcome."""
    found: dict[int, Endpoint] = {}
    for each in worked.protocol.endpoints:
        read = None if each.verdict.truth else read_by(each)
        if read is not None and read.name == variable.name:
            visit = worked.protocol.outcome(each.outcome).visits[-1]
            found.setdefault(worked.protocol.schedule.visit(visit).day, each)
    return found


def _marked(value: Interval, variable: Variable, scale: Scale) -> tuple[float, Mark] | None:
    """The number or the limit with its mark; None where it is neither, or has no logarithm and needs one."""
    if value.known:
        found = value.low, Mark.EXACT
    elif value.low <= variable.bounds.low:
        found = value.high, Mark.BELOW
    elif value.high >= variable.bounds.high:
        found = value.low, Mark.ABOVE
    else:
        return None
    return None if scale is Scale.LOGARITHM and found[0] <= 0 else found
