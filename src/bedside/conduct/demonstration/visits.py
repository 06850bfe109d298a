"""What a monitor and a data manager have done in a demonstration: forms verified, one corrected since, queries at every
stage. It names no trial: whatever was filled first of the participants of a site is what was looked at.
"""

from __future__ import annotations

from collections.abc import Iterator

from bedside.conduct.casebook.actions import Typed, save
from bedside.conduct.casebook.models import Entry, Sheet
from bedside.conduct.casebook.places import place_of_sheet
from bedside.conduct.casebook.reading import current
from bedside.conduct.demonstration.cast import Cast
from bedside.conduct.monitoring.actions import answer, close, raise_found, raise_query
from bedside.conduct.monitoring.actions_verification import verify
from bedside.conduct.monitoring.finding import lacking, violated
from bedside.conduct.monitoring.verification import Mark, marked
from bedside.conduct.participants.models import Person
from bedside.conduct.people.roles import Action
from bedside.conduct.study.protocol import protocol_of, read_once
from bedside.conduct.trail.keeping import in_turn
from bedside.protocol.model import ItemKind

LOOKED_AT, FORMS = 3, 4
"""How many participants of a site the monitor has come to, and how many forms of each."""
QUESTION = "The source shows another value."
ANSWER = "Checked: the value of the form is that of the final report."
WHY = "typing error"


def visits(cast: Cast, site: str) -> None:
    """One visit of the monitor at a site, and what came of it."""
    persons = list(Person.objects.filter(site=site, enrolled__isnull=False).select_related("enrolled").order_by("pk"))
    with read_once():
        for person in persons[:LOOKED_AT]:
            in_turn(_verified)(cast, person)
        in_turn(_asked)(cast, persons[:LOOKED_AT])
        lacks = lacking(persons[:LOOKED_AT])
        for person in persons[:LOOKED_AT]:
            by = cast.acting(Action.SET_VERIFICATION_PLAN)
            raise_found(by, person, [*violated(person), *lacks[person.pk]])


def _verified(cast: Cast, person: Person) -> None:
    """The first forms of a participant, as far as the plan asks."""
    by = cast.acting(Action.VERIFY_SOURCE, person.site)
    for sheet in person.sheets.order_by("pk")[:FORMS]:
        seen = {each.item.id: each.entry.number for each in marked(sheet) if each.mark is Mark.TO_VERIFY}
        if seen:
            verify(by, sheet, seen)


def _asked(cast: Cast, persons: list[Person]) -> None:
    """A query of each kind: open, answered, corrected (so that a verification is void), closed."""
    numbers = [found for person in persons for found in _numbers(person)]
    for stage, (sheet, entry) in enumerate(numbers[:4]):
        monitor = cast.acting(Action.VERIFY_SOURCE, sheet.person.site)
        nurse = cast.acting(Action.WRITE_DATA, sheet.person.site)
        query = raise_query(monitor, sheet.person, place_of_sheet(sheet), entry.item, QUESTION)
        if stage in (1, 3):
            answer(nurse, query, ANSWER)
        if stage == 2:
            save(nurse, sheet, {entry.item: Typed("", missing="not done", because="technical", reason=WHY)})
        if stage == 3:
            close(monitor, query)


def _numbers(person: Person) -> Iterator[tuple[Sheet, Entry]]:
    """The first numbers of a participant's first forms, two a form."""
    for sheet in person.sheets.order_by("pk")[:FORMS]:
        form, entries = protocol_of(sheet.version).form(sheet.form), current(sheet)
        asked = [item.id for item in form.items if item.kind is ItemKind.NUMBER and item.id in entries]
        yield from ((sheet, entries[item]) for item in asked[:2] if entries[item].typed)
