"""The course of everybody included, read off their records as a cut of the data for efficacy reads them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bedside.conduct.casebook.charts import known_of
from bedside.conduct.casebook.reading import Sheets, sheets_of_all
from bedside.conduct.inclusion.filled import time_of
from bedside.conduct.participants.consent import Data
from bedside.conduct.participants.models import Deviation, Person
from bedside.conduct.participants.reading import consent_of, happened_of, protocol_for, with_history
from bedside.conduct.study.protocol import read_once
from bedside.conduct.today.follow_up import Assessed, Course, ending, main_endpoint
from bedside.conduct.today.known import Mark, marks_of
from bedside.protocol.estimands import FOUND_INELIGIBLE
from bedside.protocol.evaluating import evaluate
from bedside.protocol.model import Protocol
from bedside.rules.chart import Chart
from bedside.rules.meaning import ask
from bedside.values.interval import MET, NOT_MET
from bedside.values.moment import Moment, now, read_length

_courses: dict[str, tuple[Mark, Moment | None, Course]] = {}
"""By code, what was found of somebody at a mark, and until when it holds (None: until the mark changes)."""


def courses_of(persons: Sequence[Person]) -> list[Course]:
    """The course of each of these people who is included; worked out anew only after something happened to them, or
    when the moment of the outcome has come."""
    included = [person for person in persons if hasattr(person, "enrolled")]
    marks, at = marks_of(included), now()
    stale = [person for person in included if not _holds(person.code, marks[person.code], at)]
    with read_once():
        held, written, barred = with_history(stale), sheets_of_all(stale), _found_ineligible(stale)
        for person in held:
            protocol = protocol_for(person)
            asked = _asked(person, protocol)
            until = asked if asked is not None and asked > at else None
            course = course_of(person, protocol, until is None, written[person.pk], person.pk in barred)
            _courses[person.code] = (marks[person.code], until, course)
    return [_courses[person.code][2] for person in included]


def _holds(code: str, mark: Mark, at: Moment) -> bool:
    held, until, _ = _courses.get(code, (None, None, None))
    return held == mark and (until is None or at < until)


def _asked(person: Person, protocol: Protocol) -> Moment | None:
    """When the main outcome of somebody is asked about."""
    endpoint = main_endpoint(protocol)
    if endpoint is None:
        return None
    return Moment(person.enrolled.at_us + max(read_length(each.after) for each in endpoint.evaluations))


def _found_ineligible(persons: Sequence[Person]) -> frozenset[int]:
    """The keys of those of whom a deviation says that they were not eligible."""
    found = Deviation.objects.filter(person__in=persons, kind__in=FOUND_INELIGIBLE)
    return frozenset(found.values_list("person_id", flat=True))


def course_of(person: Person, protocol: Protocol, due: bool, sheets: Sheets, barred: bool = False) -> Course:
    """What is recorded of somebody included; `due` once the moment of the main outcome has come, `barred` where they
    were found later not to be eligible."""
    if consent_of(person).data is Data.OBJECTED:
        return Course(objected=True)
    happened = happened_of(person)
    chart, inclusion = known_of(person, protocol, sheets).chart, Moment(person.enrolled.at_us)
    promised, told = protocol.promised, last_told(chart, inclusion)
    events, ends = {each.event for each in happened}, ending(protocol)
    had = {
        each.id
        for each in (promised.intercurrent if promised else ())
        if each.event in events or (each.item and any(_times(sheets, each.item)))
    }
    criteria = NOT_MET if barred else ask(protocol.population, chart, inclusion, told).value
    return Course(
        dosed=bool(promised and promised.first_dose and any(_times(sheets, promised.first_dose))),
        left=next((each.event for each in happened if each.event in ends), ""),
        had=frozenset(had),
        outcome=_outcome(protocol, chart, inclusion, told) if due else Assessed.NOT_DUE,
        eligible=criteria == MET if criteria.known else None,
    )


def last_told(chart: Chart, inclusion: Moment) -> Moment:
    """When the last fact of a chart was recorded; the inclusion where none was since.

    What the rules say is asked as of then and not of the hour of the day: the same data say the same.
    """
    facts = (fact for those in chart.facts.values() for fact in those)
    return Moment(max((fact.available for fact in facts), default=inclusion))


def _outcome(protocol: Protocol, chart: Chart, inclusion: Moment, told: Moment) -> Assessed:
    endpoint = main_endpoint(protocol)
    known = endpoint is not None and evaluate(endpoint, chart, inclusion, told).verdict.value.known
    return Assessed.KNOWN if known else Assessed.UNDETERMINED


def _times(sheets: Sheets, item: str) -> Iterator[bool]:
    """True for every time that an item of a form (`form.item`) holds."""
    form, _, name = item.partition(".")
    for sheet, entries in sheets:
        if sheet.form == form and time_of(entries.get(name)) is not None:
            yield True
