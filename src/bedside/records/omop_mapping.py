"""The mapping of the OMOP common data model as data: `omop.csv`, and what a site's own file of that form changes.

A row says what one concept of one table is. `source` (the `..._source_value` of the row, capitals and spaces around
it not minded) narrows the concept, and finds rows of the concept 0. `unit` is what a value without a unit is in
(`any`: every unit is taken); of a drug, what its quantity is in. A row of a site takes the place of the row of the
same table, concept, source and reading; one without a variable and with the reading `not_read` takes it away.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from bedside.errors import WrongLayout
from bedside.records.canonical_facts import units_of
from bedside.records.dictionary import variable
from bedside.records.items import UNTESTABLE, WITH_GCS, Accepted, Item, Specimen, accepted, weighed
from bedside.records.omop_mapping_file import (
    ANY,
    COMA,
    DEVICES,
    MEASUREMENTS,
    NOT_READ,
    RECORDS,
    SPECIMENS,
    Key,
    Row,
    lines_of,
    rows_of,
)
from bedside.records.source import Mapped
from bedside.values.variable import Kind


@dataclass(frozen=True, slots=True)
class Code:
    """Rows of a table that are of one item: by concept, by source value (small letters), or both."""

    item: int
    concept: int
    source: str
    variable: str


@dataclass(frozen=True)
class OmopMapping:
    """The whole mapping: `rows` in force, `items` of the tables of records, and how many rows a site's file has."""

    rows: tuple[Row, ...]
    items: tuple[Item, ...]
    codes: Mapping[str, tuple[Code, ...]]
    options: Mapping[str, str]
    gas: Specimen
    device: Item
    own: int = 0

    def of_table(self, table: str, wanted: frozenset[str]) -> tuple[Item, ...]:
        """The items of a table that supply any of the wanted variables, and those that these need."""
        held = [item for item in self.items if item.table == table and item.serves(wanted)]
        if any(item.specimen for item in held) and self.gas.item.table == table:
            held.append(self.gas.item)
        return tuple(held)

    def variables(self, table: str) -> frozenset[str]:
        """What a table can supply."""
        names = {item.variable for item in self.items if item.table == table and item.variable}
        return frozenset(names | (WITH_GCS if "gcs" in names else set()))

    @property
    def mapped(self) -> tuple[Mapped, ...]:
        """Every item as a row: its concept or source value, and the unit of a value that states none."""
        held = [item for item in self.items if item.variable]
        rows = [Mapped(item.variable, item.table, item.code, item.none, item.label) for item in held]
        rows += [Mapped(UNTESTABLE, item.table, f"{item.code} = {item.untestable}", "", item.label)
                 for item in held if item.untestable]  # fmt: skip
        rows += [Mapped(item.reading, item.table, item.code, "", item.label) for item in held if item.reading in COMA]
        return tuple(rows)

    def concepts(self, table: str, reading: str = "") -> tuple[int, ...]:
        """The concepts of the rows of a table without a source value, of one reading or of all."""
        return tuple(
            row.concept for row in self.rows if row.table == table and not row.source and reading in ("", row.reading)
        )

    def sources(self, table: str, reading: str = "") -> tuple[str, ...]:
        """The source values, in small letters, by which rows of a table are known."""
        return tuple(
            row.source.lower()
            for row in self.rows
            if row.table == table and row.source and reading in ("", row.reading)
        )

    def units(self) -> tuple[dict[int, str], dict[str, str]]:
        """The UCUM code of each unit concept, and of each spelling; in other capitals where that is unambiguous."""
        rows = [row for row in self.rows if row.table == "unit"]
        spelled: dict[str, str] = {}
        for change in (str.upper, str.lower, str):
            told: dict[str, set[str]] = {}
            for row in rows:
                told.setdefault(change(row.source), set()).add(row.unit)
            spelled.update({text: next(iter(codes)) for text, codes in told.items() if text and len(codes) == 1})
        return {row.concept: row.unit for row in rows if row.concept}, spelled

    def number(self, option: str) -> float:
        """An option that is a number."""
        return float(self.options[option])

    def accepted(self, item: Item) -> tuple[Accepted, ...]:
        """The units that may stand beside an item's values: every one that converts, and none where it says so."""
        if item.units is None or not item.variable:
            return ()
        declared = variable(item.variable)
        if declared.kind is Kind.INFUSION:
            rates = [accepted(item, mass, f"{mass}/min") for mass in ("ug", "mg")]
            return (*rates, *([accepted(item, "", f"{item.none}/min")] if item.none else ()))
        units = {code: Accepted(item.item, code, factor, shift) for code, factor, shift in units_of(declared)}
        if item.none:
            units[""] = accepted(item, "", item.none)
        return tuple(units.values())


