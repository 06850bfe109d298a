"""The history of an item of a sheet: its versions, and the checks that were shown of what was typed in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bedside.conduct.casebook.models import Checked, Entry, Sheet
from bedside.conduct.casebook.reading import versions
from bedside.conduct.casebook.values_said import value_text
from bedside.protocol.model import Item
from bedside.values.wording import Text


@dataclass(frozen=True)
class Version:
    """One version of an item as its history shows it."""

    entry: Entry
    value: Text
    redacted: bool


@dataclass(frozen=True)
class History:
    """The versions of an item and the checks that were shown of it, the last one first."""

    versions: Sequence[Version]
    checked: Sequence[Checked]


def history_of(sheet: Sheet, item: Item) -> History:
    """The history of an item of a sheet that was opened."""
    entries = [each for each in reversed(versions(sheet)) if each.item == item.id]
    return History([version_of(item, each) for each in entries], checks_shown(sheet).get(item.id, ()))


def version_of(item: Item, entry: Entry) -> Version:
    """A version in words."""
    return Version(entry, value_text(item, entry), entry.typed is None)


def checks_shown(sheet: Sheet) -> dict[str, list[Checked]]:
    """The checks that were shown of each item of a sheet, the last one first."""
    found: dict[str, list[Checked]] = {}
    if sheet.pk is not None:
        for each in Checked.objects.filter(sheet=sheet).select_related("event").order_by("-pk"):
            found.setdefault(each.item, []).append(each)
    return found
