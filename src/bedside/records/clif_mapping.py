"""The mapping of CLIF (`clif.csv`, and the site's own beside its tables) as typed data, with its unit conversions.

A row says which category of which table is which variable: `unit` is what a value without a unit is in, `reading`
how it is read. Rows of the table `unit` say how units are spelled, of `specimen` which specimens are blood, of
`option` what the choices are (value under `reading`). A row of the site's `bedside-mapping.csv` takes the place of
the shipped row of the same table and category, or is added; without a variable the category is not read.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from importlib.resources import files
from io import StringIO
from pathlib import Path

from bedside.errors import UnitError, UnreadableFile, VariableError, WrongLayout
from bedside.records.dictionary import variable
from bedside.records.source import Mapped
from bedside.values.quantity import conversion, unit
from bedside.values.variable import Kind

VITALS, LABS, ASSESSMENTS, OUTPUT = "vitals", "labs", "patient_assessments", "output"
RESPIRATORY, MEDICATION = "respiratory_support", "medication_admin_continuous"
CRRT, DIALYSIS, ADT = "crrt_therapy", "intermittent_dialysis", "adt"
READINGS = {
    ADT: ("stay",),
    VITALS: ("number", "fio2"),
    LABS: ("number", "fio2"),
    ASSESSMENTS: ("gcs_eye", "gcs_verbal", "gcs_motor", "gcs_total"),
    RESPIRATORY: ("device", "fio2"),
    MEDICATION: ("rate", "running"),
    CRRT: ("treatment",),
    DIALYSIS: ("treatment",),
    OUTPUT: ("amount",),
}
"""How the rows of each table may be read."""
TABLES = tuple(table for table in READINGS if table != ADT)
"""The tables of records, in the order of reading: weights before the doses that need them."""
PARTS = ("gcs_eye", "gcs_verbal", "gcs_motor")
UNTESTABLE = "gcs_verbal_untestable"
FILE, SITE = "clif.csv", "bedside-mapping.csv"
COLUMNS = ("variable", "table", "category", "unit", "reading", "label", "checked")
READING = re.compile(r"(\w+)(?: (\d+)\.\.(\d+))?(?: untestable (\d+))?")
HOURS = re.compile(r"[+-]?\d+(\.\d+)?")
ZONELESS = ("utc", "local")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a mapping file, and where it stands."""

    place: str
    variable: str
    table: str
    category: str
    unit: str
    reading: str

    @property
    def key(self) -> tuple[str, str]:
        """What a site's row takes the place of."""
        return self.table, key(self.category)


@dataclass(frozen=True, slots=True)
class Rule:
    """One category of one table. `low` and `high` are bounds of a part of a score, `untestable` what says so."""

    number: int
    variable: str
    table: str
    category: str
    unit: str
    reading: str
    low: float | None = None
    high: float | None = None
    untestable: float | None = None

    @property
    def origin(self) -> str:
        """What facts say about where they came from."""
        return f"{self.table} {self.category}"


@dataclass(frozen=True, slots=True)
class Options:
    """The choices of this source; the mapping file states the defaults and why."""

    hours_from_utc: float
    zoneless: str
    stay_gap_minutes: float
    course_gap_minutes: float
    device_hours: float
    treatment_hours: float
    least_weight: float


@dataclass(frozen=True, slots=True)
class Accepted:
    """A unit as the source spells it: canonical = number × factor + shift, ÷ the weight where `per_weight`."""

    rule: int
    spelled: str
    factor: float
    shift: float
    per_weight: bool = False


