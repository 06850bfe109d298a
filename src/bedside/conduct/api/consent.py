"""The steps of a consent: those that were taken, and one more by the same table as on the screen."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from bedside.conduct.api.callers import asks, at
from bedside.conduct.api.errors import NotFound
from bedside.conduct.api.participants import Code, person_of
from bedside.conduct.api.shapes import REFUSALS, UTC, Name, Number, Sent, Short, TakingBack, When, utc
from bedside.conduct.frame.words import say
from bedside.conduct.participants import consent
from bedside.conduct.participants.actions import record_consent, take_back_consent
from bedside.conduct.participants.finding import who_records
from bedside.conduct.participants.models import ConsentStep, Person
from bedside.conduct.participants.reading import protocol_for, renewable, taken_of
from bedside.conduct.participants.typed_times import read_local
from bedside.conduct.people.roles import Action
from bedside.conduct.study.protocol import protocol_of
from bedside.errors import UsageError
from bedside.protocol.model import Protocol

router = Router(tags=["consent"])
Signatory = Literal[
    "", "patient", "person of trust", "spouse or partner", "parent", "child", "sibling", "other relative"
]  # fmt: skip
STEPS = ", ".join(f"`{each.value}`" for each in consent.Step)


class StepLine(Schema):
    """A step that was taken."""

    number: int = Field(examples=[214])
    step: str = Field(description=STEPS, examples=["give"])
    route: str = Field(description="by which the step goes; empty where it goes by none", examples=["patient"])
    document: str = Field(description="version of the information that was read", examples=["1.0"])
    version: str = Field(description="of the protocol it is about", examples=["1.0"])
    signatory: str = Field(description="who signed; empty: the patient alone, or nobody")
    given: dict[str, UTC] = Field(description="what was certified, and when")
    at: UTC
    by: str
    saved_at: UTC
    taken_back: bool = Field(description="it was an error, and does not count")


class ConsentStepSent(Sent):
    """A step to record."""

    step: consent.Step
    at: When
    route: Name | Literal[""] = ""
    document: Short = Field("", description="version of the information that was read")
    given: dict[Name, str] = Field(
        default_factory=dict, max_length=50,
        description="what is certified, by variable of its question, and when (ISO 8601; empty: at the step's time)",
    )  # fmt: skip
    signatory: Signatory = Field("", description="who signs, where not the patient alone does")


class EmergencySent(ConsentStepSent):
    """A physician's certificate that nobody can be asked in time."""

    step: Literal[consent.Step.GIVE] = consent.Step.GIVE
    route: Name


class ConsentTakingBack(TakingBack):
    """Why a step does not hold; with a time, it is recorded anew as taken then."""

    at: When | None = None


@router.get("/participants/{code}/consent", response={200: list[StepLine], **REFUSALS}, summary="Steps of consent")
@asks(Action.SEE_PARTICIPANTS)
def steps(request: HttpRequest, code: Code) -> list[dict[str, Any]]:
    """Every step that was taken, in the order of their times; where the consent stands is with the participant."""
    person = person_of(request, code)
    return [_told(row) for row in person.consent_steps.select_related("event", "taken_back").order_by("at_us", "pk")]


@router.post("/participants/{code}/consent", response={201: StepLine, **REFUSALS}, summary="Record a step of consent")
@asks(Action.RECORD_CONSENT)
def record(request: HttpRequest, code: Code, sent: ConsentStepSent) -> Any:
    """422 where law and protocol do not allow the step now; an emergency is certified by the operation beside."""
    return _record(request, person_of(request, code), sent, Action.RECORD_CONSENT)


@router.post("/participants/{code}/emergency", response={201: StepLine, **REFUSALS}, summary="Certify an emergency")
@asks(Action.CERTIFY_EMERGENCY)
def certify(request: HttpRequest, code: Code, sent: EmergencySent) -> Any:
    """Begin by the route on which nobody of the patient's side speaks, with everything that is certified for it."""
    return _record(request, person_of(request, code), sent, Action.CERTIFY_EMERGENCY)


@router.post(
    "/participants/{code}/consent/{number}/taking-back", response={201: StepLine, **REFUSALS},
    summary="Take a step of consent back",
)  # fmt: skip
@asks(Action.RECORD_CONSENT)
def take_back(request: HttpRequest, code: Code, number: Number, sent: ConsentTakingBack) -> Any:
    """It stays where it was written. 422 where what followed could not have followed without it."""
    return _take_back(request, person_of(request, code), number, sent, Action.RECORD_CONSENT)


@router.post(
    "/participants/{code}/emergency/{number}/taking-back", response={201: StepLine, **REFUSALS},
    summary="Take an emergency back",
)  # fmt: skip
@asks(Action.CERTIFY_EMERGENCY)
def take_emergency_back(request: HttpRequest, code: Code, number: Number, sent: ConsentTakingBack) -> Any:
    """As of any step, by those who may certify one."""
    return _take_back(request, person_of(request, code), number, sent, Action.CERTIFY_EMERGENCY)


def _take_back(request: HttpRequest, person: Person, number: int, sent: ConsentTakingBack, action: Action) -> Any:
    step = person.consent_steps.select_related("event", "person").filter(pk=number).first()
    if step is None:
        raise NotFound(say("api.not_there"), f"{person.code} / {number}")
    _check_who(protocol_of(step.version), consent.Step(step.step), step.route, action)
    moved = read_local(sent.at, "at") if sent.at else None
    take_back_consent(at(request, person.site, person.code), step, sent.reason, moved)
    return Status(201, _told(ConsentStep.objects.select_related("event", "taken_back").get(pk=number)))


def _check_who(protocol: Protocol, step: consent.Step, route: str, action: Action) -> None:
    if who_records(protocol, step, route) is not action:
        raise UsageError(say("api.other_operation"), "consent", say("api.look_at_openapi"))


def _record(request: HttpRequest, person: Person, sent: ConsentStepSent, action: Action) -> Any:
    by, when = at(request, person.site, person.code), read_local(sent.at, "at")
    _check_who(protocol_for(person), sent.step, sent.route, action)
    times = {name: read_local(text, name) for name, text in sent.given.items() if text}
    taken = consent.Taken(sent.step, when, sent.route, sent.document.strip(), frozenset(sent.given), times)
    version = renewable(person) if sent.step in consent.RENEWING else ""
    return Status(201, _told(record_consent(by, person, taken, sent.signatory, version)))


def _told(row: ConsentStep) -> dict[str, Any]:
    return {
        "number": row.pk, "step": row.step, "route": row.route, "document": row.document, "version": row.version,
        "signatory": row.signatory, "given": {name: utc(when) for name, when in taken_of(row).times.items()},
        "at": utc(row.at_us), "by": row.event.actor, "saved_at": utc(row.event.at_us),
        "taken_back": hasattr(row, "taken_back"),
    }  # fmt: skip
