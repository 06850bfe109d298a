"""The mapping of the OMOP common data model as data: `omop.csv`, and what a site's own file of that form changes.

A row says what one concept of one table is. `source` (the `..._source_value` of the row, capitals and spaces around
it not minded) narrows the concept, and finds rows of the concept 0. `unit` is what a value without a unit is in
(`any`: every unit is taken); of a drug, what its quantity is in. A row of a site takes the place of the row of the
same table, concept, source and reading; one without a variable and with the reading `not_read` takes it away.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from bedside.errors import UnitError, UnreadableFile, UsageError, VariableError, WrongLayout
from bedside.records.canonical_facts import units_of
from bedside.records.dictionary import variable
from bedside.records.items import UNTESTABLE, Accepted, Item, Specimen, accepted
from bedside.values.quantity import UNITS, conversion
from bedside.values.variable import Kind

STAYS, MEASUREMENTS, OBSERVATIONS = "visit_detail", "measurement", "observation"
PLACES = "care_site"
DRUGS, PROCEDURES, DEVICES = "drug_exposure", "procedure_occurrence", "device_exposure"
RECORDS = {
    MEASUREMENTS: (Kind.MEASUREMENT, Kind.OUTPUT, Kind.ANSWER),
    OBSERVATIONS: (Kind.MEASUREMENT, Kind.OUTPUT, Kind.ANSWER),
    DRUGS: (Kind.INFUSION, Kind.SUPPORT),
    PROCEDURES: (Kind.SUPPORT,),
    DEVICES: (Kind.SUPPORT,),
}
"""The tables of records, and which kinds of variable each may hold."""

WORDS = {
    "gender": ("female", "male"),
    "discharge": ("died",),
    "operator": ("below", "above", "equal"),
    "answer": ("positive", "negative"),
}
"""What the rows of no table are read as."""

COLUMNS = ("variable", "table", "concept", "source", "unit", "reading", "low", "high", "text", "label", "checked")
NEEDED = ("variable", "table", "concept")
READINGS = {
    MEASUREMENTS: ("number", "fio2", "gas", "arterial", "venous", "gcs_eye", "gcs_verbal", "gcs_motor", "yes_no",
                   "irrigant_in", "irrigant_out"),
    OBSERVATIONS: ("number", "fio2", "yes_no"),
    DRUGS: ("number",),
    PROCEDURES: ("number",),
    DEVICES: ("device",),
}  # fmt: skip
NOT_READ, ANY, SPECIMENS = "not_read", "any", ("arterial", "venous")
CHOICES = {"pao2_specimen": ("arterial", "any"), "irrigant": ("unknown", "subtracted")}
NUMBERS = ("course_gap_minutes", "device_hours", "bolus_minutes", "least_weight", "weight_days")
OPTIONS = (*CHOICES, *NUMBERS, "schema")
COMA = ("gcs_eye", "gcs_verbal", "gcs_motor")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a mapping file, and where it stands."""

    variable: str
    table: str
    concept: int
    source: str
    unit: str
    reading: str
    low: float | None
    high: float | None
    text: str
    label: str
    checked: str
    place: str

    @property
    def key(self) -> tuple[str, int, str, str]:
        """Two rows with one key say something of the same records; the later one counts."""
        told = self.source if self.table == "unit" else self.source.lower()
        word = self.reading if self.reading in SPECIMENS else ""
        return (self.table, self.concept, told, word)


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
        return frozenset(names | ({UNTESTABLE} if "gcs" in names else set()))

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
        every = [Accepted(item.item, code, factor, shift) for code, factor, shift in units_of(declared) if code]
        return (*every, *([accepted(item, "", item.none)] if item.none else ()))


def omop_mapping(own: Path | None = None) -> OmopMapping:
    """The mapping as shipped, with the rows of a site's own file over it.

    Raises UnreadableFile, WrongLayout, VariableError, UnitError or UsageError for a file that cannot be used.
    """
    shipped = files("bedside.records").joinpath("omop.csv").read_text(encoding="utf-8")
    mine = {} if own is None else {row.key: row for row in _rows(_lines(own), str(own))}
    every = [row for row in _rows(shipped.splitlines(), "omop.csv") if row.key not in mine]
    return _built((*every, *mine.values()), len(mine))


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFile(
            f"the mapping cannot be read ({error}).", str(file), "Give a CSV file in UTF-8 that can be read."
        ) from error


