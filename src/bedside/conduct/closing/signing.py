"""What a signature covers, whether it still holds, and what has changed since.

It covers the latest version of every item below its scope, typed or worked out; of a whole casebook the events too.
As rows are only ever added, it holds as long as none was added below it; its digest proves the same of their content.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Max

from bedside.conduct.casebook.models import Computed, Entry
from bedside.conduct.casebook.places import place_of_sheet, scope_of, visit_text
from bedside.conduct.casebook.values_said import value_text
from bedside.conduct.closing.models import Signature
from bedside.conduct.locks.scopes import Scope
from bedside.conduct.participants.models import Happened, Person, TakenBack
from bedside.conduct.study.protocol import protocol_of
from bedside.conduct.trail.models import Event
from bedside.values.wording import Text


class Signing(StrEnum):
    """How a place stands with signatures."""

    UNSIGNED = "unsigned"
    SIGNED = "signed"
    FALLEN = "changed since signed"


WORDS = {
    Signing.UNSIGNED: Text("not signed", "non signé"),
    Signing.SIGNED: Text("signed", "signé"),
    Signing.FALLEN: Text("changed since signed", "modifié depuis la signature"),
}
SIGNS = {Signing.UNSIGNED: "–", Signing.SIGNED: "✍", Signing.FALLEN: "!"}


class Signatures:
    """The signatures of some people, the latest first, beside the number of the last row of each sheet."""

    def __init__(self, persons: Sequence[Person]) -> None:
        codes = [person.code for person in persons]
        self.rows = list(Signature.objects.filter(participant__in=codes).select_related("event").order_by("-pk"))
        self._last = list(_last(persons))

    def holds(self, signature: Signature) -> bool:
        """Whether nothing was added below it since."""
        scope = signature.scope
        return all(number < signature.pk for place, number in self._last if scope.covers(place))

    def over(self, scope: Scope) -> list[Signature]:
        """Those that cover a scope, the latest first."""
        return [row for row in self.rows if row.scope.covers(scope)]

    def state(self, scope: Scope) -> Signing:
        """How a scope stands: one signature that holds is enough."""
        over = self.over(scope)
        if any(self.holds(row) for row in over):
            return Signing.SIGNED
        return Signing.FALLEN if over else Signing.UNSIGNED

    def begun(self, scope: Scope) -> bool:
        """Whether anything stands below a scope."""
        return any(scope.covers(place) for place, _ in self._last)


def _last(persons: Sequence[Person]) -> Iterator[tuple[Scope, int]]:
    """Every sheet and every person with an event, and the number of the last row kept there."""
    keys = [person.pk for person in persons]
    parts = ("site", "code"), ("visit", "day", "form", "number")
    columns = [*(f"sheet__person__{each}" for each in parts[0]), *(f"sheet__{each}" for each in parts[1])]
    for model in (Entry, Computed):
        rows: Any = model._default_manager.filter(sheet__person__in=keys).values_list(*columns)
        for *place, number in rows.annotate(Max("pk")).order_by():
            yield Scope(*place), number
    for kept, to in ((Happened, "person"), (TakenBack, "happened__person")):
        rows = kept._default_manager.filter(**{f"{to}__in": keys}).values_list(f"{to}__site", f"{to}__code", "pk")
        for site, code, number in rows:
            yield Scope(site, code), number


# --- what it covers ---------------------------------------------------------------------------------------------------


def digest_of(person: Person, scope: Scope, until: int | None = None) -> str:
    """SHA-256 (hex) of what stands below a scope, or stood when event `until` was written."""
    covered = _rows(person, scope, until)
    lines = "\n".join(f"{event.number} {event.kept_in} {event.digest}" for event in covered)
    return hashlib.sha256(f"{scope}\n{lines}".encode()).hexdigest()


def proved(person: Person, signature: Signature) -> bool:
    """Whether what was signed is still what the trail holds of that moment, digest by digest."""
    return digest_of(person, signature.scope, signature.pk) == signature.signed


def _rows(person: Person, scope: Scope, until: int | None) -> list[Event]:
    """The event of the latest version of everything below a scope, in order."""
    latest: dict[tuple[object, ...], Event] = {}
    for model in (Entry, Computed):
        held: Any = model._default_manager.filter(sheet__person=person).select_related("event", "sheet")
        for row in _until(held, until):
            row.sheet.person = person
            if scope.covers(scope_of(row.sheet)):
                latest[model, row.sheet_id, row.item] = row.event
    if scope.covers(Scope(person.site, person.code)):
        latest.update({(Happened, row.pk): row.event for row in _until(_of(Happened, person=person), until)})
        taken = _of(TakenBack, happened__person=person)
        latest.update({(TakenBack, row.pk): row.event for row in _until(taken, until)})
    return sorted(latest.values(), key=lambda event: event.number)


def _of(model: Any, **only: object) -> Any:
    return model.objects.filter(**only).select_related("event")


def _until(rows: Any, until: int | None) -> Iterable[Any]:
    return (rows if until is None else rows.filter(pk__lt=until)).order_by("pk")


# --- what has changed -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Change:
    """One item that changed since a signature: what it said then (None: nothing), what it says now."""

    visit: Text
    form: Text
    item: Text
    before: Text | None
    now: Text
    entry: Entry
    address: str


def changes(person: Person, signature: Signature) -> list[Change]:
    """What was typed below a signature since it was given, item by item."""
    scope, found = signature.scope, {}
    for entry in Entry.objects.filter(sheet__person=person).select_related("event", "sheet").order_by("number"):
        entry.sheet.person = person
        if scope.covers(scope_of(entry.sheet)):
            found.setdefault((entry.sheet_id, entry.item), []).append(entry)
    later = [versions for versions in found.values() if versions[-1].pk > signature.pk]
    return [_change(versions, signature) for versions in later]


def _change(versions: Sequence[Entry], signature: Signature) -> Change:
    entry = versions[-1]
    protocol = protocol_of(entry.sheet.version)
    form = protocol.form(entry.sheet.form)
    item = form.item(entry.item)
    before = next((each for each in reversed(versions) if each.pk < signature.pk), None)
    address = f"{place_of_sheet(entry.sheet).address(entry.sheet.person.code)}#f-{entry.item}"
    return Change(
        visit_text(protocol, entry.sheet.visit, entry.sheet.day), form.text, item.text,
        value_text(item, before) if before else None, value_text(item, entry), entry, address,
    )  # fmt: skip
