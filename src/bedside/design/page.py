"""A design as one HTML file that needs nothing else: tables, figures and both languages are in it, and no script."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from bedside.design.chart import Figure
from bedside.design.figures import figures_of
from bedside.design.sources import sources_of
from bedside.design.tables import Table, tables_of
from bedside.design.words import word
from bedside.design.worked import Worked
from bedside.report.rows import Row
from bedside.values.wording import LANGUAGES


def page_of(rows: Sequence[Row], worked: Worked, language: str) -> str:
    """The whole page; `language` is shown first."""
    order = sorted(LANGUAGES, key=lambda each: each != language)
    voices = [Voice(each, rows, worked) for each in order]
    environment = Environment(
        loader=FunctionLoader(_template),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    shared = files("bedside.report").joinpath("templates", "style.css").read_text(encoding="utf-8")
    style = Markup(shared + _template("design.css"))
    return environment.get_template("design.html").render(voices=voices, first=voices[0], style=style)


def _template(name: str) -> str:
    return files("bedside.design").joinpath("templates", name).read_text(encoding="utf-8")


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