@dataclass(frozen=True)
class ClifMapping:
    """The whole mapping: rules, spellings of units (in small letters), specimens that are blood, options."""

    rules: tuple[Rule, ...]
    spelling: Mapping[str, str]
    blood: tuple[str, ...]
    options: Options

    def of_table(self, table: str, wanted: frozenset[str]) -> tuple[Rule, ...]:
        """The rules of a table that supply any of the wanted variables, or are needed to read them.

        Doses need weights; a device ends every other.
        """
        served = set(wanted)
        if UNTESTABLE in wanted:
            served.add("gcs")
        if any(variable(name).kind is Kind.INFUSION for name in wanted):
            served.add("weight")
        held = tuple(rule for rule in self.rules if rule.table == table and rule.variable in served)
        devices = any(rule.reading == "device" for rule in held)
        others = tuple(r for r in self.rules if r.table == table and r.reading == "device" and r not in held)
        return held + (others if devices else ())

    def variables(self, table: str) -> frozenset[str]:
        """What a table can supply."""
        names = {rule.variable for rule in self.rules if rule.table == table and rule.variable}
        return frozenset(names | ({UNTESTABLE} if "gcs" in names else set()))

    @property
    def mapped(self) -> tuple[Mapped, ...]:
        """Every rule as a row: the category, and the unit of a value that states none."""
        rows = [Mapped(rule.variable, rule.table, rule.category, rule.unit) for rule in self.rules if rule.variable]
        rows += [Mapped(UNTESTABLE, rule.table, f"{rule.category} = {rule.untestable:g}")
                 for rule in self.rules if rule.untestable is not None]  # fmt: skip
        return tuple(rows)

    def accepted(self, rule: Rule) -> list[Accepted]:
        """The units that may stand beside a rule's values, with their conversion; `` is a value without one."""
        if rule.reading not in ("number", "rate", "amount", *PARTS, "gcs_total"):
            return []
        spelled = dict(self.spelling) | ({"": rule.unit} if rule.unit else {})
        found = (_conversion(rule, text, code) for text, code in spelled.items())
        return [each for each in found if each is not None]


def key(text: str) -> str:
    """A category or unit as it is compared: without spaces around it, in small letters."""
    return text.strip().lower()


def _conversion(rule: Rule, spelled: str, code: str) -> Accepted | None:
    target = variable(rule.variable)
    try:
        if target.kind is Kind.INFUSION and unit(code).kind == "dose rate":
            found = conversion(code, target.unit.replace("/kg", ""))
            return Accepted(rule.number, spelled, float(found.factor), 0.0, per_weight=True)
        found = conversion(code, target.unit, target.name)
    except UnitError:
        return None
    return Accepted(rule.number, spelled, float(found.factor), float(found.offset))


def clif_mapping(folder: Path | None = None) -> ClifMapping:
    """The mapping as shipped, with what the site's own file in `folder` changes.

    Raises UnreadableFile for a damaged file, WrongLayout when it names what does not exist.
    """
    rows = _rows(files("bedside.records").joinpath(FILE).read_text(encoding="utf-8"), FILE)
    site = None if folder is None else folder / SITE
    if site is not None and site.is_file():
        try:
            own = _rows(site.read_text(encoding="utf-8-sig"), str(site))
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise UnreadableFile(f"the mapping cannot be read ({error}).", str(site), "Write it as CSV.") from error
        rows = [*(row for row in rows if row.key not in {each.key for each in own}), *own]
    return _mapping(rows)


def _rows(text: str, place: str) -> list[Row]:
    reader = csv.reader(StringIO(text, newline=""))
    names = [name.strip() for name in next(reader, [])]
    missing = [name for name in COLUMNS[:5] if name not in names]
    if missing:
        raise WrongLayout(
            f"the column {', '.join(missing)} is missing.", place, f"Begin it with the line {','.join(COLUMNS)}."
        )
    found: list[Row] = []
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        line = f"{place}, line {reader.line_num}"
        if len(cells) != len(names):
            raise WrongLayout("the line does not fit the columns.", line, "Give each column a cell, quoted if need be.")
        given = {name: cell.strip() for name, cell in zip(names, cells, strict=True)}
        row = Row(line, *(given[name] for name in COLUMNS[:5]))
        if any(row.key == other.key for other in found):
            raise WrongLayout(f"“{row.category}” of {row.table} stands there twice.", line, "Keep one of the lines.")
        found.append(row)
    return found


