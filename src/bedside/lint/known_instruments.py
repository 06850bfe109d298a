"""Scores, scales and grading systems that sentences name, read from `instruments.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property
from importlib.resources import files
from typing import Any as Anything

import yaml

from bedside.values.wording import Text

NEITHER = "neither"
"""Of an instrument that has no good end: more of it is not better, and not worse."""


@dataclass(frozen=True)
class Range:
    """The least and the greatest value that there are."""

    low: Decimal
    high: Decimal


@dataclass(frozen=True)
class Part:
    """The range of one component of an instrument."""

    range: Range
    of: Text


@dataclass(frozen=True)
class Unsettled:
    """What an instrument's own definition leaves open, and the words that show it was settled."""

    what: Text
    words: str


@dataclass(frozen=True)
class Instrument:
    """A score, scale or grading system.

    `better` is the good end (`lower`, `higher`) or `neither`; `range` is None where `no_range` says why there is
    none; `checked` is the month in which range and direction were compared with `source`.
    """

    key: str
    name: Text
    what: Text
    spellings: tuple[str, ...]
    measures: tuple[str, ...]
    better: str
    source: str
    checked: str
    range: Range | None = None
    no_range: str = ""
    part: Part | None = None
    versions: tuple[tuple[str, tuple[str, ...]], ...] = ()
    window: bool = False
    counts: int | None = None
    unsettled: tuple[Unsettled, ...] = ()

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Its names as whole words, in any case."""
        return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, self.spellings))})(?!\w)", re.IGNORECASE)

    def named_version(self, text: str) -> str:
        """The version that a text names beside the instrument, empty where it names none."""
        for name, words in self.versions:
            if any(re.search(rf"(?<![\d.]){re.escape(word)}(?![\d.]\d|\d)", text, re.IGNORECASE) for word in words):
                return name
        return ""


@dataclass(frozen=True)
class Mention:
    """An instrument as a text names it, from `start` to `end`."""

    instrument: Instrument
    start: int
    end: int


@cache
def instruments() -> tuple[Instrument, ...]:
    """Every instrument that the checks know."""
    text = files("bedside.lint").joinpath("instruments.yaml").read_text(encoding="utf-8")
    rows: Mapping[str, Mapping[str, Anything]] = yaml.safe_load(text)
    return tuple(_instrument(key, row) for key, row in rows.items())


def _instrument(key: str, row: Mapping[str, Anything]) -> Instrument:
    part = row.get("part")
    return Instrument(
        key=key,
        name=Text(**row["name"]),
        what=Text(**row["what"]),
        spellings=tuple(row["spellings"]),
        measures=tuple(row["measures"]),
        better=row["better"],
        source=row["source"],
        checked=row["checked"],
        range=_range(row) if "low" in row else None,
        no_range=row.get("no_range", ""),
        part=Part(_range(part), Text(**part["of"])) if part else None,
        versions=tuple((str(name), tuple(words)) for name, words in row.get("versions", {}).items()),
        window=row.get("window", False),
        counts=row.get("counts"),
        unsettled=tuple(Unsettled(Text(**each["what"]), each["words"]) for each in row.get("unsettled", ())),
    )


def _range(row: Mapping[str, Anything]) -> Range:
    return Range(Decimal(row["low"]), Decimal(row["high"]))


def mentions(text: str) -> tuple[Mention, ...]:
    """The instruments that a text names, in their order; of two names that overlap, the longer counts."""
    found = [
        Mention(instrument, match.start(), match.end())
        for instrument in instruments()
        for match in instrument.pattern.finditer(text)
    ]
    return tuple(sorted(_longest(found), key=lambda mention: mention.start))


def _longest(found: list[Mention]) -> Iterator[Mention]:
    for mention in found:
        overlapping = [each for each in found if each.start < mention.end and mention.start < each.end]
        if max(overlapping, key=lambda each: each.end - each.start).instrument is mention.instrument:
            yield mention


def named(text: str) -> tuple[Instrument, ...]:
    """The instruments that a text names, each once."""
    return tuple(dict.fromkeys(mention.instrument for mention in mentions(text)))
