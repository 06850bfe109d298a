"""What leads to an inclusion: a screening begun, its questions answered, its end with or without enrolment."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from bedside.conduct.api.callers import asks, at
from bedside.conduct.api.errors import NotFound
from bedside.conduct.api.participants import Code, SiteCode, check_site, person_of
from bedside.conduct.api.shapes import REFUSALS, UTC, Name, Reason, Sent, TakingBack, Told, When, utc
from bedside.conduct.frame.words import say
from bedside.conduct.inclusion import actions, actions_put_right, questions
from bedside.conduct.participants.actions import TOLERANCE, screen
from bedside.conduct.participants.models import Enrolled
from bedside.conduct.participants.reading import protocol_for
from bedside.conduct.participants.typed_times import read_local
from bedside.conduct.people.roles import Action
from bedside.errors import UsageError
from bedside.values.moment import now

router = Router(tags=["participants"])
Answer = Literal["yes", "no", "cannot tell"]


class Begun(Schema):
    """A screening that was begun."""

    code: str = Field(examples=["01-S001"])


class AnswersSent(Sent):
    """Answers to questions of the criteria."""

    answers: dict[Name, Answer] = Field(description="by variable of a question", min_length=1, max_length=200)
    at: When
    reason: Told = Field("", description="why what was answered before is corrected")


class AnswersKept(Schema):
    """How many entries that made; 0: nothing changed."""

    kept: int


class EnrolmentSent(Sent):
    """An inclusion."""

    at: When


class EnrolmentCorrection(EnrolmentSent):
    """The right time of an inclusion, and why the other was wrong."""

    reason: Reason


class InclusionLine(Schema):
    """An inclusion as it stands."""

    number: str = Field(examples=["01-001"])
    at: UTC
    version: str = Field(description="of the protocol", examples=["1.0"])
    taken_back: bool = Field(description="it was an error, and does not count")


class LeavingOut(Sent):
    """Why somebody is not enrolled: criteria, another reason, or both."""

    criteria: list[Name] = Field(
        description="of the protocol; empty: another reason", max_length=100, examples=[["E2"]]
    )
    other: Told = ""


class LeftOut(Schema):
    """A screening that ended without inclusion."""

    code: str
    criteria: list[str]


@router.post("/sites/{site}/screenings", response={201: Begun, **REFUSALS}, summary="Begin a screening")
@asks(Action.SCREEN)
def begin(request: HttpRequest, site: SiteCode) -> Any:
    """Somebody new on the screening list, by a code; nothing of their identity is kept."""
    check_site(request, site)
    return Status(201, {"code": screen(at(request, site), site).code})


@router.post("/participants/{code}/answers", response={200: AnswersKept, **REFUSALS}, summary="Answer questions")
@asks(Action.SCREEN)
def answer(request: HttpRequest, code: Code, sent: AnswersSent) -> dict[str, int]:
    """Save answers in the casebook. 422 once the screening has ended, and for a correction without a reason."""
    person = person_of(request, code)
    by, protocol, when = at(request, person.site, person.code), protocol_for(person), read_local(sent.at, "at")
    if hasattr(person, "enrolled") or hasattr(person, "not_enrolled"):
        raise UsageError("the screening of this person has ended.", person.code, "Correct it in the casebook.")
    if when > now() + TOLERANCE:
        raise UsageError("this time has not come yet.", "answered at", "Correct the time.")
    if strange := sorted(set(sent.answers) - {each.variable.name for each in questions.asked_of(protocol)}):
        raise NotFound(say("api.no_question", name=strange[0]), person.code)
    return {"kept": questions.answer(by, person, protocol, sent.answers, when, sent.reason)}


@router.get("/participants/{code}/enrolment", response={200: list[InclusionLine], **REFUSALS}, summary="Inclusions")
@asks(Action.SEE_PARTICIPANTS)
def inclusions(request: HttpRequest, code: Code) -> list[dict[str, Any]]:
    """Every inclusion of somebody: at most one holds, each with the time last said of it."""
    kept = person_of(request, code).enrolments.select_related("taken_back").prefetch_related("corrections")
    return [_told(row) for row in kept.order_by("pk")]


@router.post("/participants/{code}/enrolment", response={201: InclusionLine, **REFUSALS}, summary="Enrol")
@asks(Action.ENROL)
def enrol(request: HttpRequest, code: Code, sent: EnrolmentSent) -> Any:
    """Include somebody: every criterion met then, a lawful basis, a study and a site that recruit. No override."""
    person = person_of(request, code)
    row = actions.enrol(at(request, person.site, person.code), person, read_local(sent.at, "at"))
    return Status(201, _told(row))


@router.post(
    "/participants/{code}/enrolment/correction", response={201: InclusionLine, **REFUSALS},
    summary="Correct the time of an inclusion",
)  # fmt: skip
@asks(Action.ENROL)
def correct(request: HttpRequest, code: Code, sent: EnrolmentCorrection) -> Any:
    """422 for a time before the lawful basis, or after what happens only to participants."""
    person, when = person_of(request, code), read_local(sent.at, "at")
    row = actions_put_right.correct_enrolment(at(request, person.site, person.code), person, when, sent.reason)
    return Status(201, _told(row.enrolled))


@router.post(
    "/participants/{code}/enrolment/taking-back", response={201: InclusionLine, **REFUSALS},
    summary="Take an inclusion back",
)  # fmt: skip
@asks(Action.ENROL)
def take_back(request: HttpRequest, code: Code, sent: TakingBack) -> Any:
    """The person is in screening again; the number is never given again. 422 once anything of the study was done."""
    person = person_of(request, code)
    row = actions_put_right.take_back_enrolment(at(request, person.site, person.code), person, sent.reason)
    return Status(201, _told(row.enrolled))


@router.post("/participants/{code}/left-out", response={201: LeftOut, **REFUSALS}, summary="Leave out")
@asks(Action.SCREEN)
def leave_out(request: HttpRequest, code: Code, sent: LeavingOut) -> Any:
    """End a screening without inclusion."""
    person = person_of(request, code)
    row = actions.leave_out(at(request, person.site, person.code), person, sent.criteria, sent.other)
    return Status(201, {"code": person.code, "criteria": row.criteria.split()})


def _told(row: Enrolled) -> dict[str, Any]:
    said = max(row.corrections.all(), key=lambda each: each.pk, default=row)
    return {"number": row.number, "at": utc(said.at_us), "version": row.version,
            "taken_back": hasattr(row, "taken_back")}  # fmt: skip
