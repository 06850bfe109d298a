"""The lists by which signatures and locks are reviewed (EMA 6.2.2): what changed after a signature, which critical
items changed shortly before a lock, which values out of range went away, which closed values the rules would now work
out otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bedside.conduct.casebook.actions_computed import stale
from bedside.conduct.casebook.bench import Bench, bench_of, value_of
from bedside.conduct.casebook.computing import sheet_time
from bedside.conduct.casebook.models import Computed, Entry
from bedside.conduct.casebook.places import place_of_sheet, scope_of, visit_text
from bedside.conduct.casebook.reading import current
from bedside.conduct.casebook.typed import Typed
from bedside.conduct.casebook.values_said import value_text
from bedside.conduct.closing.signing import Change, Signatures, changes
from bedside.conduct.locks.models import Closing
from bedside.conduct.locks.states import State
from bedside.conduct.monitoring.plan import critical
from bedside.conduct.participants.models import Person
from bedside.conduct.study.choices import BEFORE_LOCK, chosen
from bedside.conduct.study.protocol import protocol_of
from bedside.protocol.model import Item, ItemKind
from bedside.values.interval import Interval
from bedside.values.moment import DAY
from bedside.values.variable import Variable
from bedside.values.wording import Text

ASKED = frozenset({"expected", "tenfold"})
"""The checks of plausibility: a value that was kept although one of them asked has its name in `confirmed`."""


@dataclass(frozen=True)
class Corrected:
    """One item whose value changed: where, from what to what, by which entry, and which lock followed, if any."""

    person: Person
    visit: Text
    form: Text
    item: Text
    before: Text
    now: Text
    entry: Entry
    address: str
    lock: Closing | None = None


def after_signature(persons: Sequence[Person]) -> list[tuple[Person, Change]]:
    """What changed below a signature after it was given, by the latest signature that covers it."""
    signatures, found = Signatures(persons), {}
    known = {person.code: person for person in persons}
    for signature in signatures.rows:
        for each in changes(known[signature.participant], signature):
            found.setdefault(each.entry.pk, (known[signature.participant], each))
    return list(found.values())


def before_lock(persons: Sequence[Person]) -> list[Corrected]:
    """Critical items that were corrected within so many days before a lock of theirs (a setting of the study)."""
    locks = list(Closing.objects.filter(state=State.LOCKED).select_related("event").order_by("-pk"))
    span, found = int(chosen(BEFORE_LOCK)) * DAY, []
    for person in persons if locks else ():
        for before, entry in _corrections(person):
            asked = (entry.sheet.form, entry.item) in critical(protocol_of(entry.sheet.version))
            near = (each for each in locks if _shortly(each, entry, span)) if asked else ()
            found += [_corrected(person, before, entry, lock) for lock in [next(iter(near), None)] if lock]
    return found


def _shortly(lock: Closing, entry: Entry, span: int) -> bool:
    """Whether a lock covers an entry, and came after it within a span (microseconds)."""
    since = lock.event.at_us - entry.event.at_us
    return lock.pk > entry.pk and 0 <= since <= span and lock.scope.covers(scope_of(entry.sheet, entry.item))


def outliers_gone(persons: Sequence[Person]) -> list[Corrected]:
    """Values outside what is plausible or the laboratory's range that became missing, or a value inside."""
    return [
        _corrected(person, before, entry)
        for person in persons
        for bench, pairs in [(bench_of(person), list(_corrections(person)))]
        for before, entry in pairs
        if _outside(bench, before) and not _outside(bench, entry)
    ]


def _corrections(person: Person) -> Iterator[tuple[Entry, Entry]]:
    """Every version of an item that had a value before, with the version it replaced, oldest first."""
    last: dict[tuple[int, str], Entry] = {}
    held = Entry.objects.filter(sheet__person=person).select_related("event", "sheet").order_by("pk")
    for entry in held:
        entry.sheet.person = person
        before = last.get((entry.sheet_id, entry.item))
        if before is not None and (before.typed or before.missing):
            yield before, entry
        last[entry.sheet_id, entry.item] = entry


def _outside(bench: Bench, entry: Entry) -> bool:
    """Whether a check asked about this value, or it lies outside the range of its form or its laboratory."""
    if not entry.typed:
        return False
    if ASKED & set(entry.confirmed.split()):
        return True
    protocol = protocol_of(entry.sheet.version)
    form = protocol.form(entry.sheet.form)
    item = form.item(entry.item)
    variable = protocol.vocabulary.get(item.variable) if item.variable else None
    if variable is None or item.kind is not ItemKind.NUMBER:
        return False
    value = value_of(item, variable, Typed(entry.typed, entry.unit))
    if value is None:
        return False
    at = sheet_time(form, current(entry.sheet))
    judged = bench.judged(variable, value, (at, at) if isinstance(at, int) else None, entry.assay)
    return judged.out or _unexpected(item, variable, value)


def _unexpected(item: Item, variable: Variable, value: Interval) -> bool:
    if len(item.expected) != 2:
        return False
    low, high = (float(each.to(variable.unit, variable.name).number) for each in item.expected)
    return value.high < low or value.low > high


def _corrected(person: Person, before: Entry, entry: Entry, lock: Closing | None = None) -> Corrected:
    sheet, protocol = entry.sheet, protocol_of(entry.sheet.version)
    form = protocol.form(sheet.form)
    item, address = form.item(entry.item), f"{place_of_sheet(sheet).address(person.code)}#f-{entry.item}"
    visit = visit_text(protocol, sheet.visit, sheet.day)
    return Corrected(
        person, visit, form.text, item.text, value_text(item, before), value_text(item, entry), entry, address, lock
    )


def stale_values(persons: Sequence[Person]) -> list[tuple[Person, Computed, Text]]:
    """Values that are frozen or locked and that the rules would say otherwise today, with where they are in words."""
    return [(person, each, _named(each)) for person in persons for each in stale(person)]


def _named(worked: Computed) -> Text:
    sheet, protocol = worked.sheet, protocol_of(worked.sheet.version)
    form, visit = protocol.form(sheet.form), visit_text(protocol, sheet.visit, sheet.day)
    item = form.item(worked.item).text
    return Text(f"{visit.en} · {form.text.en} · {item.en}", f"{visit.fr} · {form.text.fr} · {item.fr}")
