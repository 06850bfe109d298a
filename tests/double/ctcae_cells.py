"""Reads a grade of CTCAE as the sheet prints it: `<100 - 80`, `>3.0 - 5.0 x ULN`, `<LLN - 75,000`, `150 - 300`.

What is printed falling (`<100 - 80`) goes down to its second number, what is printed rising up to it: the second number
belongs to the grade. `;` parts what brings the grade each by itself, `and` what has to hold together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from bedside.scores.ctcae import Version
from bedside.values.quantity import plain

Places = Mapping[str, Decimal]
"""What LLN, ULN and the baseline are."""
END = re.compile(r"([<>]=?|)([\d,.]*)(LLN|ULN|baseline|)")
HOLDS: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    "<": lambda value, at: value < at, "<=": lambda value, at: value <= at,
    ">": lambda value, at: value > at, ">=": lambda value, at: value >= at,
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """A term for results in one unit: `cells` from grade 1 to 4 as printed, empty where no number brings the grade.

    `unit` is as printed (empty: none is), `code` in UCUM (empty: the variable's own). `baseline` says for which one the
    cells hold: `normal`, `high`, `low`; empty: any. `read` has, by grade, how bedside reads a cell that leaves it open.
    """

    version: Version
    term: str
    variable: str
    unit: str
    code: str
    cells: tuple[str, ...]
    baseline: str = ""
    read: Mapping[int, str] = field(default_factory=dict)

    @property
    def grades(self) -> dict[int, str]:
        """The cells that a number can bring, as they are read."""
        held = {grade: self.read.get(grade, cell) for grade, cell in enumerate(self.cells, 1)}
        return {grade: cell for grade, cell in held.items() if cell}

    def grade(self, value: Decimal, places: Places) -> int:
        """The highest grade whose cell holds the value; 0: none does."""
        return max((grade for grade, cell in self.grades.items() if holds(cell, value, places)), default=0)

    def cuts(self, places: Places) -> list[Decimal]:
        """Every number at which a cell begins or ends."""
        return [at for cell in self.grades.values() for part in cell.split("; ") for _, at in _ends(part, places)]


def holds(cell: str, value: Decimal, places: Places) -> bool:
    """Whether a value lies in a cell."""
    return any(all(HOLDS[sign](value, at) for sign, at in _ends(part, places)) for part in cell.split("; "))


def _ends(part: str, places: Places) -> Iterator[tuple[str, Decimal]]:
    span, _, of = part.partition(" x ")
    for each in span.split(" and "):
        first, _, last = each.partition(" - ")
        sign, at = _end(first, of, places)
        yield sign or ">=", at
        if last:
            other, until = _end(last, of, places)
            yield other or (">=" if sign.startswith("<") else "<="), until


def _end(text: str, of: str, places: Places) -> tuple[str, Decimal]:
    match = END.fullmatch(text)
    assert match is not None, text
    sign, digits, place = match.groups()
    number = Decimal(digits.replace(",", "") or 1)
    return sign, number * places[place or of] if place or of else number


# --- the same, found in the sheet -------------------------------------------------------------------------------------

WORDS = re.compile(r"[<>]=?|\d[\d,]*(?:\.\d+)?|LLN|ULN|baseline|-")
CONDITIONS = re.compile(r" (?:if|and|for|with|decrease) .*")
ABOUT = {"normal": "baseline was normal", "high": "baseline was abnormal", "low": "if abnormal"}
"""How the sheet says for which baseline a grade holds."""


def printed_in(row: Row, cell: str, sheet: str) -> bool:
    """Whether each part of a cell is what the sheet prints for the grade, sign by sign and number by number."""
    parts = [_alternative(row, each) for each in re.split(r"[;(]", sheet) if _is_about(row, each)]
    return all(_words(part) in parts for part in cell.split("; "))


def _is_about(row: Row, alternative: str) -> bool:
    other = [said for baseline, said in ABOUT.items() if baseline != row.baseline]
    return _squeezed(row.unit) in _squeezed(alternative) and not any(said in alternative for said in other)


def _alternative(row: Row, text: str) -> list[str]:
    bare = CONDITIONS.sub("", text.removeprefix(" if abnormal,"))
    return _words(_squeezed(bare).replace(_squeezed(row.unit), "") if row.unit else bare)


def _words(text: str) -> list[str]:
    return [plain(Decimal(each.replace(",", ""))) if each[0].isdigit() else each for each in WORDS.findall(text)]


def _squeezed(text: str) -> str:
    return text.replace(" ", "")
