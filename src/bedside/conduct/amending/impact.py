"""What a dry run found, as data: one line a change, in the same shape for pages, files, programs and the command line.

Nothing of it is kept: it says what would be if the version were in force at the site now.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bedside.conduct.amending.words import WORDS
from bedside.conduct.locks.states import State
from bedside.protocol.model import Protocol
from bedside.values.wording import Text


class Kind(StrEnum):
    """What a line tells."""

    OVERDUE = "overdue"
    IN_TIME = "in_time"
    VISIT_ADDED = "visit_added"
    VISIT_REMOVED = "visit_removed"
    VISIT_MOVED = "visit_moved"
    WINDOW = "window"
    OUTSIDE = "outside"
    FORM_ADDED = "form_added"
    FORM_REMOVED = "form_removed"
    VALUES_REMOVED = "values_removed"
    VALUES_CHANGED = "values_changed"
    CHECK = "check"
    CRITERION = "criterion"
    OUTCOME = "outcome"
    ALERT = "alert"
    UNTOLD = "untold"


SIGNS: Mapping[Kind, str] = {
    Kind.OVERDUE: "!", Kind.IN_TIME: "✓", Kind.VISIT_ADDED: "+", Kind.VISIT_REMOVED: "−", Kind.VISIT_MOVED: "→",
    Kind.WINDOW: "↔", Kind.OUTSIDE: "!", Kind.FORM_ADDED: "+", Kind.FORM_REMOVED: "−", Kind.VALUES_REMOVED: "=",
    Kind.VALUES_CHANGED: "=", Kind.CHECK: "?", Kind.CRITERION: "≠", Kind.OUTCOME: "≠", Kind.ALERT: "≠",
    Kind.UNTOLD: "?",
}  # fmt: skip
"""A sign for each, so that none is told by its colour alone."""
TONES: Mapping[Kind, str] = {
    Kind.OVERDUE: "bad", Kind.OUTSIDE: "bad", Kind.CHECK: "open", Kind.CRITERION: "open", Kind.OUTCOME: "open",
    Kind.ALERT: "open", Kind.UNTOLD: "open", Kind.IN_TIME: "good",
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One thing that would be otherwise: where, what it is now, what it would be. Empty: nothing."""

    kind: Kind
    where: Text
    before: Text
    after: Text

    @property
    def text(self) -> Text:
        """What it tells, in words."""
        return WORDS[self.kind.value]

    @property
    def sign(self) -> str:
        """The sign beside the words."""
        return SIGNS[self.kind]

    @property
    def tone(self) -> str:
        """The class of the style sheet."""
        return TONES.get(self.kind, "still")


class Renewal(StrEnum):
    """Whether somebody is to agree before the version holds for them."""

    NOT_NEEDED = "not_needed"
    GIVEN = "given"
    AWAITED = "awaited"
    TO_ASK = "to_ask"
    NOBODY = "nobody"


RENEWAL_TONES: Mapping[Renewal, str] = {
    Renewal.NOT_NEEDED: "still", Renewal.GIVEN: "good", Renewal.AWAITED: "open", Renewal.TO_ASK: "open",
    Renewal.NOBODY: "still",
}  # fmt: skip
STAYS = frozenset({Renewal.AWAITED, Renewal.TO_ASK, Renewal.NOBODY})
"""Those for whom the version would not hold yet, or never."""


@dataclass(frozen=True)
class Untouched:
    """What stands below somebody and stays as it is: sheets begun, signatures and verifications that hold, and the
    states of what is closed."""

    sheets: int
    signed: int
    verified: int
    closed: tuple[State, ...]


@dataclass(frozen=True)
class OnPerson:
    """What would be otherwise for one participant, or somebody in screening.

    `now` and `then` are the versions that hold and would hold. `lines` are the changes once the version holds: for
    those who are to agree first, only after they did.
    """

    code: str
    number: str
    now: str
    then: str
    renewal: Renewal
    lines: tuple[Line, ...]
    untouched: Untouched

    @property
    def follows(self) -> bool:
        """Whether another version would hold at once."""
        return self.then != self.now

    @property
    def stays(self) -> bool:
        """Whether the version they agreed to goes on holding for them although the site works by another."""
        return self.renewal in STAYS

    @property
    def renewal_text(self) -> Text:
        """The renewal in words."""
        return WORDS[self.renewal.value]

    @property
    def renewal_tone(self) -> str:
        """The class of the style sheet."""
        return RENEWAL_TONES[self.renewal]

    @property
    def kinds(self) -> list[tuple[Line, int]]:
        """One line of each kind, and how many there are."""
        first = {line.kind: line for line in reversed(self.lines)}
        counts = Counter(line.kind for line in self.lines)
        return [(first[kind], counts[kind]) for kind in Kind if kind in counts]


@dataclass(frozen=True)
class Asked:
    """Which approval is looked at: a version, at a site, from a day (ISO 8601) on, with or without renewed consent."""

    protocol: Protocol
    site: str
    day: str
    reconsent: bool


@dataclass(frozen=True)
class Impact:
    """What one approval would change at a site; `now` and `then` are the versions by which the site works."""

    asked: Asked
    now: str
    then: str
    persons: tuple[OnPerson, ...]

    @property
    def mark(self) -> str:
        """SHA-256 (hex): the same for two looks at the same approval that found the same."""
        asked = [self.asked.protocol.hash, self.asked.site, self.asked.day, self.asked.reconsent, self.now, self.then]
        told = [*asked, list(self.rows("en"))]
        return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()

    def count(self, renewal: str) -> int:
        """How many persons stand there."""
        return sum(each.renewal == renewal for each in self.persons)

    @property
    def totals(self) -> list[tuple[Line, int, int]]:
        """One line of each kind, how many there are, and of how many persons."""
        found = []
        for kind in Kind:
            lines = [line for each in self.persons for line in each.lines if line.kind is kind]
            if lines:
                concerned = sum(any(line.kind is kind for line in each.lines) for each in self.persons)
                found.append((lines[0], len(lines), concerned))
        return found

    def rows(self, language: str) -> Iterator[tuple[str, ...]]:
        """One row a change, and one for somebody without any."""
        for each in self.persons:
            who = (self.asked.site, each.code, each.number, each.now, each.then, each.renewal_text.say(language))
            for line in each.lines:
                yield (*who, *(part.say(language) for part in (line.text, line.where, line.before, line.after)))
            if not each.lines:
                yield (*who, "", "", "", "")


HEADS = ("site", "code", "number", "holds_now", "would_hold", "renewed_consent", "change", "where", "before", "after")
"""What the columns of `rows` are."""
