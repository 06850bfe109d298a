"""Where a person stands: the protocol that holds for them, their consent, what happened to them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from bedside.conduct.participants import consent
from bedside.conduct.participants.models import ConsentStep, Person
from bedside.conduct.study import choices
from bedside.conduct.study.clock import on_day, today
from bedside.conduct.study.protocol import latest, protocol_of, version_at
from bedside.errors import AmendmentError
from bedside.protocol.amendments import Participant
from bedside.protocol.model import Protocol
from bedside.protocol.schedule import Happened
from bedside.values.moment import HOUR, Moment

DEATH = "death"
"""The event of a schedule that is the participant's death."""
LEAVING: Mapping[consent.Step, str] = {
    consent.Step.WITHDRAW: "consent_withdrawn",
    consent.Step.DECLINE: "continuation_refused",
    consent.Step.RELATIVE_REFUSES: "continuation_refused",
    consent.Step.OBJECT: "data_objection",
}
"""The event of a schedule that a step of consent is; a withdrawal where the schedule has no other."""


def protocol_for(person: Person) -> Protocol:
    """The version that holds for a person now.

    For a participant: the one they agreed to, following their site except past an amendment that asks for their
    consent anew. For somebody in screening: the site's. Where none is in force at the site: the one they were
    enrolled under, else the study's latest.
    """
    enrolled = getattr(person, "enrolled", None)
    try:
        return protocol_of(version_at(person.site, today(), as_participant(person) if enrolled else None))
    except AmendmentError:
        return protocol_of(enrolled.version) if enrolled else latest()


def site_protocol(site: str) -> Protocol:
    """The version by which a site works today; the study's latest where none is in force there."""
    try:
        return protocol_of(version_at(site, today()))
    except AmendmentError:
        return latest()


def as_participant(person: Person) -> Participant:
    """The person with the protocol versions they agreed to, as amendments ask it."""
    read = {step.value for step in consent.READ}
    agreed = [
        (step.version, on_day(Moment(step.at_us)))
        for step in sorted(steps_of(person), key=lambda step: step.pk)
        if step.step in read and step.version
    ]
    return Participant(person.code, tuple(agreed))


def to_renew(person: Person) -> str:
    """The protocol version for which the person's consent is to be asked anew; empty when none is, when they said that
    they go on under the former one, or when something happened after which nobody is there to be asked."""
    version = renewable(person)
    return "" if version in stayed(person) else version


def renewable(person: Person) -> str:
    """The protocol version to which the person can still agree or say no: who went on under the former one may change
    their mind. Empty where there is none."""
    version = awaited(person)
    return version if version and not is_over(person) else ""


def stayed(person: Person) -> frozenset[str]:
    """The protocol versions that the person declined, going on under the one agreed to before."""
    return frozenset(step.version for step in steps_of(person) if step.step == consent.Step.STAY)


def awaited(person: Person) -> str:
    """The version by which the site works and which does not hold for the person, as they did not agree to it."""
    try:
        site, own = (version_at(person.site, today(), each) for each in (None, as_participant(person)))
    except AmendmentError:
        return ""
    return site if site != own else ""


def is_over(person: Person) -> bool:
    """Whether something happened after which nothing is due any more: a death, a withdrawal."""
    events = protocol_for(person).schedule.events
    ending = {event.id for event in events if event.otherwise == "nothing" and not event.remains}
    return any(each.event in ending for each in happened_of(person))


def consent_of(person: Person, protocol: Protocol | None = None) -> consent.State:
    """Where the person's consent stands, each step read by the version of the protocol that it was taken under."""
    state = consent.State()
    for step in steps_of(person):
        held = protocol_of(step.version) if step.version else protocol or protocol_for(person)
        state = consent.after(held, state, taken_of(step))
    return state


def steps_of(person: Person) -> list[ConsentStep]:
    """The steps of the person's consent that hold, in the order in which they were taken (read before, where they
    were)."""
    held = [step for step in person.consent_steps.all() if not hasattr(step, "taken_back")]
    return sorted(held, key=lambda step: (step.at_us, step.pk))


