"""Measurements over time: on each day the median and quartiles of those alive and measured, beside those before.

The value of a day is the latest of its 24 hours, which close at their end as all windows do. One that is known within
limits enters at both of its ends, as in the tables; where a quantile is a range for that reason, a stroke shows it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bedside.analysis.baselines import baseline_of
from bedside.analysis.describing import described
from bedside.analysis.figures.drawn import Drawn, drawn
from bedside.analysis.figures.panels import BEFORE, Panel, picture
from bedside.analysis.figures.words import word
from bedside.analysis.layouts import Layout, count, quartiles
from bedside.analysis.people import Person
from bedside.analysis.rows import About, Row
from bedside.analysis.tables import table_of
from bedside.analysis.values import QUARTILES, read_by
from bedside.analysis.worked import Worked, asked_at
from bedside.protocol.estimands import Estimand
from bedside.protocol.model import Endpoint
from bedside.values.interval import Interval, hull
from bedside.values.moment import DAY
from bedside.values.variable import Variable
from bedside.values.wording import LANGUAGES, Text

ONE, SEVERAL = 0.09, 0.2
"""The share of the axis for values from before, in a panel that stands alone and in one of several."""
LAYOUT = Layout("by_day", (), ("variable", "time"), (*count("alive", "measured"), quartiles()))


def course_figure(rows: Sequence[Row], worked: Worked, estimand: Estimand) -> Iterator[Drawn]:
    """The measurements that an outcome is made of, a panel each; none where it reads no measurement."""
    read = [(each, variable) for each in worked.endpoints(estimand) if (variable := read_by(each)) is not None]
    if not read:
        return
    panels: list[Panel] = []
    held: list[Row] = []
    for endpoint, variable in read:
        about = About(estimand.outcome, estimand.set, endpoint.part or endpoint.outcome)
        mine = tuple(_rows(worked, about, endpoint, variable))
        text = Text(*(variable.say(language) for language in LANGUAGES))
        last, room = float(asked_at(endpoint) // DAY), ONE if len(read) == 1 else SEVERAL
        panels.append(Panel(text, endpoint.verdict.unit, mine, last, room))
        held += mine
    title = word("title course", what=worked.protocol.outcome(estimand.outcome).text)
    yield drawn(
        f"{estimand.outcome}-course",
        estimand.outcome,
        title,
        word("caption course", set=worked.set(estimand.set).text),
        held,
        lambda language: picture(panels, language),
        lambda language: table_of(LAYOUT, held, worked, estimand, language),
    )


def _rows(worked: Worked, about: About, endpoint: Endpoint, variable: Variable) -> Iterator[Row]:
    """The value before inclusion where the protocol says which, then day by day, for days on which one was measured."""
    members = worked.members(about.set)
    before = [value for each in members if (value := baseline_of(worked, each, variable)) is not None]
    if before:
        yield from _described(about.of(time=BEFORE), len(members), before, endpoint.verdict.unit)
    for day in range(asked_at(endpoint) // DAY):
        living = [each for each in members if _lived_to(worked, each, day)]
        values = [value for each in living if (value := _latest(each, variable, day)) is not None]
        if values:
            yield from _described(about.of(time=str(day)), len(living), values, endpoint.verdict.unit)


def _described(about: About, alive: int, values: Sequence[Interval], unit: str) -> Iterator[Row]:
    yield about.people("alive", alive)
    yield about.people("measured", len(values))
    yield from described(about, "", values, unit, QUARTILES)


def _lived_to(worked: Worked, person: Person, day: int) -> bool:
    """Whether a day had begun when the snapshot was taken, and no death until then is recorded."""
    begins = person.included + day * DAY
    return begins <= worked.taken and not person.died_by(begins)


def _latest(person: Person, variable: Variable, day: int) -> Interval | None:
    """The latest value of a day from inclusion that tells something; all that several at one time leave open."""
    begins, ends = person.included + day * DAY, person.included + (day + 1) * DAY
    found = [
        fact
        for fact in person.chart.facts.get(variable.name, ())
        if begins < fact.start <= ends and fact.superseded is None and not fact.value.encloses(variable.bounds)
    ]
    last = max((fact.start for fact in found), default=0)
    return hull(fact.value for fact in found if fact.start == last) if found else None
