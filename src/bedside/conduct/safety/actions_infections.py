"""Infections told as adverse events: opened from one another without typing again, linked, and the link taken back."""

from __future__ import annotations

from bedside.conduct.casebook.actions import Typed, open_sheet, save
from bedside.conduct.casebook.models import Sheet
from bedside.conduct.casebook.places import UNSCHEDULED, free_number, place_of, scope_of
from bedside.conduct.locks.reading import check_open
from bedside.conduct.participants.reading import protocol_for
from bedside.conduct.safety.infections import Infected, infection_of, infection_told_on
from bedside.conduct.safety.models import Link, Unlink
from bedside.conduct.trail.keeping import Act, Actor, in_turn, keep
from bedside.errors import UsageError


@in_turn
def tell_as_event(by: Actor, infection: Sheet, language: str) -> Link:
    """Open an adverse event of an infection, its term (in this language) and dates carried over, and link the two.

    Raises UsageError for what is no infection, is told already, or says nothing yet; what the casebook
    refuses, it does.
    """
    held = _untold(infection)
    carried = held.carried(language)
    if not carried:
        raise UsageError("this infection says nothing yet.", _where(infection), "Fill its form first.")
    person = infection.person
    number = free_number(person, held.says.event)
    sheet = open_sheet(by, person, UNSCHEDULED, held.says.event, protocol_for(person).version, None, number)
    save(by, sheet, {item: Typed(text) for item, text in carried.items()})
    return _linked(by, infection, sheet)


@in_turn
def link(by: Actor, infection: Sheet, event: Sheet) -> Link:
    """Keep that an infection and an adverse event that is there already are the same.

    Raises UsageError for what is no infection or no event of the same person, and where one of them is linked already.
    """
    held = _untold(infection)
    if event.person_id != infection.person_id or event.form != held.says.event:
        raise UsageError("this is no adverse event of the same person.", _where(infection), "Choose one of the list.")
    if infection_told_on(event) is not None:
        raise UsageError("this event tells of another infection.", _where(event), "Take that link back first.")
    return _linked(by, infection, event)


@in_turn
def unlink(by: Actor, infection: Sheet, reason: str) -> Unlink:
    """Take the link of an infection back; both forms stay as they are. Raises UsageError without a link or a reason."""
    held = infection_of(infection)
    if held is None or held.link is None:
        raise UsageError("this infection is told as no event.", _where(infection), "Link it first.")
    if not reason.strip():
        raise UsageError("no reason is given.", _where(infection), "Say why they are not the same.")
    _check_open(infection, held.link.told_on)
    return keep(_act(by, "unlink infection", infection, reason.strip()), Unlink(link=held.link))


def _untold(infection: Sheet) -> Infected:
    held = infection_of(infection)
    if held is None:
        raise UsageError("this form is of no infection.", _where(infection), "Open one that is.")
    if held.link is not None:
        raise UsageError("this infection is told as an event already.", _where(infection), "Open its event.")
    return held


def _linked(by: Actor, infection: Sheet, event: Sheet) -> Link:
    _check_open(infection, event)
    return keep(_act(by, "link infection", infection), Link(infection=infection, told_on=event))


def _check_open(*sheets: Sheet) -> None:
    for sheet in sheets:
        check_open(scope_of(sheet), _where(sheet))


def _act(by: Actor, action: str, infection: Sheet, reason: str = "") -> Act:
    return Act(by, action, infection.person.site, infection.person.code, _place(infection), reason)


def _where(sheet: Sheet) -> str:
    return f"{sheet.person.code}, {_place(sheet)}"


def _place(sheet: Sheet) -> str:
    return place_of(sheet.visit, sheet.day, sheet.form, sheet.number)