def _rows(lines: Iterable[str], file: str) -> Iterable[Row]:
    reader = csv.DictReader(lines)
    missing = [column for column in NEEDED if column not in (reader.fieldnames or ())]
    unknown = [column for column in reader.fieldnames or () if column not in COLUMNS]
    if missing or unknown:
        told = f"{'the column' if len(missing) == 1 else 'the columns'} {', '.join(missing)}"
        wrong = f"it lacks {told}" if missing else f"“{', '.join(unknown)}” is no column of a mapping"
        raise WrongLayout(f"{wrong}.", file, f"Name the columns in the first line: {', '.join(COLUMNS)}.")
    for line in reader:
        cells = {column: (line.get(column) or "").strip() for column in COLUMNS}
        if any(cells.values()):
            yield _checked(cells, f"{file}, line {reader.line_num}")


def _checked(cells: Mapping[str, str], place: str) -> Row:
    table, reading, concept = cells["table"], cells["reading"], cells["concept"]
    if concept and not concept.isdigit():
        raise WrongLayout(f"“{concept}” is no concept.", place, "Write the concept id, a whole number, or 0.")
    if not int(concept or 0) and not cells["source"]:
        raise WrongLayout(
            "this row has neither a concept nor a source value.", place, "Name the concept, or the source value."
        )
    row = Row(
        cells["variable"], table, int(concept or 0), cells["source"], cells["unit"], reading or _usual(table),
        _bound(cells["low"], place), _bound(cells["high"], place), cells["text"], cells["label"], cells["checked"],
        place,
    )  # fmt: skip
    if row.reading != NOT_READ:
        _known(row)
    return row


def _usual(table: str) -> str:
    return "device" if table == DEVICES else "number" if table in RECORDS else ""


def _bound(text: str, place: str) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        raise WrongLayout(f"“{text}” is no number.", place, "Write low and high as numbers, or leave them.") from None


def _known(row: Row) -> None:
    """Raises when a row names a table, variable, reading, unit or option that there is not."""
    tables = (STAYS, PLACES, *RECORDS, *WORDS, "unit", "option")
    if row.table not in tables:
        raise WrongLayout(f"“{row.table}” is no table of a mapping.", row.place, f"Use one of: {', '.join(tables)}.")
    if row.table == "option":
        _option(row)
        return
    words = WORDS.get(row.table) or READINGS.get(row.table)
    if words and row.reading not in words:
        raise WrongLayout(f"“{row.reading}” is no reading of {row.table}.", row.place, f"Use: {', '.join(words)}.")
    if row.table in (STAYS, PLACES) and row.variable != "icu_stay":
        raise WrongLayout(f"“{row.variable}” is no stay.", row.place, "Write icu_stay as its variable.")
    try:
        _unit(row)
        if row.table in RECORDS and row.variable:
            _kind(row)
    except (VariableError, UnitError) as error:
        raise type(error)(error.what, row.place, error.todo) from error
    if row.table in RECORDS and not row.variable and row.reading not in (*SPECIMENS, "device"):
        raise WrongLayout("this row names no variable.", row.place, f"Name one, or write {NOT_READ} as its reading.")


def _option(row: Row) -> None:
    if row.source not in OPTIONS:
        raise UsageError(f"“{row.source}” is no option.", row.place, f"There are: {', '.join(OPTIONS)}.")
    if row.source in CHOICES and row.text not in CHOICES[row.source]:
        told = " or ".join(CHOICES[row.source])
        raise UsageError(f"“{row.text}” is no choice of {row.source}.", row.place, f"Use {told}.")
    if row.source in NUMBERS and not (row.text.replace(".", "", 1).isdigit() and row.text.isascii()):
        raise UsageError(f"“{row.text}” is no number of {row.source}.", row.place, "Write a number as its text.")


def _unit(row: Row) -> None:
    if row.table == "unit" or (row.unit and row.unit != ANY):
        known = (*UNITS, "ug")
        if row.unit not in known:
            raise UnitError(f"unknown unit “{row.unit}”.", todo=f"Use a UCUM code among: {', '.join(sorted(known))}.")


def _kind(row: Row) -> None:
    declared = variable(row.variable)
    if declared.kind not in RECORDS[row.table]:
        kinds = " or ".join(kind.value for kind in RECORDS[row.table])
        raise VariableError(
            f"{row.variable} is a variable of the kind {declared.kind.value}.",
            todo=f"Of {row.table} take a variable of the kind {kinds}.",
        )
    if declared.kind is Kind.INFUSION and row.unit not in ("", "ug", "mg"):
        raise UnitError(f"“{row.unit}” is no unit of a quantity.", todo="Write ug or mg, or leave it empty.")
    if declared.kind is not Kind.INFUSION and row.unit not in ("", ANY):
        conversion(row.unit, declared.unit, declared.name)
    if row.reading in COMA and (row.low is None or row.high is None):
        raise VariableError(
            f"{row.reading} has no low or no high.", todo="Write the least and the most that it can be."
        )


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
        tuple(items),
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
