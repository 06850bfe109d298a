"""What checks have to say of a casebook as it stands: the checks of typing, asked again, and what is lacking of visits
whose time is over.

A check that somebody confirmed with a reason has been answered and does not ask again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bedside.conduct.casebook.canonical import typed_of
from bedside.conduct.casebook.charts import Known, known_of
from bedside.conduct.casebook.checks import TITLES, judge
from bedside.conduct.casebook.checks_events import UNLISTED
from bedside.conduct.casebook.checks_typing import NO_BECAUSE
from bedside.conduct.casebook.looking import sight_of
from bedside.conduct.casebook.models import Entry, Sheet
from bedside.conduct.casebook.places import Place, place_of_sheet
from bedside.conduct.casebook.progress import progress_of
from bedside.conduct.casebook.reading import Sheets, sheets_of
from bedside.conduct.inclusion.timeline import Progress, timelines
from bedside.conduct.monitoring.words import WORDS
from bedside.conduct.participants.models import Person
from bedside.conduct.study.protocol import protocol_of
from bedside.protocol.model import ItemKind
from bedside.values.wording import Text

MISSING, NOT_BEGUN = "missing", "not_begun"
RULES = {**TITLES, MISSING: WORDS["rule_missing"], NOT_BEGUN: WORDS["rule_not_begun"]}
"""Everything that may ask by itself, in words."""
PRIVATE = "privacy"
"""The check whose words quote what must not be repeated."""


@dataclass(frozen=True)
class Found:
    """What a rule asks about: where (no `item`: the whole form), which version stood there (0: none), and how."""

    place: Place
    item: str
    rule: str
    base: int
    text: Text

    @property
    def key(self) -> tuple[Place, str, str]:
        """What makes two of them the same question."""
        return self.place, self.item, self.rule


def violated(person: Person, sheets: Sheets | None = None) -> list[Found]:
    """What the checks of typing say of everything that stands, unless it was confirmed."""
    held = sheets_of(person) if sheets is None else sheets
    known = known_of(person, sheets=held)
    return [found for sheet, entries in held for found in _on(sheet, entries, known)]


def _on(sheet: Sheet, entries: dict[str, Entry], known: Known) -> Iterator[Found]:
    protocol = protocol_of(sheet.version)
    sight, place = sight_of(sheet, protocol, typed_of(entries), known, entries), place_of_sheet(sheet)
    for item in protocol.form(sheet.form).items:
        if item.id not in entries or item.kind is ItemKind.COMPUTED or sight.hidden(item):
            continue
        for finding in judge(sight, item):
            if finding.check == UNLISTED and not (sight.terms and sight.terms.whole):
                continue  # of a list that is held in part nobody can say that a term is none of it
            if finding.check == NO_BECAUSE:
                continue  # of a required item it is asked for with what is lacking
            if finding.check not in entries[item.id].confirmed.split():
                text = WORDS["privacy_asks"] if finding.check == PRIVATE else finding.text
                yield Found(place, item.id, finding.check, entries[item.id].number, text)


def lacking(persons: Sequence[Person]) -> dict[int, list[Found]]:
    """What is lacking of visits whose window has closed, by the person's key: forms not begun, required items."""
    found: dict[int, list[Found]] = {person.pk: [] for person in persons}
    enrolled = {person.pk: person for person in persons if hasattr(person, "enrolled")}
    for key, line in timelines(list(enrolled.values())).items():
        held = {place_of_sheet(sheet): (sheet, entries) for sheet, entries in sheets_of(enrolled[key])}
        for visit in line.visits:
            for form in visit.missing if visit.progress is Progress.OVERDUE else ():
                found[key] += _lacking(form.place, held.get(form.place))
    return found


def _lacking(place: Place, held: tuple[Sheet, dict[str, Entry]] | None) -> Iterator[Found]:
    if held is None or not any(entry.typed or entry.missing for entry in held[1].values()):
        yield Found(place, "", NOT_BEGUN, 0, WORDS["not_begun_asks"])
        return
    sheet, entries = held
    protocol = protocol_of(sheet.version)
    for name in progress_of(protocol, protocol.form(sheet.form), entries).needed:
        base = entries[name].number if name in entries else 0
        yield Found(place, name, MISSING, base, WORDS["missing_asks"])


@dataclass(frozen=True)
class Standing:
    """A casebook as it stands: its sheets by place, and what the checks say of them by `Found.key`."""

    sheets: Mapping[Place, tuple[Sheet, dict[str, Entry]]]
    violated: frozenset[tuple[Place, str, str]]

    @classmethod
    def of(cls, person: Person) -> Standing:
        """As it stands now."""
        held = sheets_of(person)
        by_place = {place_of_sheet(sheet): (sheet, entries) for sheet, entries in held}
        return cls(by_place, frozenset(found.key for found in violated(person, held)))

    def fires(self, place: Place, item: str, rule: str) -> bool:
        """Whether a rule has something to say there."""
        if rule not in (MISSING, NOT_BEGUN):
            return (place, item, rule) in self.violated
        if place not in self.sheets:
            return True
        asked = {found.item for found in _lacking(place, self.sheets[place])}
        return item in asked if rule == MISSING else asked == {""}
