"""What the rules work out is kept as versions, and never stale: whatever it stands on changes, it is worked out anew.

What is frozen or locked stays as it was kept: it is worked out anew when it is opened again (`stale` tells meanwhile).
A save works out what its items can reach; whatever else changes what is known of a person (an inclusion, a consent, an
event, records that were imported) works out everything, in the same transaction, told by `participants.following`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from bedside.conduct.casebook.charts import Known, known_of
from bedside.conduct.casebook.computing import (
    Worked,
    computed_items,
    inputs_of,
    reach,
    reads,
    sheet_time,
    versions_of,
    work_out,
)  # fmt: skip
from bedside.conduct.casebook.models import Computed, Entry, Sheet
from bedside.conduct.casebook.places import act_on, scope_of
from bedside.conduct.casebook.reading import Sheets, sheets_of
from bedside.conduct.locks.reading import closings
from bedside.conduct.locks.scopes import Scope
from bedside.conduct.participants.models import Person
from bedside.conduct.study.protocol import protocol_of
from bedside.conduct.trail.keeping import Actor, in_turn, keep_all
from bedside.protocol.model import Form, Item, Protocol
from bedside.records.deaths import DEAD, STAY
from bedside.rules.chart import Fact
from bedside.values.moment import EVER

Ask = tuple[Sheet, Mapping[str, Entry], Item]
"""A computed item of a sheet, with what stands there."""


@in_turn
def recompute(by: Actor, person: Person) -> list[Computed]:
    """Keep a new version of every computed item of a person whose value or inputs are no longer those kept."""
    sheets = sheets_of(person)
    return _kept(by, person, list(_asked(sheets)), known_of(person, sheets=sheets))


@in_turn
def recompute_after(
    by: Actor, person: Person, sheets: Sheets, was: Known, known: Known, changed: Mapping[int, Iterable[str]]
) -> list[Computed]:
    """The same after some items of some sheets changed (by the sheets’ keys), for what they can reach.

    `sheets` and `known` are the person's as they stand now, `was` what was known until now.
    """
    of, forms = (
        cache(protocol_of),
        {sheet.pk: (sheet.version, sheet.form) for sheet, _ in sheets if sheet.pk in changed},
    )
    names = {pk: _recording(of(version).form(form), set(changed[pk])) for pk, (version, form) in forms.items()}
    touched = _touched(names, was, known)
    spoken = cache(lambda version: _spoken(of(version), was, known))

    def near(each: Ask) -> bool:
        protocol = of(each[0].version)
        read, more = reads(protocol, each[2]), spoken(each[0].version)
        if each[0].pk in names or read & more.recorded:
            return True
        spans = [span for name in read & more.spoken.keys() for span in more.spoken[name]]
        if any(read & those for those in names.values()):
            return _reached(protocol, each, spans + [span for name in read for span in touched.get(name, ())])
        return bool(spans) and _reached(protocol, each, spans)

    return _kept(by, person, [each for each in _asked(sheets) if near(each)], known)


def _touched(names: Mapping[int, set[str]], *charts: Known) -> dict[str, list[tuple[int, int]]]:
    """From when until when the records can count that the changed items made or unmade, by variable."""
    found: dict[str, list[tuple[int, int]]] = {}
    for each in charts:
        for fact in (fact for those in each.chart.facts.values() for fact in those):
            entry = each.entry_of(fact)
            if entry is not None and fact.variable in names.get(entry.sheet_id, ()):
                found.setdefault(fact.variable, []).append(_span(fact))
    return found


@dataclass(frozen=True)
class _More:
    """What was spoken of otherwise than before: the variables of which every occurrence is recorded only now, or no
    longer (at any time, none is said of them); by variable the time from which on more, or less, is said of it."""

    recorded: frozenset[str]
    spoken: Mapping[str, Sequence[tuple[int, int]]]


def _spoken(protocol: Protocol, was: Known, known: Known) -> _More:
    before, after = ({each.name: at for each, at in chart.speaks.told(protocol).items()} for chart in (was, known))
    moved = {name for name in before.keys() & after.keys() if before[name] != after[name]}
    return _More(
        was.speaks.recorded(protocol) ^ known.speaks.recorded(protocol),
        {name: [(min(before[name], after[name]), EVER)] for name in moved},
    )


def _asked(sheets: Sheets) -> Iterator[Ask]:
    of = cache(protocol_of)
    for sheet, entries in sheets:
        for item in computed_items(of(sheet.version).form(sheet.form)):
            yield sheet, entries, item


def stale(person: Person) -> list[Computed]:
    """What the rules would say now of values that are frozen or locked, where that is not what is kept."""
    sheets, shut = sheets_of(person), closings(Scope(person.site, person.code))
    asked = (each for each in _asked(sheets) if shut.at(scope_of(each[0], each[2].id)))
    return list(_anew(person, asked, known_of(person, sheets=sheets)))


def _kept(by: Actor, person: Person, asked: Iterable[Ask], known: Known) -> list[Computed]:
    shut = closings(Scope(person.site, person.code))
    open_ = (each for each in asked if shut.at(scope_of(each[0], each[2].id)) is None)
    return keep_all((act_on(by, "work out", row.sheet, row.item), row) for row in _anew(person, open_, known))


def _anew(person: Person, asked: Iterable[Ask], known: Known) -> Iterator[Computed]:
    """The next version of each value that is no longer what is kept."""
    held, of = versions_of(person), cache(protocol_of)
    for sheet, entries, item in asked:
        worked = work_out(of(sheet.version), sheet, item, entries, known)
        row = _version(sheet, worked, held.get((sheet.pk, item.id))) if isinstance(worked, Worked) else None
        if row is not None:
            yield row


def _version(sheet: Sheet, worked: Worked, before: Computed | None) -> Computed | None:
    """The next version; None where the last one says the same of the same inputs."""
    low, high, inputs = repr(worked.meaning.value.low), repr(worked.meaning.value.high), inputs_of(worked)
    if before is not None and (before.low, before.high, before.inputs) == (low, high, inputs):
        return None
    number = before.number + 1 if before else 1
    return Computed(sheet=sheet, item=worked.item.id, number=number, low=low, high=high, inputs=inputs)


def _recording(form: Form, changed: set[str]) -> set[str]:
    """The variables whose records a change of these items can change: their own, those they give time or sense, and
    with a death the stay that it ends."""
    items = [
        item
        for item in form.items
        if item.id in changed or changed & {item.time, item.until, item.shown_when.item if item.shown_when else ""}
    ]
    names = {name for item in items for name in (item.variable, *(code.variable for code in item.codes)) if name}
    return names | ({STAY} if DEAD in names else set())


def _span(fact: Fact) -> tuple[int, int]:
    """From when until when a record can count."""
    first, last = fact.course or (fact.start, fact.end)
    return min(fact.start, first), max(fact.end, last)


def _reached(protocol: Protocol, asked: Ask, touched: Sequence[tuple[int, int]]) -> bool:
    """Whether the rule, at the time of its sheet, can have looked at any of what changed."""
    sheet, entries, item = asked
    at, back = sheet_time(protocol.form(sheet.form), entries), reach(protocol, item)
    if not isinstance(at, int) or back >= EVER:
        return True
    return any(first <= at and last >= at - back for first, last in touched)
