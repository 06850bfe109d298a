"""Boxes one under the other, and beside the trunk what leaves it: the picture of a flow in the manner of CONSORT."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bedside.report.flow_figure import wrapped
from bedside.report.svg import element, line, words
from bedside.rules.words import colon, said_number
from bedside.values.wording import Text

STAGE, TRUNK, WIDE, SIDE, SIDE_WIDE = 0.0, 104.0, 268.0, 412.0, 306.0
"""Where the names of the stages, the boxes of the trunk and those beside it stand, and how wide they are."""
WIDTH = SIDE + SIDE_WIDE + 2
HEAD, LINE, PAD, GAP = 16.0, 16.0, 9.0, 14.0
COUNT = 56.0
"""What is left at the right for a count."""
BOLD, PLAIN = 8.0, 7.0
"""How wide a letter is on average, in the title of a box and in its parts."""

Part = tuple[Text, int]
"""Some of those whom a box counts, and how many they are."""


@dataclass(frozen=True)
class Box:
    """A box: what it counts, and the parts of it; `beside` is to the right of the trunk."""

    text: Text
    count: int | None
    parts: tuple[Part, ...] = ()
    stage: Text | None = None
    beside: bool = False


def stacked(boxes: Sequence[Box], language: str) -> tuple[list[str], float]:
    """The boxes as elements of SVG, and how tall they stand together."""
    parts: list[str] = []
    y, middle = 6.0, TRUNK + WIDE / 2
    for place, box in enumerate(boxes):
        if box.beside:
            tall = _tall(box, language, SIDE_WIDE)
            reach = y + GAP + tall + GAP
            ends = reach if place < len(boxes) - 1 else y + GAP + tall / 2
            parts.append(line(middle, y, middle, ends, class_="ink"))
            parts.append(line(middle, y + GAP + tall / 2, SIDE, y + GAP + tall / 2, class_="ink"))
            parts += _box(box, SIDE, y + GAP, SIDE_WIDE, language)
            y = reach
        else:
            if place and not boxes[place - 1].beside:
                parts.append(line(middle, y, middle, y + GAP, class_="ink"))
                y += GAP
            if box.stage:
                parts.append(words(box.stage.say(language), STAGE, y + HEAD + 4, class_="strong tick"))
            parts += _box(box, TRUNK, y, WIDE, language)
            y += _tall(box, language, WIDE)
    return parts, y + 6


def _fitting(text: str, wide: float, letter: float = PLAIN) -> list[str]:
    return wrapped(text, int((wide - COUNT) / letter))


def _tall(box: Box, language: str, wide: float) -> float:
    lines = len(_fitting(box.text.say(language), wide, BOLD))
    inside = sum(len(_fitting(text.say(language), wide)) for text, _ in box.parts)
    return 2 * PAD + HEAD * lines + LINE * inside + (4 if inside else 0)


def _box(box: Box, x: float, y: float, wide: float, language: str) -> Iterator[str]:
    yield element("rect", x=x, y=y, width=wide, height=_tall(box, language, wide), rx=4, class_="box")
    at = y + PAD + 12
    if box.count is not None:
        yield words(said_number(str(box.count), language), x + wide - 10, at, class_="end strong")
    for piece in _fitting(_begun(box.text.say(language)), wide, BOLD):
        yield words(piece, x + 10, at, class_="strong")
        at += HEAD
    at += 4
    for text, count in box.parts:
        yield words(said_number(str(count), language), x + wide - 10, at, class_="end tick")
        for piece in _fitting(text.say(language), wide):
            yield words(piece, x + 10, at, class_="tick")
            at += LINE


def _begun(title: str) -> str:
    return title[:1].upper() + title[1:]


def told_boxes(boxes: Iterable[Box], language: str) -> str:
    """Every box in words, for those who cannot see them."""
    return " ".join(_told(box, language) for box in boxes)


def _told(box: Box, language: str) -> str:
    parts = "; ".join(_counted(text, count, language) for text, count in box.parts)
    own = box.text.say(language) if box.count is None else _counted(box.text, box.count, language)
    return f"{own} ({parts})." if parts else f"{own}."


def _counted(text: Text, count: int, language: str) -> str:
    return f"{text.say(language)}{colon(language)}{count}"


def box_lines(boxes: Iterable[Box], language: str) -> list[tuple[str, str]]:
    """The same as lines of a table: what is counted, a part after a dash, and how many."""
    lines: list[tuple[str, str]] = []
    for box in boxes:
        lines.append((box.text.say(language), "" if box.count is None else said_number(str(box.count), language)))
        lines += [(f"– {text.say(language)}", said_number(str(number), language)) for text, number in box.parts]
    return lines
