"""What the rules work out is kept as versions, and never stale: whatever it stands on changes, it is worked out anew.

A save works out what its items can reach; whatever else changes what is known of a person (an inclusion, a consent, an
event, records that were imported) works out everything, in the same transaction, told by `participants.following`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
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
from bedside.conduct.casebook.places import act_on
from bedside.conduct.casebook.reading import Sheets, sheets_of
from bedside.conduct.participants.models import Person
from bedside.conduct.study.protocol import protocol_of
from bedside.conduct.trail.keeping import Actor, in_turn, keep_all
from bedside.protocol.model import Form, Item, Protocol
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
    by: Actor, sheet: Sheet, sheets: Sheets, known: Known, changed: Iterable[str], before: Iterable[Fact]
) -> list[Computed]:
    """The same after some items of a sheet changed, for what they can reach.

    `sheets` and `known` are the person's as they stand now, `before` the facts that this sheet recorded until now.
    """
    names = _recording(protocol_of(sheet.version).form(sheet.form), set(changed))
    of = cache(protocol_of)
    asked = [each for each in _asked(sheets) if each[0].pk == sheet.pk or names & reads(of(each[0].version), each[2])]
    if not asked:
        return []
    after = (fact for those in known.chart.facts.values() for fact in those if known.on(fact, sheet))
    touched = [_span(fact) for fact in (*before, *after) if fact.variable in names]
    near = [each for each in asked if each[0].pk == sheet.pk or _reached(of(each[0].version), each, touched)]
    return _kept(by, sheet.person, near, known)


def _asked(sheets: Sheets) -> Iterator[Ask]:
    of = cache(protocol_of)
    for sheet, entries in sheets:
        for item in computed_items(of(sheet.version).form(sheet.form)):
            yield sheet, entries, item


def _kept(by: Actor, person: Person, asked: Iterable[Ask], known: Known) -> list[Computed]:
    held, of = versions_of(person), cache(protocol_of)
    rows = []
    for sheet, entries, item in asked:
        worked = work_out(of(sheet.version), sheet, item, entries, known)
        row = _version(sheet, worked, held.get((sheet.pk, item.id))) if isinstance(worked, Worked) else None
        if row is not None:
            rows.append((act_on(by, "work out", sheet, item.id), row))
    return keep_all(rows)


def _version(sheet: Sheet, worked: Worked, before: Computed | None) -> Computed | None:
    """The next version; None where the last one says the same of the same inputs."""
    low, high, inputs = repr(worked.meaning.value.low), repr(worked.meaning.value.high), inputs_of(worked)
    if before is not None and (before.low, before.high, before.inputs) == (low, high, inputs):
        return None
    number = before.number + 1 if before else 1
    return Computed(sheet=sheet, item=worked.item.id, number=number, low=low, high=high, inputs=inputs)


def _recording(form: Form, changed: set[str]) -> set[str]:
    """The variables whose records a change of these items can change: their own, and those they give time or sense."""
    items = [
        item
        for item in form.items
        if item.id in changed or changed & {item.time, item.until, item.shown_when.item if item.shown_when else ""}
    ]
    return {name for item in items for name in (item.variable, *(code.variable for code in item.codes)) if name}


def _span(fact: Fact) -> tuple[int, int]:
    """From when until when a record can count."""
    first, last = fact.course or (fact.start, fact.end)
    return min(fact.start, first), max(fact.end, last)


def _reached(protocol: Protocol, asked: Ask, touched: list[tuple[int, int]]) -> bool:
    """Whether the rule, at the time of its sheet, can have looked at any of what changed."""
    sheet, entries, item = asked
    at, back = sheet_time(protocol.form(sheet.form), entries), reach(protocol, item)
    if not isinstance(at, int) or back >= EVER:
        return True
    return any(first <= at and last >= at - back for first, last in touched)
