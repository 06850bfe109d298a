"""A simulation as one HTML file that needs nothing else: tables, figures, both languages, and no script."""

from __future__ import annotations

from dataclasses import fields
from functools import cached_property

from markupsafe import Markup

from bedside.design.tables import Table
from bedside.report.paper import paper
from bedside.rules.words import said_number
from bedside.simulation.drawn import Drawn
from bedside.simulation.figures import figures_of
from bedside.simulation.report import Report
from bedside.simulation.tables import tables_of
from bedside.simulation.words import SOURCES, word

ROOMS = ("bedside.simulation", "bedside.design")
"""Whose templates the page is made of: it looks as the page of a design does."""


def page_of(report: Report, language: str) -> str:
    """The whole page; `language` is shown first."""
    return paper("simulation.html", ROOMS, lambda each: Voice(each, report), language, sources=SOURCES)


class Voice:
    """What the template asks for, said in one language."""

    def __init__(self, language: str, report: Report) -> None:
        self.language, self.report = language, report

    def say(self, key: str, **places: object) -> str:
        """A sentence of the catalogue."""
        return word(key, **places).say(self.language)

    @property
    def title(self) -> str:
        return self.say("of", title=self.report.asked.protocol.text)

    @property
    def success(self) -> str:
        """What a success is."""
        outcome = self.report.asked.protocol.outcome(self.report.asked.endpoint.outcome)
        return self.say("success_is", what=outcome.text.say(self.language).rstrip("."))

    @property
    def made_of(self) -> str:
        """How many trials, of how many participants, from which seed."""
        numbers = {"trials": self.report.trials, "size": self.report.ready.size, "seed": self.report.ready.seed}
        return self.say("made_of", **{name: said_number(str(each), self.language) for name, each in numbers.items()})

    @property
    def rates(self) -> str:
        """What the designs stand on."""
        asked = self.report.asked.stated.asked
        numbers = {each.name: said_number(f"{getattr(asked, each.name):g}", self.language) for each in fields(asked)}
        return self.say("rates", **numbers)

    @property
    def assumptions(self) -> list[tuple[str, str]]:
        """What everything stands on."""
        return [(of.say(self.language), text.say(self.language)) for of, text in self.report.assumptions]

    @cached_property
    def tables(self) -> dict[str, Table]:
        return {each.name: each for each in tables_of(self.report, self.language)}

    @cached_property
    def figures(self) -> tuple[Drawn, ...]:
        return figures_of(self.report, self.language)

    def drawn(self, figure: Drawn) -> Markup:
        """A figure."""
        return Markup(figure.svg)
