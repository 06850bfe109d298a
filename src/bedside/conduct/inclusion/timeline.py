"""What is planned for a participant and what became of it: visits with their windows, forms, events, in one list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bedside.conduct.casebook.charts import Known, known_of
from bedside.conduct.casebook.models import Entry, Sheet
from bedside.conduct.casebook.places import Place
from bedside.conduct.casebook.progress import Status, progress_of
from bedside.conduct.casebook.reading import sheets_of, zone
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import happened_of, protocol_for
from bedside.conduct.study.protocol import protocol_of
from bedside.errors import UsageError
from bedside.protocol.forms import read_time
from bedside.protocol.model import Form, Protocol
from bedside.protocol.schedule import Due, Happened, Period, due
from bedside.values.interval import MET
from bedside.values.moment import EVER, Moment, now
from bedside.values.wording import Text


class Progress(StrEnum):
    """How far something is."""

    TO_COME = "to_come"
    OPEN = "open"
    STARTED = "started"
    DONE = "done"
    OVERDUE = "overdue"


TONES: Mapping[Progress, str] = {
    Progress.TO_COME: "still", Progress.OPEN: "open", Progress.STARTED: "open", Progress.DONE: "good",
    Progress.OVERDUE: "bad",
}  # fmt: skip


@dataclass(frozen=True)
class FormNow:
    """A form of a visit: how many of the items it asks are answered, and its address."""

    form: Form
    answered: int
    asked: int
    progress: Progress
    address: str
    actual: Moment | None

    @property
    def tone(self) -> str:
        """The colour that goes with the word."""
        return TONES[self.progress]


@dataclass(frozen=True)
class VisitNow:
    """A visit (or an event that asks forms) with its window and what became of it."""

    due: Due
    text: Text
    daily: bool
    forms: tuple[FormNow, ...]
    progress: Progress

    @property
    def tone(self) -> str:
        """The colour that goes with the word."""
        return TONES[self.progress]

    @property
    def actual(self) -> Moment | None:
        """The first moment that one of its forms says it was done at."""
        return min((form.actual for form in self.forms if form.actual is not None), default=None)

    @property
    def missing(self) -> tuple[FormNow, ...]:
        """The forms that are not complete."""
        return tuple(form for form in self.forms if form.progress is not Progress.DONE)


@dataclass(frozen=True)
class Timeline:
    """Everything planned for a participant, in order of time, and what happened."""

    protocol: Protocol
    inclusion: Moment
    at: Moment
    visits: tuple[VisitNow, ...]
    happened: tuple[Happened, ...]


def timeline(person: Person, at: Moment | None = None) -> Timeline:
    """The visits and events of a participant at a moment (default: now). For somebody enrolled."""
    protocol, when, inclusion = protocol_for(person), at or now(), Moment(person.enrolled.at_us)
    happened = happened_of(person)
    sheets = sheets_of(person)
    periods = periods_of(protocol, known_of(person, protocol), happened)
    planned = due(protocol.schedule, inclusion, happened, periods)
    held = {(sheet.visit, sheet.day, sheet.form): (sheet, entries) for sheet, entries in reversed(sheets)}
    visits = tuple(_visit(person, protocol, each, held, when) for each in planned)
    return Timeline(protocol, inclusion, when, visits, tuple(happened))


ENDS: Mapping[str, str] = {"icu_discharge": "icu_stay"}
"""The state that an event of the schedule ends, whatever an imported record says: it went on when it was imported."""


def periods_of(protocol: Protocol, known: Known, happened: Sequence[Happened] = ()) -> Mapping[str, Sequence[Period]]:
    """When the states that daily visits depend on were in force, as far as is known.

    What the casebook says counts; where it says nothing, what came from a hospital source does.
    """
    names = {visit.during for visit in protocol.schedule.visits if visit.during}
    return {name: [_ended(name, each, happened) for each in _in_force(name, known)] for name in names}


def _in_force(name: str, known: Known) -> Iterator[Period]:
    facts = [fact for fact in known.chart.facts.get(name, ()) if fact.value == MET]
    for fact in [fact for fact in facts if known.entry_of(fact) is not None] or facts:
        yield fact.start, None if fact.end - max(fact.start, 0) >= EVER // 2 else fact.end


def _ended(name: str, period: Period, happened: Sequence[Happened]) -> Period:
    start, end = period
    ends = [each.at for each in happened if ENDS.get(each.event) == name and each.at >= start]
    first = min(ends, default=None)
    return (start, first) if first is not None and (end is None or first < end) else period


_Held = Mapping[tuple[str, int | None, str], tuple[Sheet, Mapping[str, Entry]]]


def _visit(person: Person, protocol: Protocol, each: Due, held: _Held, at: Moment) -> VisitNow:
    visit = next((visit for visit in protocol.schedule.visits if visit.id == each.visit), None)
    daily = visit is not None and visit.until_day is not None
    forms = tuple(_form(person, protocol.form(name), each, daily, held) for name in each.forms)
    text = visit.text if visit else protocol.schedule.event(each.visit).text
    return VisitNow(each, text, daily, forms, _progress(forms, each, at))


def _form(person: Person, form: Form, each: Due, daily: bool, held: _Held) -> FormNow:
    found = held.get((each.visit, each.day if daily else None, form.id))
    address = Place(each.visit, form.id, each.day if daily else None).address(person.code)
    if found is None:
        return FormNow(form, 0, 0, Progress.TO_COME, address, None)
    sheet, entries = found
    held_ = progress_of(protocol_of(sheet.version), form, entries)
    progress = Progress.DONE if held_.status is Status.COMPLETE else Progress.STARTED
    return FormNow(form, held_.answered, held_.total, progress, address, _actual(form, entries))


def _actual(form: Form, entries: Mapping[str, Entry]) -> Moment | None:
    """The first time that a value of the form is said to be of."""
    found = []
    for name in {item.time for item in form.items if item.time}:
        entry = entries.get(name)
        if entry is not None and entry.typed:
            try:
                found.append(read_time(entry.typed, zone=zone())[0])
            except UsageError:
                continue
    return min(found, default=None)


def _progress(forms: Sequence[FormNow], each: Due, at: Moment) -> Progress:
    if forms and all(form.progress is Progress.DONE for form in forms):
        return Progress.DONE
    if each.closes is not None and at >= each.closes:
        return Progress.OVERDUE
    if any(form.progress is not Progress.TO_COME for form in forms):
        return Progress.STARTED
    return Progress.OPEN if at >= each.opens else Progress.TO_COME


def as_of(found: Timeline, at: Moment) -> Timeline:
    """The same timeline at another moment: what is recorded stays, windows open and close."""
    visits = tuple(replace(each, progress=_progress(each.forms, each.due, at)) for each in found.visits)
    return replace(found, at=at, visits=visits)


def open_now(found: Timeline) -> Iterator[VisitNow]:
    """The visits whose window is open or has closed without all their forms."""
    yield from (each for each in found.visits if each.progress in (Progress.OPEN, Progress.STARTED, Progress.OVERDUE))
