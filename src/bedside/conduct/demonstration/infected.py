"""Infections of the demonstration: one told as an adverse event without typing again, one whose event is there already
and says something else since. Both on whatever form the protocol has for them; a trial without one gets none.
"""

from __future__ import annotations

from bedside.conduct.casebook.actions import Typed, open_sheet, save
from bedside.conduct.casebook.models import Sheet
from bedside.conduct.casebook.places import UNSCHEDULED, free_number
from bedside.conduct.demonstration.cast import Cast
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.typed_times import with_offset
from bedside.conduct.people.roles import Action
from bedside.conduct.safety.actions_infections import tell_as_event
from bedside.conduct.trail.keeping import in_turn
from bedside.protocol.casebook import Reporting
from bedside.protocol.infection import Infection
from bedside.protocol.model import Form, Item, ItemKind, Protocol
from bedside.values.moment import DAY, HOUR, Moment, now

BEGAN, IN_PLACE, ENDED = 30 * HOUR, 4 * DAY, 2 * HOUR
"""How long ago each began, for how long the device had been in place, and how long ago the second one ended."""
ORGANISM = "Klebsiella pneumoniae"


@in_turn
def add_infections(protocol: Protocol, cast: Cast, persons: list[Person]) -> None:
    """Give two of these people an infection and its event; nothing where the protocol has no form for it."""
    form = next((each for each in protocol.forms if each.infection), None)
    if form is None or form.infection is None or len(persons) < 2:
        return
    first, second = (_infection(cast, protocol, form, form.infection, person) for person in persons[:2])
    for sheet in (first, second):
        _told(cast, protocol, sheet)
    by = cast.acting(Action.WRITE_DATA, second.person.site)
    save(by, second, {form.infection.ended: Typed(with_offset(Moment(now() - ENDED)))})


def _infection(cast: Cast, protocol: Protocol, form: Form, says: Infection, person: Person) -> Sheet:
    by, began = cast.acting(Action.WRITE_DATA, person.site), Moment(now() - BEGAN)
    sheet = open_sheet(by, person, UNSCHEDULED, form.id, protocol.version, None, free_number(person, form.id))
    times = {says.began: began, says.since: Moment(began - IN_PLACE)}
    typed = {item: with_offset(at) for item, at in times.items()}
    device = next(each.code for each in form.item(says.device).codes if each.code not in says.none)
    typed |= {says.device: device, **dict(_said(form.item(each)) for each in says.named)}
    for item in [form.item(each) for each in typed]:
        if item.shown_when and item.shown_when.item not in typed:
            typed[item.shown_when.item] = item.shown_when.holds[0]
    save(by, sheet, {item: Typed(text) for item, text in typed.items()})
    return sheet


def _told(cast: Cast, protocol: Protocol, infection: Sheet) -> None:
    """As an event that is not serious, so that its form is whole."""
    by = cast.acting(Action.WRITE_DATA, infection.person.site)
    sheet = tell_as_event(by, infection, "en").told_on
    form = protocol.form(sheet.form)
    assert form.safety and form.reporting, "the protocol was checked when it was loaded"
    grade = form.item(form.safety.grade).codes[1].code
    save(by, sheet, {form.safety.grade: Typed(grade), form.reporting.item: Typed(_not(form.reporting))})


def _not(asked: Reporting) -> str:
    """That an event is not of those which are told at once."""
    return next(each for each in ("no", "yes") if each not in asked.holds)


def _said(item: Item) -> tuple[str, str]:
    """The first of its choices; of a text, an organism."""
    return item.id, item.codes[0].code if item.kind is ItemKind.CHOICE else ORGANISM
