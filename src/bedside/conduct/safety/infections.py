"""Infections: when they began against admission, how long devices were in place, and the event that they are told as.

Which form is of infections, and which of its items says what, is content of the protocol (`Form.infection`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from bedside.conduct.casebook.models import Computed, Entry, Sheet
from bedside.conduct.casebook.places import place_of_sheet
from bedside.conduct.casebook.reading import current, sheets_of, zone
from bedside.conduct.casebook.values_said import value_text
from bedside.conduct.participants.models import Person
from bedside.conduct.safety.models import Link
from bedside.conduct.study.protocol import protocol_of
from bedside.errors import UsageError
from bedside.protocol.casebook import Form
from bedside.protocol.forms import read_time
from bedside.protocol.infection import DeviceRows, Infection
from bedside.values.interval import MET, NOT_MET, Interval
from bedside.values.moment import DAY, Moment
from bedside.values.wording import Text

Times = tuple[Moment, Moment]
"""The first and last moment at which something may have been."""
NOTHING = Text("–", "–")


@dataclass(frozen=True)
class Device:
    """A device, and for how many days (of 24 hours) it was in place when the infection began: least and most.

    Both are None where it is not known since when.
    """

    text: Text
    least: float | None = None
    most: float | None = None


@dataclass(frozen=True)
class Difference:
    """What an infection and its event say otherwise."""

    text: Text
    infection: Text
    event: Text


@dataclass(frozen=True)
class Infected:
    """An infection as its form stands, and the link to its event (None: it is told as none)."""

    sheet: Sheet
    form: Form
    says: Infection
    entries: Mapping[str, Entry]
    link: Link | None

    @property
    def term(self) -> Text:
        """What it is called as an event: the answers of its form, in words."""
        held = (self.entries.get(name) for name in self.says.named)
        return Text.joined(", ", (value_text(self.form.item(each.item), each) for each in held if each and each.typed))

    @property
    def address(self) -> str:
        """Of its form in the casebook."""
        return place_of_sheet(self.sheet).address(self.sheet.person.code)

    @property
    def event_address(self) -> str:
        """Of the form of its event; empty where it is told as none."""
        return place_of_sheet(self.link.told_on).address(self.sheet.person.code) if self.link else ""

    def carried(self, language: str) -> dict[str, str]:
        """What an event takes over from it: item of the event's form -> text."""
        safety = protocol_of(self.sheet.version).form(self.says.event).safety
        assert safety is not None, "the protocol was checked when it was loaded"
        found = {safety.term: self.term.say(language), safety.began: self._typed(self.says.began),
                 safety.ended: self._typed(self.says.ended)}  # fmt: skip
        return {item: text for item, text in found.items() if text}

    def _typed(self, item: str) -> str:
        return (entry.typed or "") if (entry := self.entries.get(item)) else ""

    @property
    def late(self) -> bool | None:
        """Whether it began late enough after admission to intensive care; None: it cannot be told."""
        if not self._typed(self.says.began):  # the rules work nothing out without it, and leave what stood before
            return None
        row = Computed.objects.filter(sheet=self.sheet, item=self.says.late).order_by("number").last()
        value = Interval(float(row.low), float(row.high)) if row else None
        return {MET: True, NOT_MET: False}.get(value) if value is not None else None

    @property
    def late_text(self) -> Text:
        """The question of its onset, in the words of the form."""
        return self.form.item(self.says.late).text

    @property
    def devices(self) -> list[Device]:
        """The devices that were in place before it began, as far as anything says so."""
        began = _times(self._typed(self.says.began))
        return [] if began is None else [*self._own_device(began), *self._rows(began)]

    def _own_device(self, began: Times) -> Iterator[Device]:
        entry = self.entries.get(self.says.device)
        if entry is not None and entry.typed and entry.typed not in self.says.none:
            text, since = value_text(self.form.item(entry.item), entry), _times(self._typed(self.says.since))
            yield Device(text) if since is None else Device(text, *_days([(since, None)], began))

    def _rows(self, began: Times) -> Iterator[Device]:
        for device in self.says.devices:
            least, most = _days(_in_place(self.sheet, device), began)
            if most > 0:
                yield Device(device.text, least, most)

    @property
    def differences(self) -> list[Difference]:
        """What it says otherwise than its event; its term where an answer that makes it was written after the link."""
        return list(_differences(self, self.link)) if self.link else []


