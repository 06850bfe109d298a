"""What is to be coded, and where it stands: worked out from what was written and coded, never stored."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import QuerySet

from bedside.conduct.casebook.models import Entry, Sheet
from bedside.conduct.coding.books import Kind
from bedside.conduct.coding.models import Coded, Dictionary
from bedside.conduct.coding.shelf import in_use
from bedside.conduct.study.models import Version
from bedside.conduct.study.protocol import protocol_of
from bedside.values.wording import Text


class State(StrEnum):
    """Where a text stands."""

    TO_CODE = "to code"
    CHANGED = "changed"
    REPLACED = "replaced"
    CODED = "coded"


STATES: Mapping[State, Text] = {
    State.TO_CODE: Text("to be coded", "à coder"),
    State.CHANGED: Text("the text has changed", "le texte a changé"),
    State.REPLACED: Text("the dictionary has changed", "le dictionnaire a changé"),
    State.CODED: Text("coded", "codé"),
}


@dataclass(frozen=True)
class Line:
    """A text that is to be coded: its entry, its item, the dictionary in use, and the last that was said of it."""

    entry: Entry
    kind: Kind
    item: Text
    dictionary: Dictionary | None
    coded: Coded | None

    @property
    def state(self) -> State:
        """A code holds for the text that it was given for, in the version of the dictionary that is in use."""
        if self.coded is None:
            return State.TO_CODE
        if self.coded.entry.typed != self.entry.typed:
            return State.CHANGED
        return State.CODED if self.dictionary == self.coded.dictionary else State.REPLACED

    @property
    def state_text(self) -> Text:
        """The same in words."""
        return STATES[self.state]

    @property
    def above(self) -> list[str]:
        """What stands above the term, nearest first."""
        return json.loads(self.coded.above or "[]") if self.coded else []


def lines(sites: Collection[str] | None = None) -> list[Line]:
    """Every text to be coded at these sites (None: at all), by person, in the order in which they were written."""
    entries, coded = Entry.objects.all(), Coded.objects.all()
    if sites is not None:
        entries = entries.filter(sheet__person__site__in=sites)
        coded = coded.filter(entry__sheet__person__site__in=sites)
    return sorted(_lines(entries, coded), key=lambda each: (each.entry.sheet.person.code, each.entry.pk))


def standing_of(entry: Entry) -> Line | None:
    """Where an entry stands; None where it is not to be coded, or not the latest of its item."""
    same = Entry.objects.filter(sheet=entry.sheet, item=entry.item)
    coded = Coded.objects.filter(entry__sheet=entry.sheet, entry__item=entry.item)
    return next((each for each in _lines(same, coded) if each.entry == entry), None)


def on_sheet(sheet: Sheet) -> dict[str, Line]:
    """Where the texts of one sheet stand, by item; empty where its form has nothing coded."""
    if not any(item.coded for item in protocol_of(sheet.version).form(sheet.form).items):
        return {}
    coded = Coded.objects.filter(entry__sheet=sheet)
    return {line.entry.item: line for line in _lines(Entry.objects.filter(sheet=sheet), coded)}


def _lines(entries: QuerySet[Entry], coded: QuerySet[Coded]) -> Iterator[Line]:
    items = coded_items()
    names = {item for _, _, item in items}
    found = entries.filter(item__in=names).select_related("event", "sheet__person", "sheet__person__enrolled")
    latest = {(each.sheet_id, each.item): each for each in found.order_by("number")}
    held = coded.select_related("entry", "dictionary", "event").order_by("pk")
    said = {(each.entry.sheet_id, each.entry.item): each for each in held}
    books = {kind: in_use(kind) for kind in Kind}
    for key, entry in latest.items():
        asked = items.get((entry.sheet.version, entry.sheet.form, entry.item))
        if asked and entry.typed:
            yield Line(entry, *asked, books[asked[0]], said.get(key))


def coded_items() -> dict[tuple[str, str, str], tuple[Kind, Text]]:
    """What each version of the protocol has coded: by version, form and item, the dictionary and the item's name."""
    versions = Version.objects.order_by("pk").values_list("version", flat=True)
    return {
        (version, form.id, item.id): (Kind(item.coded), item.text)
        for version in versions for form in protocol_of(version).forms for item in form.items if item.coded
    }  # fmt: skip
