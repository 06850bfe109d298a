"""What leaves of one participant, read once for all tables: sheets with every version, consent, calendar, chart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from bedside.conduct.casebook.charts import Known, known_of
from bedside.conduct.casebook.models import Computed, Entry, Sheet
from bedside.conduct.casebook.reading import Sheets, latest_of
from bedside.conduct.inclusion.timeline import Timeline
from bedside.conduct.participants.consent import State
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import protocol_for
from bedside.conduct.safety.case import Case
from bedside.conduct.today.courses import last_told
from bedside.protocol.model import Protocol
from bedside.values.moment import Moment


@dataclass(frozen=True)
class Written:
    """A sheet of somebody with every version of its items and computed items, oldest first."""

    sheet: Sheet
    code: str
    site: str
    entries: Sequence[Entry] = ()
    computed: Sequence[Computed] = field(default=())


@dataclass(frozen=True)
class One:
    """A participant with all that leaves of them, and what their adverse events come to (by sheet); `whole` is false
    where only what must be reported does."""

    person: Person
    consent: State
    timeline: Timeline
    written: tuple[Written, ...]
    whole: bool
    events: Mapping[int, Case]

    @property
    def inclusion(self) -> Moment:
        """When they were included."""
        return Moment(self.person.enrolled.at_us)

    @cached_property
    def protocol(self) -> Protocol:
        """The version that holds for them."""
        return protocol_for(self.person)

    @cached_property
    def sheets(self) -> Sheets:
        """Their sheets as they stand."""
        return [(each.sheet, latest_of(each.entries)) for each in self.written]

    @cached_property
    def known(self) -> Known:
        """Everything known of them. For somebody who leaves whole."""
        return known_of(self.person, self.protocol, self.sheets)

    @cached_property
    def told(self) -> Moment:
        """When the last of it was recorded; their inclusion where nothing was since."""
        return last_told(self.known.chart, self.inclusion)


def written_of(persons: list[Person]) -> dict[int, tuple[Written, ...]]:
    """Every sheet of these people with all versions of its items, in the order in which they were opened."""
    of = {person.pk: person for person in persons}
    entries: dict[int, list[Entry]] = {}
    for entry in Entry.objects.filter(sheet__person__in=of).select_related("event").order_by("number", "pk"):
        entries.setdefault(entry.sheet_id, []).append(entry)
    computed: dict[int, list[Computed]] = {}
    for each in Computed.objects.filter(sheet__person__in=of).select_related("event").order_by("number", "pk"):
        computed.setdefault(each.sheet_id, []).append(each)
    found: dict[int, list[Written]] = {}
    for sheet in Sheet.objects.filter(person__in=of).order_by("person_id", "pk"):
        person = sheet.person = of[sheet.person_id]
        for entry in entries.get(sheet.pk, ()):
            entry.sheet = sheet  # as it is known already, nobody has to ask for it entry by entry
        held = Written(sheet, person.code, person.site, entries.get(sheet.pk, ()), computed.get(sheet.pk, ()))
        found.setdefault(person.pk, []).append(held)
    return {pk: tuple(sheets) for pk, sheets in found.items()}
