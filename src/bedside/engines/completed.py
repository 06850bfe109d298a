"""How complete the records of a source on Spark are: each part as `records.completeness` counts everybody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any

from bedside.engines.on_spark import ask_on_spark
from bedside.records.completeness import Cell, begun_after, completeness
from bedside.records.source import Divisible, Loaded, Progress
from bedside.values.variable import Variable


def complete_on_spark(
    session: Any, connection: Any, source: Divisible, names: Iterable[str], asked: Sequence[Variable], now_us: int,
    progress: Progress,
) -> tuple[Loaded, tuple[Cell, ...], int]:  # fmt: skip
    """What was loaded of the variables `names`, the cells of those asked for, and how many stays begin after now."""
    answered = ask_on_spark(session, connection, source, names, partial(_cells, tuple(asked), now_us), progress)
    counts: Counter[tuple[str, str, int]] = Counter()
    for cells, _ in answered.given:
        counts.update({(cell.variable, cell.unit, cell.year): cell.stays for cell in cells})
    cells = tuple(Cell(*key, stays) for key, stays in sorted(counts.items()))
    return answered.loaded, cells, sum(future for _, future in answered.given)


def _cells(
    asked: tuple[Variable, ...], now_us: int, connection: Any, recorded: frozenset[str], last_us: int | None
) -> Iterator[tuple[str, Any]]:
    yield "cells", (completeness(connection, asked), begun_after(connection, now_us))
