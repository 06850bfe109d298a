"""What a document is made of, and the same as plain data: page and print are both written from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from bedside.protocol.telling_blocks import Heading, Paragraph, Points
from bedside.rules.words import colon


@dataclass(frozen=True)
class Facts:
    """Names, each with what there is to say of it."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Marked:
    """A paragraph that nobody may pass over."""

    text: str


@dataclass(frozen=True)
class Grid:
    """A table: its number and title, head and body, and its footnotes. The first `sides` columns name the line.

    One that is `headed` stands below a heading of the same words, and they are not said twice.
    """

    number: str
    title: str
    head: tuple[str, ...]
    body: tuple[tuple[str, ...], ...]
    footnotes: tuple[str, ...] = ()
    sides: int = 1
    headed: bool = False

    @property
    def name(self) -> str:
        """Number and title."""
        return f"{self.number}. {self.title}" if self.number else self.title


@dataclass(frozen=True)
class Picture:
    """A figure: its number and title, an SVG that stands by itself, what stands below it, and its data.

    One that has a `page` of its own begins on a new one in print. `nothing` says why nothing could be drawn; else it
    is empty.
    """

    number: str
    title: str
    svg: str
    caption: str
    data: Grid
    page: bool = False
    nothing: str = ""


Block = Heading | Paragraph | Points | Facts | Marked | Grid | Picture


@dataclass(frozen=True)
class Document:
    """A document in one language: what it is, of which study, and its blocks, whose headings are of level 2 and 3.

    `foot` stands on every printed page; `not_real` is what is said of virtual people, or empty.
    """

    language: str
    name: str
    study: str
    foot: str
    not_real: str
    facts: tuple[tuple[str, str], ...]
    blocks: tuple[Block, ...]

    @property
    def title(self) -> str:
        """What it is, and of which study."""
        return f"{self.name}{colon(self.language)}{self.study}"

    def grids(self) -> tuple[Grid, ...]:
        """Its tables."""
        return tuple(each for each in self.blocks if isinstance(each, Grid))


def numbered(blocks: Iterable[Block]) -> Iterator[Block]:
    """The same blocks, their headings numbered: `3` and `3.2`; a table of the words of its heading is headed by it."""
    chapter = section = 0
    above = ""
    for each in blocks:
        if isinstance(each, Heading):
            above = each.text
        if isinstance(each, Grid):
            yield replace(each, headed=each.name == above)
        elif not isinstance(each, Heading):
            yield each
        elif each.level == 2:
            chapter, section = chapter + 1, 0
            yield Heading(2, f"{chapter}. {each.text}", each.anchor)
        else:
            section += 1
            yield Heading(each.level, f"{chapter}.{section}. {each.text}", each.anchor)


def as_data(block: Block) -> Mapping[str, Any]:
    """A block as plain data, with its `kind`."""
    more = {"name": block.name} if isinstance(block, Grid) else {}
    return {"kind": type(block).__name__.lower(), **asdict(block), **more}
