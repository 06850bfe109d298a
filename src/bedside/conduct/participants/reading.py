"""Where a person stands: the protocol that holds for them, and their consent."""

from __future__ import annotations

import json

from bedside.conduct.participants import consent
from bedside.conduct.participants.models import ConsentStep, Person
from bedside.conduct.study.protocol import latest, protocol_of
from bedside.protocol.model import Protocol
from bedside.values.moment import Moment


def protocol_for(person: Person) -> Protocol:
    """The version that holds for a person: the one they were enrolled under, else the study's latest."""
    enrolled = getattr(person, "enrolled", None)
    return protocol_of(enrolled.version) if enrolled else latest()


def consent_of(person: Person, protocol: Protocol | None = None) -> consent.State:
    """Where the person's consent stands."""
    steps = person.consent_steps.order_by("at_us", "pk")
    return consent.state_of(protocol or protocol_for(person), [_taken(step) for step in steps])


def _taken(step: ConsentStep) -> consent.Taken:
    given = frozenset(json.loads(step.given)) if step.given else frozenset()
    return consent.Taken(consent.Step(step.step), Moment(step.at_us), step.route, step.document, given)
