"""Until when what is said of a person holds: when each form was last written on or vouched for, when the hospital's
source was last read, when the person was included.

Until somebody is included nothing is limited: their criteria are asked of now, each time anew, and whoever includes
them says that what stands there holds at that moment. From then on it holds up to the last word on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from bedside.conduct.casebook.models import Entry, Sheet
from bedside.conduct.casebook.reading import Sheets, answers_of, zone
from bedside.conduct.participants.models import Imported, Person
from bedside.conduct.study.protocol import protocol_of
from bedside.protocol.forms import begins, recorded_by
from bedside.protocol.model import Protocol
from bedside.protocol.spoken import recorders, spoken_until, until_ended, vouched
from bedside.values.moment import Moment
from bedside.values.variable import Variable

Spoken = Mapping[str, Moment]
"""By form, until when something speaks of it."""


@dataclass(frozen=True)
class Speaks:
    """What each sheet says of which form and until when, by the sheet's key; what the hospital's `source` records whole
    and when it was `read`; when the person was `included` (None: not yet)."""

    sheets: Mapping[int, Spoken]
    source: frozenset[str]
    read: Moment | None
    included: Moment | None

    @property
    def forms(self) -> dict[str, Moment]:
        """By form that somebody has begun or vouched for, until when it speaks."""
        found: dict[str, Moment] = {}
        for spoken in self.sheets.values():
            for form, at in spoken.items():
                found[form] = self._at_least(max(at, found.get(form, at)))
        return found

    def recorded(self, protocol: Protocol) -> frozenset[str]:
        """The variables of which no record means none, as far as they were spoken of."""
        return recorded_by(protocol, self.forms) | self.source

    def told(self, protocol: Protocol) -> dict[Variable, Moment]:
        """Until when each variable was spoken of, where that has a limit."""
        if self.included is None:
            return {}
        found, known = spoken_until(protocol, self.forms), protocol.vocabulary
        names = self.source - until_ended(protocol)
        by_source = {known[name] for name in names if name in known and known[name].lasting}
        read = self._at_least(self.included if self.read is None else self.read)
        return found | {each: Moment(max(read, found.get(each, read))) for each in by_source}

    def open_until(self, protocol: Protocol) -> dict[str, Moment]:
        """By variable of which forms hold every occurrence, until when what nobody ended is known to go on."""
        if self.included is None:
            return {}
        read = self._at_least(self.included if self.read is None else self.read)
        told = {each.name: at for each, at in self.told(protocol).items()}
        return {name: told.get(name, read) for name in recorders(protocol)}

    def after(self, sheet: Sheet, entries: Mapping[str, Entry]) -> Speaks:
        """The same once a sheet holds these entries."""
        return replace(self, sheets={**self.sheets, sheet.pk: spoken_on(sheet, entries)})

    def _at_least(self, at: int) -> Moment:
        return Moment(at if self.included is None else max(at, self.included))


def speaks_of(person: Person, sheets: Sheets, rows: Iterable[Imported]) -> Speaks:
    """Until when what is said of a person holds; `rows` are what was imported of them, each with its event."""
    source, enrolled = frozenset(person.recorded.split()), getattr(person, "enrolled", None)
    read = [row.event.at_us for row in rows] + ([person.event.at_us] if source else [])
    return Speaks(
        {sheet.pk: spoken_on(sheet, entries) for sheet, entries in sheets},
        source, Moment(max(read)) if read else None, Moment(enrolled.at_us) if enrolled else None,
    )  # fmt: skip


def spoken_on(sheet: Sheet, entries: Mapping[str, Entry]) -> Spoken:
    """Of which forms a sheet speaks: its own, up to when it was last saved, and those that it vouches for."""
    if not entries:
        return {}
    answers, saved = answers_of(entries), Moment(max(entry.event.at_us for entry in entries.values()))
    found = vouched(protocol_of(sheet.version).form(sheet.form), answers, saved, zone())
    return {**found, sheet.form: saved} if begins(answers) else found
