"""The dry run: what would be if a version were in force at a site, found by the functions that the study works by.

They are asked twice: as things are, and supposing the approval were given (`study.protocol.supposing`). Nothing is
written. The same function is asked again when the version is approved: what was shown and what is approved are one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial

from bedside.conduct.amending.differing import Differing, differing
from bedside.conduct.amending.impact import Asked, Impact, Kind, Line, OnPerson, Renewal, Untouched
from bedside.conduct.amending.lines_rules import lines_of_alerts, lines_of_criteria, lines_of_outcomes
from bedside.conduct.amending.lines_values import lines_of_values
from bedside.conduct.amending.lines_visits import lines_of_visits
from bedside.conduct.amending.words import WORDS
from bedside.conduct.casebook.charts import known_of
from bedside.conduct.casebook.reading import sheets_of
from bedside.conduct.closing.signing import Signatures
from bedside.conduct.inclusion.filled import filled_of
from bedside.conduct.inclusion.timeline import Timeline, timelines
from bedside.conduct.locks.reading import closings
from bedside.conduct.locks.scopes import Scope
from bedside.conduct.locks.states import State
from bedside.conduct.monitoring.verification import progress_of_persons
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import (
    as_participant,
    awaited,
    consent_of,
    is_over,
    protocol_for,
    with_history,
)
from bedside.conduct.study.clock import read_day, today
from bedside.conduct.study.protocol import read_once, supposing, version_at
from bedside.errors import AmendmentError
from bedside.protocol.amendments import Activation
from bedside.protocol.model import Protocol
from bedside.values.moment import now
from bedside.values.wording import Text

NOTHING = Text("", "")


@read_once()
def look(asked: Asked, kept: Iterable[tuple[Protocol, bool]] = ()) -> Impact:
    """What the approval would change at its site. `kept` are versions that the study does not hold, each with whether
    it asks for renewed consent. Raises UsageError for what is no day.
    """
    persons = people_of(asked.site)
    suppose = _supposing(asked, list(kept))
    was, is_now = _standing(persons), _works_by(asked.site)
    with suppose():
        is_, is_then = _standing(persons), _works_by(asked.site)
    with suppose(all_agreed=True):
        agreed = _standing(persons)
    renewal = {each.pk: _renewal(each, asked, was[each.pk], is_[each.pk]) for each in persons}
    going = [each for each in persons if renewal[each.pk] is not Renewal.NOBODY]
    moved = [each for each in going if agreed[each.pk].protocol.hash != was[each.pk].protocol.hash]
    lines, untouched = _lines(moved, was, agreed, suppose), _untouched(asked.site, persons)
    return Impact(asked, is_now, is_then, tuple(
        OnPerson(
            each.code, each.enrolled.number if hasattr(each, "enrolled") else "", was[each.pk].protocol.version,
            is_[each.pk].protocol.version, renewal[each.pk], lines.get(each.pk, ()), untouched[each.pk],
        )
        for each in persons
    ))  # fmt: skip


def people_of(site: str) -> list[Person]:
    """Those of a site whom a version can concern: participants, and whoever is in screening."""
    return with_history(list(Person.objects.filter(site=site, not_enrolled=None).order_by("pk")))


def _supposing(asked: Asked, kept: list[tuple[Protocol, bool]]) -> partial[AbstractContextManager[None]]:
    approval = Activation(asked.site, asked.protocol.version, read_day(asked.day, "approval"))
    return partial(supposing, approval, asked.reconsent, kept)


def _works_by(site: str) -> str:
    """The version by which a site works; empty where none is in force."""
    try:
        return version_at(site, today())
    except AmendmentError:
        return ""


# --- which version holds ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Stands:
    """The version that holds for a person, and the one that is awaited of them (empty: none)."""

    protocol: Protocol
    awaited: str


def _standing(persons: Sequence[Person]) -> dict[int, _Stands]:
    return {
        each.pk: _Stands(protocol_for(each), awaited(each) if hasattr(each, "enrolled") else "") for each in persons
    }


def _renewal(person: Person, asked: Asked, was: _Stands, is_: _Stands) -> Renewal:
    """Where the renewed consent of a person stands once the approval is given."""
    if is_.awaited:
        if is_over(person) or not consent_of(person).lawful:
            return Renewal.NOBODY
        return Renewal.AWAITED if was.awaited == is_.awaited else Renewal.TO_ASK
    agreed = {version for version, _ in as_participant(person).consents}
    given = asked.reconsent and hasattr(person, "enrolled") and asked.protocol.version in agreed
    return Renewal.GIVEN if given else Renewal.NOT_NEEDED


# --- what changes -------------------------------------------------------------------------------------------------


def _lines(
    persons: Sequence[Person], was: Mapping[int, _Stands], is_: Mapping[int, _Stands],
    suppose: partial[AbstractContextManager[None]],
) -> dict[int, tuple[Line, ...]]:  # fmt: skip
    """What changes for these people once the other version holds for them."""
    moment, lost = now(), {each.pk: _lost_events(each, is_[each.pk].protocol) for each in persons}
    planned = [each for each in persons if hasattr(each, "enrolled") and not lost[each.pk]]
    before = timelines(planned, moment)
    with suppose(all_agreed=True):
        after = timelines(planned, moment)
    found = {}
    for each in persons:
        old, new = was[each.pk].protocol, is_[each.pk].protocol
        visits = _visits(each.pk, before, after) or lost[each.pk]
        found[each.pk] = (*visits, *_values_and_rules(each, old, new, differing(old, new)))
    return found


def _visits(person: int, before: Mapping[int, Timeline], after: Mapping[int, Timeline]) -> list[Line]:
    return lines_of_visits(before[person], after[person]) if person in after else []


def _lost_events(person: Person, new: Protocol) -> list[Line]:
    """Events that are recorded and that the other version does not know: it cannot be told what they leave due."""
    known = {event.id for event in new.schedule.events}
    lost = dict.fromkeys(each.what for each in person.happened.all() if each.what not in known)
    texts = {event.id: event.text for event in protocol_for(person).schedule.events}
    return [Line(Kind.UNTOLD, texts.get(name, Text(name, name)), NOTHING, WORDS["event_lost"]) for name in lost]


def _values_and_rules(person: Person, old: Protocol, new: Protocol, found: Differing) -> Iterator[Line]:
    if not found.any:
        return
    sheets = sheets_of(person)
    known = known_of(person, old, sheets)
    yield from lines_of_values(found, new, sheets, known)
    if found.criteria:
        yield from lines_of_criteria(found.criteria, old, new, person, known)
    if hasattr(person, "enrolled"):
        yield from lines_of_alerts(found.alerts, old, new, person, known)
        yield from lines_of_outcomes(old, new, person, known) if found.outcome else ()


# --- what stays ---------------------------------------------------------------------------------------------------


def _untouched(site: str, persons: Sequence[Person]) -> dict[int, Untouched]:
    """What stands below these people: an approval writes no row there, so all of it stays."""
    sheets, signatures, shut = filled_of(persons), Signatures(persons), closings(Scope(site))
    verified = progress_of_persons(persons)
    held = [row for row in signatures.rows if signatures.holds(row)]
    return {
        each.pk: Untouched(
            len(sheets[each.pk]), sum(row.participant == each.code for row in held), verified[each.pk].verified,
            tuple(sorted(shut.states(Scope(site, each.code)) - {State.OPEN})),
        )
        for each in persons
    }  # fmt: skip
