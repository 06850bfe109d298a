"""How a score of each participant changed, day by day, from inclusion on; ranges stay ranges."""

from __future__ import annotations

from collections.abc import Iterator

from bedside.analysis.describing import described
from bedside.analysis.falls import POINTS
from bedside.analysis.figures.lanes import LIST, numbered
from bedside.analysis.figures.words import word
from bedside.analysis.people import Person, days
from bedside.analysis.rows import DAYS, About, Row
from bedside.analysis.worked import Worked
from bedside.protocol.model import Endpoint
from bedside.rules.nodes import Named, walk
from bedside.values.interval import Interval
from bedside.values.moment import DAY
from bedside.values.wording import LANGUAGES, Text


def total_of(worked: Worked, endpoint: Endpoint) -> Named | None:
    """The score that an outcome reads, of those that the analyses name or the cut tells day by day; None if none."""
    nodes = (node for evaluation in endpoint.evaluations for node in walk(evaluation.rule))
    return next((node for node in nodes if isinstance(node, Named) and node.name in worked.scores), None)


def called(total: Named | None) -> Text:
    """What a score is called; just a score where the cut tells none."""
    return Text(*(total.say(language) for language in LANGUAGES)) if total is not None else word("score")


def on_day(person: Person, total: Named, day: int) -> Interval | None:
    """A score at the end of a day; None where it is all that it can be, which tells nothing."""
    found = person.scores.get((total.name, "", day))
    return None if found is None or found.encloses(total.range) else found


def change(person: Person, total: Named, before: int, after: int) -> Interval | None:
    """The score on a later day less that on an earlier one; None where either tells nothing."""
    first, last = on_day(person, total, before), on_day(person, total, after)
    return None if first is None or last is None else Interval(last.low - first.high, last.high - first.low)


def course_rows(worked: Worked, about: About, total: Named, last: int, since: int | None) -> Iterator[Row]:
    """Both ends of everybody's score at the end of each day, or of its change since a day; who died, and when.

    From death on nobody has a score. Of each day on which anybody has one follow how many have, and their median.
    """
    number, by_day = numbered(worked), dict[int, list[Interval]]()
    for person in worked.members(about.set):
        here = about.of(group=str(number[person.code]), variable=total.name)
        if person.died is not None and person.died_by(person.included + last * DAY):
            yield here.row("died", max(days(person.included, person.died), 0.0), DAYS, LIST)
        for day in range(last + 1):
            if person.died_by(person.included + day * DAY):
                break
            value = on_day(person, total, day) if since is None else change(person, total, since, day)
            if value is not None:
                by_day.setdefault(day, []).append(value)
                yield here.of(time=str(day)).row("low", value.low, POINTS, LIST)
                yield here.of(time=str(day)).row("high", value.high, POINTS, LIST)
    for day, values in sorted(by_day.items()):
        here = about.of(variable=total.name, time=str(day))
        yield here.people("measured", len(values))
        yield from described(here, "", values, POINTS, ("median",))