def _mapping(rows: Iterable[Row]) -> ClifMapping:
    rules: list[Rule] = []
    spelling: dict[str, str] = {}
    blood: list[str] = []
    options: dict[str, Row] = {}
    for row in rows:
        if row.table == "unit":
            if row.unit:
                spelling[key(row.category)] = _unit(row)
        elif row.table == "specimen":
            if row.reading == "blood":
                blood.append(key(row.category))
        elif row.table == "option":
            options[row.category] = row
        else:
            rules.append(_rule(len(rules), row))
    chosen = _options(options)
    return ClifMapping(tuple(_weighed(rule, chosen.least_weight) for rule in rules), spelling, tuple(blood), chosen)


def _weighed(rule: Rule, least: float) -> Rule:
    """A rule of weight with the site's bound: one at or below `least` kg was not measured."""
    declared = variable("weight")
    if rule.variable != declared.name or least <= declared.low:
        return rule
    return replace(rule, low=least + 10.0**-declared.decimals)


def _unit(row: Row) -> str:
    try:
        return unit(row.unit).code
    except UnitError as error:
        raise WrongLayout(f"“{row.unit}” is no unit that is known.", row.place, error.todo) from error


def _rule(number: int, row: Row) -> Rule:
    if row.table not in READINGS:
        tables = ", ".join((*READINGS, "unit", "specimen", "option"))
        raise WrongLayout(f"“{row.table}” is no table that is mapped.", row.place, f"Use one of: {tables}.")
    parts = READING.fullmatch(row.reading)
    if parts is None or parts[1] not in READINGS[row.table]:
        readings = ", ".join(READINGS[row.table])
        raise WrongLayout(f"“{row.reading}” is no reading of {row.table}.", row.place, f"Use one of: {readings}.")
    if parts[1] in PARTS and parts[2] is None:
        raise WrongLayout("the bounds of the part are missing.", row.place, f"Write them, as in “{parts[1]} 1..4”.")
    if row.variable:
        try:
            variable(row.variable)
        except VariableError as error:
            raise WrongLayout(f"“{row.variable}” is no variable.", row.place, error.todo) from error
    code = _unit(row) if row.unit else ""
    low, high, untestable = (None if text is None else float(text) for text in parts.groups()[1:])
    rule = Rule(number, row.variable, row.table, key(row.category), code, parts[1], low, high, untestable)
    if rule.variable and code and _conversion(rule, "", code) is None:
        raise WrongLayout(
            f"“{code}” does not convert to the unit of {row.variable}.",
            row.place,
            f"Give a unit that converts to {variable(row.variable).unit}.",
        )
    return rule


def _options(rows: Mapping[str, Row]) -> Options:
    known = ("hours_from_utc", "stay_gap", "course_gap", "device_hours", "treatment_hours", "least_weight")
    zone = rows["times_without_zone"]
    if zone.reading not in ZONELESS:
        raise WrongLayout(f"“{zone.reading}” is no kind of time.", zone.place, "Write utc or local under reading.")
    for name, row in rows.items():
        if name not in (*known, "times_without_zone"):
            raise WrongLayout(f"“{name}” is no option.", row.place, f"Use one of: {', '.join(sorted(rows))}.")
    numbers = [_number(rows[name]) for name in known]
    return Options(numbers[0], zone.reading, *numbers[1:])


def _number(row: Row) -> float:
    least, most = (-14.0, 14.0) if row.category == "hours_from_utc" else (0.0, 10_000.0)
    if not HOURS.fullmatch(row.reading) or not least <= float(row.reading) <= most:
        raise WrongLayout(
            f"“{row.reading}” is no value of {row.category}.",
            row.place,
            f"Write a number from {least:g} to {most:g} under reading.",
        )
    return float(row.reading)
