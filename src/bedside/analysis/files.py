"""The files that an analysis leaves, by name: its page, its rows, its figures with their data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from bedside.analysis.figures.drawn import Drawn
from bedside.analysis.page import page_of
from bedside.analysis.rows import Row, as_csv, as_json
from bedside.analysis.worked import Worked
from bedside.values.wording import LANGUAGES

PAGE, TABLE, JSON, FIGURES = "analysis.html", "rows.csv", "rows.json", "figures"


def analysis_files(rows: Sequence[Row], worked: Worked, figures: Mapping[str, Drawn], language: str) -> dict[str, str]:
    """The files of an analysis; its page begins in `language`."""
    files = {PAGE: page_of(rows, worked, figures, language), TABLE: as_csv(rows), JSON: as_json(rows)}
    return files | dict(_of_figures(figures.values()))


def _of_figures(figures: Iterable[Drawn]) -> Iterator[tuple[str, str]]:
    """Each figure in both languages, and the rows that it was drawn from."""
    for each in figures:
        for language in LANGUAGES:
            yield f"{FIGURES}/{each.name}.{language}.svg", each.file(language)
        yield f"{FIGURES}/{each.name}.csv", as_csv(each.rows)
