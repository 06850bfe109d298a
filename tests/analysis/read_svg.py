"""SVG read back: its lines as points, its texts as boxes, wherever a group has moved them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

SIZES = {"small": 11.0, "tick": 12.0}
WIDE = 0.56
"""The width of a letter for its height, about."""
Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """A text with the place that it takes."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether two texts lie on each other."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > 0.5 and down > 2.0


def elements(svg: str) -> Iterator[tuple[Element, Point]]:
    """Every element that is drawn, with how far groups have moved it."""
    yield from _inside(ElementTree.fromstring(svg), (0.0, 0.0))


def _inside(element: Element, moved: Point) -> Iterator[tuple[Element, Point]]:
    found = re.fullmatch(r"translate\(([-\d.]+) ([-\d.]+)\)", element.get("transform", ""))
    x, y = (float(found[1]), float(found[2])) if found else (0.0, 0.0)
    here = moved[0] + x, moved[1] + y
    yield element, here
    for child in element:
        yield from _inside(child, here)


def of_class(svg: str, tag: str, name: str) -> list[Element]:
    """The elements of a kind that bear a class."""
    return [each for each, _ in elements(svg) if each.tag == tag and name in each.get("class", "").split()]


def corners(element: Element) -> list[Point]:
    """The points of a path of straight lines."""
    numbers = [float(each) for each in re.findall(r"-?[\d.]+", element.get("d", ""))]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def texts(svg: str) -> list[Box]:
    """Every text that is drawn."""
    return [_box(each, moved) for each, moved in elements(svg) if each.tag == "text"]


def _box(element: Element, moved: Point) -> Box:
    classes = element.get("class", "").split()
    size = next((SIZES[each] for each in classes if each in SIZES), 13.0)
    text = element.text or ""
    wide = len(text) * size * WIDE
    x, y = float(element.get("x", 0)) + moved[0], float(element.get("y", 0)) + moved[1]
    left = x - wide if "end" in classes else x - wide / 2 if "middle" in classes else x
    return Box(text, left, y - size * 0.8, left + wide, y + size * 0.2)


def overlapping(svg: str) -> list[tuple[str, str]]:
    """Pairs of texts that lie on each other."""
    return [(one.text, other.text) for one, other in combinations(texts(svg), 2) if one.meets(other)]


def beyond(svg: str) -> list[str]:
    """Texts that begin or end outside the picture."""
    wide = float(ElementTree.fromstring(svg).get("viewBox", "").split()[2])
    return [each.text for each in texts(svg) if each.left < -2 or each.right > wide + 2]
