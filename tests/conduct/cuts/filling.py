"""Somebody enrolled in a study that was made for one test, and what is written of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bedside.conduct.casebook.actions import Typed, open_sheet, save
from bedside.conduct.casebook.places import UNSCHEDULED
from bedside.conduct.participants import actions, consent
from bedside.conduct.participants.models import Enrolled, Person
from bedside.conduct.trail.keeping import Act, keep
from bedside.protocol.model import Item, ItemKind, Protocol
from bedside.values.moment import now
from tests.conduct.notices import approved

FORM = "vital_signs"


def enrolled(actor: Callable[..., Any], protocol: Protocol, number: str = "01-001") -> Person:
    """A participant of site 01, with a lawful basis."""
    person, route = actions.screen(actor("nurse"), "01"), protocol.consent_routes[0]
    given = frozenset(group[0] for group in route.needs)
    actions.record_consent(actor(), person, consent.Taken(consent.Step.GIVE, now(), route.id, approved(), given))
    row = Enrolled(person=person, number=number, at_us=int(now()), version=protocol.version)
    keep(Act(actor(), "enrol", "01", person.code), row)
    return Person.objects.get(pk=person.pk)


def items(protocol: Protocol) -> tuple[Item, Item, Item]:
    """The time and two numbers of the form."""
    form = protocol.form(FORM)
    when = next(item for item in form.items if item.kind is ItemKind.TIME)
    first, second = [item for item in form.items if item.kind is ItemKind.NUMBER][:2]
    return when, first, second


def write(actor: Callable[..., Any], person: Person, protocol: Protocol, number: int) -> None:
    """Three items of one more sheet, in one turn."""
    when, *numbers = items(protocol)
    sheet = open_sheet(actor("nurse"), person, UNSCHEDULED, FORM, protocol.version, None, number)
    typed = {item.id: Typed(str(int(item.expected[0].number) + 1)) for item in numbers}
    save(actor("nurse"), sheet, {when.id: Typed("2026-03-01T08:00"), **typed})
