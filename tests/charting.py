"""Small charts for tests: what was measured, given and answered, in hours before one moment, `T`."""

from bedside.records.dictionary import dictionary
from bedside.rules.chart import Chart, Fact
from bedside.rules.meaning import ask
from bedside.rules.nodes import Node
from bedside.values.interval import Interval
from bedside.values.moment import Moment, hours, moment
from bedside.values.unknown import Because

T = moment("2026-01-10T12:00")
LASTING = frozenset(name for name, variable in dictionary().items() if variable.lasting)
"""Infusions and supports: a usual source records every one, so that no record means none."""


def ago(back: float) -> Moment:
    """The moment `back` hours before T."""
    return Moment(T - hours(back))


def seen(name: str, value: float | tuple[float, float], back: float = 1, because: Because | None = None) -> Fact:
    """A measurement, an output or an answer `back` hours before T; a pair of values is a range."""
    held = Interval(*value) if isinstance(value, tuple) else Interval.point(float(value))
    return Fact(name, ago(back), ago(back), held, ago(back), because=because)


def during(
    name: str, start: float, end: float = -1, rate: float = 1, course: tuple[float, float] | None = None
) -> Fact:
    """An infusion or a support from `start` to `end` hours before T (−1: one hour after T, so still in force)."""
    held = (ago(course[0]), ago(course[1])) if course else (ago(start), ago(end))
    return Fact(name, ago(start), ago(end), Interval.point(rate), ago(start), held)


def chart(*facts: Fact, recorded: frozenset[str] = LASTING) -> Chart:
    """The chart of one patient."""
    return Chart.of(facts, recorded)


def value(rule: Node, *facts: Fact, recorded: frozenset[str] = LASTING) -> str:
    """What a rule answers at T, as people read it: `2`, `0–4`."""
    return str(ask(rule, chart(*facts, recorded=recorded), T).value)
