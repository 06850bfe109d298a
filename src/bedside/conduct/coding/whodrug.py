"""A WHODrug text file: a line a drug, the first line naming the columns, parted by tabs, `$` or semicolons.

Read are `code` (drug code), `name` (drug name), `preferred` (preferred name or ingredients; may be empty) and `atc`
(ATC code; may be empty). B3 and C3 are delivered as several tables under a licence that says who may have them; the
site joins what it may use into this one.
"""

from __future__ import annotations

import csv
from pathlib import Path

from bedside.conduct.coding.books import Term
from bedside.errors import UnreadableFile

FILE = "whodrug.txt"
COLUMNS = ("code", "name", "preferred", "atc")
PARTS = ("\t", "$", ";")


def read(folder: Path) -> list[Term]:
    """Every drug. Raises UnreadableFile, with the line, for a file that does not fit."""
    file = folder / FILE
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except FileNotFoundError:
        raise UnreadableFile("this file is missing.", str(file), f"Its columns are {', '.join(COLUMNS)}.") from None
    except UnicodeDecodeError:
        raise UnreadableFile("this file is not in UTF-8.", str(file), "Convert it to UTF-8.") from None
    header = lines[0] if lines else ""
    rows = csv.reader(lines[1:], delimiter=max(PARTS, key=header.count))
    names = [name.strip().lower() for name in header.split(max(PARTS, key=header.count))]
    if names != list(COLUMNS):
        what = f"the first line must name the columns {', '.join(COLUMNS)}."
        raise UnreadableFile(what, f"{file}:1", "Name them so, in this order.")
    return [_term(file, number, row) for number, row in enumerate(rows, 2) if row]


def _term(file: Path, number: int, row: list[str]) -> Term:
    if len(row) != len(COLUMNS) or not row[0].strip() or not row[1].strip():
        raise UnreadableFile("this line has no code, no name, or other columns.", f"{file}:{number}", "Correct it.")
    code, name, preferred, atc = (cell.strip() for cell in row)
    return Term(code, name, tuple(each for each in (preferred, atc) if each))
