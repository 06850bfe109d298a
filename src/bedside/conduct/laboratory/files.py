"""Files of ranges: CSV with the columns of `typed.COLUMNS`, out and in."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bedside.conduct.laboratory.models import Range
from bedside.conduct.laboratory.ranges import as_typed, overlapping
from bedside.conduct.laboratory.typed import COLUMNS, Problem, Typed, problems
from bedside.conduct.laboratory.words import WORDS
from bedside.errors import UnreadableFile
from bedside.values.wording import Text

LARGEST = 200_000
"""Of a file, in bytes."""
MOST = 1000
"""Rows of a file."""


@dataclass(frozen=True)
class Line:
    """One row of a file: its line number, what it says, what is wrong with it; `known`: it is kept already."""

    number: int
    typed: Typed
    problems: Sequence[Problem]
    known: bool = False


def rows_of(ranges: Iterable[Range]) -> list[Sequence[str]]:
    """The header and a row a range."""
    return [COLUMNS, *(tuple(vars(as_typed(each)).values()) for each in ranges)]


def text_of(name: str, content: bytes) -> str:
    """The text of an uploaded file. Raises UnreadableFile for one that is too long, or no CSV in UTF-8."""
    if not name.lower().endswith(".csv") or b"\0" in content:
        raise UnreadableFile("this is not a CSV file.", name[:100], "Save the table as “CSV UTF-8” and send that.")
    if len(content) > LARGEST:
        raise UnreadableFile(f"the file is longer than {LARGEST // 1000} kB.", name[:100], "Send it in parts.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFile("the file is not in UTF-8.", name[:100], "Save it as “CSV UTF-8”.") from error


def lines_of(text: str, kept: Sequence[Range]) -> list[Line]:
    """Every row with what is wrong with it. Raises UnreadableFile when the columns are not those of a file of ranges.

    A row overlaps a kept range or an earlier row: that is wrong too, unless it says the very same.
    """
    read = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))
    header = [cell.strip().lower() for cell in read[0]] if read else []
    if set(header) != set(COLUMNS) or len(header) != len(COLUMNS):
        raise UnreadableFile(
            f"the first line must name the columns {', '.join(COLUMNS)}.", "line 1", "Export the ranges, and fill that."
        )
    rows = [(number, row) for number, row in enumerate(read[1:], 2) if any(cell.strip() for cell in row)]
    if len(rows) > MOST:
        raise UnreadableFile(f"the file has more than {MOST} rows.", "", "Send it in parts.")
    found: list[Line] = []
    known = {as_typed(each) for each in kept}
    for number, row in rows:
        found.append(_line(number, row, header, kept, known, found))
    return found


def _line(
    number: int, row: list[str], header: list[str], kept: Sequence[Range], known: set[Typed], before: list[Line]
) -> Line:
    if len(row) != len(header):
        return Line(number, Typed(), [Problem("", WORDS["cells"].filled(count=len(row), columns=len(header)))])
    typed = Typed(**{name: _cell(cell) for name, cell in zip(header, row, strict=True)})
    if typed in known:
        return Line(number, typed, (), known=True)
    found = problems(typed)
    if not found:
        found += _overlaps(typed, kept, before)
    return Line(number, typed, found)


def _overlaps(typed: Typed, kept: Sequence[Range], before: list[Line]) -> list[Problem]:
    other = overlapping(typed, kept)
    if other is not None:
        return [Problem("from_day", _overlap(as_typed(other)))]
    for line in before:
        if not line.problems and not line.known and overlapping(typed, [_unkept(line.typed)]):
            return [Problem("from_day", WORDS["overlaps_line"].filled(line=line.number))]
    return []


def _overlap(other: Typed) -> Text:
    return WORDS["overlaps"].filled(**vars(replace(other, to_day=other.to_day or "…")))


def _unkept(typed: Typed) -> Range:
    first, last = typed.age
    return Range(**{**vars(typed), "age_from": first, "age_to": last})


def _cell(cell: str) -> str:
    """Without the mark by which an export keeps a spreadsheet from taking a cell for a formula."""
    text = cell.strip()
    return text[1:] if text[:1] == "'" and text[1:2] in "=+-@" else text


def _delimiter(text: str) -> str:
    """French spreadsheets write semicolons."""
    first = text.split("\n", 1)[0]
    return ";" if first.count(";") > first.count(",") else ","
