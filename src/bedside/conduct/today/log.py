"""The screening log: everybody who was looked at, by code alone, how each stands or why they were not included."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bedside.conduct.participants.models import EnrolmentTakenBack, Person
from bedside.conduct.today import board
from bedside.protocol.model import Protocol
from bedside.values.wording import Text

TONES = {"candidate": "good", "eligible": "good", "excluded": "bad", "not eligible": "bad", "cannot tell": "open"}
STATES: Mapping[str, str] = {"in_screening": "open", "enrolled": "good", "left_out": "still"}
"""Where a screening can be, each with its tone."""


@dataclass(frozen=True)
class LogLine:
    """One line of the log. The verdicts of somebody whose screening has ended are not worked out again; `undone` are
    inclusions of theirs that were taken back, the first one first."""

    person: Person
    state: str
    tone: str
    data_verdict: str
    verdict: str
    missing: tuple[Text, ...]
    said: str
    undone: tuple[EnrolmentTakenBack, ...] = ()

    @property
    def data_tone(self) -> str:
        """The colour that goes with the verdict by data."""
        return TONES.get(self.data_verdict, "still")

    @property
    def verdict_tone(self) -> str:
        """The colour that goes with the verdict by all criteria."""
        return TONES.get(self.verdict, "still")


def state_of(person: Person) -> str:
    """Where the screening of somebody is: one of `STATES`."""
    if hasattr(person, "enrolled"):
        return "enrolled"
    return "left_out" if hasattr(person, "not_enrolled") else "in_screening"


def lines(persons: Sequence[Person], protocol: Protocol) -> list[LogLine]:
    """One line each, in the order given."""
    standing = {each.person.code: each for each in board.candidates(persons)}
    names = {each.id: Text(f"{each.id} {each.text.en}", f"{each.id} {each.text.fr}") for each in protocol.criteria}
    undone = taken_back(persons)
    return [
        replace(_line(person, standing.get(person.code), names), undone=undone.get(person.pk, ())) for person in persons
    ]


def taken_back(persons: Sequence[Person]) -> dict[int, tuple[EnrolmentTakenBack, ...]]:
    """The inclusions that were taken back, by the key of the person."""
    held = EnrolmentTakenBack.objects.filter(enrolled__person__in=[person.pk for person in persons])
    found: dict[int, tuple[EnrolmentTakenBack, ...]] = {}
    for each in held.select_related("event", "enrolled").order_by("pk"):
        found[each.enrolled.person_id] = (*found.get(each.enrolled.person_id, ()), each)
    return found


def _line(person: Person, standing: board.Candidate | None, names: Mapping[str, Text]) -> LogLine:
    state = state_of(person)
    if standing is not None:
        found = standing.standing
        missing = tuple(names[name] for name in standing.barred) if standing.barred else standing.to_qualify
        return LogLine(person, state, STATES[state], board.data_verdict(found), board.verdict(found), missing, "")
    if state == "enrolled":
        return LogLine(person, state, STATES[state], "", "", (), "")
    end = person.not_enrolled
    reasons = tuple(names.get(name, Text(name, name)) for name in end.criteria.split())
    return LogLine(person, state, STATES[state], "", "", reasons, end.other or "")