def omop_mapping(own: Path | None = None) -> OmopMapping:
    """The mapping as shipped, with the rows of a site's own file over it.

    Raises UnreadableFile, WrongLayout, VariableError, UnitError or UsageError for a file that cannot be used.
    """
    shipped = files("bedside.records").joinpath("omop.csv").read_text(encoding="utf-8")
    mine = {} if own is None else _each_once(rows_of(lines_of(own), str(own)))
    every = [row for row in rows_of(shipped.splitlines(), "omop.csv") if row.key not in mine]
    return _built((*every, *mine.values()), len(mine))


def _each_once(rows: Iterable[Row]) -> dict[Key, Row]:
    """Rows by what they are about. Raises WrongLayout where two of a site are about the same: which one counts?"""
    held: dict[Key, Row] = {}
    for row in rows:
        if (other := held.setdefault(row.key, row)) is not row:
            first = other.place.rpartition(" ")[2]
            raise WrongLayout(f"line {first} is about the same records.", row.place, "Keep one of the two.")
    return held


def _built(every: tuple[Row, ...], own: int) -> OmopMapping:
    rows = tuple(row for row in every if row.reading != NOT_READ)
    items: list[Item] = []
    codes: dict[str, dict[tuple[int, str], Code]] = {table: {} for table in RECORDS}
    gas = Item(len(every), MEASUREMENTS, "", len(every), "Specimen of a blood gas", "", "specimen", code="specimen")
    for number, row in enumerate(every):
        if row.table in RECORDS:
            item = gas if row.reading in SPECIMENS else _item(number, row)
            if row.reading not in (*SPECIMENS, NOT_READ):
                items.append(item)
            place = -1 if row.reading == NOT_READ else item.item
            source = row.source.lower()
            codes[row.table][row.concept, source] = Code(place, row.concept, source, row.variable)
    parts = {item.reading for item in items} & {*COMA}
    if parts and len(parts) < len(COMA):
        raise WrongLayout(
            f"the mapping has {', '.join(sorted(parts))} alone.", "gcs", "Map all three parts of the score, or none."
        )
    options = {row.source: row.text for row in rows if row.table == "option"}
    arterial, venous = (tuple(row.text for row in rows if row.reading == reading) for reading in SPECIMENS)
    return OmopMapping(
        rows,
        tuple(weighed(item, float(options["least_weight"])) for item in items),
        {table: tuple(those.values()) for table, those in codes.items()},
        options,
        Specimen(gas, arterial, venous, options["pao2_specimen"] == "arterial"),
        Item(len(every) + 1, DEVICES, "", len(every) + 1, "Oxygen device", "", "device", code="oxygen device"),
        own,
    )


def _item(number: int, row: Row) -> Item:
    reading = "number" if row.reading == "gas" else row.reading
    told = " ".join(part for part in (str(row.concept) if row.concept else "", row.source) if part)
    anything = row.unit == ANY or (bool(row.variable) and variable(row.variable).kind is Kind.SUPPORT)
    return Item(
        number=number,
        table=row.table,
        variable=row.variable,
        item=number,
        label=row.label,
        checked=row.checked,
        reading=reading,
        units=None if anything else (),
        none="" if anything else row.unit,
        low=row.low,
        high=row.high,
        untestable=row.text if reading == "gcs_verbal" else "",
        specimen=row.reading == "gas",
        code=told,
    )
