"""A report as one HTML file that needs nothing else: styles, figures and both languages are in it.

Works without scripts: links, the language switch and the reasons are plain HTML. A short script of ours adds search,
sorting, filters and keys.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from importlib.resources import files
from itertools import groupby

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from bedside.report.figures import range_bar, said_range, score_figure, series_figure
from bedside.report.flow_figure import barring_name, flow_figure, open_name, step_name
from bedside.report.pages import (
    Barring,
    CriterionNow,
    Flow,
    FlowStep,
    Lacking,
    PatientPage,
    ScoreNow,
    WardReport,
    WardRow,
)
from bedside.report.words import SYMBOLS, TONES, say
from bedside.rules.words import said_length, said_number
from bedside.values.interval import Interval, tidy
from bedside.values.moment import DAY, HOUR, Moment, show
from bedside.values.wording import LANGUAGES

FILTERS = ("eligible", "candidate", "cannot tell", "excluded", "not eligible")
"""The verdicts that the ward list can be narrowed to, in order."""


def render(report: WardReport) -> str:
    """The whole report as HTML text."""
    order = sorted(LANGUAGES, key=lambda language: language != report.language)
    voices = [Voice(language, report) for language in order]
    return _environment().get_template("page.html").render(report=report, voices=voices, first=voices[0])


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FunctionLoader(_template),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["say"] = lambda text, language: text.say(language)
    made.filters["capitalize_first"] = lambda text: text[:1].upper() + text[1:]
    made.globals["file"] = lambda name: Markup(_template(name))
    return made


def _template(name: str) -> str:
    return files("bedside.report").joinpath("templates", name).read_text(encoding="utf-8")


class Voice:
    """What the templates ask for, said in one language."""

    def __init__(self, language: str, report: WardReport) -> None:
        self.language, self.report = language, report

    def say(self, key: str, **parts: object) -> str:
        """A phrase of the catalogue."""
        return say(self.language, key, **parts)

    def anchor(self, stay: str) -> str:
        """The id of a patient page in this language; any stay id makes a valid one."""
        safe = "".join(c if (c.isascii() and c.isalnum()) or c in "-_" else f".{ord(c):x}." for c in stay)
        return f"{self.language}-stay-{safe}"

    def time(self, at: int) -> str:
        """A moment to the minute."""
        return show(Moment(at))

    def span(self, microseconds: int) -> str:
        """A length of time in whole hours, or in days and hours."""
        hours = max(microseconds, 0) // HOUR
        if hours < 72:
            return said_length(hours * HOUR, self.language) if hours else "0\u00a0h"
        rest = f" {hours % 24}\u00a0h" if hours % 24 else ""
        day = "j" if self.language == "fr" else "d"
        return f"{hours * HOUR // DAY}\u00a0{day}{rest}"

    def number(self, value: float) -> str:
        """A number as it is read."""
        return said_number(tidy(value), self.language)

    def range(self, value: Interval) -> str:
        """`4`, or `3–7`."""
        return said_range(value.low, value.high, self.language)

    def tone(self, verdict: str, kind: str = "") -> str:
        """Whether a verdict speaks for inclusion (good), against it (bad), or leaves it open."""
        return TONES.get(f"{kind} {verdict}", TONES[verdict])

    def symbol(self, verdict: str, kind: str = "") -> str:
        """The sign that stands beside the word of a verdict."""
        return SYMBOLS[self.tone(verdict, kind)]

    def verdict(self, verdict: str, kind: str = "") -> str:
        """The word of a verdict; `kind` is exclusion or item where it has words of its own."""
        return self.say(f"{kind} {verdict}" if f"{kind} {verdict}" in TONES else verdict)

    def rank(self, verdict: str) -> int:
        """For sorting: those who may be included first."""
        return ("good", "open", "bad").index(self.tone(verdict))

    def counts(self) -> list[tuple[str, int]]:
        """How many rows have each verdict, as the filters show them; verdicts that nobody has are left out."""
        found = Counter(verdict for row in self.report.rows for verdict in {row.data_verdict, row.verdict})
        return [(verdict, found[verdict]) for verdict in FILTERS if found[verdict]]

    def score_names(self) -> list[str]:
        """The heads of the score columns."""
        first = next(iter(self.report.rows), None)
        return [score.text.say(self.language) for score in first.scores] if first else []

    def bar(self, score: ScoreNow) -> Markup:
        """The small picture of a range."""
        return Markup(range_bar(score))

    def flow(self, flow: Flow) -> Markup:
        """The flow diagram."""
        return Markup(flow_figure(flow, self.language))

    def scores(self, page: PatientPage) -> list[Markup]:
        """The figures of the scores of a patient."""
        span = _span(page)
        return [Markup(drawn) for path in page.paths if (drawn := score_figure(path, span, self.language))]

    def panels(self, page: PatientPage) -> list[Markup]:
        """The small figures of the measurements of a patient."""
        return [Markup(series_figure(series, _span(page), self.language)) for series in page.series]

    def groups(self, page: PatientPage) -> list[list[CriterionNow]]:
        """The criteria of a page, those of inclusion apart from those of exclusion."""
        return [list(those) for _, those in groupby(page.criteria, key=lambda criterion: criterion.exclusion)]

    def step(self, step: FlowStep) -> str:
        """The name of a step of the flow."""
        return step_name(step, self.language)

    def bars(self, barring: tuple[Barring, ...]) -> list[str]:
        """Why a stay is out, a reason a criterion; one that no criterion decides by itself has no name."""
        return [barring_name(each, self.language) for each in barring] or [self.say("together")]

    def ended(self, row: WardRow) -> str:
        """That a stay has ended, and when; empty text for one who is there."""
        if row.ended_us is None:
            return ""
        day = self.time(row.ended_us)[:10]
        return self.say("died_on", day=day) if row.died else self.say("left_on", day=day)

    def when(self) -> str:
        """The moment at which the list stands."""
        at = self.report.at_us
        return self.say("each_last_hour") if at is None else self.say("each_open_at", time=self.time(at))

    def present(self) -> int:
        """How many of the list are there still."""
        return sum(row.ended_us is None for row in self.report.rows)

    def deepest(self) -> int:
        """The deepest level of any reason."""
        traces = (dict(c.trace)[self.language] for page in self.report.patients for c in page.criteria)
        return max((line.level for trace in traces for line in trace), default=0)

    def open(self, lacking: Lacking) -> str:
        """What the undecided of a flow lack."""
        return open_name(lacking, self.language)

    def trace(self, criterion: CriterionNow) -> list[tuple[int, str]]:
        """The reasons of a criterion, line by line."""
        return [(line.level, line.text) for line in dict(criterion.trace)[self.language]]


def _span(page: PatientPage) -> tuple[int, int]:
    return page.admitted_us, max(page.row.at_us, page.admitted_us + HOUR)
