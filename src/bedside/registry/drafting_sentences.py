"""The record's sentences in a draft: each quoted word for word with its place, none of them lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any as Anything

from bedside.protocol.quoting import escaped
from bedside.registry.record import Place, Sentence
from bedside.values.wording import LANGUAGES

Data = dict[str, Anything]
NOT_TRANSLATED = "(à traduire)"
CODES = frozenset({
    "status", "sex", "age_groups", "enrolment_type", "study_type", "allocation", "model", "purpose", "masking",
    "masked", "interventions", "arms", "other",
})  # fmt: skip
"""Fields that hold a registry's codes (SINGLE_GROUP)."""


def in_both(words: str) -> dict[str, str]:
    """The record's words as a label: without the stop at their end, in French marked as not yet translated."""
    line = " ".join(words.split())
    line = line.rstrip(" .;,") or line
    return {"en": line, "fr": f"{NOT_TRANSLATED} {line}"}


def literal(data: Anything) -> Anything:
    """A draft whose texts in a language mean their braces: none of them quotes a parameter."""
    if isinstance(data, list):
        return [literal(each) for each in data]
    if not isinstance(data, dict):
        return data
    return {
        key: escaped(each) if key in LANGUAGES and isinstance(each, str) else literal(each)
        for key, each in data.items()
    }


def at(place: Place) -> int | str:
    """A line of the text, or a JSON pointer (and the line inside its value)."""
    if place.pointer is None:
        return place.line or 1
    return place.pointer if place.line is None else f"{place.pointer} line {place.line}"


def said(said: Sentence) -> Data:
    """How a part of the draft quotes a sentence."""
    return {"says": said.text, "at": at(said.place)}


def meant(field: str, words: str) -> str:
    """A line's value: its words; of a code such as SINGLE_GROUP or PHASE2 what it stands for."""
    if field == "phase" and (phase := re.fullmatch(r"phase\s?([1-4])", words.casefold())):
        return phase[1]
    if field == "healthy_volunteers":
        return {"true": "yes", "false": "no"}.get(words, words)
    code = field in CODES and re.fullmatch(r"[A-Z]+(?:_[A-Z]+)*", words)
    return words.replace("_", " ").lower() if code else words


def walk(thing: object, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Sentence]]:
    """Every sentence with the names of the fields that lead to it."""
    if isinstance(thing, Sentence):
        yield path, thing
        yield from walk(thing.children, path)
    elif isinstance(thing, tuple):
        for number, part in enumerate(thing, start=1):
            yield from walk(part, (*path, str(number)))
    elif is_dataclass(thing):
        for each in fields(thing):
            yield from walk(getattr(thing, each.name), (*path, each.name))


def quoted(data: object) -> Iterator[tuple[str, int | str]]:
    """Every sentence that a part of the draft quotes."""
    if isinstance(data, dict):
        if "says" in data:
            yield data["says"], data["at"]
        for each in data.values():
            yield from quoted(each)
    elif isinstance(data, list):
        for each in data:
            yield from quoted(each)


def slug(words: str) -> str:
    """A name as protocol.yaml has them, empty when nothing of the words can be in one."""
    plain = re.sub(r"[^a-z0-9]+", "_", words.lower())[:40].strip("_")
    return f"n{plain}" if plain[:1].isdigit() else plain
