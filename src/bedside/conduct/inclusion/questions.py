"""The questions of the criteria that people answer, and the item of the inclusion visit's forms that records each.

An answer given on the eligibility page is saved in the casebook: there is one place for data.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bedside.conduct.casebook.actions import Typed, open_sheet, save
from bedside.conduct.casebook.models import Entry, Sheet
from bedside.conduct.casebook.reading import current, zone
from bedside.conduct.inclusion.standing import Standing
from bedside.conduct.participants.consent import questions_of
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.typed_times import local, with_offset
from bedside.conduct.trail.keeping import Actor, in_turn
from bedside.errors import UsageError
from bedside.protocol.forms import Missing, read_time
from bedside.protocol.model import Form, ItemKind, Protocol, Visit
from bedside.rules.chart import Fact
from bedside.rules.nodes import variables
from bedside.values.interval import MET, NOT_MET
from bedside.values.moment import Moment
from bedside.values.variable import Kind, Variable
from bedside.values.wording import Text

YES, NO, CANNOT_TELL = "yes", "no", "cannot tell"
ANSWERS: Mapping[str, Typed] = {
    YES: Typed(YES),
    NO: Typed(NO),
    CANNOT_TELL: Typed(missing=Missing.UNKNOWN),
}
"""What each answer is in the casebook."""


@dataclass(frozen=True)
class Asked:
    """A question, the form and item that record it, and the item that says when it was answered."""

    variable: Variable
    text: Text
    form: str
    item: str
    time: str


@dataclass(frozen=True)
class Answered:
    """A question with the answer that stands (empty: none), and whether the verdicts wait for it."""

    asked: Asked
    answer: str
    open: bool


def inclusion_visit(protocol: Protocol) -> Visit:
    """The visit at which people are included: the first of day 0."""
    return min(protocol.schedule.visits, key=lambda visit: (visit.until_day is not None, abs(visit.day)))


def asked_of(protocol: Protocol) -> tuple[Asked, ...]:
    """The questions of the criteria that a form of the inclusion visit records, but for those of the consent."""
    consent = questions_of(protocol)
    forms = [protocol.form(name) for name in inclusion_visit(protocol).forms]
    wanted = (each for each in variables(protocol.population).values() if each.kind is Kind.ANSWER and each.truth)
    found = (_recorded_in(forms, each) for each in wanted if each.name not in consent)
    return tuple(each for each in found if each is not None)


def _recorded_in(forms: list[Form], variable: Variable) -> Asked | None:
    for form in forms:
        for item in form.items:
            if item.variable == variable.name and item.kind is ItemKind.YES_NO and item.time:
                return Asked(variable, item.text, form.id, item.id, item.time)
    return None


def sheet_of(person: Person, protocol: Protocol, form: str) -> Sheet | None:
    """The sheet of a form at the inclusion visit, where it was opened."""
    visit = inclusion_visit(protocol)
    sheet: Sheet | None = person.sheets.filter(visit=visit.id, form=form, number=1).order_by("pk").first()
    return sheet


def answered(person: Person, found: Standing) -> tuple[Answered, ...]:
    """Every question that matters to a person now: open, or answered before."""
    protocol = found.protocol
    asked = asked_of(protocol)
    held = {form: _entries(person, protocol, form) for form in {each.form for each in asked}}
    waiting = {unknown.name for each in found.criteria for unknown in each.meaning.unknown}
    told = (Answered(each, _answer(held[each.form].get(each.item)), each.variable.name in waiting) for each in asked)
    return tuple(each for each in told if each.open or each.answer)


def answered_at(person: Person, protocol: Protocol, form: str, time: str) -> str:
    """When the questions of a form were answered, as an input takes it; empty when they were not."""
    found = _moment(_entries(person, protocol, form).get(time))
    return "" if found is None else local(found)


def _moment(entry: Entry | None) -> Moment | None:
    """The time that an entry says, where it says one."""
    if entry is None or not entry.typed:
        return None
    try:
        return read_time(entry.typed, zone=zone())[0]
    except UsageError:
        return None


def _entries(person: Person, protocol: Protocol, form: str) -> Mapping[str, Entry]:
    sheet = sheet_of(person, protocol, form)
    return current(sheet) if sheet else {}


def _answer(entry: Entry | None) -> str:
    if entry is None:
        return ""
    return CANNOT_TELL if entry.missing else entry.typed or ""


@in_turn
def answer(by: Actor, person: Person, protocol: Protocol, given: Mapping[str, str], at: Moment, reason: str) -> int:
    """Save answers (by variable: yes, no or cannot tell) in the casebook; returns how many entries that made.

    `reason` explains corrections of what was answered before. Raises UsageError without one, and for another answer.
    """
    kept = 0
    for (form, time), asked in _by_sheet(protocol, given).items():
        sheet = sheet_of(person, protocol, form)
        typed = {each.item: _typed(given[each.variable.name], reason) for each in asked}
        if sheet is None:
            visit = inclusion_visit(protocol).id
            sheet = open_sheet(by, person, visit, form, protocol.version)
        stands = current(sheet)
        changed = {item: each for item, each in typed.items() if _changes(stands.get(item), each)}
        if _moment(stands.get(time)) != at:
            changed[time] = Typed(with_offset(at), reason=reason)
        if changed:
            kept += len(save(by, sheet, changed))
    return kept


def supposed(protocol: Protocol, given: Mapping[str, str], at: Moment) -> Iterator[Fact]:
    """Answers that are not saved, as facts; one that cannot be told is none."""
    values = {YES: MET, NO: NOT_MET}
    for each in asked_of(protocol):
        if (value := values.get(given.get(each.variable.name, ""))) is not None:
            yield Fact(each.variable.name, at, at, value, at, origin="not saved", written=given[each.variable.name])


def _changes(stands: Entry | None, typed: Typed) -> bool:
    return stands is None or (stands.typed or "", stands.missing) != (typed.text, typed.missing)


def _by_sheet(protocol: Protocol, given: Mapping[str, str]) -> Mapping[tuple[str, str], list[Asked]]:
    found: dict[tuple[str, str], list[Asked]] = {}
    for each in asked_of(protocol):
        if given.get(each.variable.name) in ANSWERS:
            found.setdefault((each.form, each.time), []).append(each)
    return found


def _typed(given: str, reason: str) -> Typed:
    held = ANSWERS[given]
    return Typed(held.text, missing=held.missing, reason=reason)
