"""The rows of an OMOP mapping file, read and checked: what a row may say, and where it stands when it may not."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bedside.errors import UnitError, UnreadableFile, UsageError, VariableError, WrongLayout
from bedside.records.dictionary import variable
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


Key = tuple[str, int, str, str]
"""What a row is about: table, concept, source value, reading."""


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
    def key(self) -> Key:
        """Two rows with one key say something of the same records; a site's own goes before that of bedside."""
        told = self.source if self.table == "unit" else self.source.lower()
        word = self.reading if self.reading in SPECIMENS else ""
        return (self.table, self.concept, told, word)


def lines_of(file: Path) -> list[str]:
    """The lines of a mapping file. Raises UnreadableFile."""
    try:
        return file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFile(
            f"the mapping cannot be read ({error}).", str(file), "Give a CSV file in UTF-8 that can be read."
        ) from error


def rows_of(lines: Iterable[str], file: str) -> Iterable[Row]:
    """The rows of a mapping file. Raises WrongLayout, VariableError, UnitError or UsageError, naming the line."""
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
