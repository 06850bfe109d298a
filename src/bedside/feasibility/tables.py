"""Rows turned into tables: patients by standing, attrition, costs, moves, units, years and months."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bedside.design.tables import NONE, Table
from bedside.feasibility.cells import ALL, OUT, STANDING
from bedside.feasibility.found import Found
from bedside.feasibility.rows import HIDDEN
from bedside.feasibility.words import MONTHS, word
from bedside.report.rows import Row
from bedside.rules.words import said_number
from bedside.values.wording import Text
from bedside.virtual.naming import in_both

MASK = "▒"
"""What stands in the place of a hidden count."""
ATTRITION = ("certain", "left_worst", "possible", "left_best")
COSTS = (
    "dropped_certain", "gain_certain", "dropped_possible", "resolved_for", "gain_resolved", "resolved_against"
)  # fmt: skip
MOVES = ("met", "open", "out", "possible", "change_met", "change_possible")


class Told:
    """The rows by what they are of, written in one language."""

    def __init__(self, rows: Sequence[Row], language: str) -> None:
        self.language = language
        self.held: dict[tuple[str, ...], Row] = {(row.analysis, row.group, row.statistic): row for row in rows}
        self.groups: dict[str, list[str]] = {}
        for row in rows:
            listed = self.groups.setdefault(row.analysis, [])
            if row.group not in listed:
                listed.append(row.group)

    def row(self, *key: str) -> Row | None:
        """A row by analysis, group and statistic, None where there is none."""
        return self.held.get(key)

    def cell(self, *key: str) -> str:
        """A value as it is read: the mask where it is hidden, a dash where there is none."""
        row = self.row(*key)
        if row is None or row.value is None or isinstance(row.value, str):
            return MASK if row is not None and row.warning == HIDDEN else NONE
        if isinstance(row.value, float):
            if row.statistic == "years":
                return said_number(f"{row.value:.2f}".rstrip("0").rstrip("."), self.language)
            size = abs(row.value)
            return said_number(f"{row.value:.{0 if size == 0 else 1 if size >= 1 else 2}f}", self.language)
        if row.statistic.startswith("change_") and row.value > 0:
            return f"+{said_number(str(row.value), self.language)}"
        return said_number(str(row.value), self.language)

    def interval(self, *key: str) -> str:
        """An estimate with its interval."""
        value = self.cell(*key)
        if value in (MASK, NONE):
            return value
        unit = "" if not key[-1].startswith("share_") else "\u00a0%" if self.language == "fr" else "%"
        ends = (self.cell(*key[:-1], f"{key[-1]}{end}") for end in ("_low", "_high"))
        return f"{value}{unit} ({'–'.join(ends)})"

    def say(self, key: str, **places: object) -> str:
        """A word in the language."""
        return word(key, **places).say(self.language)


def tables_of(rows: Sequence[Row], found: Found, language: str) -> tuple[Table, ...]:
    """Every table that has lines, in order."""
    told = Told(rows, language)
    made = (_patients, _attrition, _criteria, _moves, _years, _months, _units)
    return tuple(table for make in made if (table := make(told, found)).body)


def name_of(found: Found, id: str, language: str) -> str:
    """A criterion by its id and words."""
    text = next(each.text for each in found.criteria if each.id == id)
    return f"{id} {text.say(language)}"


def _patients(told: Told, found: Found) -> Table:
    body = []
    for name in ("assessed", *STANDING.values(), *OUT, "possible"):
        share = told.interval("patients", ALL, f"share_{name}") if name in ("met", "possible") else ""
        body.append((told.say(name), told.cell("patients", ALL, name), share))
    return _table(told, "patients", ("standing", "number", "share"), body)


def _attrition(told: Told, found: Found) -> Table:
    def line(id: str) -> tuple[str, ...]:
        return (name_of(found, id, told.language), *(told.cell("attrition", id, name) for name in ATTRITION))

    heads = ("criterion", *("possible_left" if name == "possible" else name for name in ATTRITION))
    return _table(told, "attrition", heads, [line(each.id) for each in found.criteria], "attrition_note")


def _criteria(told: Told, found: Found) -> Table:
    def line(id: str) -> tuple[str, ...]:
        return (name_of(found, id, told.language), *(told.cell("criteria", id, name) for name in COSTS))

    return _table(told, "costs", ("criterion", *COSTS), [line(each.id) for each in found.criteria], "costs_note")


def _moves(told: Told, found: Found) -> Table:
    body = [
        (move.text.say(told.language), *(told.cell("moves", move.name, name) for name in MOVES))
        for move in found.stated.moved
    ]
    if body:
        body.insert(0, (told.say("as_it_is"), *(told.cell("patients", ALL, name) for name in MOVES[:4]), "", ""))
    return _table(told, "moves", ("move", *MOVES), body, "moves_note")


def _placed(told: Told, name: str, head: str, said: Callable[[str], Text], rate: bool = False) -> Table:
    columns = ("assessed", *STANDING.values())
    body = []
    for group in told.groups.get(name, []):
        line = (said(group).say(told.language), *(told.cell(name, group, each) for each in columns))
        body.append((*line, told.interval(name, group, "rate_met")) if rate else line)
    return _table(told, name, (head, *columns, *(("rate_met",) if rate else ())), body, "unit_order")


def _years(told: Told, found: Found) -> Table:
    return _placed(told, "years", "year", lambda group: Text(group, group), rate=True)


def _months(told: Told, found: Found) -> Table:
    return _placed(told, "months", "month", lambda group: MONTHS[int(group) - 1])


def _units(told: Told, found: Found) -> Table:
    return _placed(told, "units", "unit", lambda group: in_both(group) if group else word("no_unit"))


def _table(told: Told, name: str, heads: Sequence[str], body: Sequence[tuple[str, ...]], note: str = "") -> Table:
    return Table(name, told.say(name), told.say(note) if note else "", tuple(map(told.say, heads)), tuple(body))
