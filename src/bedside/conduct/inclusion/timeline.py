"""What is planned for a participant and what became of it: visits with their windows, forms, events, in one list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bedside.conduct.casebook.gate import Closed, Gate
from bedside.conduct.casebook.places import Place, visit_text
from bedside.conduct.casebook.progress import Status
from bedside.conduct.casebook.reading import zone
from bedside.conduct.casebook.states import periods_of
from bedside.conduct.inclusion.filled import Filled, filled_of, imported_states
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import (
    consent_of,
    died_at,
    happened_of,
    planned_of,
    protocol_for,
    with_history,
)
from bedside.conduct.study.protocol import protocol_of, read_once
from bedside.protocol.model import Form, Protocol
from bedside.protocol.schedule import Due, Happened, Period, due, on_the_clock
from bedside.values.moment import SECOND, Moment, now
from bedside.values.wording import Text


class Progress(StrEnum):
    """How far something is."""

    TO_COME = "to_come"
    OPEN = "open"
    STARTED = "started"
    DONE = "done"
    OVERDUE = "overdue"
    CLOSED = "closed"


TONES: Mapping[Progress, str] = {
    Progress.TO_COME: "still", Progress.OPEN: "open", Progress.STARTED: "open", Progress.DONE: "good",
    Progress.OVERDUE: "bad", Progress.CLOSED: "still",
}  # fmt: skip
SIGNS: Mapping[Progress, str] = {
    Progress.TO_COME: "○", Progress.OPEN: "◔", Progress.STARTED: "◑", Progress.DONE: "●", Progress.OVERDUE: "!",
    Progress.CLOSED: "×",
}  # fmt: skip
"""A sign for each, so that none is told by its colour alone."""
MINUTE = 60 * SECOND
PENDING = frozenset({Progress.OPEN, Progress.STARTED, Progress.OVERDUE})
"""What somebody has to do something about now."""


@dataclass(frozen=True)
class FormNow:
    """A form of a visit: how many of the items it asks are answered, and where it is."""

    form: Form
    code: str
    place: Place
    answered: int
    asked: int
    progress: Progress
    actual: Moment | None

    @property
    def address(self) -> str:
        """Where it is filled."""
        return self.place.address(self.code)

    @property
    def tone(self) -> str:
        """The colour that goes with the word."""
        return TONES[self.progress]


@dataclass(frozen=True)
class VisitNow:
    """A visit (or an event that asks forms) with its window and what became of it; `planned` is the moment that was
    agreed with the participant."""

    due: Due
    text: Text
    daily: bool
    forms: tuple[FormNow, ...]
    planned: Moment | None
    progress: Progress

    @property
    def tone(self) -> str:
        """The colour that goes with the word."""
        return TONES[self.progress]

    @property
    def actual(self) -> Moment | None:
        """The first moment within the window that one of its forms says it was done at, else the first outside.

        The visit of inclusion was at inclusion, and what an event asks for was at the event: their forms tell what was
        before (the admission to hospital) as well.
        """
        times = [form.actual for form in self.forms if form.actual is not None]
        if self.due.day is None or (self.due.day == 0 and not self.daily):
            return self.due.target if times else None
        return min((at for at in times if not self._outside(at)), default=min(times, default=None))

    @property
    def missing(self) -> tuple[FormNow, ...]:
        """The forms that are not complete, and may be."""
        return tuple(form for form in self.forms if form.progress not in (Progress.DONE, Progress.CLOSED))

    @property
    def outside(self) -> bool:
        """Whether it was done, or is planned, outside its window; times are typed to the minute."""
        at = self.actual or self.planned
        return at is not None and self._outside(at)

    def _outside(self, at: Moment) -> bool:
        opens, closes = self.due.opens, self.due.closes
        return at < opens - opens % MINUTE or (closes is not None and at >= closes)

    def at(self, when: Moment) -> VisitNow:
        """The same visit at another moment: what is recorded stays, its window opens and closes."""
        progress = _progress(self.forms, self.due, when)
        return self if progress is self.progress else replace(self, progress=progress)


@dataclass(frozen=True)
class Beside:
    """A form that was filled though the schedule does not ask it there: unscheduled, repeated, or not due any more."""

    text: Text
    form: FormNow
    scheduled: bool


@dataclass(frozen=True)
class Timeline:
    """Everything planned for a participant, in order of time, what was filled beside it, and what happened."""

    protocol: Protocol
    inclusion: Moment
    at: Moment
    visits: tuple[VisitNow, ...]
    beside: tuple[Beside, ...]
    happened: tuple[Happened, ...]
    filled: tuple[Filled, ...]


def timeline(person: Person, at: Moment | None = None) -> Timeline:
    """The visits and events of a participant at a moment (default: now). For somebody enrolled."""
    return timelines([person], at)[person.pk]


def timelines(persons: Sequence[Person], at: Moment | None = None) -> dict[int, Timeline]:
    """The same for many, by their keys, with a handful of questions to the database however many they are."""
    with read_once():
        known, filled, when = with_history(persons), filled_of(persons), at or now()
        protocols = {person.pk: protocol_for(person) for person in known}
        imported: dict[int, list[tuple[str, Period]]] = {}
        for protocol in {id(each): each for each in protocols.values()}.values():
            imported |= imported_states([each for each in known if protocols[each.pk] is protocol], protocol)
        return {
            each.pk: _timeline(each, protocols[each.pk], filled[each.pk], imported.get(each.pk, []), when)
            for each in known
        }


def _timeline(
    person: Person, protocol: Protocol, filled: Sequence[Filled], imported: Sequence[tuple[str, Period]], at: Moment
) -> Timeline:
    inclusion, happened = Moment(person.enrolled.at_us), happened_of(person)
    gate = Gate(protocol, consent_of(person, protocol), False, tuple(happened))
    typed = [state for each in filled for state in each.states]
    planned = due(protocol.schedule, inclusion, happened, periods_of(protocol.schedule, typed, imported, happened))
    visits = tuple(_visits(_Filling(person, protocol, gate, {_at(each): each for each in filled}), planned, at))
    asked = {(form.place.visit, form.place.day, form.place.form, form.place.number) for v in visits for form in v.forms}
    beside = tuple(_beside(person, protocol, each) for each in filled if _at(each) not in asked)
    return Timeline(protocol, inclusion, at, visits, beside, tuple(happened), tuple(filled))


_At = tuple[str, int | None, str, int]


def _at(filled: Filled) -> _At:
    return filled.visit, filled.day, filled.form, filled.number


@dataclass(frozen=True)
class _Filling:
    """A person's sheets beside what the protocol asks of them."""

    person: Person
    protocol: Protocol
    gate: Gate
    sheets: Mapping[_At, Filled]

    def form(self, name: str, visit: str, day: int | None, occurrence: int) -> FormNow:
        form = self.protocol.form(name)
        place = Place(visit, name, day, occurrence if form.repeats else 1)
        found = self.sheets.get((visit, day, name, place.number))
        done = found is not None and found.progress.status is Status.COMPLETE
        closed: Closed | None = None if done else self.gate.closed(name, visit)
        return _form(form, self.person.code, place, found, closed)


