"""What stands in the casebook now: the latest version of every item, and the facts that rules read from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bedside.conduct.casebook.models import Entry, Sheet
from bedside.conduct.participants.models import Person
from bedside.conduct.study.protocol import protocol_of
from bedside.errors import UsageError
from bedside.protocol.forms import Answer, Missing, item_by_item
from bedside.rules.chart import Fact
from bedside.values.moment import Moment


def current(sheet: Sheet) -> dict[str, Entry]:
    """The latest version of each item of a sheet, by item."""
    return {entry.item: entry for entry in sheet.entries.select_related("event").order_by("number")}


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


def facts(person: Person) -> list[Fact]:
    """Every fact that the person's sheets record, each from the time it was saved on."""
    return [fact for sheet in person.sheets.all() for fact in facts_of(sheet)]


def facts_of(sheet: Sheet) -> Iterator[Fact]:
    """The facts of one sheet: what cannot be read yet (it has no time, it is no number) holds back nothing else."""
    entries = current(sheet)
    saved = {item: Moment(entry.event.at_us) for item, entry in entries.items()}
    found = item_by_item(protocol_of(sheet.version), sheet.form, answers_of(entries), saved)
    for facts in found.values():
        if not isinstance(facts, UsageError):
            yield from facts
