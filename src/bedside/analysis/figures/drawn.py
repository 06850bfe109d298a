"""A figure of results: its picture and its data in both languages, and the rows that it was drawn from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bedside.analysis.figures.plot import STYLE, is_blank
from bedside.analysis.rows import Row
from bedside.analysis.tables import Table
from bedside.design.chart import WIDTH
from bedside.report.svg import alone, drawing, element
from bedside.rules.words import colon
from bedside.values.wording import LANGUAGES, Text


@dataclass(frozen=True)
class Drawn:
    """A figure in both languages.

    `name` is that of its files; `outcome` the one that it shows, empty where it is of everybody. `caption` says how it
    is read. `svg` and `tables` hold the picture and its data by language. Nothing is drawn that is not in `rows`.
    `nothing` says by language why nothing could be drawn, where that is so.
    """

    name: str
    outcome: str
    title: Text
    caption: Text
    svg: Mapping[str, str]
    tables: Mapping[str, Table]
    rows: tuple[Row, ...]
    nothing: Mapping[str, str] = field(default_factory=dict)

    def file(self, language: str) -> str:
        """The picture as a file of its own."""
        return alone(self.svg[language])


@dataclass(frozen=True)
class Picture:
    """What is drawn in one language: elements of SVG, how tall they stand, and what they show in words."""

    parts: Sequence[str]
    tall: float
    told: str


def drawn(
    name: str,
    outcome: str,
    title: Text,
    caption: Text,
    rows: Sequence[Row],
    draw: Callable[[str], Picture],
    tabulate: Callable[[str], Table],
) -> Drawn:
    """A figure of what `draw` and `tabulate` make in a language."""
    pictures = {language: draw(language) for language in LANGUAGES}
    svg = {language: _svg(picture, title, language) for language, picture in pictures.items()}
    nothing = {language: picture.told for language, picture in pictures.items() if is_blank(picture.parts)}
    tables = {language: tabulate(language) for language in LANGUAGES}
    return Drawn(name, outcome, title, caption, svg, tables, tuple(rows), nothing)


def _svg(picture: Picture, title: Text, language: str) -> str:
    told = f"{title.say(language)}{colon(language)}{picture.told}"
    return drawing(WIDTH, picture.tall, told, element("style", STYLE), *picture.parts, class_="design results")
