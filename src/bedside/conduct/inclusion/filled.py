"""What each sheet of a casebook comes to for lists and timelines, worked out once and kept until the sheet changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Max, Q

from bedside.conduct.casebook.models import Entry, Sheet
from bedside.conduct.casebook.progress import Progress, progress_of
from bedside.conduct.casebook.reading import found_in, zone
from bedside.conduct.participants.models import Imported, Person
from bedside.conduct.study.protocol import protocol_of
from bedside.errors import UsageError
from bedside.protocol.forms import read_time
from bedside.protocol.model import Form, ItemKind, Protocol, Reporting
from bedside.protocol.schedule import Period
from bedside.rules.chart import Fact
from bedside.values.interval import MET, Interval
from bedside.values.moment import EVER, Moment
from bedside.values.wording import Text

MOST = 60_000
"""How many sheets are remembered before all are forgotten."""
CHUNK = 400
"""How many sheets are read at once."""


@dataclass(frozen=True)
class Told:
    """Of a sheet (its form is `text`) that says something to be reported: when it was known and reported (None: it does
    not say), whether it says why late, when it was saved."""

    text: Text
    asked: Reporting
    aware: Moment | None
    reported: Moment | None
    why_late: bool
    saved: Moment


@dataclass(frozen=True)
class Filled:
    """One sheet: where it is, the version of the protocol it was begun under, how far it has come, the first time that
    it says it was done at, the states that it records (those that daily visits depend on), and what it says of
    something to be reported.
    """

    visit: str
    day: int | None
    form: str
    number: int
    version: str
    progress: Progress
    actual: Moment | None
    states: tuple[tuple[str, Period], ...]
    told: Told | None


_Key = tuple[int, str, int | None, int]
_kept: dict[_Key, Filled] = {}


def filled_of(persons: Sequence[Person]) -> dict[int, list[Filled]]:
    """What the sheets of these people come to, in the order in which they were opened, by the person's key.

    Only what changed since it was last asked is read from the casebook.
    """
    of: dict[int, list[Filled]] = {person.pk: [] for person in persons}
    sheets = {_key(sheet): sheet for sheet in _sheets(list(of))}
    unread = [key for key in sheets if key not in _kept]
    if len(_kept) + len(unread) > MOST:
        _kept.clear()
        unread = list(sheets)
    for first in range(0, len(unread), CHUNK):
        chunk = [sheets[key] for key in unread[first : first + CHUNK]]
        entries = _entries(chunk)
        _kept.update({_key(sheet): _filled(sheet, entries.get(sheet.pk, {})) for sheet in chunk})
    for key, sheet in sheets.items():
        of[sheet.person_id].append(_kept[key])
    return of


def _sheets(persons: list[int]) -> Iterator[Sheet]:
    """Each with its last entry, and how many of its texts were redacted: when neither changes, the sheet does not."""
    held = Sheet.objects.filter(person__in=persons).select_related("event").order_by("pk")
    yield from held.annotate(last=Max("entries__pk"), gone=Count("entries", filter=Q(entries__typed=None)))


def _key(sheet: Sheet) -> _Key:
    return sheet.pk, sheet.event.seal, sheet.last, sheet.gone  # type: ignore[attr-defined]


def _entries(sheets: Sequence[Sheet]) -> dict[int, dict[str, Entry]]:
    found: dict[int, dict[str, Entry]] = {}
    for entry in Entry.objects.filter(sheet__in=sheets).select_related("event").order_by("number"):
        found.setdefault(entry.sheet_id, {})[entry.item] = entry
    return found


def _filled(sheet: Sheet, entries: Mapping[str, Entry]) -> Filled:
    protocol = protocol_of(sheet.version)
    form = protocol.form(sheet.form)
    return Filled(
        sheet.visit, sheet.day, sheet.form, sheet.number, sheet.version, progress_of(protocol, form, entries),
        _actual(form, entries), tuple(_states(protocol, form, entries)), _told(form, entries),
    )  # fmt: skip


def _actual(form: Form, entries: Mapping[str, Entry]) -> Moment | None:
    own = [item.id for item in form.items if item.kind is ItemKind.TIME and item.required]
    names = {item.time for item in form.items if item.time} or set(own[:1])
    times = (time_of(entries.get(name)) for name in names)
    return min((at for at in times if at is not None), default=None)


def time_of(entry: Entry | None) -> Moment | None:
    """The (first) moment that an entry says; None where it says none, or none that can be read."""
    if entry is None or not entry.typed:
        return None
    try:
        return read_time(entry.typed, zone=zone())[0]
    except UsageError:
        return None


# --- states that daily visits depend on --------------------------------------------------------------------------


def state_names(protocol: Protocol) -> frozenset[str]:
    """The states that daily visits depend on."""
    return frozenset(visit.during for visit in protocol.schedule.visits if visit.during)


def _states(protocol: Protocol, form: Form, entries: Mapping[str, Entry]) -> Iterator[tuple[str, Period]]:
    names = state_names(protocol)
    recorded = {name for item in form.items for name in (item.variable, *(code.variable for code in item.codes))}
    if names & recorded:
        for facts in found_in(protocol, form.id, entries).values():
            if not isinstance(facts, UsageError):
                yield from ((fact.variable, period_of(fact)) for fact in facts if _holds(fact, names))


def _holds(fact: Fact, names: frozenset[str]) -> bool:
    return fact.variable in names and fact.value == MET


def period_of(fact: Fact | Imported) -> Period:
    """From when until when a record says that something lasts."""
    start, end = (fact.start, fact.end) if isinstance(fact, Fact) else (Moment(fact.start_us), Moment(fact.end_us))
    return start, None if end - max(start, 0) >= EVER // 2 else end


def imported_states(persons: Sequence[Person], protocol: Protocol) -> dict[int, list[tuple[str, Period]]]:
    """The states that records of a hospital source say people were in, by the person's key."""
    names = state_names(protocol)
    found: dict[int, list[tuple[str, Period]]] = {}
    for row in Imported.objects.filter(person__in=persons, variable__in=names).order_by("pk"):
        if Interval(float(row.low), float(row.high)) == MET:
            found.setdefault(row.person_id, []).append((row.variable, period_of(row)))
    return found


# --- what is to be reported ---------------------------------------------------------------------------------------


def _told(form: Form, entries: Mapping[str, Entry]) -> Told | None:
    """Of an adverse event nothing: its clock is worked out where it is known who judged it (`safety`)."""
    asked = form.reporting
    entry = entries.get(asked.item) if asked else None
    if form.safety or asked is None or entry is None or entry.typed not in asked.holds:
        return None
    late = entries.get(asked.late)
    return Told(
        form.text, asked, time_of(entries.get(asked.aware)), time_of(entries.get(asked.told)),
        late is not None and bool(late.typed), Moment(entry.event.at_us),
    )  # fmt: skip