def taken_of(step: ConsentStep) -> consent.Taken:
    """A kept step as the machine takes it."""
    times = {name: Moment(at) for name, at in json.loads(step.given or "{}").items()}
    return consent.Taken(
        consent.Step(step.step), Moment(step.at_us), step.route, step.document, frozenset(times), times, step.signatory
    )


def happened_of(person: Person) -> list[Happened]:
    """What happened to a participant, as the schedule takes it: events recorded, and what steps of the consent say,
    that it ended or that the participant died."""
    kept = [each for each in person.happened.all() if not hasattr(each, "taken_back")]
    found = [Happened(each.what, Moment(each.at_us)) for each in kept]
    return sorted([*found, *by_consent(person)], key=lambda each: (each.at, each.event))


def by_consent(person: Person) -> list[Happened]:
    """What only the person's consent says that happened."""
    died = died_by_consent(person)
    return [*left_by_consent(person), *([died] if died else [])]


def said_dead(person: Person) -> Moment | None:
    """When the person died, as the step of their consent says it: before they could decide."""
    died = (Moment(step.at_us) for step in steps_of(person) if step.step == consent.Step.DIE)
    return next(died, None)


def died_by_consent(person: Person) -> Happened | None:
    """The death of a participant that only their consent says; an event that is recorded says when, more exactly."""
    at = said_dead(person)
    if at is None or not hasattr(person, "enrolled"):
        return None
    recorded = any(each.what == DEATH and not hasattr(each, "taken_back") for each in person.happened.all())
    known = any(event.id == DEATH for event in protocol_for(person).schedule.events)
    return Happened(DEATH, at) if known and not recorded else None


def died_at(person: Person) -> Moment | None:
    """When the participant died, as far as it is recorded."""
    return next((each.at for each in happened_of(person) if each.event == DEATH), None)


def left_at(steps: Sequence[ConsentStep]) -> Moment | None:
    """When somebody left by a step of consent: what is collected later is not written. None: they did not."""
    return min((Moment(step.at_us) for step in steps if consent.Step(step.step) in LEAVING), default=None)


def left_by_consent(person: Person) -> Iterator[Happened]:
    """The events of the schedule that steps of the person's consent are: a withdrawal, an objection."""
    return (each for each, _ in left_by(person))


def left_by(person: Person) -> Iterator[tuple[Happened, consent.Step]]:
    """The events that are the end of a consent, each with the step that it was: to decline is not to withdraw."""
    known = {event.id for event in protocol_for(person).schedule.events}
    for step in steps_of(person):
        name = LEAVING.get(consent.Step(step.step), "")
        name = name if name in known else LEAVING[consent.Step.WITHDRAW] if name else ""
        if name in known:
            yield Happened(name, Moment(step.at_us)), consent.Step(step.step)


def planned_of(person: Person) -> dict[tuple[str, int | None], Moment]:
    """The moments for which visits are planned, by visit and day of a daily one."""
    latest_ = {(each.visit, each.day): each.at_us for each in sorted(person.planned.all(), key=lambda each: each.pk)}
    return {which: Moment(at) for which, at in latest_.items() if at is not None}


def with_history(persons: Sequence[Person]) -> list[Person]:
    """The same people as they are now, with all that happened to them: a handful of questions however many they are."""
    found = Person.objects.filter(pk__in=[person.pk for person in persons]).order_by("pk")
    found = found.select_related("event", "enrolled", "not_enrolled")
    return list(found.prefetch_related("consent_steps__taken_back", "happened__taken_back", "planned"))


def second_physician() -> bool:
    """Whether this study asks a second physician to confirm an emergency."""
    return choices.chosen(choices.SECOND_PHYSICIAN) == choices.ON


def reassess_after() -> int:
    """How long after a look at the patient's capacity to decide the next one is late, in microseconds."""
    return int(choices.chosen(choices.REASSESS_HOURS)) * HOUR
