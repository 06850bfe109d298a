"""The measured values that the criteria wait for, as the eligibility page takes them: by form, each on its sheet.

The sheet is that of the inclusion visit. Where what stands on it is older than the criteria look back, the value is
another measurement and not a correction: it goes on an unscheduled sheet of the same form.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace

from bedside.conduct.casebook import times
from bedside.conduct.casebook.charts import Known, known_of
from bedside.conduct.casebook.gate import Gate, gate_of
from bedside.conduct.casebook.models import Draft, Sheet
from bedside.conduct.casebook.places import UNSCHEDULED, Place, place_of_sheet, scope_of, sheet_at
from bedside.conduct.casebook.reading import Sheets, sheets_of, versions, zone
from bedside.conduct.casebook.sheet_page import others, vouched
from bedside.conduct.casebook.showing import Field, place_before, typed_fields
from bedside.conduct.casebook.typed import Typed
from bedside.conduct.inclusion.questions import inclusion_visit
from bedside.conduct.inclusion.standing import Standing
from bedside.conduct.inclusion.wanted import Wanted, measured, measured_at, reaches, wanted_of
from bedside.conduct.inclusion.words import WORDS
from bedside.conduct.locks.reading import closings
from bedside.conduct.locks.scopes import Scope
from bedside.conduct.participants.models import Person
from bedside.conduct.people.models import User
from bedside.protocol.model import Item, ItemKind, Protocol
from bedside.values.moment import EVER, now, to_datetime
from bedside.values.wording import Text


@dataclass(frozen=True)
class Book:
    """A person's casebook and how they stand, read once for a page."""

    person: Person
    found: Standing
    sheets: Sheets
    known: Known
    gate: Gate

    @property
    def protocol(self) -> Protocol:
        """The version that holds for them."""
        return self.found.protocol


@dataclass(frozen=True)
class Group:
    """What is typed of one form, and on which sheet."""

    wanted: Wanted
    sheet: Sheet

    @property
    def place(self) -> str:
        """Which sheet, as the page sends it back."""
        return f"{self.sheet.visit} {self.sheet.number}"

    @property
    def address(self) -> str:
        """The sheet's own page."""
        return place_of_sheet(self.sheet).address(self.sheet.person.code)

    def key(self, item: str) -> str:
        """The name of an item's inputs on the page, without their letter."""
        return f"{place_before(self.wanted.form.id)}{item}"


@dataclass(frozen=True)
class Shown:
    """A group with its fields; `vouched` are, by item, the forms that it vouches for, each with its address."""

    group: Group
    fields: list[Field]
    vouched: Mapping[str, list[tuple[Text, str]]]
    others: str


def book_of(person: Person, found: Standing) -> Book:
    """Read a person's casebook."""
    known, gate = known_of(person, found.protocol), gate_of(person, found.protocol)
    return Book(person, found, sheets_of(person), known, gate)


def waited_for(found: Standing) -> frozenset[str]:
    """The variables that could still change the answer of a criterion."""
    return frozenset(unknown.name for each in found.criteria for unknown in each.meaning.unknown)


def groups_of(book: Book, user: User) -> list[Group]:
    """What the criteria wait for, and what the reader has typed of it and not saved, on sheets that may be written."""
    protocol, shut = book.protocol, closings(Scope(book.person.site, book.person.code))
    waiting = {each.form.id: each for each in wanted_of(protocol, waited_for(book.found))}
    drafts = {each.sheet_id: each for each in Draft.objects.filter(user=user, sheet__person=book.person)}
    groups = []
    for whole in wanted_of(protocol, frozenset(measured(protocol))):
        wanted = waiting.get(whole.form.id, Wanted(whole.form, {}))
        sheet = _sheet(book, wanted, {pk for pk, each in drafts.items() if whole.asked & set(each.typed)})
        if book.gate.closed(sheet.form, sheet.visit) or shut.at(scope_of(sheet)):
            continue
        typed = set(drafts[sheet.pk].typed) & whole.asked if sheet.pk in drafts else set()
        more = {name: held for name, held in whole.items.items() if name in typed}
        if wanted.items or typed:
            groups.append(Group(Wanted(whole.form, {**wanted.items, **more}), sheet))
    return groups


