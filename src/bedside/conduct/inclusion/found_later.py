"""Participants who, by what their records say now, were not eligible when they were included: a correction said so.

Each is told until the departure is recorded (`ineligible`), criterion by criterion, or the records say otherwise again.
Each process remembers what it found of somebody until something of them, or of what all share, changes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bedside.conduct.casebook.charts import known_of
from bedside.conduct.casebook.reading import Sheets, sheets_of_all
from bedside.conduct.inclusion.standing import bars
from bedside.conduct.participants.models import Deviation, Person
from bedside.conduct.participants.reading import protocol_for, with_history
from bedside.conduct.study.clock import today
from bedside.conduct.study.protocol import read_once
from bedside.conduct.trail.marks import ALL, NONE, last_events
from bedside.protocol.estimands import FOUND_INELIGIBLE
from bedside.protocol.model import Criterion
from bedside.rules.meaning import ask
from bedside.values.moment import Moment, now

_Mark = tuple[str, str, int]
_barring: dict[str, tuple[_Mark, tuple[Criterion, ...]]] = {}


@dataclass(frozen=True)
class FoundLater:
    """Somebody included, and the criteria that kept them out by what is known now, of which nothing is recorded."""

    person: Person
    criteria: tuple[Criterion, ...]


def found_later(persons: Sequence[Person]) -> list[FoundLater]:
    """Those of these people who were included, and were not eligible then by what their records say now."""
    included = [person for person in persons if hasattr(person, "enrolled")]
    barring, told = _barring_of(included), _recorded(included)
    found = []
    for person in included:
        named = told.get(person.pk, frozenset())
        left = tuple(each for each in barring[person.code] if each.id not in named)
        if left and "" not in named:  # a departure that names no criterion tells of all of them
            found.append(FoundLater(person, left))
    return found


def _recorded(persons: Sequence[Person]) -> Mapping[int, frozenset[str]]:
    """The criteria of which it is recorded that they were not met, by the keys of the people."""
    held: dict[int, frozenset[str]] = {}
    found = Deviation.objects.filter(person__in=persons, kind__in=FOUND_INELIGIBLE)
    for key, criterion in found.values_list("person_id", "criterion"):
        held[key] = held.get(key, frozenset()) | {criterion}
    return held


def _barring_of(persons: Sequence[Person]) -> dict[str, tuple[Criterion, ...]]:
    last, day = last_events(), today().toordinal()
    shared = last.get(ALL, NONE).seal
    marks = {person.code: (last.get(person.code, NONE).seal, shared, day) for person in persons}
    stale = [each for each in persons if _barring.get(each.code, (None,))[0] != marks[each.code]]
    if stale:
        with read_once():
            written = sheets_of_all(stale)
            for person in with_history(stale):
                _barring[person.code] = (marks[person.code], _barred(person, written[person.pk]))
    return {person.code: _barring[person.code][1] for person in persons}


def _barred(person: Person, sheets: Sheets) -> tuple[Criterion, ...]:
    """The criteria that kept somebody out at their inclusion, as far as is known now."""
    protocol, at = protocol_for(person), Moment(person.enrolled.at_us)
    chart, known = known_of(person, protocol, sheets).chart, Moment(max(at, now()))
    return tuple(each for each in protocol.criteria if bars(each, ask(each.rule, chart, at, known).value))
