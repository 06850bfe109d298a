"""SVG built by code: elements that escape what they hold, a scale, and the ticks people expect on it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from html import escape


def element(name: str, *inside: str, **attributes: object) -> str:
    """`<name a="1">inside</name>`; `class_` becomes class, `_` in a name becomes `-`. `inside` is SVG already."""
    written = "".join(f' {_attribute(key)}="{escape(_short(value))}"' for key, value in attributes.items())
    return f"<{name}{written}>{''.join(inside)}</{name}>" if inside else f"<{name}{written}/>"


def words(text: str, x: float, y: float, **attributes: object) -> str:
    """Text at a place, escaped."""
    return element("text", escape(text), x=x, y=y, **attributes)


def line(x1: float, y1: float, x2: float, y2: float, **attributes: object) -> str:
    """A straight line."""
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, **attributes)


def drawing(width: float, height: float, told: str, *inside: str, class_: str = "figure") -> str:
    """A whole figure, with what it shows told in words for those who cannot see it.

    Without words it is an ornament beside a number, and hidden from them.
    """
    size = {"viewBox": f"0 0 {_short(width)} {_short(height)}", "width": width, "height": height, "class_": class_}
    if not told:
        return element("svg", *inside, **size, aria_hidden="true", focusable="false")
    return element("svg", element("title", escape(told)), *inside, **size, role="img")


def alone(svg: str) -> str:
    """A figure as a file of its own."""
    return svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)


def path(points: list[tuple[float, float]], close: bool = False) -> str:
    """The `d` of a line through these points."""
    return "M" + "L".join(f"{_short(x)} {_short(y)}" for x, y in points) + ("Z" if close else "")


@dataclass(frozen=True)
class Scale:
    """From values to places: `low` stands at `start`, `high` at `end`; a range without width stands in the middle."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        if self.high == self.low:
            return (self.start + self.end) / 2
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)


def ticks(low: float, high: float, about: int = 4) -> list[float]:
    """Round numbers within [low, high], about so many, one, two or five times a power of ten apart."""
    if not high > low:
        return [low]
    rough = (high - low) / max(about, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [round(index * step, 10) for index in range(first, last + 1)]


def hour_ticks(hours: float, about: int = 8) -> list[int]:
    """Whole hours from 0 on, spaced by a length that people count in."""
    steps = (1, 2, 3, 6, 12, 24, 48, 96, 168, 336, 720)
    step = next((step for step in steps if hours / step <= about), 1440)
    return list(range(0, int(hours) + 1, step))


def _attribute(key: str) -> str:
    return key if key == "viewBox" else key.rstrip("_").replace("_", "-")


def _short(value: object) -> str:
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)
