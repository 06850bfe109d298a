"""The forms as tables: of each one wide (a row an occasion, a column an item), one long (a row a version of an item).

A form that repeats has a row an occurrence, never merged. Columns are those of the latest version of the protocol in
the order of the form, then those that only earlier versions had, so that they are the same for every cut of a study.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from bedside.conduct.casebook import numbers
from bedside.conduct.casebook.missing import REASONS
from bedside.conduct.casebook.models import Computed, Entry
from bedside.conduct.casebook.values_said import YES_NO
from bedside.conduct.cuts.columns import MISSING, OCCASION, REDACTED, occasion, text, time, utc, whole
from bedside.conduct.cuts.leaving import Written
from bedside.exports.tables import Cell, Column, Table, Type, table
from bedside.protocol.model import Form, Item, ItemKind, Protocol
from bedside.values.variable import Variable
from bedside.values.wording import Text


def forms_of(protocols: Sequence[Protocol]) -> list[tuple[Protocol, Form]]:
    """Every form of these versions (oldest first), with the latest version that has it, and all items it ever had."""
    found: dict[str, tuple[Protocol, Form]] = {}
    for protocol in reversed(protocols):
        for form in protocol.forms:
            known = found.setdefault(form.id, (protocol, form))[1]
            gone = [item for item in form.items if item.id not in {each.id for each in known.items}]
            items = (*known.items, *gone)
            found[form.id] = (found[form.id][0], Form(known.id, known.text, items, known.repeats, known.complete))
    return list(found.values())


def tables(protocols: Sequence[Protocol], written: Sequence[Written]) -> Iterator[Table]:
    """Two tables a form, in the order of the protocol."""
    by_form: dict[str, list[Written]] = {}
    for each in written:
        by_form.setdefault(each.sheet.form, []).append(each)
    for protocol, form in forms_of(protocols):
        held = by_form.get(form.id, [])
        yield table(f"form_{form.id}", form.text, _wide(protocol, form), [_row(protocol, form, each) for each in held])
        versions = [row for each in held for row in _long(protocol, form, each)]
        yield table(f"form_{form.id}_long", form.text, _long_columns(form), versions)


# --- wide -------------------------------------------------------------------------------------------------------------


def _wide(protocol: Protocol, form: Form) -> list[Column]:
    return [*OCCASION, *(column for item in form.items for column in _columns(protocol, form, item))]


def _columns(protocol: Protocol, form: Form, item: Item) -> Iterator[Column]:
    name, source, said = name_of(item), f"{form.id}.{item.id}", item.text
    variable = protocol.vocabulary.get(item.variable)
    if item.kind is ItemKind.COMPUTED:
        yield Column(f"{name}__low", Type.NUMBER, _beside(said, "lowest", "au moins"), source=source)
        yield Column(f"{name}__high", Type.NUMBER, _beside(said, "highest", "au plus"), source=source)
        return
    if item.kind is ItemKind.NUMBER:
        yield Column(name, Type.NUMBER, said, unit_of(item, variable), source)
    else:
        typed = item.kind is ItemKind.TEXT
        yield Column(name, Type.TEXT, said, "", source, codes_of(item), typed)
    if item.limits:
        signs = (("<", Text("below", "inférieur à")), (">", Text("above", "supérieur à")))
        yield Column(f"{name}__limit", Type.TEXT, _beside(said, "limit sign", "signe"), "", source, signs)
    yield Column(f"{name}__missing", Type.TEXT, _beside(said, "why empty", "pourquoi vide"), "", source, MISSING)


def name_of(item: Item) -> str:
    """The column of an item: its own id, but for one that is called like a column of every table."""
    return f"item_{item.id}" if item.id in {column.name for column in OCCASION} else item.id


def unit_of(item: Item, variable: Variable | None) -> str:
    """The unit in which a number leaves: its variable's own, else the first that is offered."""
    return variable.unit if variable is not None else item.units[0] if item.units else ""


def codes_of(item: Item) -> tuple[tuple[str, Text], ...]:
    """What the texts of an item can be; empty where they can be anything."""
    return YES_NO if item.kind is ItemKind.YES_NO else tuple((code.code, code.text) for code in item.codes)


def _beside(said: Text, en: str, fr: str) -> Text:
    return Text(f"{said.en}: {en}", f"{said.fr}\u00a0: {fr}")


