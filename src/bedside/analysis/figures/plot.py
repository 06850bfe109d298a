"""What the figures of results share: the axis of days, staircases with their intervals, counts beneath, empty frames.

They stand in the style of the figures of a design, and no colour stands alone there either.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from math import ceil

from bedside.design.chart import LEFT, LEGEND, RIGHT, WIDTH, Axes
from bedside.design.chart import STYLE as OF_DESIGNS
from bedside.report.svg import element, line, path, words
from bedside.rules.words import said_number
from bedside.values.interval import tidy

STYLE = OF_DESIGNS + (
    ".results .within{stroke:none;opacity:.16}.results .small{font-size:11px;fill:#4d5a68}"
    ".results .strong{font-weight:650}.results .ink{stroke:#1b2430;stroke-width:1.6;fill:none}"
    ".results .open{fill:#fff;stroke:#1b2430;stroke-width:1.3}.results .full{fill:#1b2430}"
    ".results .one{fill:none;stroke:#7f8c99;stroke-width:1}.results .empty{fill:#f6f8fa;stroke:#d5dde4}"
    ".results .box{fill:#fff;stroke:#4d5a68}.results .zero{stroke:#1b2430;stroke-width:1}"
)
LENGTHS = (1, 2, 7, 14, 28, 56, 112, 364)
"""Lengths that people count days in."""
LINE = 18.0
"""The height of a line of counts."""
LETTER = 7.5
"""The width of a digit."""
LONG = 42
"""Characters of a name that fit into half a line of a legend."""
Point = tuple[float, float]
Sample = tuple[str, str]
"""What is drawn, and what it is called."""


def day_stops(last: float, about: int = 8) -> tuple[float, ...]:
    """Whole days from 0 on, about so many, spaced by a length that people count in."""
    step = next((each for each in LENGTHS if last / each <= about), LENGTHS[-1])
    return tuple(float(day) for day in range(0, int(last + 1e-9) + 1, step))


def day_text(day: float) -> str:
    """A day as rows hold it: to the minute or closer."""
    return tidy(round(day, 4))


def rounded_up(last: float) -> float:
    """The next whole day, one at least: where an axis of days ends."""
    return float(max(ceil(last - 1e-9), 1))


def staircase(axes: Axes, points: Sequence[Point]) -> list[Point]:
    """The corners of a line that holds each value until the next time."""
    corners: list[Point] = []
    for x, y in points:
        if corners:
            corners.append((axes.over(x), corners[-1][1]))
        corners.append((axes.over(x), axes.up(y)))
    return corners


def within(axes: Axes, low: Sequence[Point], high: Sequence[Point], colour: str) -> str:
    """The area between two staircases."""
    corners = staircase(axes, high) + staircase(axes, low)[::-1]
    return element("path", d=path(corners, close=True), fill=colour, class_="within")


def joined(axes: Axes, held: Sequence[tuple[float, float | None]], **look: object) -> Iterator[str]:
    """Lines through values by day, broken where there is none to be drawn as a point."""
    for known, run in groupby(held, key=lambda each: each[1] is not None):
        points = [(axes.over(day), axes.up(value)) for day, value in run if value is not None]
        if known and len(points) > 1:
            yield element("path", d=path(points), fill="none", **look)


def counts(axes: Axes, label: str, held: Sequence[tuple[float, int]], top: float, language: str) -> Iterator[str]:
    """Numbers of participants beneath their days, those that there is room for: a line of words, a line of numbers."""
    yield words(label, 0.0, top, class_="tick")
    free = 0.0
    for day, number in held:
        text, x = said_number(str(number), language), axes.over(day)
        if x - LETTER * len(text) / 2 >= free:
            yield words(text, x, top + LINE - 2, class_="tick middle")
            free = x + LETTER * len(text) / 2 + LETTER


def blank(why: str) -> tuple[list[str], float]:
    """The frame of a figure that nothing can be drawn in, with the reason; its parts and its height."""
    tall = 92.0
    frame = element("rect", x=1, y=1, width=WIDTH - 2, height=tall - 2, rx=6, class_="empty")
    return [frame, words(why, WIDTH / 2, tall / 2 + 4, class_="middle")], tall


def is_blank(parts: Sequence[str]) -> bool:
    """Whether a figure is such a frame."""
    return bool(parts) and 'class="empty"' in parts[0]


def cross(x: float, y: float, size: float = 4.2) -> str:
    """A death."""
    d = f"M{x - size:.1f} {y - size:.1f}l{2 * size:.1f} {2 * size:.1f}m0 {-2 * size:.1f}l{-2 * size:.1f} {2 * size:.1f}"
    return element("path", d=d, class_="ink")


def legend(samples: Sequence[Sample], top: float) -> Iterator[str]:
    """Samples with their names, two in a line, a long name in a line of its own; a sample was drawn around (18, 0)."""
    for (sample, name), (column, row) in zip(samples, _places(samples), strict=True):
        x, y = column * (WIDTH - RIGHT) / 2, top + row * LEGEND
        yield element("g", sample, transform=f"translate({x:.0f} {y:.0f})")
        yield words(name, x + 44, y + 4)


def legend_tall(samples: Sequence[Sample]) -> float:
    """The height of such a legend."""
    return LEGEND * (max((row for _, row in _places(samples)), default=-1) + 1)


def _places(samples: Sequence[Sample]) -> list[tuple[int, int]]:
    """The column and the line of each sample."""
    found: list[tuple[int, int]] = []
    column, row = 0, 0
    for _, name in samples:
        if column and len(name) > LONG:
            column, row = 0, row + 1
        found.append((column, row))
        column, row = (0, row + 1) if column or len(name) > LONG else (1, row)
    return found


def level(y: float, name: str, x: float) -> Iterator[str]:
    """A threshold across the whole plot, its name above it at `x`."""
    yield line(LEFT, y, WIDTH - RIGHT, y, class_="bound")
    yield words(name, x, y - 5, class_="bound-name")


def upright(x: float, bottom: float, top: float, name: str) -> Iterator[str]:
    """A threshold from bottom to top, its name at its head."""
    yield line(x, bottom, x, top, class_="bound")
    yield words(name, x + 4, top - 5, class_="bound-name")


def number(value: float, language: str, digits: int = 3) -> str:
    """A number as it is read in a figure, with so many digits that mean something."""
    return said_number(tidy(float(f"{value:.{digits}g}")), language)


def percent(value: float, language: str) -> str:
    """A share as it is read in a figure."""
    return f"{said_number(f'{100 * value:.1f}', language)}\u00a0%"
