"""A table that leaves a study: its columns with what they mean, and its rows; and what the whole holds.

A cell is a text, a whole number, a number or None (nothing stands there). A time is a text in ISO 8601, in UTC to the
microsecond; a day, or a time that is known in part, a text as far as it is known.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from bedside.errors import UsageError
from bedside.values.wording import Text

Cell = str | int | float | None
Row = tuple[Cell, ...]
NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
"""What a table may be called: it is the name of a file on every system, and of a sheet."""


class Type(StrEnum):
    """What a column holds."""

    TEXT = "text"
    WHOLE = "whole number"
    NUMBER = "number"
    TIME = "time"


SQL: Mapping[Type, str] = {
    Type.TEXT: "VARCHAR", Type.WHOLE: "BIGINT", Type.NUMBER: "DOUBLE", Type.TIME: "VARCHAR",
}  # fmt: skip


@dataclass(frozen=True)
class Column:
    """A column: `source` is the item of the protocol it comes from (`form.item`, empty: none), `codes` what its texts
    can be, `typed` that people typed them, so that a spreadsheet must not run them."""

    name: str
    type: Type
    text: Text
    unit: str = ""
    source: str = ""
    codes: tuple[tuple[str, Text], ...] = ()
    typed: bool = False


@dataclass(frozen=True)
class Table:
    """A table; it is there, with all its columns, even where it has no row."""

    name: str
    text: Text
    columns: tuple[Column, ...]
    rows: tuple[Row, ...] = ()

    def __post_init__(self) -> None:
        if not NAME.fullmatch(self.name):
            raise UsageError(f"“{self.name}” is no name of a table.", "export", "Write it in small letters, digits, _.")
        names = [column.name for column in self.columns]
        if len(set(names)) < len(names):
            raise UsageError(f"the table {self.name} names a column twice.", "export", "Give each its own name.")
        if any(len(row) != len(names) for row in self.rows):
            raise UsageError(f"a row of {self.name} has not {len(names)} cells.", "export", "Give each column a cell.")

    def records(self) -> list[dict[str, Cell]]:
        """Its rows, each by the names of its columns."""
        names = [column.name for column in self.columns]
        return [dict(zip(names, row, strict=True)) for row in self.rows]


def table(name: str, text: Text, columns: Sequence[Column], rows: Sequence[Mapping[str, Cell]]) -> Table:
    """A table from rows by name: what a row does not name is empty. Raises UsageError for what is no column."""
    names = [column.name for column in columns]
    for row in rows:
        if strange := sorted(set(row) - set(names)):
            raise UsageError(f"{strange[0]} is no column of {name}.", "export", "Declare it.")
    return Table(name, text, tuple(columns), tuple(tuple(row.get(each) for each in names) for row in rows))


@dataclass(frozen=True)
class Said:
    """What a data cut says of itself; `not_real`: nobody in it exists.

    `event` is the last event of the trail that it knows of, `at` when that was (ISO 8601, UTC); `versions` are the
    versions of the protocol with their hashes; `counts` numbers that a reader asks for first.
    """

    study: str
    kind: str
    event: int
    at: str
    software: str
    not_real: bool
    versions: Mapping[str, str] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
