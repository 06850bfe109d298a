"""Codes that the trail keeps, in words: every application says its own, in a module `in_words` beside its `words`.

`in_words.CODES` names the words of a column of a kept row (`Grant.role`); `in_words.sayer()`, where there is one, makes
what knows more than a table does: titles of the protocol's forms, for one batch of events at a time. What nobody knows
stays as it was kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps

from bedside.conduct.trail.models import Event, Kept
from bedside.values.wording import Text


@dataclass(frozen=True)
class Code:
    """A code: the column in which it stands, of a row or (None) of the event itself or of its detail."""

    column: str
    value: str
    event: Event
    row: Kept | None = None


Sayer = Callable[[Code], Text | None]
ROOM = "bedside.conduct."
LISTS = ("role", "tasks", "criteria")
"""Columns in which codes stand one after the other, parted by commas."""


class Said:
    """Says the codes of one batch of events in a language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.sayers = [make() for make in _sayers()]

    def code(self, code: Code) -> str:
        """A code in words, or as it is."""
        if code.column in LISTS and ", " in code.value:
            return ", ".join(self.code(replace(code, value=each)) for each in code.value.split(", "))
        known = _of_row(code) if code.row is not None else _of_event(code)
        found = known or next((said for say in self.sayers if (said := say(code)) is not None), None)
        return found.say(self.language) if found else code.value


def _of_row(code: Code) -> Text | None:
    return _tables().get(f"{type(code.row).__name__}.{code.column}", {}).get(code.value)


def _of_event(code: Code) -> Text | None:
    """What an event tells beside its row has the names of columns, and means the same."""
    for name, table in _tables().items():
        if name.rpartition(".")[2] == code.column and code.value in table:
            return table[code.value]
    return None


@cache
def _rooms() -> Sequence[object]:
    names = [each.name for each in apps.get_app_configs() if each.name.startswith(ROOM)]
    return [import_module(f"{name}.in_words") for name in names if find_spec(f"{name}.in_words")]


@cache
def _tables() -> Mapping[str, Mapping[str, Text]]:
    return {name: table for room in _rooms() for name, table in getattr(room, "CODES", {}).items()}


@cache
def _sayers() -> Sequence[Callable[[], Sayer]]:
    return [room.sayer for room in _rooms() if hasattr(room, "sayer")]
