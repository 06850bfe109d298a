"""The words that a protocol carries: the same in two languages, and what its public record says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from bedside.errors import ProtocolError

LANGUAGES = ("en", "fr")


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in English and in French."""

    en: str
    fr: str

    def say(self, language: str) -> str:
        """The words in `en` or `fr`."""
        return self.fr if language == "fr" else self.en

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """As rules and variables carry their words."""
        return (("en", self.en), ("fr", self.fr))


@dataclass(frozen=True, slots=True, order=True)
class Said:
    """What the public record says, verbatim, and where: a line of its text, or a JSON pointer."""

    text: str
    at: str


_T = TypeVar("_T")


def one(things: Iterable[_T], key: str, name: str, what: str) -> _T:
    """The thing whose `key` is this name. Raises ProtocolError, naming those there are, when none is."""
    known = []
    for thing in things:
        known.append(str(getattr(thing, key)))
        if known[-1] == name:
            return thing
    raise ProtocolError(f"no {what} is called “{name}”.", todo=f"There are: {', '.join(known)}.")
