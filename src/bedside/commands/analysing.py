"""`bedside analyse`: what a protocol promised to estimate, worked out of a data cut."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from bedside.analysis.figures.drawn import Drawn
from bedside.analysis.figures.gathered import figures_of
from bedside.analysis.page import page_of
from bedside.analysis.results import rows_of
from bedside.analysis.rows import Row, as_csv, as_json
from bedside.analysis.worked import Worked, work_on
from bedside.commands.console import note
from bedside.commands.leaving import Room
from bedside.values.wording import LANGUAGES

PAGE, TABLE, JSON, FIGURES = "analysis.html", "rows.csv", "rows.json", "figures"
REPORT = "report.html"
PRINTS = tuple(f"report.{language}.pdf" for language in LANGUAGES)
TABLES = tuple(f"tables.{language}.rtf" for language in LANGUAGES)
RESULTS = Room("an analysis", (PAGE, TABLE, JSON, REPORT, *PRINTS, *TABLES), FIGURES, (".svg", ".csv"))
"""All that an analysis and its report leave in their folder."""


def analyse(arguments: Namespace) -> int:
    """Analyse a snapshot of a trial: page, rows and figures go to a folder, the hash of the snapshot is printed."""
    out = RESULTS.opened(arguments.out)
    worked = work_on(arguments.trial, Path(arguments.data), arms_of(arguments))
    rows = rows_of(worked)
    RESULTS.leave(out, analysed(rows, worked, figures_of(rows, worked), arguments.lang))
    note(f"{out / PAGE}: {len(rows)} results of {len(worked.people)} participants.")
    print(worked.snapshot.hash)
    return 0


def arms_of(arguments: Namespace) -> Path | None:
    """The list of who is in which arm, where one is given."""
    return Path(arguments.arms) if arguments.arms else None


def analysed(rows: Sequence[Row], worked: Worked, figures: Mapping[str, Drawn], language: str) -> dict[str, str]:
    """The files of an analysis by name: page, rows, figures."""
    files = {PAGE: page_of(rows, worked, figures, language), TABLE: as_csv(rows), JSON: as_json(rows)}
    return files | dict(_of_figures(figures.values()))


def _of_figures(figures: Iterable[Drawn]) -> Iterator[tuple[str, str]]:
    """Each figure in both languages, and the rows that it was drawn from."""
    for each in figures:
        for language in LANGUAGES:
            yield f"{FIGURES}/{each.name}.{language}.svg", each.file(language)
        yield f"{FIGURES}/{each.name}.csv", as_csv(each.rows)
