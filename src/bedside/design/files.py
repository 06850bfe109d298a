"""Everything that a design leaves: the page, its rows, each figure with the data beside it."""

from __future__ import annotations

from collections.abc import Sequence

from bedside.design.figures import figures_of
from bedside.design.page import page_of
from bedside.design.worked import Worked
from bedside.report.raster import png
from bedside.report.rows import Row, as_csv, as_json
from bedside.values.wording import LANGUAGES

PAGE, TABLE, JSON, FIGURES = "design.html", "rows.csv", "rows.json", "figures"


def design_files(rows: Sequence[Row], worked: Worked, language: str) -> dict[str, str | bytes]:
    """By name: the page in both languages, `language` first, the rows as CSV and JSON, each figure as SVG and PNG with
    its data."""
    files: dict[str, str | bytes] = {PAGE: page_of(rows, worked, language), TABLE: as_csv(rows), JSON: as_json(rows)}
    for each in LANGUAGES:
        for figure in figures_of(rows, worked, each):
            files[f"{FIGURES}/{figure.name}.{each}.svg"] = figure.file
            files[f"{FIGURES}/{figure.name}.{each}.png"] = png(figure.file)
            files[f"{FIGURES}/{figure.name}.csv"] = as_csv(figure.rows)
    return files