def _visits(filling: _Filling, planned: Sequence[Due], at: Moment) -> Iterator[VisitNow]:
    appointments, times = planned_of(filling.person), Counter[str]()
    inclusion, clock = Moment(filling.person.enrolled.at_us), zone()
    visits = {visit.id: visit for visit in filling.protocol.schedule.visits}
    died = died_at(filling.person)
    for each in planned:
        visit = visits.get(each.visit)
        daily = visit is not None and visit.until_day is not None
        times[each.visit] += each.day is None  # an event that happens again asks its forms again
        day = each.day if daily else None
        forms = tuple(filling.form(name, each.visit, day, times[each.visit] or 1) for name in each.forms)
        text = visit.text if visit else filling.protocol.schedule.event(each.visit).text
        told = each if daily else on_the_clock(each, inclusion, clock)
        if visit is not None and died is not None and told.closes is not None and told.closes > died:
            told = replace(told, closes=max(died, told.opens))  # nobody is assessed after their death
        planned_at = appointments.get((each.visit, day)) if visit else None
        yield VisitNow(told, text, daily, forms, planned_at, _progress(forms, told, at))


def _form(form: Form, code: str, place: Place, found: Filled | None, closed: Closed | None = None) -> FormNow:
    if found is None:
        return FormNow(form, code, place, 0, 0, Progress.CLOSED if closed else Progress.TO_COME, None)
    done = found.progress.status is Status.COMPLETE
    progress = Progress.DONE if done else Progress.CLOSED if closed else Progress.STARTED
    return FormNow(form, code, place, found.progress.answered, found.progress.total, progress, found.actual)


def _beside(person: Person, protocol: Protocol, filled: Filled) -> Beside:
    place = Place(filled.visit, filled.form, filled.day, filled.number)
    known = {visit.id for visit in protocol.schedule.visits} | {event.id for event in protocol.schedule.events}
    begun_under = protocol_of(filled.version)  # which may have a form or a visit that this version no longer has
    form = _form(begun_under.form(filled.form), person.code, place, filled)
    return Beside(visit_text(begun_under, filled.visit, filled.day), form, filled.visit in known)


def _progress(forms: Sequence[FormNow], each: Due, at: Moment) -> Progress:
    open_ = [form for form in forms if form.progress not in (Progress.DONE, Progress.CLOSED)]
    if not open_:
        return Progress.DONE if any(form.progress is Progress.DONE for form in forms) else Progress.CLOSED
    if each.closes is not None and at >= each.closes:
        return Progress.OVERDUE
    if any(form.progress in (Progress.STARTED, Progress.DONE) for form in forms):
        return Progress.STARTED
    return Progress.OPEN if at >= each.opens else Progress.TO_COME
