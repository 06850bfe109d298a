"""The notes of an import: sentences about a source, some with a count or with names; and how those of parts add up.

A source may be read in parts, each with all rows of some of its people (`engines.spark_parts`). What its parts say is
what the whole would have said: counts are summed, names that no part has anything of stay, names that some part has are
all told, and what holds of the source itself is said once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bedside.values.wording import Text

Places = tuple[tuple[str, object], ...]


@dataclass(frozen=True, slots=True)
class Tally(Text):
    """A note with a count in its place `number`; `one` is the note of a single one, where it is another."""

    number: int
    many: Text
    one: Text | None
    places: Places


@dataclass(frozen=True, slots=True)
class Listed(Text):
    """A note with names in its place `names`. `lacking`: it tells what there is nothing of; else, what there is."""

    names: frozenset[str]
    note: Text
    lacking: bool
    places: Places


def tally(note: Text, number: int, one: Text | None = None, **places: object) -> Tally:
    """A note with its count."""
    told = (one if one is not None and number == 1 else note).filled(number=number, **places)
    return Tally(told.en, told.fr, number, note, one, tuple(places.items()))


def listed(note: Text, names: Iterable[str], lacking: bool, **places: object) -> Listed:
    """A note with its names, in their order."""
    held = frozenset(names)
    told = note.filled(names=", ".join(sorted(held)), **places)
    return Listed(told.en, told.fr, held, note, lacking, tuple(places.items()))


def together(parts: Sequence[Sequence[Text]]) -> tuple[Text, ...]:
    """The notes of parts of one source as the notes of the whole, in the order in which they come first."""
    kept: dict[object, Text] = {}
    for part in parts:
        for note in part:
            key = _key(note)
            kept[key] = note if key not in kept else _added(kept[key], note)
    everywhere = [frozenset(map(_key, part)) for part in parts]
    return tuple(
        note for key, note in kept.items()
        if isinstance(note, Tally) or (isinstance(note, Listed) and not note.lacking)
        or (all(key in those for those in everywhere) and not (isinstance(note, Listed) and not note.names))
    )  # fmt: skip


def _key(note: Text) -> object:
    if isinstance(note, Tally):
        return note.many, note.places
    return (note.note, note.places) if isinstance(note, Listed) else note


def _added(before: Text, note: Text) -> Text:
    if isinstance(before, Tally) and isinstance(note, Tally):
        return tally(note.many, before.number + note.number, note.one, **dict(note.places))
    if isinstance(before, Listed) and isinstance(note, Listed):
        names = before.names & note.names if note.lacking else before.names | note.names
        return listed(note.note, names, note.lacking, **dict(note.places))
    return before
