"""How much a freeze, a lock or a signature is about: the study, a site, a participant, a visit, a form or one item.

A scope is a path from the study down; it covers every place whose path begins with its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bedside.errors import UsageError


class Level(StrEnum):
    """How deep a scope lies."""

    STUDY = "study"
    SITE = "site"
    PARTICIPANT = "participant"
    VISIT = "visit"
    FORM = "form"
    ITEM = "item"


_LEVELS = tuple(Level)


@dataclass(frozen=True)
class Scope:
    """A place in the study, and all that lies below it; the empty one is the whole study.

    `day` is that of a daily visit, `number` the occurrence of a form that repeats. Raises UsageError for a path with a
    gap: a form of no visit, a participant of no site.
    """

    site: str = ""
    participant: str = ""
    visit: str = ""
    day: int | None = None
    form: str = ""
    number: int = 1
    item: str = ""

    def __post_init__(self) -> None:
        named = [bool(part) for part in (self.site, self.participant, self.visit, self.form, self.item)]
        if named != sorted(named, reverse=True):
            raise UsageError("this scope has a gap.", "scope", "Name everything above it too.")

    @property
    def path(self) -> tuple[Any, ...]:
        """Its steps from the study down."""
        steps = (self.site, self.participant, (self.visit, self.day), (self.form, self.number), self.item)
        return steps[: sum(map(bool, (self.site, self.participant, self.visit, self.form, self.item)))]

    @property
    def level(self) -> Level:
        """How deep it lies."""
        return _LEVELS[len(self.path)]

    def covers(self, other: Scope) -> bool:
        """Whether the other is this one, or lies below it."""
        return other.path[: len(self.path)] == self.path

    @property
    def place(self) -> str:
        """Where in a casebook it is, as the trail says it: `DAILY 3 / sofa_day 2 / pao2`; empty above a visit."""
        visit = self.visit if self.day is None else f"{self.visit} {self.day}"
        form = self.form if self.number == 1 else f"{self.form} {self.number}"
        return " / ".join(part for part in (visit, form, self.item) if part)
