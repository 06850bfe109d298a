"""Everything that a simulation leaves: the page, its rows, each figure with the data beside it."""

from __future__ import annotations

from bedside.report.raster import png
from bedside.simulation.figures import figures_of
from bedside.simulation.page import page_of
from bedside.simulation.report import Report
from bedside.simulation.rows import as_csv, as_json
from bedside.values.wording import LANGUAGES

PAGE, TABLE, JSON, FIGURES = "simulation.html", "rows.csv", "rows.json", "figures"


def simulation_files(report: Report, language: str) -> dict[str, str | bytes]:
    """By name: the page in both languages, `language` first, the rows as CSV and JSON, each figure as SVG and PNG with
    its data."""
    files: dict[str, str | bytes] = {
        PAGE: page_of(report, language), TABLE: as_csv(report.rows), JSON: as_json(report.rows)
    }  # fmt: skip
    for each in LANGUAGES:
        for figure in figures_of(report, each):
            files[f"{FIGURES}/{figure.name}.{each}.svg"] = figure.file
            files[f"{FIGURES}/{figure.name}.{each}.png"] = png(figure.file)
            files[f"{FIGURES}/{figure.name}.csv"] = as_csv(figure.rows)
    return files
