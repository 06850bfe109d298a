"""What the public record of a protocol says, and finding a part of the protocol by its name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from bedside.errors import ProtocolError


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
