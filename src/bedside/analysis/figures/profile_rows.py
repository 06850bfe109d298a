"""Everything that a participant's profile shows, as rows: stays, support, doses, adverse events, scores day by day.

Times are days from inclusion. What began before it stands at its negative day; what has no end known has no row of one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bedside.analysis.adverse import form_of, grades_of
from bedside.analysis.figures.changes import on_day, total_of
from bedside.analysis.figures.lanes import LIST, VERDICT, lane_rows, numbered
from bedside.analysis.figures.plot import day_text
from bedside.analysis.people import Listed, Person, days
from bedside.analysis.rows import DAYS, WORDS, About, Row
from bedside.analysis.worked import Worked
from bedside.protocol.casebook import Form
from bedside.records.deaths import DEAD
from bedside.rules.chart import Fact
from bedside.rules.nodes import Named
from bedside.values.interval import tidy
from bedside.values.moment import DAY
from bedside.values.variable import LASTING, Variable

PROFILE = "profile"
FROM, UNTIL, GRADE, TERM, SERIOUS, LOW, HIGH = "from", "until", "grade", "term", "serious", "low", "high"
SUPPORT, EVENT, SCORE = "support", "event", "score"
"""How the variable of a row begins: a variable that lasts, an adverse event by its place, a score."""
BETWEEN = " "


def profile_rows(worked: Worked) -> Mapping[str, tuple[Row, ...]]:
    """The rows of everybody by their number in the order of inclusion; the outcome of a lane is not among them."""
    number, found = numbered(worked), dict[str, list[Row]]()
    for row in lane_rows(worked):
        if row.statistic != VERDICT:
            found.setdefault(row.group, []).append(row)
    for person in worked.people:
        about = About(PROFILE, "", group=str(number[person.code]))
        mine = found.setdefault(about.group, [])
        mine += _supports(worked, person, about)
        mine += _events(worked, person, about)
        mine += _scores(worked, person, about)
    return {number: tuple(rows) for number, rows in found.items()}


def supports_of(worked: Worked) -> tuple[Variable, ...]:
    """What lasts and is told of participants: support, infusions and the like, without stays and death."""
    stays = {each.exposure.during for each in worked.promised.estimands if each.exposure and each.exposure.during}
    known = worked.protocol.vocabulary.values()
    return tuple(each for each in known if each.kind in LASTING and each.name not in (DEAD, *stays))


def scores_of(worked: Worked) -> tuple[Named, ...]:
    """The scores that outcomes read and the cut tells day by day, each once."""
    found = (total_of(worked, endpoint) for endpoint in worked.protocol.endpoints)
    return tuple({node.name: node for node in found if node is not None}.values())


def _supports(worked: Worked, person: Person, about: About) -> Iterator[Row]:
    """Each uninterrupted time from inclusion on during which something was in force, until it is known no more."""
    for variable in supports_of(worked):
        place = about.of(variable=f"{SUPPORT}{BETWEEN}{variable.name}")
        for first, last in _spans(person.chart.facts.get(variable.name, ()), person.included):
            end = min(last, worked.taken, *([person.died] if person.died is not None else []))
            if end > person.included:
                yield from _span(place, days(person.included, first), days(person.included, end))


def _spans(facts: tuple[Fact, ...], since: int) -> Iterator[tuple[int, int]]:
    """The times of facts that say yes, or give any rate; those that touch are one."""
    held = sorted((each.start, each.end) for each in facts if each.superseded is None and each.value.low > 0)
    joined: list[tuple[int, int]] = []
    for first, last in held:
        if joined and first <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], last)
        else:
            joined.append((first, last))
    return (each for each in joined if each[1] > since)


def _span(about: About, first: float, last: float | None) -> Iterator[Row]:
    place = about.of(time=day_text(first))
    yield place.row(FROM, first, DAYS, LIST)
    if last is not None:
        yield place.row(UNTIL, last, DAYS, LIST)


def _events(worked: Worked, person: Person, about: About) -> Iterator[Row]:
    """Each adverse event that is listed, in the order in which they began; one without a time stands last."""
    for estimand in worked.promised.estimands:
        form = form_of(worked, estimand)
        if form is None:
            continue
        held = person.listed.get(estimand.outcome, ())
        dated = sorted((each for each in held if each.began), key=lambda each: each.began or 0)
        for place, each in enumerate([*dated, *(each for each in held if not each.began)], 1):
            yield from _event(about.of(variable=f"{EVENT}{BETWEEN}{estimand.outcome}-{place}"), person, form, each)


def _event(about: About, person: Person, form: Form, each: Listed) -> Iterator[Row]:
    assert form.safety is not None
    coded = each.coded[1] if each.coded else ""
    yield about.row(TERM, coded or each.holds.get(form.safety.term, "") or None, WORDS, LIST)
    yield about.row(GRADE, grades_of(form).get(each.holds.get(form.safety.grade, "")), WORDS, LIST)
    if form.reporting is not None:
        serious = each.holds.get(form.reporting.item, "") in form.reporting.holds
        yield about.row(SERIOUS, int(serious), "1", LIST)
    if each.began is not None:
        ended = days(person.included, each.ended.last) if each.ended is not None else None
        yield from _span(about, days(person.included, each.began.first), ended)


def _scores(worked: Worked, person: Person, about: About) -> Iterator[Row]:
    """Both ends of each score at the end of each day, as long as somebody lives; what tells nothing is left out."""
    for total in scores_of(worked):
        told = sorted(day for name, component, day in person.scores if name == total.name and not component)
        for day in told:
            value = on_day(person, total, day)
            if value is None or day < 0 or person.died_by(person.included + day * DAY):
                continue
            place = about.of(variable=f"{SCORE}{BETWEEN}{total.name}", time=tidy(day))
            yield place.row(LOW, value.low, "{score}", LIST)
            yield place.row(HIGH, value.high, "{score}", LIST)
