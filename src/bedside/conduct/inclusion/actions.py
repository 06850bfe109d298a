"""How a screening ends: inclusion, or not. Each one transaction, with its entry in the trail."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from bedside.conduct.inclusion.standing import standing
from bedside.conduct.participants.models import Enrolled, NotEnrolled, Person
from bedside.conduct.participants.reading import consent_of, protocol_for
from bedside.conduct.study.actions import current_status
from bedside.conduct.study.statuses import ENROLLING
from bedside.conduct.trail.keeping import Act, Actor, keep
from bedside.errors import BedsideError, UsageError
from bedside.values.moment import Moment


class NotEligible(BedsideError):
    """Enrolment is refused; there is no way around it."""


@transaction.atomic
def leave_out(by: Actor, person: Person, criteria: Iterable[str], other: str = "") -> NotEnrolled:
    """End a screening without inclusion, for these criteria or another reason. Raises UsageError without any."""
    listed = " ".join(criteria)
    if not listed and not other.strip():
        raise UsageError("no reason is given.", "screening", "Name a criterion, or another reason.")
    if hasattr(person, "enrolled") or hasattr(person, "not_enrolled"):
        raise UsageError("the screening of this person has ended.", "screening", "Open another one.")
    return keep(
        Act(by, "leave out", person.site, person.code), NotEnrolled(person=person, criteria=listed, other=other)
    )


@transaction.atomic
def enrol(by: Actor, person: Person, at: Moment) -> Enrolled:
    """Include a person: every criterion met, a lawful basis, a study that recruits. There is no override.

    Raises NotEligible, saying everything that is in the way.
    """
    protocol, status = protocol_for(person), current_status()
    found, basis = standing(person, at), consent_of(person)
    wrong = []
    if hasattr(person, "enrolled"):
        wrong.append("this person is enrolled already")
    if hasattr(person, "not_enrolled"):
        wrong.append("this person's screening has ended")
    if status not in ENROLLING:
        wrong.append(f"the study is {status}")
    if not basis.lawful:
        wrong.append("there is no lawful basis")
    wrong += [f"criterion {each.id}" for each in found.barring]
    wrong += [
        f"criterion {each.criterion.id} is not answered" for each in found.criteria if not each.meaning.value.known
    ]
    if wrong or not found.eligible:
        raise NotEligible(
            f"cannot be enrolled: {'; '.join(wrong)}.", person.code, "Settle each of these, or leave out."
        )
    number = f"{person.site}-{Enrolled.objects.filter(person__site=person.site).count() + 1:03d}"
    act = Act(by, "enrol", person.site, person.code, detail={"number": number, "version": protocol.version})
    return keep(act, Enrolled(person=person, number=number, at_us=int(at), version=protocol.version))
