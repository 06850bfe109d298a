"""Panels of measurements over days: medians joined, quartiles as a stroke, how many were measured beneath."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from bedside.analysis.figures.drawn import Picture
from bedside.analysis.figures.plot import blank, counts, day_stops, joined, legend, legend_tall, number
from bedside.analysis.figures.words import word
from bedside.analysis.rows import Row
from bedside.analysis.values import QUARTILES
from bedside.design.chart import COLOURS, LEFT, PLOT, RIGHT, TOP, WIDTH, Axes
from bedside.report.svg import Scale, element, line, words
from bedside.rules.words import said_unit
from bedside.values.wording import Text

BEFORE = "before"
"""The time of a value from before inclusion, which stands left of day 0."""
SMALL, BENEATH = 150.0, 80.0
"""The height of the plot of one of several panels, and the room beneath a plot."""
COLOUR = COLOURS[0]
OUTER = ("lower", "upper")
Ends = tuple[float, float]


@dataclass(frozen=True)
class Panel:
    """One measurement: its name, its unit, its rows by day, the last day of the axis.

    `room` is the share of the axis that values from before day 0 take.
    """

    text: Text
    unit: str
    rows: Sequence[Row]
    last: float
    room: float

    @cached_property
    def days(self) -> Mapping[str, Mapping[str, Row]]:
        """The rows of each day by statistic."""
        found: dict[str, dict[str, Row]] = {}
        for row in self.rows:
            found.setdefault(row.time, {})[row.statistic] = row
        return found

    def ends(self, day: str, statistic: str) -> Ends:
        """A quantile of a day: twice the same where it is one number."""
        held = self.days[day]
        if held[statistic].value is not None:
            return float(str(held[statistic].value)), float(str(held[statistic].value))
        return float(str(held[f"{statistic}_from"].value)), float(str(held[f"{statistic}_to"].value))

    @property
    def extent(self) -> Ends:
        """From the least to the greatest that is drawn, with some air; a limit far above the known runs out."""
        ends = [end for day in self.days for name in QUARTILES for end in self.ends(day, name)]
        exact = [low for day in self.days for low, high in [self.ends(day, "median")] if low == high]
        usual = [end for end in ends if not exact or end <= 3 * max(exact)] or ends
        low, high = min(usual), max(usual)
        air = (high - low) * 0.08 or abs(high) * 0.1 or 1.0
        return (max(low - air, 0.0) if low >= 0 else low - air), high + air

    @property
    def first(self) -> float:
        """Where the axis begins: left of day 0 where there are values from before."""
        return -self.room * self.last if BEFORE in self.days else 0.0

    def at(self, day: str) -> float:
        """The place of a day on the axis."""
        return self.first * 0.75 if day == BEFORE else float(day)


def picture(panels: Sequence[Panel], language: str) -> Picture:
    """One panel over the whole width, or several in two columns."""
    if not any(panel.days for panel in panels):
        why = word("nobody_measured").say(language)
        return Picture(*blank(why), why)
    across = 1 if len(panels) == 1 else 2
    wide, plot = (WIDTH, PLOT) if across == 1 else (WIDTH / 2 - 4, SMALL)
    tall = TOP + 14 + plot + BENEATH
    parts = []
    for place, panel in enumerate(panels):
        x, y = (place % across) * (wide + 8), (place // across) * tall
        parts.append(element("g", *_panel(panel, wide, plot, language), transform=f"translate({x:.0f} {y:.0f})"))
    top = tall * -(-len(panels) // across) + 6
    samples = _samples(language)
    parts += legend(samples, top)
    return Picture(parts, top + legend_tall(samples), " ".join(_told(panel, language) for panel in panels))


def _panel(panel: Panel, wide: float, plot: float, language: str) -> Iterator[str]:
    name = f"{panel.text.say(language)}, {said_unit(panel.unit, language)}".rstrip(", ")
    if not panel.days:
        yield words(name, 0.0, TOP, class_="tick")
        yield element("rect", x=LEFT, y=TOP + 14, width=wide - RIGHT - LEFT, height=plot, rx=4, class_="empty")
        middle = (LEFT + wide - RIGHT) / 2
        yield words(word("nobody_measured").say(language), middle, TOP + 18 + plot / 2, class_="middle tick")
        return
    stops = day_stops(panel.last, 8 if wide == WIDTH else 4)
    over = Scale(panel.first, panel.last, LEFT, wide - RIGHT)
    axes = Axes(over, Scale(*panel.extent, TOP + 14 + plot, TOP + 14), word("days").say(language), name, stops)
    yield from axes.drawn(language)
    if BEFORE in panel.days:
        yield words(word("before").say(language), over(panel.at(BEFORE)), axes.up.start + 18, class_="tick middle")
    yield from _marks(panel, axes)
    held = [(panel.at(day), int(str(panel.days[day]["measured"].value))) for day in panel.days]
    yield from counts(axes, word("measured").say(language), held, axes.up.start + 52, language)


def _marks(panel: Panel, axes: Axes) -> Iterator[str]:
    """Quartiles, then medians: a mark where one is a number, a thick stroke where it is a range."""
    medians = {day: panel.ends(day, "median") for day in panel.days}
    for day in panel.days:
        x, (low, _), (_, high) = axes.over(panel.at(day)), *(panel.ends(day, f"{end}_quartile") for end in OUTER)
        yield line(x, axes.up(low), x, axes.up(high), stroke=COLOUR, stroke_width=1.4)
    since = [(float(day), low if low == high else None) for day, (low, high) in medians.items() if day != BEFORE]
    yield from joined(axes, since, stroke=COLOUR, stroke_width=1.6)
    for day, (low, high) in medians.items():
        x = axes.over(panel.at(day))
        if low == high:
            look = {"fill": "#fff" if day == BEFORE else COLOUR, "stroke": COLOUR, "stroke_width": 1.2}
            yield element("circle", cx=x, cy=axes.up(low), r=3.4, **look)
        else:
            yield line(x, axes.up(low), x, axes.up(high), stroke=COLOUR, stroke_width=5)


def _samples(language: str) -> list[tuple[str, str]]:
    quartiles = line(18, -8, 18, 8, stroke=COLOUR, stroke_width=1.4)
    held = [
        (element("g", quartiles, element("circle", cx=18, cy=0, r=3.4, fill=COLOUR)), word("median_quartiles")),
        (line(18, -7, 18, 7, stroke=COLOUR, stroke_width=5), word("median_within")),
    ]
    return [(sample, name.say(language)) for sample, name in held]


def _told(panel: Panel, language: str) -> str:
    """The medians before and on the first and the last day."""
    if not panel.days:
        return word("told_nothing", what=panel.text).say(language)
    days = list(panel.days)
    told = []
    for day in dict.fromkeys((days[0], days[-1])):
        low, high = (number(end, language) for end in panel.ends(day, "median"))
        value = low if low == high else word("to", low=low, high=high).say(language)
        when = word("before") if day == BEFORE else word("day", day=day)
        told.append(f"{when.say(language)} {value}")
    unit = said_unit(panel.unit, language)
    return word("told_panel", what=panel.text, unit=unit, values=", ".join(told)).say(language)
