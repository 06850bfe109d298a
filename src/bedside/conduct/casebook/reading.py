"""What stands in the casebook now: the latest version of every item, and the facts that rules read from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import tzinfo
from functools import cache

from django.utils import timezone

from bedside.conduct.casebook.models import Entry, Sheet
from bedside.conduct.participants.models import Person
from bedside.conduct.study.one_page import remembered
from bedside.conduct.study.protocol import protocol_of
from bedside.errors import UsageError
from bedside.protocol.forms import Answer, Missing, item_by_item
from bedside.protocol.model import Protocol
from bedside.rules.chart import Fact
from bedside.values.moment import Moment

Sheets = list[tuple[Sheet, dict[str, Entry]]]
"""Sheets, each with the latest version of its items."""


def zone() -> tzinfo:
    """The sites' clock: on it, days and times without an offset are read."""
    return timezone.get_default_timezone()


def current(sheet: Sheet) -> dict[str, Entry]:
    """The latest version of each item of a sheet, by item."""
    return latest_of(versions(sheet))


def versions(sheet: Sheet) -> list[Entry]:
    """Every version of every item of a sheet, oldest first, each with its event."""
    return list(sheet.entries.select_related("event").order_by("number"))


def latest_of(entries: Iterable[Entry]) -> dict[str, Entry]:
    """The latest version of each item, of versions oldest first."""
    return {entry.item: entry for entry in entries}


def answers(sheet: Sheet) -> dict[str, Answer]:
    """What a sheet holds, as rules take it; a redacted text is no answer."""
    return answers_of(current(sheet))


def answers_of(entries: Mapping[str, Entry]) -> dict[str, Answer]:
    """The same, of entries already read."""
    return {
        item: Answer(entry.typed or "", entry.unit, Missing(entry.missing) if entry.missing else None)
        for item, entry in entries.items()
        if entry.typed or entry.missing
    }


def sheets_of(person: Person) -> Sheets:
    """The sheets of a person in the order in which they were opened, each with the latest version of its items."""
    return remembered(("sheets", person.pk), lambda: sheets_of_all([person])[person.pk])


def sheets_of_all(persons: Sequence[Person]) -> dict[int, Sheets]:
    """The same of several people, by their key: two questions however many they are."""
    held: dict[int, dict[str, Entry]] = {}
    written = Entry.objects.filter(sheet__person__in=persons).select_related("event").order_by("number")
    for entry in written:
        held.setdefault(entry.sheet_id, {})[entry.item] = entry
    known, found = {person.pk: person for person in persons}, {person.pk: Sheets() for person in persons}
    for sheet in Sheet.objects.filter(person__in=persons).order_by("pk"):
        sheet.person, entries = known[sheet.person_id], held.get(sheet.pk, {})
        for entry in entries.values():
            entry.sheet = sheet  # as it is known already, nobody has to ask for it entry by entry
        found[sheet.person_id].append((sheet, entries))
    return found


def facts(person: Person) -> list[Fact]:
    """Every fact that the person's sheets record, each from the time it was saved on."""
    return [fact for fact, _ in facts_and_entries(person)]


def facts_and_entries(person: Person, sheets: Sheets | None = None) -> Iterator[tuple[Fact, Entry]]:
    """Every fact that the person's sheets record, with the entry that records it; `sheets` when already read."""
    of = cache(protocol_of)
    for sheet, entries in sheets_of(person) if sheets is None else sheets:
        for item, found in found_in(of(sheet.version), sheet.form, entries).items():
            if not isinstance(found, UsageError):
                yield from ((fact, entries[item]) for fact in found)


def facts_of(sheet: Sheet) -> Iterator[Fact]:
    """The facts of one sheet: what cannot be read yet (it has no time, it is no number) holds back nothing else."""
    for found in found_in(protocol_of(sheet.version), sheet.form, current(sheet)).values():
        if not isinstance(found, UsageError):
            yield from found


def found_in(protocol: Protocol, form: str, entries: Mapping[str, Entry]) -> dict[str, list[Fact] | UsageError]:
    """What each answered item of a sheet comes to, read on the sites' clock."""
    saved = {item: Moment(entry.event.at_us) for item, entry in entries.items()}
    return item_by_item(protocol, form, answers_of(entries), saved, zone())
