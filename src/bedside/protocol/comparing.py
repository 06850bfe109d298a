"""Two versions of a protocol compared: what stands in one and not in the other, in the words of `telling`.

What the prose says is compared section by section. Some things it only counts (the items of a form, for one), so every
part is compared too and named by its place: two protocols that are not the same never look alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from difflib import SequenceMatcher
from typing import Any as Anything

from bedside.protocol import artefact
from bedside.protocol.model import Protocol
from bedside.protocol.telling import blocks
from bedside.protocol.telling_blocks import Block, Heading, Points, Table, markdown
from bedside.rules.nodes import Node
from bedside.values.quantity import Quantity

NAMES = ("id", "name")
"""What tells the parts of a list apart, where they have it."""
EVERY = ("/version", "/amended_from")
"""Places that differ from version to version by themselves."""


@dataclass(frozen=True)
class Difference:
    """What one section of the prose lost and gained, line by line; `section` as it is headed."""

    section: str
    removed: tuple[str, ...]
    added: tuple[str, ...]


@dataclass(frozen=True)
class Place:
    """A part that differs, by its path (`/parameters/minimum_age/value`), and what stands there; None is nothing."""

    path: str
    old: Anything
    new: Anything


@dataclass(frozen=True)
class Comparison:
    """All differences from `old` to `new`: in the prose, and every place that differs."""

    old: Protocol
    new: Protocol
    prose: tuple[Difference, ...]
    places: tuple[Place, ...]


def compare(old: Protocol, new: Protocol, language: str = "en") -> Comparison:
    """What changed from one protocol to the other. Raises UsageError for a language that there is not."""
    prose = tuple(_differences(_sections(old, language), _sections(new, language)))
    places = tuple(place for place in _places(old, new, "") if place.path not in EVERY)
    return Comparison(old, new, prose, places)


# --- prose --------------------------------------------------------------------------------------------------------


def _sections(protocol: Protocol, language: str) -> dict[str, tuple[str, list[str]]]:
    """By anchor: how a section is headed, and its lines. The title's own lines (version, hash) are left out."""
    found: dict[str, tuple[str, list[str]]] = {}
    above, here = "", "top"
    for block in blocks(protocol, language):
        if isinstance(block, Heading):
            above = block.text if block.level == 2 else above
            here = block.anchor
            headed = block.text if block.level < 3 else f"{above} · {block.text}"
            found[here] = (headed, [block.text] if block.level != 2 else [])
        elif here != "top":
            found[here][1].extend(_lines(block))
    return found


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Points():
            yield from block.items
        case Table():
            yield from (" · ".join(row) for row in block.rows)
        case _:
            yield from (line.strip() for line in markdown(block).splitlines() if line.strip())


def _differences(
    old: Mapping[str, tuple[str, list[str]]], new: Mapping[str, tuple[str, list[str]]]
) -> Iterator[Difference]:
    for anchor in dict.fromkeys((*old, *new)):
        nothing: tuple[str, list[str]] = ("", [])
        (was, before), (now, after) = old.get(anchor, nothing), new.get(anchor, nothing)
        removed: list[str] = []
        added: list[str] = []
        for how, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
            if how != "equal":
                removed += before[i:j]
                added += after[k:m]
        if removed or added:
            yield Difference(now or was, tuple(removed), tuple(added))


# --- every part ---------------------------------------------------------------------------------------------------


def _places(old: Anything, new: Anything, path: str) -> Iterator[Place]:
    """Where two parts differ, as far inside them as they still hold the same kind of thing."""
    if old == new:
        return
    keyed = _keyed(old), _keyed(new)
    if type(old) is not type(new) or keyed[0] is None or keyed[1] is None:
        yield Place(path, old, new)
        return
    for key in dict.fromkeys((*keyed[0], *keyed[1])):
        yield from _places(keyed[0].get(key), keyed[1].get(key), f"{path}/{key}")


def _keyed(part: Anything) -> Mapping[str, Anything] | None:
    """What a part holds, by name; None when it holds nothing, or is a value, a rule or a list without names."""
    if is_dataclass(part) and not isinstance(part, Node | Quantity):
        return {each.name: getattr(part, each.name) for each in fields(part) if each.name not in artefact.UNSEEN}
    if not isinstance(part, tuple):
        return None
    names = [next((str(getattr(each, name)) for name in NAMES if hasattr(each, name)), "") for each in part]
    return dict(zip(names, part, strict=True)) if all(names) and len(set(names)) == len(names) else None
