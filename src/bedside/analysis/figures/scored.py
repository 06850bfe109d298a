"""Scores of everybody day by day: a line a participant, the median of each day, the dead where they left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from bedside.analysis.figures.drawn import Picture
from bedside.analysis.figures.lanes import Lanes
from bedside.analysis.figures.plot import LINE, blank, counts, cross, day_stops, joined, legend, legend_tall, level
from bedside.analysis.figures.words import word
from bedside.analysis.tables import Table
from bedside.analysis.words import WORDS
from bedside.design.chart import COLOURS, LEFT, UNDER, Axes
from bedside.report.svg import element, line, path
from bedside.rules.words import said_number
from bedside.values.interval import Interval, tidy

MEDIAN = COLOURS[1]
ALL = "all"
"""The group of the rows of a day."""


@dataclass(frozen=True)
class Scored:
    """Everybody's course to day `last`; `changes` where they are changes, `needed` the fall asked for."""

    lanes: Lanes
    last: int
    changes: bool
    needed: float | None

    @cached_property
    def courses(self) -> dict[str, dict[float, Interval]]:
        """The scores of everybody who has one, by day."""
        found: dict[str, dict[float, Interval]] = {}
        for lane in filter(str.isdigit, self.lanes.held):
            lows, highs = self.lanes.of(lane, "low"), self.lanes.values(lane, "high")
            ends = zip(lows, highs, strict=True)
            found[lane] = {float(row.time): Interval(float(str(row.value)), high) for row, high in ends}
        return found

    @cached_property
    def medians(self) -> dict[float, Interval]:
        """The median of each day; of values known within limits, its both ends."""
        found: dict[float, list[float]] = {}
        for statistic in ("median", "median_from", "median_to"):
            for row in self.lanes.of(ALL, statistic):
                if row.value is not None:
                    found.setdefault(float(row.time), []).append(float(str(row.value)))
        return {day: Interval(ends[0], ends[-1]) for day, ends in sorted(found.items())}

    # --- drawn ----------------------------------------------------------------------------------------------------

    def picture(self, language: str) -> Picture:
        """The figure in one language."""
        courses, medians = self.courses, self.medians
        if not medians:
            why = word("no_score").say(language)
            return Picture(*blank(why), why)
        stops = day_stops(self.last)
        beside = word("change_axis" if self.changes else "score_axis").say(language)
        axes = Axes.of((0.0, float(self.last)), self._extent(), word("days").say(language), beside, stops)
        parts = list(axes.drawn(language))
        for lane, course in courses.items():
            parts += self._course(axes, lane, course)
        parts += self._medians(axes, language)
        beneath = axes.up.start + UNDER + 18
        held = [(float(row.time), int(str(row.value))) for row in self.lanes.of(ALL, "measured")]
        parts += counts(axes, word("with_score").say(language), held, beneath, language)
        top = beneath + LINE + 22
        samples = self._samples(language)
        parts += legend(samples, top)
        return Picture(parts, top + legend_tall(samples), self._told(language))

    def _extent(self) -> tuple[float, float]:
        values = [value for course in self.courses.values() for value in course.values()]
        values += self.medians.values()
        points = [value.low for value in values if value.known] or [0.0]
        low, high = min(0.0, *points), max(0.0, *points)
        low = min(low, -self.needed) if self.needed is not None else low
        return (low - 1 if low < 0 else low), high + 1

    def _course(self, axes: Axes, lane: str, course: dict[float, Interval]) -> Iterator[str]:
        """Known scores joined as long as no day lies between them; a death at the height of the last one."""
        known = {day: value.low for day, value in course.items() if value.known}
        points: list[tuple[float, float]] = []
        for day, value in known.items():
            if points and day - 1 not in known:
                yield _joined(points)
                points = []
            points.append((axes.over(day), axes.up(value)))
        if points:
            yield _joined(points)
        for died in self.lanes.values(lane, "died"):
            day, height = list(known.items())[-1] if known else (died, 0.0)
            x, y = axes.over(died), axes.up(height)
            yield line(axes.over(day), y, x, y, class_="one", stroke_dasharray="1 3")
            yield cross(x, y)

    def _medians(self, axes: Axes, language: str) -> Iterator[str]:
        """The median of each day: a mark where it is known, a stroke from one end to the other where it is not."""
        if self.needed is not None:
            yield from level(axes.up(-self.needed), f"−{said_number(tidy(self.needed), language)}", LEFT + 4)
        held = [(day, value.low if value.known else None) for day, value in self.medians.items()]
        yield from joined(axes, held, stroke=MEDIAN, stroke_width=1.6)
        for day, value in self.medians.items():
            x, low, high = axes.over(day), axes.up(value.low), axes.up(value.high)
            if value.known:
                yield element("circle", cx=x, cy=low, r=3.6, fill=MEDIAN, stroke="#fff", stroke_width=0.8)
            else:
                yield line(x, low, x, high, stroke=MEDIAN, stroke_width=3)

    def _samples(self, language: str) -> list[tuple[str, str]]:
        circle = element("circle", cx=18, cy=0, r=3.6, fill=MEDIAN)
        held = [
            (line(0, 0, 36, 0, class_="one"), word("one_course")),
            (element("g", line(0, 0, 36, 0, stroke=MEDIAN, stroke_width=1.6), circle), word("median_score")),
            (cross(18, 0), WORDS["death"]),
            (line(18, -6, 18, 6, stroke=MEDIAN, stroke_width=3), word("median_between")),
        ]
        return [(sample, name.say(language)) for sample, name in held]

    def _told(self, language: str) -> str:
        medians = self.medians
        held = [
            word("median_on_day", day=tidy(day), value=_said(medians[day], language)).say(language)
            for day in day_stops(self.last)
            if day in medians
        ]
        deaths = sum(row.statistic == "died" for row in self.lanes.rows)
        return word("told_courses", count=len(self.courses), deaths=deaths, medians=", ".join(held)).say(language)

    # --- told -----------------------------------------------------------------------------------------------------

    def table(self, outcome: str, title: str, language: str) -> Table:
        """A line a participant, a column a day."""
        courses = self.courses
        days = sorted({day for course in courses.values() for day in course})
        head = (word("participant").say(language), *(said_number(tidy(day), language) for day in days))
        lines = [(said_number(lane, language), courses[lane]) for lane in sorted(courses, key=int)]
        lines += [(word("median_score").say(language), self.medians)] if lines else []
        body = tuple((name, *(_said(course.get(day), language) for day in days)) for name, course in lines)
        return Table(outcome, "courses", title, head, body)


def _joined(points: list[tuple[float, float]]) -> str:
    """A line through points; one point alone is a dot."""
    if len(points) > 1:
        return element("path", d=path(points), class_="one")
    return element("circle", cx=points[0][0], cy=points[0][1], r=1.5, fill="#7f8c99")


def _said(value: Interval | None, language: str) -> str:
    if value is None:
        return ""
    ends = [said_number(tidy(end), language) for end in (value.low, value.high)]
    return ends[0] if value.known else word("to", low=ends[0], high=ends[1]).say(language)
