"""Curves of a probability over time: how likely it is to live, and how likely each of several endings is.

Each time at which somebody left is a row: the value from then on, its pointwise interval, who was at risk, who was
censored. The picture is drawn from these rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bedside.analysis.figures.drawn import Picture
from bedside.analysis.figures.plot import (
    LINE,
    Point,
    blank,
    counts,
    day_stops,
    day_text,
    legend,
    legend_tall,
    percent,
    rounded_up,
    staircase,
    within,
)
from bedside.analysis.figures.words import word
from bedside.analysis.rows import ONE, About, Row
from bedside.design.chart import COLOURS, UNDER, Axes, curve_look
from bedside.report.svg import element, line, path
from bedside.rules.words import said_number
from bedside.statistics.curve import Curve
from bedside.statistics.survival_curve import risk_table
from bedside.values.interval import tidy
from bedside.values.wording import Text

CURVE, AT_RISK = "curve", "at_risk"
AT_RISK_TALL = 2 * LINE + 4
"""What those at risk of one group take: a line of words, a line of numbers."""


def curve_points(
    about: About, statistic: str, curve: Curve, last: float, end: float | None = None
) -> Iterator[Row]:  # fmt: skip
    """A curve as rows: at each time somebody left, and who is at risk at the days that the axis marks, to its `end`."""
    seen = curve.seen
    for place, time in enumerate(seen.time):
        here = about.of(variable=CURVE, time=day_text(float(time)))
        yield here.people(AT_RISK, int(seen.at_risk[place]))
        yield here.people("censored", int(seen.censored[place]))
        yield from here.estimate(statistic, curve.at(float(time)), ONE)
    for risk in risk_table(seen, day_stops(ends_at(curve, last) if end is None else end)):
        yield about.of(variable=AT_RISK, time=day_text(risk.time)).people(AT_RISK, risk.at_risk)


def ends_at(curve: Curve, last: float) -> float:
    """The day at which the axis of a curve ends: the last that may be, or that at which everybody had left."""
    return rounded_up(min(last, curve.seen.last) if len(curve.seen.time) else last)


@dataclass(frozen=True)
class Curves:
    """Curves to be drawn together.

    `names` are the groups of the rows with what they are called, `statistic` what is drawn, `start` its value before
    the first time, `last` the day at which the axis ends. Curves of people `apart` each have their own at risk.
    """

    rows: Sequence[Row]
    names: Mapping[str, Text]
    statistic: str
    start: float
    last: float
    beside: Text
    apart: bool = False

    def points(self, group: str, statistic: str, otherwise: str = "") -> list[Point]:
        """Days and per cent of one curve, from day 0 on; where a value is missing, that of `otherwise`."""
        held = [(0.0, 100 * self.start)]
        values = {row.time: row.value for row in self.of(group, otherwise)} if otherwise else {}
        for row in self.of(group, statistic):
            value = values.get(row.time) if row.value is None else row.value
            held.append((float(row.time), 100 * float(value or 0.0)))
        return held

    def of(self, group: str, statistic: str, variable: str = CURVE) -> list[Row]:
        """The rows of one statistic of one curve."""
        wanted = group, statistic, variable
        return [row for row in self.rows if (row.group, row.statistic, row.variable) == wanted]


def picture(curves: Curves, language: str) -> Picture:
    """The curves with intervals, a stroke where somebody is censored, and those at risk beneath."""
    first = next(iter(curves.names))
    if not any(curves.of(group, curves.statistic) for group in curves.names):
        why = word("nobody").say(language)
        return Picture(*blank(why), why)
    last, stops = curves.last, day_stops(curves.last)
    axes = Axes.of((0.0, last), (0.0, 100.0), word("days").say(language), curves.beside.say(language), stops)
    parts = list(axes.drawn(language))
    for number, group in enumerate(curves.names):
        low, high = (curves.points(group, f"{curves.statistic}_{end}", curves.statistic) for end in ("low", "high"))
        parts.append(within(axes, low, high, COLOURS[number]))
    for number, group in enumerate(curves.names):
        parts.append(
            element("path", d=path(staircase(axes, curves.points(group, curves.statistic))), **curve_look(number))
        )
    parts += _censored(curves, axes)
    beneath = axes.up.start + UNDER + 18
    for place, group in enumerate(curves.names if curves.apart else [first]):
        name = word("at_risk_of", group=curves.names[group]) if curves.apart else word("at_risk")
        at_risk = [(float(row.time), int(str(row.value))) for row in curves.of(group, AT_RISK, AT_RISK)]
        parts += counts(axes, name.say(language), at_risk, beneath + place * AT_RISK_TALL, language)
        beneath_last = beneath + place * AT_RISK_TALL
    samples = [*_samples(curves, language)]
    top = beneath_last + LINE + 22
    parts += legend(samples, top)
    return Picture(parts, top + legend_tall(samples), _told(curves, language))


def _censored(curves: Curves, axes: Axes) -> Iterator[str]:
    """A stroke on each curve where somebody is censored."""
    for group in curves.names:
        values = dict(curves.points(group, curves.statistic))
        for row in curves.of(group, "censored"):
            if row.value:
                x, y = axes.over(float(row.time)), axes.up(values[float(row.time)])
                yield line(x, y - 5, x, y + 5, class_="ink")


def _samples(curves: Curves, language: str) -> Iterator[tuple[str, str]]:
    for number, name in enumerate(curves.names.values()):
        yield element("path", d="M0 0L36 0", **curve_look(number)), name.say(language)
    band = element("rect", x=0, y=-6, width=36, height=12, fill=COLOURS[0], class_="within")
    yield band, word("pointwise").say(language)
    yield line(18, -5, 18, 5, class_="ink"), word("censored").say(language)


def _told(curves: Curves, language: str) -> str:
    """Each curve at the days that the axis marks."""
    told = []
    for group, name in curves.names.items():
        points = curves.points(group, curves.statistic)
        held = [
            word("on_day", day=said_number(tidy(day), language), value=percent(_at(points, day) / 100, language))
            for day in day_stops(rounded_up(points[-1][0]))
            if day <= points[-1][0]
        ]
        told.append(word("told_curve", name=name, values=Text.joined(", ", held)).say(language))
    return " ".join(told)


def _at(points: Sequence[Point], day: float) -> float:
    """The value that holds on a day."""
    return next(value for time, value in reversed(points) if time <= day)
