"""Which tubes are to be drawn of a participant, and when: read off the protocol, the calendar and what happened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bedside.conduct.casebook.reading import zone
from bedside.conduct.casebook.states import periods_of
from bedside.conduct.inclusion.filled import filled_of, imported_states
from bedside.conduct.participants.consent import State as Consent
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import happened_of
from bedside.protocol.model import Protocol
from bedside.protocol.schedule import Period, on_the_clock, samples_due
from bedside.values.moment import Moment


@dataclass(frozen=True)
class Expected:
    """A tube that is to be drawn; before inclusion nobody knows when its window opens and closes."""

    kind: str
    visit: str
    day: int | None
    opens: Moment | None = None
    target: Moment | None = None
    closes: Moment | None = None

    @property
    def place(self) -> tuple[str, str, int | None]:
        """What tells it from the other tubes of its participant."""
        return self.kind, self.visit, self.day


def expected_of(person: Person, protocol: Protocol, consent: Consent) -> list[Expected]:
    """The tubes of a participant, in order of time; of somebody with a lawful basis who is not enrolled yet, those of
    the visit of inclusion.
    """
    if hasattr(person, "enrolled"):
        return list(_after_inclusion(person, protocol))
    return list(_at_inclusion(protocol)) if consent.lawful else []


def _after_inclusion(person: Person, protocol: Protocol) -> Iterator[Expected]:
    happened, daily = happened_of(person), daily_visits(protocol)
    periods = _periods(person, protocol) if _sampled(protocol) & daily else {}
    inclusion, clock = Moment(person.enrolled.at_us), zone()
    for elapsed in samples_due(protocol, inclusion, happened, periods):
        day = elapsed.day if elapsed.visit in daily else None
        each = elapsed if day is not None else on_the_clock(elapsed, inclusion, clock)
        yield from (Expected(kind, each.visit, day, each.opens, each.target, each.closes) for kind in each.forms)


def _at_inclusion(protocol: Protocol) -> Iterator[Expected]:
    for visit in protocol.schedule.visits:
        if visit.until_day is None and visit.day <= 0:
            yield from (Expected(each.id, visit.id, None) for each in protocol.samples if visit.id in each.visits)


def daily_visits(protocol: Protocol) -> frozenset[str]:
    """The visits that repeat each day."""
    return frozenset(visit.id for visit in protocol.schedule.visits if visit.until_day is not None)


def _sampled(protocol: Protocol) -> frozenset[str]:
    return frozenset(visit for each in protocol.samples for visit in each.visits)


def _periods(person: Person, protocol: Protocol) -> Mapping[str, Sequence[Period]]:
    """When the states that daily visits depend on were in force."""
    typed = [state for filled in filled_of([person])[person.pk] for state in filled.states]
    imported = imported_states([person], protocol).get(person.pk, [])
    return periods_of(protocol.schedule, typed, imported, happened_of(person))
