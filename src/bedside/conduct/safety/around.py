"""What the casebook holds around an event, as it was known in a report: other drugs, history, laboratory results.

Which forms those are is read off the protocol: drugs are on the forms with an item that is coded by WHODrug, history on
those with one that is coded by MedDRA and that are of no event, results are the laboratory items. Nothing is read
beyond the horizon of the case.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bedside.conduct.casebook.models import Entry, Sheet
from bedside.conduct.casebook.values_said import value_text
from bedside.conduct.inclusion.filled import time_of
from bedside.conduct.laboratory.analytes import analytes
from bedside.conduct.safety.beside import sheets_by
from bedside.conduct.safety.case import Case
from bedside.conduct.study.protocol import protocol_of
from bedside.protocol.model import Form, Item, ItemKind, Protocol
from bedside.values.moment import Moment
from bedside.values.wording import Text

DRUGS, TERMS = "whodrug", "meddra"
Row = tuple[Text, Text]
"""What something is, and what is recorded of it."""
Entries = Mapping[str, Entry]


@dataclass(frozen=True)
class Measured:
    """A laboratory result with the time of its sample."""

    at: Moment
    value: Text


@dataclass(frozen=True)
class Result:
    """The last result of a measurement before the event began, and the last one since (None: there is none)."""

    label: Text
    before: Measured | None
    since: Measured | None


def other_drugs(case: Case) -> list[Row]:
    """Every other drug that is recorded, by its begin."""
    found = []
    for form, sheet, entries in _written(case):
        named = next((item for item in form.items if item.coded == DRUGS), None)
        if named is not None and sheet.form != case.safety.first_dose.form:
            name = _said(_named_by(form, named, entries), entries)
            if name is not None:
                began = time_of(entries.get(form.drawn.began)) if form.drawn else None
                found.append((began if began is not None else Moment(0), sheet.pk, (name, _course(form, entries))))
    return [row for *_, row in sorted(found, key=lambda each: each[:2])]


def history(case: Case) -> list[Row]:
    """What was before, item by item; of a form that repeats, a line for each time."""
    found: list[Row] = []
    for form, _, entries in _written(case):
        if form.safety or form.infection or not any(item.coded == TERMS for item in form.items):
            continue
        rows = [(item.text, said) for item in form.items
                if item.kind is not ItemKind.TIME and (said := _said(item, entries)) is not None]  # fmt: skip
        if form.repeats and rows:
            rows = [(form.text, Text.joined("; ", (said for _, said in rows)))]
        found += rows
    return found


def results(case: Case) -> list[Result]:
    """The laboratory results that are recorded, in the order of the protocol's forms."""
    held: dict[str, tuple[Text, list[Measured]]] = {}
    for form, sheet, entries in _written(case):
        protocol = protocol_of(sheet.version)
        for item in analytes(protocol, form):
            entry, at = entries.get(item.id), time_of(entries.get(item.time or ""))
            if entry is not None and entry.typed and at is not None:
                label = _label(protocol, item)
                held.setdefault(item.variable or "", (label, []))[1].append(Measured(at, value_text(item, entry)))
    return [_result(case, label, measured) for label, measured in held.values()]


def _result(case: Case, label: Text, measured: list[Measured]) -> Result:
    began = case.began[0] if case.began is not None else None
    before = [each for each in measured if began is None or each.at <= began]
    since = [each for each in measured if began is not None and each.at > began]
    return Result(label, *(max(rows, key=lambda each: each.at, default=None) for rows in (before, since)))


def _written(case: Case) -> Iterator[tuple[Form, Sheet, dict[str, Entry]]]:
    """What stood on every form by then, in the order of the protocol, then of the sheets."""
    protocol = protocol_of(case.sheet.version)
    order = {form.id: number for number, form in enumerate(protocol.forms)}
    rows = sorted(sheets_by(case), key=lambda row: (order.get(row[0].form, len(order)), row[0].pk))
    return ((protocol_of(sheet.version).form(sheet.form), sheet, entries) for sheet, entries in rows)


def _named_by(form: Form, coded: Item, entries: Entries) -> Item:
    """The item that names the drug: that which is coded where it is filled in, else that which the form is drawn by."""
    held = entries.get(coded.id)
    if (held is None or not held.typed) and form.drawn and form.drawn.by:
        return form.item(form.drawn.by)
    return coded


def _course(form: Form, entries: Entries) -> Text:
    """How much, and from when until when."""
    if form.drawn is None:
        return Text("", "")
    says = [said for name in form.drawn.says if (said := _said(form.item(name), entries)) is not None]
    ends = [_said(form.item(name), entries) or Text("?", "?") for name in (form.drawn.began, form.drawn.ended) if name]
    return Text.joined(", ", (*says, Text.joined(" – ", ends)))


def _said(item: Item, entries: Entries) -> Text | None:
    """A value in words; None where nothing is written, or only why not."""
    entry = entries.get(item.id)
    return value_text(item, entry) if entry is not None and entry.typed else None


def _label(protocol: Protocol, item: Item) -> Text:
    variable = protocol.vocabulary[item.variable or ""]
    return Text(variable.say("en"), variable.say("fr"))
