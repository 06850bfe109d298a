"""Every adverse event that is recorded, wherever it falls: before inclusion, before a dose, in the window, after it.

The tables of an outcome hold those of its window and of the treated. Whoever watches over safety needs the others too,
so each has a place, and the places together hold them all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bedside.analysis.adverse import emergent, form_of, is_serious, number_of, safety_set
from bedside.analysis.counts import within
from bedside.analysis.people import Listed, Person
from bedside.analysis.worked import Worked, counted_to
from bedside.protocol.casebook import Form
from bedside.protocol.estimands import AnalysisSet, Estimand, Membership
from bedside.values.moment import Moment


class Place(StrEnum):
    """Where an event falls. `UNDOSED`: within the window, and before the first dose or of somebody without one."""

    BEFORE = "before_inclusion"
    UNDOSED = "before_dose"
    COUNTED = "counted_in_window"
    AFTER = "after_window"


@dataclass(frozen=True)
class Recorded:
    """An event with whose it is; `number` is that of the participant in every figure, `O1` of one who objects."""

    person: Person
    number: str
    event: Listed
    place: Place
    serious: bool
    fatal: bool


def listing_of(worked: Worked) -> tuple[Estimand, Form] | None:
    """The outcome that counts adverse events, with their form; None where the protocol has none. Of two the first."""
    found = ((each, form_of(worked, each)) for each in worked.promised.estimands)
    return next(((each, form) for each, form in found if form is not None), None)


def recorded(worked: Worked, estimand: Estimand, form: Form) -> tuple[Recorded, ...]:
    """All events of a form of adverse events, by participant and then by time; one without a time comes last."""
    held, after = safety_set(worked, estimand), counted_to(number_of(worked, estimand))
    found = []
    for number, person in numbered_people(worked):
        mine = sorted(person.listed.get(estimand.outcome, ()), key=_began)
        for each in mine:
            fatal = form.safety is not None and form.safety.fatal(each.holds)
            place = place_of(person, each, held, after)
            found.append(Recorded(person, number, each, place, is_serious(form, each), fatal))
    return tuple(found)


def numbered_people(worked: Worked) -> Iterator[tuple[str, Person]]:
    """Everybody with their number in the order of inclusion; those of whom little is held come last."""
    yield from ((str(place), person) for place, person in enumerate(worked.people, 1))
    yield from ((f"O{place}", person) for place, person in enumerate(worked.reduced, 1))


def place_of(person: Person, each: Listed, held: AnalysisSet, after: int) -> Place:
    """Where an event falls; one whose time is written in part falls where it counts, if it may."""
    treated = held.holds is Membership.TREATED
    if each.began is not None and each.began.last < person.included:
        return Place.BEFORE
    if treated and person.dosed is not None and not emergent(held, person, each):
        return Place.UNDOSED
    if not within(person, each, after):
        return Place.AFTER
    return Place.UNDOSED if treated and person.dosed is None else Place.COUNTED


def _began(each: Listed) -> tuple[bool, Moment]:
    return each.began is None, each.began.first if each.began else Moment(0)
