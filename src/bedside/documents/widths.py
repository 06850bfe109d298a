"""How wide the columns of a table are in print: none narrower than its longest word, the rest by what they hold."""

from __future__ import annotations

import re

from bedside.documents.blocks import Grid

LINE = 136
"""The characters that a line of a printed table has room for."""
LONGEST = 70
"""The characters of a cell beyond which a column asks for no more."""
BOLD = 1.2
"""How much wider the heads are."""


def widths(grid: Grid) -> tuple[int, ...]:
    """The width of each column in parts of 1000, at least one each; they add up to about 1000."""
    columns = list(zip(*grid.body, strict=True)) or [()] * len(grid.head)
    pairs = list(zip(grid.head, columns, strict=True))
    least = [2 + max(BOLD * _longest_word(head), *map(_longest_word, cells), 0) for head, cells in pairs]
    whole = [2 + max(BOLD * len(head), *map(len, cells), 0) for head, cells in pairs]
    wanted = [max(min(most, LONGEST) - few, 1) for few, most in zip(least, whole, strict=True)]
    spare = max(LINE - sum(least), 0)
    found = [few + spare * more / sum(wanted) for few, more in zip(least, wanted, strict=True)]
    return tuple(max(round(1000 * each / sum(found)), 1) for each in found)


def _longest_word(cell: str) -> int:
    return max(map(len, re.split(r"[ \-\u2009]", cell)))