def _row(protocol: Protocol, form: Form, written: Written) -> dict[str, Cell]:
    row = occasion(written.sheet, written.code, written.site)
    latest = {entry.item: entry for entry in written.entries}
    computed = {each.item: each for each in written.computed}
    for item in form.items:
        if item.kind is ItemKind.COMPUTED and item.id in computed:
            row[f"{name_of(item)}__low"], row[f"{name_of(item)}__high"] = _ends(computed[item.id])
        elif item.id in latest:
            row |= _cells(item, protocol.vocabulary.get(item.variable), latest[item.id])
    return row


def _cells(item: Item, variable: Variable | None, entry: Entry) -> dict[str, Cell]:
    name, row = name_of(item), dict[str, Cell]()
    if missing := missing_in(entry):
        row[f"{name}__missing"] = missing
    elif item.kind is not ItemKind.NUMBER:
        row[name] = entry.typed or None
    elif found := number_in(item, variable, entry):
        row[name] = found[1]
        if item.limits:
            row[f"{name}__limit"] = found[0] or None
    return row


def missing_in(entry: Entry) -> str | None:
    """Why an entry holds no value; None where it does."""
    return REDACTED if entry.typed is None else entry.missing or None


def number_in(item: Item, variable: Variable | None, entry: Entry) -> tuple[str, float] | None:
    """What an entry holds as a number, in the unit of its column, with its limit sign; None where it holds none."""
    found, unit = numbers.read(entry.typed or ""), entry.unit or (item.units[0] if item.units else "")
    if found is None:
        return None
    if variable is None:
        return (found.limit, float(found.number)) if unit == unit_of(item, None) else None
    return found.limit, float(numbers.in_unit_of(variable, found.number, unit))


def _ends(computed: Computed) -> tuple[float, float]:
    return float(computed.low), float(computed.high)


# --- long -------------------------------------------------------------------------------------------------------------

LONG = (
    *OCCASION,
    text("item", "item of the form", "élément du formulaire"),
    whole("version", "which version of the item, from 1", "version de l’élément, à partir de 1"),
    whole("latest", "1: the version that stands", "1\u00a0: la version en vigueur"),
    text("typed", "as it was typed", "tel que saisi", typed=True),
    text("unit", "unit in which it was typed (UCUM)", "unité de saisie (UCUM)"),
    Column("value", Type.NUMBER, Text("of a number: in the unit of the wide table",
                                      "d’un nombre\u00a0: dans l’unité de la table large")),
    text("missing", "why there is no value", "pourquoi il n’y a pas de valeur", codes=MISSING),
    text("because", "the reason given for it", "la raison donnée", codes=tuple(REASONS.items())),
    text("assay", "method or laboratory", "méthode ou laboratoire", typed=True),
    text("originator", "who or what observed it", "qui ou quoi l’a observé", typed=True),
    time("saved", "when it was saved", "quand il a été enregistré"),
    whole("event", "event of the audit trail", "événement de la piste d’audit"),
)  # fmt: skip


def _long_columns(form: Form) -> list[Column]:
    """The columns of every long table, the items being those of the form."""
    items = tuple((item.id, item.text) for item in form.items if item.kind is not ItemKind.COMPUTED)
    return [replace(column, codes=items) if column.name == "item" else column for column in LONG]


def _long(protocol: Protocol, form: Form, written: Written) -> Iterator[Mapping[str, Cell]]:
    latest = {entry.item: entry.number for entry in written.entries}
    items = {item.id: item for item in form.items}
    for entry in sorted(written.entries, key=lambda each: (list(items).index(each.item), each.number)):
        item = items[entry.item]
        variable = protocol.vocabulary.get(item.variable)
        number = number_in(item, variable, entry) if item.kind is ItemKind.NUMBER else None
        yield occasion(written.sheet, written.code, written.site) | {
            "item": entry.item, "version": entry.number, "latest": int(latest[entry.item] == entry.number),
            "typed": entry.typed or None, "unit": entry.unit or None, "value": number[1] if number else None,
            "missing": missing_in(entry), "because": entry.because or None, "assay": entry.assay or None,
            "originator": _observer(entry), "saved": utc(entry.event.at_us), "event": entry.event_id,
        }  # fmt: skip


def _observer(entry: Entry) -> str | None:
    """Who or what observed it; of somebody of the study, that it was they who saved it."""
    return "who saved it" if entry.originator == entry.event.actor else entry.originator or None
