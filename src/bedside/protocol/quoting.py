"""Texts that quote a parameter: `{name}` in an `en` or `fr` text becomes its value in words.

So a number stands once, in `parameters`, and every sentence that mentions it follows. `{{` and `}}` are a brace
that quotes nothing: `{{name}}` reads “{name}”. The record's own words (`says`) are never touched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any as Anything

from bedside.errors import ProtocolError
from bedside.protocol.marked_yaml import Marked, Pointer
from bedside.protocol.model import LANGUAGES, Parameter
from bedside.rules.words import SPACE, said_number, said_quantity
from bedside.values.quantity import Quantity, plain

QUOTE = re.compile(r"\{\{|\}\}|\{([a-z][a-z0-9_]*)\}")
"""A brace written twice, or the name of a parameter in braces; read from the left."""
TIMES = {
    "min": {"en": ("minute", "minutes"), "fr": ("minute", "minutes")},
    "h": {"en": ("hour", "hours"), "fr": ("heure", "heures")},
    "d": {"en": ("day", "days"), "fr": ("jour", "jours")},
    "a": {"en": ("year", "years"), "fr": ("an", "ans")},
}
"""Units of time in words, for one and for several: a sentence says “48 hours”, a rule “48 h”."""


def quoted(held: Marked, parameters: Mapping[str, Parameter]) -> tuple[Marked, frozenset[str]]:
    """The file with its quotes filled in, and the names of the parameters that it quotes.

    Raises ProtocolError, with file and line, for a name that is no parameter.
    """
    names = {name for pointer, text in _texts(held.data, ()) for name in _names(held, pointer, text, parameters)}
    return Marked(held.file, _filled(held.data, parameters), held.lines), frozenset(names)


def _texts(data: Anything, pointer: Pointer) -> Iterator[tuple[Pointer, str]]:
    """Every text in a language, with its place."""
    rows = data.items() if isinstance(data, Mapping) else enumerate(data) if isinstance(data, list) else ()
    for key, value in rows:
        if key in LANGUAGES and isinstance(value, str):
            yield (*pointer, key), value
        yield from _texts(value, (*pointer, key))


def _names(held: Marked, pointer: Pointer, text: str, parameters: Mapping[str, Parameter]) -> Iterator[str]:
    for name in filter(None, QUOTE.findall(text)):
        if name not in parameters:
            meant = get_close_matches(name, parameters, 1)
            todo = f"Did you mean “{meant[0]}”?" if meant else f"There are: {', '.join(sorted(parameters)) or 'none'}."
            raise ProtocolError(f"no parameter is called “{name}”.", held.place(pointer), todo)
        yield name


def _filled(data: Anything, parameters: Mapping[str, Parameter]) -> Anything:
    if isinstance(data, list):
        return [_filled(each, parameters) for each in data]
    if not isinstance(data, Mapping):
        return data
    return {
        key: _said(value, key, parameters)
        if key in LANGUAGES and isinstance(value, str)
        else _filled(value, parameters)
        for key, value in data.items()
    }


def _said(text: str, language: str, parameters: Mapping[str, Parameter]) -> str:
    def said(match: re.Match[str]) -> str:
        return said_parameter(parameters[match[1]].value, language) if match[1] else match[0][0]

    return QUOTE.sub(said, text)


def escaped(text: str) -> str:
    """The text as a file must write it so that it reads as it stands, whatever braces it holds."""
    return re.sub(r"[{}]", lambda brace: brace[0] * 2, text)


def said_parameter(value: Quantity | str, language: str) -> str:
    """The value of a parameter inside a sentence: `48 hours`, `38.5 °C`, `CTCAE v5.0`."""
    if isinstance(value, str):
        return value
    if value.unit not in TIMES:
        return said_quantity(value, language)
    one, several = TIMES[value.unit][language]
    return f"{said_number(plain(value.number), language)}{SPACE}{one if value.number == 1 else several}"