def infection_of(sheet: Sheet) -> Infected | None:
    """The infection of a sheet; None where its form is of none."""
    form = protocol_of(sheet.version).form(sheet.form)
    if form.infection is None or sheet.pk is None:
        return None
    link = standing().filter(infection=sheet).first()
    return Infected(sheet, form, form.infection, current(sheet), link)


def infections_of(person: Person) -> list[Infected]:
    """The infections of somebody, in the order in which their forms were opened."""
    return [held for sheet, _ in sheets_of(person) if (held := infection_of(sheet)) is not None]


def infection_told_on(sheet: Sheet) -> Infected | None:
    """The infection that is told on an adverse event's sheet; None where it is told of none."""
    link = standing().filter(told_on=sheet).first() if sheet.pk else None
    return infection_of(link.infection) if link else None


def standing() -> QuerySet[Link]:
    """The links that hold, the latest first."""
    held = Link.objects.filter(ended__isnull=True).order_by("-pk")
    return held.select_related("infection__person__enrolled", "told_on__person__enrolled", "event")


def untold_events(infected: Infected) -> list[Sheet]:
    """The adverse events of the same person that tell of no infection yet."""
    sheets = Sheet.objects.filter(person=infected.sheet.person, form=infected.says.event).order_by("pk")
    taken = set(standing().filter(told_on__in=sheets).values_list("told_on", flat=True))
    return [sheet for sheet in sheets if sheet.pk not in taken]


def _differences(held: Infected, link: Link) -> Iterator[Difference]:
    form, theirs = protocol_of(link.told_on.version).form(link.told_on.form), current(link.told_on)
    safety = form.safety
    assert safety is not None, "the protocol was checked when it was loaded"
    for mine, other in ((held.says.began, safety.began), (held.says.ended, safety.ended)):
        ours, its = held.entries.get(mine), theirs.get(other)
        if (ours.typed if ours else "") != (its.typed if its else ""):
            yield Difference(form.item(other).text, _said(held.form, ours), _said(form, its))
    if any(entry.pk > link.pk for name in held.says.named if (entry := held.entries.get(name))):
        yield Difference(form.item(safety.term).text, held.term, _said(form, theirs.get(safety.term)))


def _said(form: Form, entry: Entry | None) -> Text:
    return value_text(form.item(entry.item), entry) if entry and entry.typed else NOTHING


# --- devices ------------------------------------------------------------------------------------------------------


def _in_place(sheet: Sheet, device: DeviceRows) -> Iterator[tuple[Times, Times | None]]:
    """From when until when (None: it goes on) a device was in place, by the rows of its form."""
    for each, entries in sheets_of(sheet.person):
        says = {name: entry.typed or "" for name, entry in entries.items()}
        since = _times(says.get(device.began, ""))
        if each.form == device.form and says.get(device.item) in device.holds and since is not None:
            yield since, _times(says.get(device.ended, ""))


def _days(stretches: Iterable[tuple[Times, Times | None]], began: Times) -> tuple[float, float]:
    """Days in place until the infection began, least and most, over all stretches."""
    least = most = 0
    for (first, last), end in stretches:
        until = (began[0], began[1]) if end is None else (min(end[0], began[0]), min(end[1], began[1]))
        least += max(0, until[0] - last)
        most += max(0, until[1] - first)
    return least / DAY, most / DAY


def _times(text: str) -> Times | None:
    try:
        return read_time(text, zone=zone()) if text else None
    except UsageError:
        return None
