"""A feasibility count as one HTML file that needs nothing else, in both languages and without a script."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from markupsafe import Markup

from bedside.design.chart import Figure
from bedside.design.tables import Table
from bedside.feasibility.figures import figures_of
from bedside.feasibility.found import Found
from bedside.feasibility.sentences import found_in_words, warned
from bedside.feasibility.tables import Told, tables_of
from bedside.report.paper import paper
from bedside.report.rows import Row
from bedside.virtual.naming import in_both

ROOM = "bedside.feasibility"


def page_of(rows: Sequence[Row], found: Found, language: str) -> str:
    """The whole page; `language` is shown first."""
    return paper("feasibility.html", (ROOM,), lambda each: Voice(each, rows, found), language)


class Voice:
    """What the template asks for, said in one language."""

    def __init__(self, language: str, rows: Sequence[Row], found: Found) -> None:
        self.language, self.rows, self.found = language, rows, found
        self.told = Told(rows, language)

    def say(self, key: str, **places: object) -> str:
        """A word or sentence."""
        return self.told.say(key, **places)

    @property
    def title(self) -> str:
        return self.say("title", title=self.found.stated.protocol.text)

    @property
    def source(self) -> str:
        return self.say("of_source", source=in_both(self.found.stated.source))

    @property
    def sentences(self) -> list[str]:
        """What was found."""
        return found_in_words(self.told, self.found)

    @property
    def warned(self) -> list[str]:
        """What to know first."""
        return list(warned(self.told, self.found))

    @cached_property
    def tables(self) -> dict[str, Table]:
        return {each.name: each for each in tables_of(self.rows, self.found, self.language)}

    @cached_property
    def figures(self) -> dict[str, Figure]:
        return {each.name: each for each in figures_of(self.rows, self.found, self.language)}

    def drawn(self, name: str) -> Markup:
        """A figure."""
        return Markup(self.figures[name].svg)
