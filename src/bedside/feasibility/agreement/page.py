"""A comparison as text for a terminal, and as one HTML file that needs nothing else, in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from markupsafe import Markup

from bedside.design.chart import Figure
from bedside.design.tables import Table
from bedside.feasibility.agreement.figure import figure_of
from bedside.feasibility.agreement.found import Found
from bedside.feasibility.agreement.told import Told, inputs, sentences, tables_of, warned
from bedside.feasibility.text import written
from bedside.report.paper import paper
from bedside.report.rows import Row
from bedside.virtual.naming import in_both

ROOM = "bedside.feasibility"


def page_of(rows: Sequence[Row], found: Found, language: str) -> str:
    """The whole page; `language` is shown first."""
    return paper("agreement.html", (ROOM,), lambda each: Voice(each, rows, found), language)


def text_of(rows: Sequence[Row], found: Found, language: str) -> str:
    """The same for a terminal, without the figure and the options that do not differ."""
    voice = Voice(language, rows, found)
    return written([voice.title, voice.source], [*voice.sentences, *voice.warned], tables_of(voice.told))


class Voice:
    """What the template asks for, said in one language."""

    def __init__(self, language: str, rows: Sequence[Row], found: Found) -> None:
        self.language, self.rows, self.found = language, rows, found
        self.told = Told(rows, found, language)

    def say(self, key: str, **places: object) -> str:
        """A word or sentence."""
        return self.told.say(key, **places)

    @property
    def title(self) -> str:
        return self.told.title

    @property
    def source(self) -> str:
        return self.say("of_source", source=in_both(self.found.asked.source))

    @property
    def sentences(self) -> list[str]:
        return list(sentences(self.told))

    @property
    def warned(self) -> list[str]:
        return list(warned(self.told))

    @property
    def tables(self) -> tuple[Table, ...]:
        return (*tables_of(self.told), inputs(self.told))

    @cached_property
    def figure(self) -> Figure:
        return figure_of(self.rows, self.found, self.told)

    @property
    def drawn(self) -> Markup:
        """The figure."""
        return Markup(self.figure.svg)
