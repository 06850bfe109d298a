"""Laboratory results as a grid: a row an analyte, a column a sample, each result judged, in the unit that is asked for.

A cell is typed into only where it is empty: a correction needs its reason, and is made on its form.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache

from bedside.conduct.casebook import numbers
from bedside.conduct.casebook.bench import Bench, value_of
from bedside.conduct.casebook.canonical import typed_in
from bedside.conduct.casebook.computing import sheet_time
from bedside.conduct.casebook.gate import Gate
from bedside.conduct.casebook.models import Entry, Sheet
from bedside.conduct.casebook.places import place_of_sheet, scope_of, visit_text
from bedside.conduct.casebook.reading import Sheets
from bedside.conduct.casebook.values_said import number_text, value_text
from bedside.conduct.laboratory.analytes import analytes
from bedside.conduct.laboratory.judging import Judged
from bedside.conduct.locks.reading import closed
from bedside.conduct.study.protocol import protocol_of
from bedside.protocol.forms import Missing
from bedside.protocol.model import Form, Item
from bedside.rules.words import said_decimal
from bedside.values.moment import Moment
from bedside.values.quantity import conversion, shown
from bedside.values.variable import Variable
from bedside.values.wording import LANGUAGES, Text

DIGITS = 4
"""Significant digits of a value that was converted for the eye."""


@dataclass(frozen=True)
class Column:
    """A sheet with laboratory items: when its sample was taken, and whether its empty cells may be typed into."""

    sheet: Sheet
    form: Form
    at: Moment | None
    visit: Text
    address: str
    writable: bool


@dataclass(frozen=True)
class Cell:
    """One place of the grid. `text` is None where nothing stands; then `name` (if any) is that of its input."""

    column: Column
    item: Item | None = None
    text: Text | None = None
    typed: Text | None = None
    judged: Judged | None = None
    name: str = ""

    @property
    def address(self) -> str:
        """The item on its form."""
        return f"{self.column.address}#f-{self.item.id}" if self.item else self.column.address


@dataclass(frozen=True)
class Row:
    """An analyte: the unit it is shown in, those it can be, and how it was come by."""

    variable: Variable
    unit: str
    units: tuple[tuple[str, str], ...]
    factor: Text | None
    cells: list[Cell] = field(default_factory=list)

    @property
    def text(self) -> Text:
        """The analyte's name."""
        return Text(self.variable.say("en"), self.variable.say("fr"))

    @property
    def unit_text(self) -> str:
        """Its unit, as people read it."""
        return shown(self.unit)


def grid(
    bench: Bench, sheets: Sheets, gate: Gate, drafts: frozenset[int], units: Mapping[str, str]
) -> tuple[list[Column], list[Row]]:
    """The grid of a person.

    `drafts` are the sheets that the reader has a draft of; `units` the units asked for, by variable.
    """
    of = cache(protocol_of)
    held: list[tuple[Column, Mapping[str, Item], Mapping[str, Entry]]] = []
    offered: dict[str, dict[str, None]] = {}
    for sheet, entries in sheets:
        protocol = of(sheet.version)
        form = protocol.form(sheet.form)
        items = {item.variable: item for item in analytes(protocol, form)}
        if not items:
            continue
        for name, item in items.items():
            offered.setdefault(name, {}).update(dict.fromkeys((protocol.vocabulary[name].unit, *item.units)))
        held.append((_column(sheet, form, entries, bench, gate, drafts), items, entries))
    held.sort(key=lambda each: (each[0].at is None, each[0].at or 0, each[0].sheet.pk))
    rows = [_row(bench.protocol.vocabulary[name], tuple(codes), units.get(name, ""))
            for name, codes in offered.items() if name in bench.protocol.vocabulary]  # fmt: skip
    for row in rows:
        row.cells.extend(_cell(row, column, items.get(row.variable.name), entries, bench)
                         for column, items, entries in held)  # fmt: skip
    return [column for column, _, _ in held], rows


def _column(
    sheet: Sheet, form: Form, entries: Mapping[str, Entry], bench: Bench, gate: Gate, drafts: frozenset[int]
) -> Column:
    at = sheet_time(form, dict(entries))
    writable = (
        sheet.pk not in drafts and gate.closed(sheet.form, sheet.visit) is None and closed(scope_of(sheet)) is None
    )
    return Column(
        sheet, form, at if isinstance(at, int) else None, visit_text(bench.protocol, sheet.visit, sheet.day),
        place_of_sheet(sheet).address(bench.person.code), writable,
    )  # fmt: skip


def _row(variable: Variable, codes: tuple[str, ...], asked: str) -> Row:
    unit = asked if asked in codes else variable.unit
    factor = None
    if unit != variable.unit:
        one = conversion(unit, variable.unit, variable.name)(Decimal(1))
        factor = Text(*(f"1 {shown(unit)} = {_digits(one, variable.unit, each)}" for each in LANGUAGES))
    return Row(variable, unit, tuple((code, shown(code)) for code in codes), factor)


def _cell(row: Row, column: Column, item: Item | None, entries: Mapping[str, Entry], bench: Bench) -> Cell:
    if item is None:
        return Cell(column)
    entry = entries.get(item.id)
    if entry is None or not (entry.typed or entry.missing):
        open_ = column.writable and entry is None and row.unit in item.units
        return Cell(column, item, name=f"v.{column.sheet.pk}.{item.id}" if open_ else "")
    said = value_text(item, entry)
    if entry.missing:
        return Cell(column, item, said if entry.missing != Missing.AWAITED else Text(f"… {said.en}", f"… {said.fr}"))
    found, typed = numbers.read(entry.typed or ""), typed_in(entry)
    value = value_of(item, row.variable, typed)
    if found is None or value is None:
        return Cell(column, item, said)
    unit = entry.unit or item.units[0]
    at = (column.at, column.at) if column.at is not None else None
    judged = bench.judged(row.variable, value, at, entry.assay, unit)
    same = unit == row.unit
    shown_ = number_text(typed.text.strip()) if same else _converted(row, found, unit)
    return Cell(column, item, shown_, None if same else said, judged)


def _converted(row: Row, found: numbers.Read, unit: str) -> Text:
    number = conversion(unit, row.unit, row.variable.name)(found.number)
    return Text(*(f"{found.limit}{_digits(number, '1', each)}".strip() for each in LANGUAGES))


def _digits(number: Decimal, unit: str, language: str) -> str:
    """At most so many significant digits, no exponent; whole numbers stay whole."""
    if not number:
        return said_decimal(number, unit, language)
    places = max(0, DIGITS - 1 - number.adjusted())
    return said_decimal(round(number, places), unit, language)
