"""What the figures of a design share: colours that colour-blind people tell apart, marks, axes, a legend, a style.

Colours: Okabe M, Ito K, Color universal design, 2008, without the yellow, which is too faint for a line. A colour never
stands alone: lines differ by their dashes, marks by their shape, areas by their words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bedside.report.rows import Row
from bedside.report.svg import Scale, alone, element, line, ticks, words
from bedside.rules.words import said_number
from bedside.values.interval import tidy

WIDTH, LEFT, RIGHT, TOP, PLOT, UNDER, LEGEND = 720.0, 58.0, 18.0, 16.0, 330.0, 46.0, 20.0
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#000000", "#e69f00")
DASHES = ("", "7 3", "2 3", "10 3 2 3", "4 4", "1 4", "12 4")
STYLE = (
    ".design text{font:13px system-ui,'DejaVu Sans',sans-serif;fill:#1b2430}.design"
    " .tick{font-size:12px;fill:#4d5a68}.design .middle{text-anchor:middle}.design .end{text-anchor:end}.design"
    " .grid{stroke:#e6ebf0}.design .axis{stroke:#9aa7b4}.design"
    " .bound{stroke:#a33a00;stroke-width:1.3;stroke-dasharray:5 3}.design"
    " .bound-name{fill:#a33a00;font-weight:600;paint-order:stroke;stroke:#fff;stroke-width:3px}.design"
    " .curve{fill:none;stroke-width:2}.design"
    " .letter{font-weight:700;paint-order:stroke;stroke:#fff;stroke-width:3px}.design"
    " .goes-on{fill:#e6ebf0;stroke:#9aa7b4}.design .futile{fill:#f3c9a9;stroke:#a33a00}.design"
    " .won{fill:#a5d9c9;stroke:#00694d}.design .ring{fill:none;stroke:#1b2430;stroke-width:1.6}"
)


@dataclass(frozen=True)
class Figure:
    """A figure in one language as SVG, what it shows in words, and the rows that it was drawn from."""

    name: str
    title: str
    svg: str
    told: str
    rows: tuple[Row, ...]

    @property
    def file(self) -> str:
        """The same as a file of its own."""
        return alone(self.svg)


@dataclass(frozen=True)
class Axes:
    """Two scales, and the words beside them; `stops` are where the lower one is marked, else at round numbers."""

    over: Scale
    up: Scale
    below: str
    beside: str
    stops: tuple[float, ...] = ()

    @classmethod
    def of(
        cls,
        across: tuple[float, float],
        upwards: tuple[float, float],
        below: str,
        beside: str,
        stops: tuple[float, ...] = (),
    ) -> Axes:
        """Axes over the plot of a figure."""
        over = Scale(*across, LEFT, WIDTH - RIGHT)
        return cls(over, Scale(*upwards, TOP + 14 + PLOT, TOP + 14), below, beside, stops)

    def drawn(self, language: str) -> Iterator[str]:
        """Grid, ticks and words."""
        left, right = self.over.start, self.over.end
        yield words(self.beside, 0.0, TOP, class_="tick")
        for tick in ticks(self.up.low, self.up.high, 5):
            yield line(left, self.up(tick), right, self.up(tick), class_="grid")
            yield words(said_number(tidy(tick), language), left - 6, self.up(tick) + 4, class_="tick end")
        yield line(left, self.up.start, right, self.up.start, class_="axis")
        for tick in self.stops or ticks(self.over.low, self.over.high, 10):
            x = self.over(tick)
            yield line(x, self.up.start, x, self.up.start + 4, class_="axis")
            yield words(said_number(tidy(tick), language), x, self.up.start + 18, class_="tick middle")
        yield words(self.below, (left + right) / 2, self.up.start + 36, class_="tick middle")


def height(lines: int) -> float:
    """The height of a figure with so many lines of legend."""
    return TOP + 14 + PLOT + UNDER + lines * LEGEND + 6


def curve_look(number: int) -> dict[str, str]:
    """The look of the line of one of several designs."""
    look = {"stroke": COLOURS[number % len(COLOURS)], "class_": "curve"}
    dash = DASHES[number % len(DASHES)]
    return look | ({"stroke_dasharray": dash} if dash else {})


SHAPES = 6


def mark(number: int, x: float, y: float) -> str:
    """A mark of one of six shapes, about ten wide; from the seventh on the same shapes are hollow."""
    colour = COLOURS[number % len(COLOURS)]
    look = {"fill": colour, "stroke": "#fff", "stroke_width": 0.8}
    if number >= SHAPES:
        look = {"fill": "#fff", "stroke": colour, "stroke_width": 1.6}
    match number % SHAPES:
        case 0:
            return element("circle", cx=x, cy=y, r=4.6, **look)
        case 1:
            return element("rect", x=x - 4.2, y=y - 4.2, width=8.4, height=8.4, **look)
        case 2:
            d = f"M{x:.1f} {y - 5.2:.1f}l5 8.8h-10z"
        case 3:
            d = f"M{x:.1f} {y - 5.8:.1f}l5.4 5.8l-5.4 5.8l-5.4 -5.8z"
        case 4:
            d = f"M{x:.1f} {y + 5.2:.1f}l5 -8.8h-10z"
        case _:
            d = f"M{x - 1.8:.1f} {y - 5:.1f}h3.6v3.2h3.2v3.6h-3.2v3.2h-3.6v-3.2h-3.2v-3.6h3.2z"
    return element("path", d=d, **look)


def legend(names: Sequence[str], samples: Sequence[str], top: float) -> Iterator[str]:
    """One line a name, each after its sample, which was drawn around (18, 0)."""
    for number, (name, sample) in enumerate(zip(names, samples, strict=True)):
        y = top + number * LEGEND
        yield element("g", sample, transform=f"translate({LEFT:.0f} {y:.0f})")
        yield words(name, LEFT + 44, y + 4)
