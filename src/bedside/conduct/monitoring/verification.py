"""What was verified against the source and still is: a verification is of one version, and void once there is another.

Nothing is reset when data change; whether a verification holds is read off the versions, each time it is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Exists, OuterRef, QuerySet

from bedside.conduct.casebook.models import Entry, Sheet
from bedside.conduct.casebook.reading import current
from bedside.conduct.casebook.values_said import value_text
from bedside.conduct.monitoring.models import Verification
from bedside.conduct.monitoring.plan import Need, Plan, plan_now, verifiable
from bedside.conduct.participants.models import Person
from bedside.conduct.study.protocol import protocol_of, read_once
from bedside.conduct.trail.models import Event
from bedside.conduct.trail.reviewing import MOST, Limits, Odd
from bedside.protocol.model import Item
from bedside.values.wording import Text


class Mark(StrEnum):
    """Where one item stands."""

    NOT_ASKED = "not_asked"
    TO_VERIFY = "to_verify"
    VERIFIED = "verified"
    CHANGED = "changed"


MARKS = {
    Mark.NOT_ASKED: Text("not in the plan", "hors plan"),
    Mark.TO_VERIFY: Text("to verify", "à vérifier"),
    Mark.VERIFIED: Text("verified", "vérifié"),
    Mark.CHANGED: Text("changed since verified", "modifié depuis la vérification"),
}
SIGNS = {Mark.NOT_ASKED: "–", Mark.TO_VERIFY: "○", Mark.VERIFIED: "✓", Mark.CHANGED: "!"}
TONES = {Mark.NOT_ASKED: "still", Mark.TO_VERIFY: "open", Mark.VERIFIED: "good", Mark.CHANGED: "bad"}


@dataclass(frozen=True)
class Marked:
    """An item that holds something, and where its verification stands; `verified` is the last one, void or not."""

    item: Item
    entry: Entry
    need: Need
    mark: Mark
    verified: Verification | None

    @property
    def value(self) -> Text:
        """What stands there."""
        return value_text(self.item, self.entry)

    @property
    def text(self) -> Text:
        """The mark in words."""
        return MARKS[self.mark]

    @property
    def sign(self) -> str:
        """The mark as a sign, beside its words."""
        return SIGNS[self.mark]

    @property
    def tone(self) -> str:
        """The mark as a class of the style sheet."""
        return TONES[self.mark]

    @property
    def stands(self) -> bool:
        """Whether what stands there is what was verified."""
        return self.mark is Mark.VERIFIED


@dataclass(frozen=True)
class Progress:
    """How much of what is to be verified of somebody is: `asked` items, of which `verified`; `changed` were."""

    asked: int = 0
    verified: int = 0
    changed: int = 0

    @property
    def left(self) -> int:
        """What is still to be done."""
        return self.asked - self.verified

    def __add__(self, other: Progress) -> Progress:
        return Progress(self.asked + other.asked, self.verified + other.verified, self.changed + other.changed)


def marked(sheet: Sheet, plan: Plan | None = None) -> list[Marked]:
    """Every item of a sheet that holds something, in the order of the form."""
    held, protocol, entries = plan or plan_now(), protocol_of(sheet.version), current(sheet)
    last = _last(Verification.objects.filter(entry__sheet=sheet))
    found = []
    for item in verifiable(protocol.form(sheet.form)):
        entry = entries.get(item.id)
        if entry is not None and (entry.typed != "" or entry.missing):
            verified = last.get((sheet.pk, item.id))
            asked = held.asks(protocol, sheet.person, sheet.form, item.id)
            need = held.need(protocol, sheet.form, item.id)
            found.append(Marked(item, entry, need, _mark(asked, entry.pk, verified), verified))
    return found


def progress_of(sheets: Sequence[Sheet], plan: Plan | None = None) -> dict[int, Progress]:
    """How far the verification of each of these sheets has come, by its key, in two questions to the database."""
    held, by_key = plan or plan_now(), {sheet.pk: sheet for sheet in sheets}
    last = _last(Verification.objects.filter(entry__sheet__in=by_key))
    found = dict.fromkeys(by_key, Progress())
    with read_once():
        for key, item, entry in _standing(by_key):
            sheet = by_key[key]
            asked = held.asks(protocol_of(sheet.version), sheet.person, sheet.form, item)
            mark = _mark(asked, entry, last.get((key, item)))
            found[key] += Progress(int(asked), int(asked and mark is Mark.VERIFIED), int(mark is Mark.CHANGED))
    return found


def progress_of_persons(persons: Iterable[Person]) -> dict[int, Progress]:
    """The same of whole casebooks, by the person's key."""
    found = {person.pk: Progress() for person in persons}
    sheets = list(Sheet.objects.filter(person__in=found).select_related("person__enrolled"))
    progress = progress_of(sheets)
    for sheet in sheets:
        found[sheet.person_id] += progress[sheet.pk]
    return found


def _standing(sheets: Iterable[int]) -> Iterator[tuple[int, str, int]]:
    """The key of the entry that stands in each item that holds something."""
    rows = Entry.objects.filter(sheet__in=sheets).order_by("number")
    said = rows.values_list("sheet", "item", "pk", "typed", "missing")
    last = {(sheet, item): (entry, typed != "" or bool(missing)) for sheet, item, entry, typed, missing in said}
    yield from ((sheet, item, entry) for (sheet, item), (entry, holds) in last.items() if holds)


def _last(verifications: QuerySet[Verification]) -> dict[tuple[int, str], Verification]:
    """The verification that counts of each item: the last one that was not taken back."""
    found: dict[tuple[int, str], Verification] = {}
    for each in verifications.select_related("entry", "event").order_by("pk"):
        where = each.entry.sheet_id, each.entry.item
        if each.holds:
            found[where] = each
        elif where in found and found[where].entry_id == each.entry_id:
            del found[where]
    return found


def _mark(asked: bool, entry: int, verified: Verification | None) -> Mark:
    if verified is not None:
        return Mark.VERIFIED if verified.entry_id == entry else Mark.CHANGED
    return Mark.TO_VERIFY if asked else Mark.NOT_ASKED


def changed_after(events: QuerySet[Event], limits: Limits) -> Iterator[Odd]:
    """Saved where an earlier version had been verified: a review of the trail lists it (EMA 6.2.2)."""
    before = Verification.objects.filter(
        entry__sheet=OuterRef("sheet"), entry__item=OuterRef("item"), entry__number__lt=OuterRef("number"),
        pk__lt=OuterRef("pk"),
    )  # fmt: skip
    found = Entry.objects.filter(Exists(before.filter(holds=True)), event__in=events)
    for entry in found.select_related("event").order_by("-pk")[:MOST]:
        earlier = Verification.objects.filter(entry__sheet=entry.sheet_id, entry__item=entry.item, pk__lt=entry.pk)
        last = _last(earlier).get((entry.sheet_id, entry.item))
        if last is not None:
            yield Odd("verified", entry.event, last.event.actor)
