"""Many small series in one picture, three beside each other."""

from __future__ import annotations

from collections.abc import Sequence

from bedside.conduct.frame.words import language, say
from bedside.report.figures import PANEL_HEIGHT, PANEL_WIDTH, series_figure
from bedside.report.pages import Series
from bedside.report.svg import drawing

COLUMNS, GAP = 3, 14.0


def figure(found: Sequence[Series], span: tuple[int, int]) -> str:
    """Every series as a panel; each tells its own content to those who cannot see it."""
    columns = min(COLUMNS, max(len(found), 1))
    lines = -(-len(found) // COLUMNS)
    parts = []
    for place, each in enumerate(found):
        x, y = place % COLUMNS * (PANEL_WIDTH + GAP), place // COLUMNS * (PANEL_HEIGHT + GAP)
        parts.append(series_figure(each, span, language()).replace("<svg ", f'<svg x="{x:g}" y="{y:g}" ', 1))
    size = columns * (PANEL_WIDTH + GAP) - GAP, max(lines * (PANEL_HEIGHT + GAP) - GAP, 1.0)
    return drawing(*size, say("pictures.panels_told", count=len(found)), *parts, class_="picture")
