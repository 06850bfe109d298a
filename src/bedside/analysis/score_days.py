"""Somebody's days on a score: what the total and each component can be on each day, and whether they lived.

A day is the 24 hours that end a whole number of days after inclusion; day 0 ends at inclusion.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bedside.analysis.people import Person
from bedside.values.interval import CANNOT_TELL, MET, NOT_MET, Interval
from bedside.values.moment import DAY, Moment


@dataclass(frozen=True)
class ScoreDays:
    """From day 0 to the last: `totals`, the `parts` of each (one for each component), and whether they were `alive`."""

    totals: tuple[Interval, ...]
    parts: tuple[tuple[Interval, ...], ...]
    alive: tuple[Interval, ...]

    @property
    def last(self) -> int:
        """The last day."""
        return len(self.totals) - 1

    @property
    def known_alive(self) -> int:
        """The last day of which it is certain that they lived at its end."""
        return max((day for day, alive in enumerate(self.alive) if alive == MET), default=0)

    @property
    def died(self) -> bool:
        """Whether they had died by the end of the last day."""
        return self.alive[-1] == NOT_MET

    def free_of_failure(self, failing: float) -> Interval:
        """How many days from day 1 on they lived with every component below `failing` points; 0 for who died."""
        if self.died:
            return NOT_MET
        held = list(zip(self.parts, self.alive, strict=True))[1:]
        high = sum(alive.high > 0 and all(each.low < failing for each in parts) for parts, alive in held)
        low = sum(alive == MET and all(each.high < failing for each in parts) for parts, alive in held)
        return Interval(float(low if self.alive[-1] == MET else 0), float(high))

    def area(self) -> Interval | None:
        """The area under the total from day 0 to the last day known alive, by trapezoids; None without such a day."""
        held = self.totals[: self.known_alive + 1]
        if len(held) < 2:
            return None
        weights = [0.5, *(1.0 for _ in held[2:]), 0.5]
        return Interval(
            sum(weight * each.low for weight, each in zip(weights, held, strict=True)),
            sum(weight * each.high for weight, each in zip(weights, held, strict=True)),
        )


def score_days(
    person: Person, score: str, components: Mapping[str, Interval], last: int, left: Moment | None = None
) -> ScoreDays:
    """Somebody's days up to the last.

    `components` are those of the score with all that each can be. On days that begin after they `left`, what is not
    known is taken to be as low as it can be; without `left`, on none.
    """
    totals, parts = [], []
    for day in range(last + 1):
        out = left is not None and person.included + (day - 1) * DAY >= left
        found = [person.scores.get((score, name, day), whole) for name, whole in components.items()]
        total = total_on(person, score, components, day)
        totals.append(_lowest(total) if out else total)
        parts.append(tuple(_lowest(each) if out else each for each in found))
    return ScoreDays(tuple(totals), tuple(parts), tuple(_alive(person, day) for day in range(last + 1)))


def total_on(person: Person, score: str, components: Mapping[str, Interval], day: int) -> Interval:
    """Somebody's total on a day: as recorded, else the sum of what its components can be."""
    found = [person.scores.get((score, name, day), whole) for name, whole in components.items()]
    summed = Interval(sum(each.low for each in found), sum(each.high for each in found))
    return person.scores.get((score, "", day), summed)


def _lowest(value: Interval) -> Interval:
    return Interval.point(value.low)


def _alive(person: Person, day: int) -> Interval:
    """Whether somebody lived at the end of a day, as far as it is known."""
    at = person.included + day * DAY
    if person.died_by(at):
        return NOT_MET
    known = person.died is not None or (person.alive_until is not None and person.alive_until >= at)
    return MET if known else CANNOT_TELL
