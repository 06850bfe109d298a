"""Inclusions of the demonstration that were put right: one at another time, one that was meant for somebody else."""

from __future__ import annotations

from bedside.conduct.demonstration.cast import Cast
from bedside.conduct.inclusion.actions import enrol
from bedside.conduct.inclusion.actions_put_right import correct_enrolment, take_back_enrolment
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import consent_of
from bedside.conduct.people.roles import Action
from bedside.conduct.trail.keeping import in_turn
from bedside.values.moment import HOUR, Moment, now

EARLIER = HOUR // 15
"""What the wrong clock said too late."""
WRONG_CLOCK = "Read off a monitor whose clock is four minutes fast."
SOMEBODY_ELSE = "Meant for the patient in the next bed."


@in_turn
def correct_an_inclusion(cast: Cast, persons: list[Person]) -> None:
    """The first of these whose basis was given early enough was included some minutes earlier than was said."""
    for person in persons:
        at, since = Moment(person.enrolled.at_us - EARLIER), consent_of(person).since
        if since is not None and since <= at:
            correct_enrolment(cast.acting(Action.ENROL, person.site), person, at, WRONG_CLOCK)
            return


@in_turn
def include_by_mistake(cast: Cast, code: str) -> None:
    """Somebody who is ready was included, and is in screening again; their number is given to nobody."""
    person = Person.objects.get(code=code)
    by = cast.acting(Action.ENROL, person.site)
    enrol(by, person, now())
    take_back_enrolment(by, person, SOMEBODY_ELSE)
