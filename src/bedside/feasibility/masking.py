"""Small counts hidden, and as many others as it takes that no sum gives a hidden one away.

Counts stand in sums (`total` = its parts). A count from 1 up to the limit is hidden. Then others are, the most
dispensable and smallest first, until in every sum that shows its total two or more hidden parts add up to more than
the limit, and until no hidden count follows from all that is shown: it does where elimination over the sums leaves it
alone in one. A count of zero is never hidden: it would hide nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

Key: TypeAlias = tuple[str, ...]


@dataclass(frozen=True)
class Sum:
    """A count that is the sum of others."""

    total: Key
    parts: tuple[Key, ...]

    @property
    def cells(self) -> tuple[Key, ...]:
        """The total and its parts."""
        return (self.total, *self.parts)


@dataclass
class Row:
    """An equation of hidden counts, by factor, and the sums that it was made of."""

    factors: dict[Key, Fraction]
    of: set[int]

    @property
    def lead(self) -> Key:
        """The count that stands in no other row."""
        return next(iter(self.factors))

    def subtract(self, other: Row, times: Fraction) -> None:
        """Take another row off, so many times."""
        self.of |= other.of
        for cell, factor in other.factors.items():
            left = self.factors.get(cell, Fraction(0)) - times * factor
            if left:
                self.factors[cell] = left
            else:
                self.factors.pop(cell, None)


def hidden(counts: Mapping[Key, int], sums: Sequence[Sum], below: int, last: Mapping[Key, int]) -> frozenset[Key]:
    """The counts to hide, so that none below `below` is told; 0 or 1 hides nothing.

    `last` ranks counts that readers need most (0 where not said): the higher, the later they are hidden.
    """
    held = {key for key, count in counts.items() if 0 < count < below}
    while held:
        telling = next(_telling(counts, sums, held, below), None) or _deriving(counts, sums, held)
        if not telling:
            break
        shown = {cell for each in telling for cell in each.cells if cell not in held and counts[cell]}
        held.add(min(shown, key=lambda cell: (last.get(cell, 0), counts[cell], cell)))
    return frozenset(held)


def _telling(counts: Mapping[Key, int], sums: Iterable[Sum], held: set[Key], below: int) -> Iterator[list[Sum]]:
    """Each sum whose shown total says too much of its hidden parts."""
    for each in sums:
        inside = {part for part in each.parts if part in held}
        if inside and each.total not in held and (len(inside) < 2 or sum(counts[part] for part in inside) <= below):
            yield [each]


def _deriving(counts: Mapping[Key, int], sums: Sequence[Sum], held: set[Key]) -> list[Sum]:
    """The sums from which some hidden count follows, none where none does."""
    rows: list[Row] = []
    for place, each in enumerate(sums):
        row = Row({}, {place})
        for cell, sign in [(each.total, 1), *((part, -1) for part in each.parts)]:
            if cell in held:
                row.factors[cell] = row.factors.get(cell, Fraction(0)) + sign
        _reduce(rows, row)
    alone = min((row for row in rows if len(row.factors) == 1), key=lambda row: row.lead, default=None)
    return [sums[place] for place in sorted(alone.of)] if alone else []


def _reduce(rows: list[Row], row: Row) -> None:
    """Add a row to rows in reduced echelon form."""
    for known in rows:
        if known.lead in row.factors:
            row.subtract(known, row.factors[known.lead])
    if not row.factors:
        return
    lead = min(row.factors)
    first = row.factors.pop(lead)
    row.factors = {lead: Fraction(1), **{cell: factor / first for cell, factor in row.factors.items()}}
    for known in rows:
        if lead in known.factors:
            known.subtract(row, known.factors[lead])
    rows.append(row)
