"""The shape of a table beside the forms: what it lists of each participant, and every column with how it is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bedside.conduct.casebook.models import Sheet
from bedside.conduct.cuts.columns import OCCASION, PARTICIPANT, SITE, occasion, utc
from bedside.conduct.cuts.leaving import One
from bedside.exports.tables import Cell, Column, Type
from bedside.values.wording import Text

Read = tuple[Column, Callable[[Any], object]]
"""A column with what stands there of one of those listed; a time is read in microseconds."""


@dataclass(frozen=True)
class Listing:
    """A table: one row for each of those that `of` names of a participant.

    `sheet` says on which sheet one stands, for a table whose rows are about occasions; without it they are about the
    participant alone. `of_all`: it lists also those of whom only what must be reported leaves.
    """

    name: str
    text: Text
    of: Callable[[One], Iterable[Any]]
    reads: tuple[Read, ...]
    sheet: Callable[[Any], Sheet] | None = None
    of_all: bool = False

    @property
    def columns(self) -> tuple[Column, ...]:
        """Its columns: whom or what a row is about, then what it says."""
        return (*(OCCASION if self.sheet else (PARTICIPANT, SITE)), *(column for column, _ in self.reads))

    def rows(self, one: One) -> Iterator[Mapping[str, Cell]]:
        """The rows of one participant."""
        if not (one.whole or self.of_all):
            return
        person = one.person
        about: dict[str, Cell] = {"participant": person.code, "site": person.site}
        for each in self.of(one):
            held = occasion(self.sheet(each), person.code, person.site) if self.sheet else about
            yield held | {column.name: cell(column, read(each)) for column, read in self.reads}


def cell(column: Column, value: Any) -> Cell:
    """What was read, as it stands in a table: an empty text is nothing, yes and no are 1 and 0."""
    if value is None or value == "":
        return None
    if column.type is Type.TIME:
        return utc(int(value))
    return {Type.TEXT: str, Type.WHOLE: int, Type.NUMBER: float}[column.type](value)
