"""Lines of the trail as a file that is made while it is sent: CSV for a spreadsheet, JSON for a program."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from bedside.conduct.trail.telling import Line

COLUMNS = (
    "number", "at_utc", "at_local", "actor", "role", "organisation", "origin", "action", "site", "participant",
    "place", "before", "after", "reason", "detail", "seal", "role_said", "place_said", "origin_said",
)  # fmt: skip
"""The first as they are kept, under the same names whatever the reader's language; the last three in words."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula, and runs."""


def as_csv(lines: Iterable[Line]) -> Iterator[str]:
    """One line an event, under a heading; marked as UTF-8 for spreadsheets."""
    held = io.StringIO()
    writer = csv.writer(held)
    held.write("\ufeff")
    writer.writerow(COLUMNS)
    for line in lines:
        said = (line.role, line.place, line.origin)
        writer.writerow([_harmless(value) for value in (*line.columns().values(), *said)])
        yield held.getvalue()
        held.seek(0)
        held.truncate()
    yield held.getvalue()


def as_json(lines: Iterable[Line]) -> Iterator[str]:
    """A list of objects, exactly as kept."""
    mark = "[\n"
    for line in lines:
        yield mark + json.dumps(line.columns(), ensure_ascii=False)
        mark = ",\n"
    yield "[]\n" if mark == "[\n" else "\n]\n"


def _harmless(value: Any) -> Any:
    """A text that would run as a formula stands behind an apostrophe; a number stays one."""
    if isinstance(value, str) and value.startswith(FORMULA) and not _number(value):
        return f"'{value}"
    return value


def _number(text: str) -> bool:
    try:
        float(text.replace(",", "."))
    except ValueError:
        return False
    return True