def shown(book: Book, groups: Sequence[Group], user: User) -> list[Shown]:
    """The groups with their fields: what stands, what was typed since, and what the checks say of it."""
    return [_shown(book, each, user) for each in groups]


def _shown(book: Book, group: Group, user: User) -> Shown:
    sheet, form = group.sheet, group.wanted.form
    draft = Draft.objects.filter(user=user, sheet=sheet).first() if sheet.pk else None
    entries = versions(sheet) if sheet.pk else []
    fields = typed_fields(sheet, entries, book.known, draft, closings(scope_of(sheet)), group.wanted.asked)
    return Shown(
        group, [_asking_when(book.protocol, group.wanted, each, fields) for each in fields],
        {item.id: vouched(book.protocol, item, book.sheets, sheet) for item in form.items if item.up_to_date},
        others(user, sheet),
    )  # fmt: skip


def _asking_when(protocol: Protocol, wanted: Wanted, field: Field, fields: Sequence[Field]) -> Field:
    """The time of measurements says which of them wait for it, typed and not saved."""
    measured = {item.id for item in measured_at(protocol, wanted, field.item)}
    if not measured or time_is_said(field.item, field.typed):
        return field
    named = [each.item.text for each in fields if each.item.id in measured and _typed_now(each)]
    listed = Text.joined(", ", named)
    return replace(field, waits=WORDS["say_when"].filled(listed=listed)) if named else field


def _typed_now(field: Field) -> bool:
    """Whether a value is typed in it, not saved, and nothing else is the matter with it."""
    return field.changed and bool(field.typed.text) and not field.refused


def time_is_said(item: Item, typed: Typed) -> bool:
    """Whether something that can be read stands in a time item, or why there is no time."""
    if not typed.text:
        return bool(typed.missing)
    try:
        times.canonical(typed.text, item.kind is ItemKind.TIME, to_datetime(now()).astimezone(zone()))
    except times.NotATime:
        return False
    return True


def _sheet(book: Book, wanted: Wanted, drafted: Container[int]) -> Sheet:
    """The sheet of the visit, or where what stands on the last one is too old, the next unscheduled one; one on which
    the reader has typed something that is not saved stays."""
    visit, form = inclusion_visit(book.protocol).id, wanted.form.id
    held = {(each.visit, each.number): each for each, _ in book.sheets if each.form == form and each.day is None}
    number = max((number for visit_, number in held if visit_ == UNSCHEDULED), default=0)
    first = held.get((visit, 1))
    last = held.get((UNSCHEDULED, number)) or first if first else None
    if last is None:
        return sheet_at(book.person, Place(visit, form))
    if last.pk in drafted or not _outdated(book, wanted, last):
        return last
    return sheet_at(book.person, Place(UNSCHEDULED, form, None, number + 1))


def _outdated(book: Book, wanted: Wanted, sheet: Sheet) -> bool:
    """Whether the sheet holds a value that the criteria wait for and that they are too late to read."""
    reach = reaches(book.protocol)
    return any(
        entry is not None
        and entry.sheet_id == sheet.pk
        and fact.variable in wanted.items.get(entry.item, ())
        and fact.end <= book.found.at - min(reach.get(fact.variable, EVER), EVER)
        for fact, entry in book.known.said
    )


def sheet_sent(person: Person, protocol: Protocol, form: str, place: str) -> Sheet | None:
    """The sheet of a form that a page sent back; None where it is none that the page could have shown."""
    visit, _, text = place.partition(" ")
    number = int(text) if text.isdigit() and len(text) < 5 else 0
    if visit != UNSCHEDULED:
        return sheet_at(person, Place(visit, form)) if (visit, number) == (inclusion_visit(protocol).id, 1) else None
    before = person.sheets.filter(visit=visit, form=form, number=number - 1)
    return sheet_at(person, Place(visit, form, None, number)) if number == 1 or before.exists() else None
