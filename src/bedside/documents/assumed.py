"""What a trial's statistics stand on that no public source states: each a question to the sponsor."""

from __future__ import annotations

from collections.abc import Iterator

from bedside.design.stated import Stated
from bedside.documents.blocks import Block, Grid
from bedside.documents.words import word
from bedside.protocol.estimands import Promised
from bedside.protocol.model import Assumption, Protocol
from bedside.protocol.telling_blocks import Heading, Paragraph


def assumptions_of(protocol: Protocol, promised: Promised, design: Stated | None) -> tuple[Assumption, ...]:
    """Those of the analysis sets, the baseline, the estimands, the outcomes and the design, in the protocol's order."""
    parts = [each.assumptions for each in promised.sets]
    parts += [each.assumptions for each in promised.estimands]
    parts += [each.assumptions for each in protocol.outcomes]
    parts += [promised.baseline.assumptions] if promised.baseline else []
    names = {name for each in parts for name in each}
    names |= {each.name for each in design.assumptions} if design else set()
    return tuple(each for each in protocol.assumptions if each.name in names)


def numbers_of(protocol: Protocol, names: tuple[str, ...]) -> str:
    """Their places among the questions of the protocol: `Q3, Q7`."""
    held = [each.name for each in protocol.assumptions]
    return ", ".join(f"Q{place + 1}" for place in sorted(held.index(name) for name in names))


def assumed_chapter(protocol: Protocol, found: tuple[Assumption, ...], language: str) -> Iterator[Block]:
    """The chapter that lists them; none where nothing is assumed."""
    if not found:
        return
    title = word("assumptions").say(language)
    yield Heading(2, title, "assumptions")
    yield Paragraph(word("assumptions_more").say(language))
    head = tuple(word(key).say(language) for key in ("numbered", "question", "taken_meanwhile"))
    body = tuple(
        (numbers_of(protocol, (each.name,)), each.question.say(language), each.taken.say(language)) for each in found
    )
    yield Grid("", title, head, body, sides=3)
