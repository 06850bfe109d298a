"""The daily course of a score: days alive without organ failure, and the area under the score while alive.

What the snapshot's table of scores does not tell of a component may be all that it can be. An organ fails from the
points that the protocol says (3 of a component of SOFA: Vincent JL et al., Crit Care Med 1998;26:1793-1800). Who has
died by the last day has no day without failure: the composite of organ-support-free days (Yehya N et al., Am J Respir
Crit Care Med 2019;200:828-836). The area ends with life, and is told for each day of it too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bedside.analysis.components import components_of
from bedside.analysis.describing import described, moments
from bedside.analysis.people import Person
from bedside.analysis.rows import DAYS, About, Row
from bedside.analysis.score_days import ScoreDays, score_days
from bedside.analysis.warned import not_due, not_followed
from bedside.analysis.worked import Worked
from bedside.protocol.estimands import Estimand
from bedside.protocol.supplementary import Course
from bedside.values.interval import Interval
from bedside.values.moment import DAY
from bedside.values.quantity import Quantity
from bedside.values.wording import Text

POINTS, AREA = "{points}", "{points}.d"
RECORDED, LEFT = "recorded", "left"
"""Two derivations: what is not recorded may be anything; after leaving it is as low as it can be."""


def courses(worked: Worked, estimand: Estimand) -> Iterator[Row]:
    """All rows of the daily course of an outcome's score, of those whose last day had come."""
    assert estimand.course is not None
    held = estimand.course
    last = worked.protocol.schedule.visit(held.until).day
    members = worked.members(estimand.set)
    ready = [each for each in members if each.included + last * DAY <= worked.taken]
    about = About(estimand.outcome, estimand.set, time=held.until)
    warned = (not_due(len(members) - len(ready)),) if len(ready) < len(members) else ()
    for group in (RECORDED, LEFT) if held.after else (RECORDED,):
        days = [_days(worked, held, person, last, group) for person in ready]
        yield from _free(about.of(variable="failure_free_days", group=group), days, failing(worked, held), warned)
        yield from _areas(about.of(group=group), days, warned)


def _days(worked: Worked, held: Course, person: Person, last: int, group: str) -> ScoreDays:
    left = person.happened.get(worked.intercurrent(held.after)) if group == LEFT else None
    components = components_of(worked.protocol, held.score)
    return score_days(person, held.score, components, last, left.last if left else None)


def failing(worked: Worked, held: Course) -> float:
    """From how many points on a component is a failing organ."""
    value = worked.protocol.parameter(held.failing).value
    assert isinstance(value, Quantity)
    return float(value.number)


def _free(about: About, days: Sequence[ScoreDays], points: float, warned: tuple[Text, ...]) -> Iterator[Row]:
    yield from _described(about, days, [each.free_of_failure(points) for each in days], DAYS, warned)


def _areas(about: About, days: Sequence[ScoreDays], warned: tuple[Text, ...]) -> Iterator[Row]:
    """The area, and the area for each day alive, of those who lived for a whole day."""
    held = [(each, area) for each in days if (area := each.area()) is not None]
    short = sum(each.known_alive < each.last and not each.died for each, _ in held)
    warned = (*warned, not_followed(short)) if short else warned
    kept, areas = [each for each, _ in held], [area for _, area in held]
    means = [Interval(area.low / each.known_alive, area.high / each.known_alive) for each, area in held]
    yield from _described(about.of(variable="score_area"), kept, areas, AREA, warned)
    yield from _described(about.of(variable="score_mean"), kept, means, POINTS, warned)


def _described(
    about: About, days: Sequence[ScoreDays], values: Sequence[Interval], unit: str, warned: tuple[Text, ...]
) -> Iterator[Row]:
    yield about.people("participants", len(days), *warned)
    yield about.people("dead", sum(each.died for each in days))
    yield about.people("fully_known", sum(each.known for each in values))
    yield from described(about, "", values, unit)
    yield from moments(about, values, unit)
