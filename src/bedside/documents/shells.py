"""The tables and figures of an analysis before there are data: those of an analysis of nobody, cells left empty.

So the plan shows the tables that `analyse` will make and names the figures, and none by other code.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bedside.analysis.figures.drawn import Drawn
from bedside.analysis.figures.gathered import figures_of
from bedside.analysis.results import rows_of
from bedside.analysis.snapshot import Snapshot
from bedside.analysis.tables import Table
from bedside.analysis.tables_of_flow import flow_tables
from bedside.analysis.tables_of_outcomes import names_of, tables_of
from bedside.analysis.worked import Worked
from bedside.documents.blocks import Grid
from bedside.documents.words import word
from bedside.protocol.estimands import Promised
from bedside.protocol.model import Protocol

EMPTY = ""
NOBODY = {"at": "1970-01-01T00:00:00Z", "counts": {"screened": 0, "objected": 0}}
"""What the manifest of a cut with nobody in it would say."""


def of_nobody(protocol: Protocol, promised: Promised) -> Worked:
    """A trial without a participant, ready to be analysed."""
    return Worked(protocol, promised, Snapshot(NOBODY, {}, {}), ())


def shells(worked: Worked, language: str) -> tuple[Grid, ...]:
    """Every table that an analysis makes, in its order, with empty cells."""
    rows = rows_of(worked)
    made = (*flow_tables(rows, worked, language), *tables_of(rows, worked, language))
    return tuple(_emptied(each) for each in grids(made, worked.promised, language))


def figures_to_come(worked: Worked, language: str) -> tuple[str, ...]:
    """Number and title of every figure that an analysis draws."""
    drawn = figures_of(rows_of(worked), worked)
    return tuple(f"{number}. {each.title.say(language)}" for number, each in numbered_figures(drawn, language))


def numbered_figures(figures: Mapping[str, Drawn], language: str) -> Iterator[tuple[str, Drawn]]:
    """Figures with their numbers: `2` of everybody, `P1.2` of an outcome."""
    places: dict[str, int] = {}
    for each in figures.values():
        place = places[each.outcome] = places.get(each.outcome, 0) + 1
        yield word("figure", number=f"{each.outcome}.{place}" if each.outcome else place).say(language), each


def _emptied(grid: Grid) -> Grid:
    body = tuple((*line[: grid.sides], *(EMPTY for _ in line[grid.sides :])) for line in grid.body)
    return Grid(grid.number, grid.title, grid.head, body, (), grid.sides)


def grids(tables: Sequence[Table], promised: Promised, language: str) -> Iterator[Grid]:
    """Tables with their numbers: `3` of who is analysed, `P1.3` of an outcome; the same in the plan and the report."""
    places = {
        (estimand.outcome, name): f"{estimand.outcome}.{place}"
        for estimand in promised.estimands
        for place, name in enumerate(names_of(estimand, promised), 1)
    }
    of_all = [each.name for each in tables if not each.outcome]
    for each in tables:
        place = places[each.outcome, each.name] if each.outcome else str(1 + of_all.index(each.name))
        number = word("table", number=place).say(language)
        yield Grid(number, each.title, each.head, each.body, each.footnotes, each.sides)
