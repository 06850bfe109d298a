"""A design as one HTML file that needs nothing else: tables, figures and both languages are in it, and no script."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from markupsafe import Markup

from bedside.design.chart import Figure
from bedside.design.figures import figures_of
from bedside.design.sources import sources_of
from bedside.design.tables import Table, tables_of
from bedside.design.words import word
from bedside.design.worked import Worked
from bedside.report.paper import paper
from bedside.report.rows import Row


def page_of(rows: Sequence[Row], worked: Worked, language: str) -> str:
    """The whole page; `language` is shown first."""
    return paper("design.html", ("bedside.design",), lambda each: Voice(each, rows, worked), language)


class Voice:
    """What the template asks for, said in one language."""

    def __init__(self, language: str, rows: Sequence[Row], worked: Worked) -> None:
        self.language, self.rows, self.worked = language, rows, worked

    def say(self, key: str, **places: object) -> str:
        """A sentence of the catalogue."""
        return word(key, **places).say(self.language)

    @property
    def title(self) -> str:
        return self.say("of", title=self.worked.stated.title)

    @property
    def success(self) -> str:
        return self.worked.stated.success.say(self.language).rstrip(".")

    @property
    def assumptions(self) -> list[tuple[str, str]]:
        """The questions to the sponsor, and what is taken meanwhile."""
        held = self.worked.stated.assumptions
        return [(each.question.say(self.language), each.taken.say(self.language)) for each in held]

    @cached_property
    def tables(self) -> dict[str, Table]:
        return {each.name: each for each in tables_of(self.rows, self.worked, self.language)}

    @cached_property
    def figures(self) -> dict[str, Figure]:
        return {each.name: each for each in figures_of(self.rows, self.worked, self.language)}

    @property
    def boundaries(self) -> list[str]:
        """The figures of looks."""
        return [name for name in self.figures if name.startswith("boundaries_")]

    def drawn(self, name: str) -> Markup:
        """A figure."""
        return Markup(self.figures[name].svg)

    @property
    def sources(self) -> tuple[str, ...]:
        """Where the methods were published."""
        return sources_of(self.rows)
