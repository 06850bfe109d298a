"""The scores that the criteria use, for one person: total, components, range, and what each lacks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from bedside.conduct.inclusion.standing import Standing
from bedside.protocol.model import Protocol
from bedside.rules.chart import Chart
from bedside.rules.meaning import Meaning, ask
from bedside.rules.nodes import AtLeast, Named, walk
from bedside.screening.bounds import needed_of
from bedside.screening.screen import scores_of
from bedside.screening.ward import totals
from bedside.values.interval import Interval
from bedside.values.moment import DAY, Moment
from bedside.values.wording import LANGUAGES, Text

MOST_DAYS = 28
"""Days from inclusion over which scores are shown."""


@dataclass(frozen=True)
class Points:
    """A score or a component now: what it comes to, its maximum, and the variables that could still change it."""

    name: str
    text: Text
    meaning: Meaning
    maximum: float
    missing: tuple[str, ...]

    @property
    def value(self) -> Interval:
        """Its range."""
        return self.meaning.value

    @property
    def said(self) -> str:
        """`4`, or `2–6` where it is a range."""
        low, high = (f"{end:g}" for end in (self.value.low, self.value.high))
        return low if self.value.known else f"{low}–{high}"

    @property
    def known(self) -> bool:
        """Whether it is one number."""
        return self.value.known


@dataclass(frozen=True)
class ScoreNow:
    """A total with its components; `needed` is the number that a criterion asks for."""

    total: Points
    parts: tuple[Points, ...]
    needed: float | None

    @property
    def meaning(self) -> Meaning:
        """What the total comes to, with its reasons."""
        return self.total.meaning

    @property
    def known_parts(self) -> int:
        """How many components are one number."""
        return sum(part.known for part in self.parts)


def scores(found: Standing) -> tuple[ScoreNow, ...]:
    """Every total that the criteria read, in their order, at the moment of the standing."""
    return scores_at(found.protocol, found.chart, found.at, found.known)


def scores_at(protocol: Protocol, chart: Chart, at: Moment, known: Moment) -> tuple[ScoreNow, ...]:
    """The same of a chart at a moment, with what is known at `known`."""
    rules, asked = _rules(protocol)
    told = []
    for total, parts in rules.items():
        each = tuple(_points(part, ask(part, chart, at, known)) for part in parts)
        told.append(ScoreNow(_points(total, ask(total, chart, at, known)), each, asked.get(total.name)))
    return tuple(told)


def days_of(inclusion: Moment, until: int) -> list[Moment]:
    """When scores are shown: at inclusion and at the end of each day since, up to a moment, for `MOST_DAYS` days."""
    last = min(until, inclusion + (MOST_DAYS + 1) * DAY)
    return [Moment(at) for at in range(inclusion, max(last, inclusion) + 1, DAY)]


def totals_of(protocol: Protocol) -> Mapping[Named, tuple[Named, ...]]:
    """Every total that the criteria read, with its components."""
    return _rules(protocol)[0]


@lru_cache(maxsize=4)
def _rules(protocol: Protocol) -> tuple[dict[Named, tuple[Named, ...]], dict[str, float]]:
    """The totals with their components, and the numbers asked for: the same for everybody.

    The components of a count ("at least n of these") are what it counts.
    """
    population = protocol.population
    counted = {
        node.name.removesuffix("_met"): tuple(part for part in node.of.of if isinstance(part, Named))
        for node in walk(population)
        if isinstance(node, Named) and isinstance(node.of, AtLeast)
    }
    found = {total: parts or counted.get(total.name, ()) for total, parts in totals(scores_of(population)).items()}
    return found, needed_of(population)


def _points(rule: Named, meaning: Meaning) -> Points:
    missing = tuple(dict.fromkeys(unknown.name for unknown in meaning.unknown))
    return Points(rule.name, Text(*(rule.say(language) for language in LANGUAGES)), meaning, rule.range.high, missing)
