"""CTCAE as NCI publishes it: a table with a line a term, as a spreadsheet (XLSX) or as CSV.

Read are the columns `MedDRA Code`, `MedDRA SOC` and `CTCAE Term`, wherever they stand; the first line that names them
all is the heading. A term without a code (as `Other, specify` may be) keeps its name as its code.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from xml.etree import ElementTree

from bedside.conduct.coding.books import Term
from bedside.errors import UnreadableFile

FILES = ("ctcae.xlsx", "ctcae.csv")
"""What the file is called, the first that is there."""
CODE, CLASS, TERM = "meddra code", "meddra soc", "ctcae term"
COLUMNS = "MedDRA Code, MedDRA SOC, CTCAE Term"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
WAY_OUT = "Take the file as NCI publishes it."
LARGEST = 50_000_000
"""Bytes of a part of a spreadsheet."""


def file_in(folder: Path) -> Path:
    """The file of a folder. Raises UnreadableFile where there is none."""
    for name in FILES:
        if (folder / name).is_file():
            return folder / name
    raise UnreadableFile("this file is missing.", str(folder / FILES[0]), f"Name it {' or '.join(FILES)}.")


def read(folder: Path) -> list[Term]:
    """Every term. Raises UnreadableFile, with the line, for a file that does not fit."""
    file = file_in(folder)
    rows = _spreadsheet(file) if file.suffix == ".xlsx" else _csv(file)
    where: Mapping[str, int] = {}
    found: dict[str, Term] = {}
    for number, row in rows:
        named = {_heading(cell): place for place, cell in enumerate(row) if cell.strip()}
        if not where:
            where = named if {CODE, CLASS, TERM} <= set(named) else {}
            continue
        code, above, term = (row[where[name]].strip() if where[name] < len(row) else "" for name in (CODE, CLASS, TERM))
        if not term:
            continue
        if not above:
            raise UnreadableFile(
                f"“{term[:60]}” has no class.", f"{file}:{number}", "Take the file as NCI publishes it."
            )
        found[term] = Term(code or term, term, (above,))
    if not found:
        raise UnreadableFile(f"no line names the columns {COLUMNS}, with terms below it.", str(file), WAY_OUT)
    return list(found.values())


def _heading(cell: str) -> str:
    """A heading in small letters; what stands between CTCAE and Term (a version) is left out."""
    words = cell.casefold().split()
    return TERM if words[:1] == ["ctcae"] and words[-1:] == ["term"] else " ".join(words)


def _csv(file: Path) -> Iterator[tuple[int, Sequence[str]]]:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableFile("this file is not in UTF-8.", str(file), "Convert it to UTF-8.") from None
    first = text.split("\n", 1)[0]
    return enumerate(csv.reader(io.StringIO(text), delimiter=max(",;\t", key=first.count)), 1)


def _spreadsheet(file: Path) -> Iterator[tuple[int, Sequence[str]]]:
    """The rows of every sheet of a workbook, one sheet after the other."""
    try:
        with zipfile.ZipFile(file) as held:
            names = [each.filename for each in held.infolist() if each.file_size <= LARGEST]
            shared = _shared(held.read("xl/sharedStrings.xml")) if "xl/sharedStrings.xml" in names else []
            sheets = sorted(name for name in names if name.startswith("xl/worksheets/sheet"))
            rows = [row for name in sheets for row in _rows(held.read(name), shared)]
    except (zipfile.BadZipFile, ElementTree.ParseError, ValueError, IndexError):
        raise UnreadableFile("this is no spreadsheet.", str(file), WAY_OUT) from None
    return iter(rows)


def _shared(content: bytes) -> list[str]:
    return ["".join(each.text or "" for each in held.iter(f"{SHEET}t")) for held in ElementTree.fromstring(content)]


def _rows(content: bytes, shared: Sequence[str]) -> Iterator[tuple[int, Sequence[str]]]:
    for number, row in enumerate(ElementTree.fromstring(content).iter(f"{SHEET}row"), 1):
        cells: dict[int, str] = {}
        for place, cell in enumerate(row.iter(f"{SHEET}c")):
            cells[_column(cell.get("r", ""), place)] = _cell(cell, shared)
        yield number, [cells.get(place, "") for place in range(max(cells, default=-1) + 1)]


def _cell(cell: ElementTree.Element, shared: Sequence[str]) -> str:
    if cell.get("t") == "inlineStr":
        return "".join(each.text or "" for each in cell.iter(f"{SHEET}t"))
    held = cell.findtext(f"{SHEET}v") or ""
    return shared[int(held)] if cell.get("t") == "s" and held else held


def _column(reference: str, place: int) -> int:
    """The place of a cell by its reference (`AB12`), else by its order."""
    letters = [each for each in reference if each.isalpha()]
    number = 0
    for each in letters:
        number = number * 26 + ord(each.upper()) - ord("A") + 1
    return number - 1 if letters else place
