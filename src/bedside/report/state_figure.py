"""A table of states as a drawing: the states as boxes, each of its lines as numbered arrows, told in words below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import hypot

from bedside.report.svg import drawing, element, words

BOX_WIDTH, BOX_HEIGHT, LINE = 230.0, 40.0, 22.0
APART = 9.0
"""How far the arrows there and back run beside the line between two boxes."""
STYLE = (
    "text{font:13px system-ui,'DejaVu Sans',sans-serif;fill:#1b2430}.box{fill:#fff;stroke:#4d5a68}"
    ".begin{fill:#e6eaee}.arrow{stroke:#0b5394;stroke-width:1.4;fill:none}.derived{stroke-dasharray:5 3}"
    ".head{fill:#0b5394}.dot{fill:#0b5394}.number{fill:#fff;font-size:11px;font-weight:700}.small{font-size:12px}"
)


@dataclass(frozen=True)
class Box:
    """A state: what it is called, the middle of its box, and whether everything begins there."""

    name: str
    called: str
    x: float
    y: float
    begins: bool = False


@dataclass(frozen=True)
class Line:
    """A line of the table in words, with the states that it leads from and to; dashed where nobody takes it."""

    told: str
    before: Sequence[str]
    after: str
    derived: bool = False


def state_figure(title: str, boxes: Sequence[Box], lines: Sequence[Line], width: float, top: float, kind: str) -> str:
    """The whole table as SVG; the lines stand in words from `top` on. `kind` is the class of the drawing."""
    of = {box.name: box for box in boxes}
    parts = [element("style", STYLE)]
    for number, line in enumerate(lines, 1):
        for before in line.before:
            if before != line.after:
                parts += _arrow(of[before], of[line.after], number, line.derived)
    for box in boxes:
        look = {"width": BOX_WIDTH, "height": BOX_HEIGHT, "rx": 5, "class_": "box begin" if box.begins else "box"}
        left = box.x - BOX_WIDTH / 2
        parts.append(element("rect", x=left, y=box.y - BOX_HEIGHT / 2, **look))
        parts.append(words(box.called, left + 10, box.y + 5))
    for number, line in enumerate(lines, 1):
        parts.append(words(f"{number}. {line.told}", 16.0, top + number * LINE, class_="small"))
    return drawing(width, top + (len(lines) + 1) * LINE, title, *parts, class_=kind)


def _arrow(start: Box, end: Box, number: int, derived: bool) -> Iterator[str]:
    """From the edge of one box to the edge of the other, a little beside the line between their middles."""
    x1, y1, x2, y2 = start.x, start.y, end.x, end.y
    length = hypot(x2 - x1, y2 - y1)
    dx, dy = (x2 - x1) / length, (y2 - y1) / length
    x1, x2, y1, y2 = x1 - dy * APART, x2 - dy * APART, y1 + dx * APART, y2 + dx * APART
    leaves = enters = _to_edge(dx, dy)
    x1, y1, x2, y2 = x1 + dx * leaves, y1 + dy * leaves, x2 - dx * enters, y2 - dy * enters
    yield element("path", d=f"M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}", class_="arrow derived" if derived else "arrow")
    yield element("path", class_="head", d=f"M{x2:.1f} {y2:.1f}L{x2 - 9 * dx - 4 * dy:.1f} {y2 - 9 * dy + 4 * dx:.1f}"
                                           f"L{x2 - 9 * dx + 4 * dy:.1f} {y2 - 9 * dy - 4 * dx:.1f}z")  # fmt: skip
    x, y = x1 + (x2 - x1) * 0.35, y1 + (y2 - y1) * 0.35
    yield element("circle", cx=x, cy=y, r=9, class_="dot")
    yield words(str(number), x - (3.5 if number < 10 else 7), y + 4, class_="number")


def _to_edge(dx: float, dy: float) -> float:
    """How far it is from the middle of a box to its edge."""
    across = BOX_WIDTH / 2 / abs(dx) if dx else float("inf")
    down = BOX_HEIGHT / 2 / abs(dy) if dy else float("inf")
    return min(across, down)
