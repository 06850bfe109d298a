"""Reading back what a workbook holds, by its XML alone: a second opinion on the library that wrote it."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
ESCAPED = re.compile(r"_x([0-9A-F]{4})_")


def sheets(file: Path) -> dict[str, list[list[str | float | None]]]:
    """Each sheet's rows by its name. Raises AssertionError where a cell is a formula or a link."""
    with zipfile.ZipFile(file) as packed:
        book = ElementTree.fromstring(packed.read("xl/workbook.xml"))
        names = [str(each.get("name")) for each in book.iter(f"{MAIN}sheet")]
        parts = [packed.read(f"xl/worksheets/sheet{number}.xml") for number in range(1, len(names) + 1)]
    return {name: _rows(ElementTree.fromstring(part)) for name, part in zip(names, parts, strict=True)}


def _rows(sheet: ElementTree.Element) -> list[list[str | float | None]]:
    assert not list(sheet.iter(f"{MAIN}f")) and not list(sheet.iter(f"{MAIN}hyperlink"))
    found: dict[int, dict[int, str | float]] = {}
    for cell in sheet.iter(f"{MAIN}c"):
        column, row = re.fullmatch(r"([A-Z]+)(\d+)", str(cell.get("r"))).groups()  # type: ignore[union-attr]
        found.setdefault(int(row), {})[_number(column)] = _value(cell)
    width = max(found[1]) if found else 0
    return [[found.get(row, {}).get(place) for place in range(1, width + 1)] for row in range(1, max(found) + 1)]


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _value(cell: ElementTree.Element) -> str | float:
    if cell.get("t") == "inlineStr":
        text = "".join(each.text or "" for each in cell.iter(f"{MAIN}t"))
        return ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    value = cell.find(f"{MAIN}v")
    assert value is not None and value.text is not None
    return float(value.text)
