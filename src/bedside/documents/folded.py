"""What a report has said once it does not say again: attributes, captions and notes in the same words, empty frames.

An attribute of an estimand that an earlier outcome has in the same words is named there; a caption says whose it is; a
note stands below the first table of an outcome that bears its letter; a line that begins as the one above leaves that
out; a table or a figure of nothing is one line. Nothing is left out that was not said before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from bedside.analysis.tables import NONE
from bedside.documents.blocks import Block, Facts, Grid, Picture
from bedside.documents.words import word
from bedside.protocol.telling_blocks import Heading, Paragraph
from bedside.rules.words import colon

NOTHING = ("", "0")
"""What stands in the cells of a table of nothing beside dashes."""


def folded(blocks: Iterable[Block], language: str) -> Iterator[Block]:
    """The same blocks of a chapter, its sections headed by their outcome: `S1. SOFA at day 28`."""
    said = _Said(language)
    for each in blocks:
        match each:
            case Heading():
                said.place, said.notes = each.text.partition(".")[0], set()
                yield each
            case Facts():
                yield said.facts(each)
            case Picture():
                yield said.picture(each)
            case Grid():
                yield said.grid(each)
            case Paragraph():
                if said.first(each.text):
                    yield each
            case _:
                yield each


@dataclass
class _Said:
    """What was said so far, and where: pairs and captions by their words, paragraphs, the notes of this section."""

    language: str
    place: str = ""
    pairs: dict[tuple[str, str], str] = field(default_factory=dict)
    captions: dict[str, str] = field(default_factory=dict)
    paragraphs: set[str] = field(default_factory=set)
    notes: set[str] = field(default_factory=set)

    def say(self, key: str, **places: object) -> str:
        return word(key, **places).say(self.language)

    def first(self, text: str) -> bool:
        """Whether a paragraph was not said before."""
        new = text not in self.paragraphs
        self.paragraphs.add(text)
        return new

    def facts(self, block: Facts) -> Facts:
        """Those that are new, then which are as for an earlier outcome."""
        new, same = [], dict[str, list[str]]()
        for pair in block.pairs:
            if pair in self.pairs:
                same.setdefault(self.pairs[pair], []).append(pair[0])
            else:
                new.append(pair)
                self.pairs[pair] = self.place
        more = ((self.say("as_for", where=where), "\u2002·\u2002".join(heads)) for where, heads in same.items())
        return Facts((*new, *more))

    def picture(self, block: Picture) -> Picture | Paragraph:
        """With its caption, or with whose caption is the same; of nothing, the line that says why."""
        if block.nothing:
            return Paragraph(f"{block.number}. {block.title}{colon(self.language)}{block.nothing}")
        where = self.captions.setdefault(block.caption, block.number)
        return block if where == block.number else replace(block, caption=self.say("caption_as", where=where))

    def grid(self, block: Grid) -> Grid | Paragraph:
        """Without the notes said above it, and without beginnings that are those of the line above."""
        notes = tuple(each for each in block.footnotes if each not in self.notes)
        if _empty(block):
            return Paragraph(self.say("table_empty", name=block.name, why=" ".join(block.footnotes)).rstrip())
        self.notes.update(notes)
        return replace(block, body=_begun_once(block), footnotes=notes)


def _empty(block: Grid) -> bool:
    """Whether a table has a dash or nothing in every cell, with a reason below it."""
    cells = [cell.partition("\u2009")[0] for line in block.body for cell in line[block.sides :]]
    return bool(block.footnotes) and NONE in cells and all(cell == NONE or cell in NOTHING for cell in cells)


def _begun_once(block: Grid) -> tuple[tuple[str, ...], ...]:
    """The lines, each without the first sides that it has in common with the one above; one side stands always."""
    found: list[tuple[str, ...]] = []
    above: tuple[str, ...] = ()
    for line in block.body:
        sides, common = line[: block.sides], 0
        while common < block.sides - 1 and above[: common + 1] == sides[: common + 1]:
            common += 1
        found.append((*("" for _ in range(common)), *line[common:]))
        above = sides
    return tuple(found)
