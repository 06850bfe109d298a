"""Where sheets are: which occasions there are, their addresses, and what the trail calls them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import Http404
from django.urls import reverse

from bedside.conduct.casebook.models import Sheet
from bedside.conduct.locks.scopes import Scope
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import protocol_for
from bedside.conduct.study.models import Version
from bedside.conduct.study.protocol import protocol_of
from bedside.conduct.trail.keeping import Act, Actor
from bedside.errors import ProtocolError
from bedside.protocol.model import Form, Protocol
from bedside.values.moment import DAY, Moment
from bedside.values.wording import Text

UNSCHEDULED = "unscheduled"
"""The visit of sheets that no visit of the schedule asks for: any form, as often as needed."""
_UNSCHEDULED = Text("Unscheduled", "Hors calendrier")


@dataclass(frozen=True)
class Place:
    """One occasion of one form, its sheet open or not."""

    visit: str
    form: str
    day: int | None = None
    number: int = 1

    def address(self, code: str, view: str = "sheet") -> str:
        """Its address; `view` is `sheet`, `save`, `draft`, `discard` or `comment`."""
        parts: dict[str, object] = {"code": code, "visit": self.visit, "form": self.form}
        if self.day is not None:
            parts["day"] = self.day
        if self.number != 1:
            parts["number"] = self.number
        return reverse(f"casebook-{view}", kwargs=parts)


def place_in(protocol: Protocol, visit: str, form: str, day: int | None = None, number: int = 1) -> Place:
    """The occasion as sheets know it: only a visit that repeats each day has a day. Raises Http404 for none."""
    try:
        held = protocol.form(form)
        if visit == UNSCHEDULED:
            return Place(visit, form, None, number)
        if number > 1 and not held.repeats:
            raise Http404
        if visit in {event.id for event in protocol.schedule.events}:
            asked, days = protocol.schedule.event(visit).asks, range(0)
        else:
            planned = protocol.schedule.visit(visit)
            last = planned.until_day
            asked, days = planned.forms, range(planned.day, last + 1) if last is not None else range(0)
    except ProtocolError as error:
        raise Http404(str(error)) from error
    if form not in asked or (days and day not in days):
        raise Http404
    return Place(visit, form, day if days else None, number)


def place_of_sheet(sheet: Sheet) -> Place:
    """Where a sheet is."""
    return Place(sheet.visit, sheet.form, sheet.day, sheet.number)


def sheet_at(person: Person, place: Place) -> Sheet:
    """The sheet of an occasion; one that is not kept (its key is None) where nothing was written yet."""
    found = Sheet.objects.filter(
        person=person, visit=place.visit, day=place.day, form=place.form, number=place.number
    ).first()
    if found is not None:
        return found
    return Sheet(
        person=person, visit=place.visit, day=place.day, form=place.form, number=place.number,
        version=protocol_for(person).version,
    )  # fmt: skip


def protocol_at(person: Person, place: Place) -> Protocol:
    """The version by which an occasion is read: that of its sheet where one was begun, else the one that holds."""
    held = sheet_at(person, place)
    return protocol_of(held.version) if held.pk else having(protocol_for(person), place.form)


def having(protocol: Protocol, form: str) -> Protocol:
    """A version, or where it no longer has the form, the last kept one before it that has."""
    if _has(protocol, form):
        return protocol
    kept = Version.objects.filter(version__in=protocol.amended_from).order_by("-pk").values_list("version", flat=True)
    return next((each for each in map(protocol_of, kept) if _has(each, form)), protocol)


def _has(protocol: Protocol, form: str) -> bool:
    return any(each.id == form for each in protocol.forms)


def free_number(person: Person, form: str) -> int:
    """The number of the next sheet of a form that no visit of the schedule asks for: the first one is 1."""
    same = Sheet.objects.filter(person=person, visit=UNSCHEDULED, form=form).order_by("number")
    return (same.values_list("number", flat=True).last() or 0) + 1


def place_of(visit: str, day: int | None, form: str, number: int) -> str:
    """Where in the casebook, as the trail says it: `DAILY 3 / sofa_day`, `unscheduled / laboratory 2`."""
    return Scope("-", "-", visit, day, form, number).place


def scope_of(sheet: Sheet, item: str = "") -> Scope:
    """A sheet, or one item of it, as what can be frozen, locked and signed."""
    return Scope(sheet.person.site, sheet.person.code, sheet.visit, sheet.day, sheet.form, sheet.number, item)


def act_on(by: Actor, action: str, sheet: Sheet, item: str, reason: str = "") -> Act:
    """What is done to one item of a sheet, as the trail says it."""
    place = f"{place_of(sheet.visit, sheet.day, sheet.form, sheet.number)} / {item}"
    return Act(by, action, sheet.person.site, sheet.person.code, place, reason)


def planned_on(protocol: Protocol, sheet: Sheet) -> Moment | None:
    """When a sheet's visit is planned: so many days after inclusion; None before it, or where no day is planned."""
    enrolled = getattr(sheet.person, "enrolled", None)
    try:
        planned = protocol.schedule.visit(sheet.visit).day if sheet.day is None else sheet.day
    except ProtocolError:
        return None
    return Moment(enrolled.at_us + planned * DAY) if enrolled else None


def forms_of(protocol: Protocol, sheet: Sheet) -> list[str]:
    """The forms that are asked together with a sheet's, in order; its own alone where no visit or event asks for it."""
    for visit in protocol.schedule.visits:
        if visit.id == sheet.visit:
            return list(visit.forms)
    for event in protocol.schedule.events:
        if event.id == sheet.visit:
            return list(event.asks)
    return [sheet.form]


def visit_text(protocol: Protocol, visit: str, day: int | None = None) -> Text:
    """A visit or event in words, with its day."""
    if visit == UNSCHEDULED:
        return _UNSCHEDULED
    known = [*protocol.schedule.visits, *protocol.schedule.events]
    text = next((each.text for each in known if each.id == visit), Text(visit, visit))
    return text if day is None else Text(f"{text.en}: day {day}", f"{text.fr}\u00a0: jour {day}")


def form_and_items(protocol: Protocol, form: str, items: Iterable[str]) -> Text:
    """Where something is, in the words of the form and of these items; one that the form lacks by its name."""
    held = protocol.form(form)
    return Text.joined(", ", (held.text, items_said(held, items)))


def items_said(form: Form, items: Iterable[str]) -> Text:
    """Items in the words in which they are asked."""
    known = {each.id: each.text for each in form.items}
    return Text.joined(", ", (known.get(name, Text(name, name)) for name in items))
