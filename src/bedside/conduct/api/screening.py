"""A site's screening log and flow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema

from bedside.conduct.api.callers import asks
from bedside.conduct.api.participants import SiteCode, State, check_site, state_of
from bedside.conduct.api.shapes import REFUSALS, UTC, utc
from bedside.conduct.frame.words import told as in_words
from bedside.conduct.participants.models import EnrolmentTakenBack, Person
from bedside.conduct.participants.reading import site_protocol
from bedside.conduct.people.roles import Action
from bedside.conduct.today import board
from bedside.conduct.today.flow_figure import whole_flow
from bedside.conduct.today.follow_up import Counted, FollowUp
from bedside.conduct.today.log import taken_back

router = Router(tags=["participants"])


class TakenBackNow(Schema):
    """An inclusion that was taken back: its number, when, by whom in which role, and why."""

    number: str = Field(examples=["01-002"])
    at: UTC
    role: str
    reason: str | None = Field(description="null where it was redacted")


class LogLine(Schema):
    """A line of the screening log: nobody's name, no verdict once the screening has ended."""

    code: str = Field(examples=["01-S001"])
    state: State
    screened_at: UTC
    data_verdict: str = Field(description="empty once the screening has ended", examples=["candidate"])
    verdict: str = Field(description="the same by all criteria", examples=["cannot tell"])
    criteria: list[str] = Field(description="those that keep or kept them out", examples=[["E2"]])
    other: str | None = Field(description="another reason; null where it was redacted")
    taken_back: list[TakenBackNow] = Field(description="inclusions of theirs that were taken back")


class FlowReason(Schema):
    """How many were left out for what."""

    text: str
    count: int


class SetNow(Schema):
    """An analysis set, as an efficacy snapshot taken now would hold it."""

    text: str
    members: int
    others: int
    cannot_tell: int


class FollowedNow(Schema):
    """Everybody enrolled: at each stage those who do not object to the use of their data stand in exactly one place."""

    objecting: int
    kept: int = Field(description="all others: those whom an efficacy snapshot taken now would hold")
    dosed: int | None = Field(description="null where the protocol names no dose")
    not_dosed: list[FlowReason] = Field(description="left the study before any dose was recorded, by what came first")
    no_dose_yet: int
    followed: int
    left: list[FlowReason] = Field(description="left the study, by what came first")
    meanwhile: list[FlowReason] = Field(description="intercurrent events; one person may have several")
    outcome: str = Field(description="empty where no rule works one out", examples=["P1"])
    assessed: int
    cannot_tell: int
    not_due: int
    sets: list[SetNow]


class FlowNow(Schema):
    """Everybody screened, each in exactly one place, and what became of those enrolled."""

    screened: int
    left_out: int
    undecided: int
    enrolled: int
    reasons: list[FlowReason]
    follow_up: FollowedNow


@router.get("/sites/{site}/screening-log", response={200: list[LogLine], **REFUSALS}, summary="Screening log")
@asks(Action.SEE_PARTICIPANTS)
def screening_log(request: HttpRequest, site: SiteCode) -> list[dict[str, Any]]:
    """Everybody screened at a site, the latest first, with the reasons of those left out."""
    check_site(request, site)
    persons = board.people(site)
    candidates = {each.person.code: each for each in board.candidates(persons)}
    undone = taken_back(persons)
    return [_logged(person, candidates.get(person.code), undone.get(person.pk, ())) for person in reversed(persons)]


@router.get("/sites/{site}/flow", response={200: FlowNow, **REFUSALS}, summary="Flow")
@asks(Action.SEE_PARTICIPANTS)
def flow(request: HttpRequest, site: SiteCode) -> dict[str, Any]:
    """The flow of a site's screening, in the manner of CONSORT: it always adds up."""
    check_site(request, site)
    found = whole_flow(board.people(site), site_protocol(site))
    screened = found.screening
    return {"screened": screened.screened, "left_out": screened.out, "undecided": screened.undecided,
            "enrolled": screened.enrolled, "reasons": _reasons(screened.left_out),
            "follow_up": _followed(found.follow_up)}  # fmt: skip


def _reasons(counted: Counted) -> list[dict[str, Any]]:
    return [{"text": in_words(text), "count": count} for text, count in counted]


def _followed(found: FollowUp) -> dict[str, Any]:
    sets = [{"text": in_words(each.text), "members": each.members, "others": each.others, "cannot_tell": each.open}
            for each in found.sets]  # fmt: skip
    return {"objecting": found.objected, "kept": found.kept, "dosed": found.dosed,
            "not_dosed": _reasons(found.not_dosed), "no_dose_yet": found.awaiting, "followed": found.followed,
            "left": _reasons(found.left), "meanwhile": _reasons(found.meanwhile), "outcome": found.outcome,
            "assessed": found.assessed, "cannot_tell": found.undetermined, "not_due": found.not_due,
            "sets": sets}  # fmt: skip


def _logged(person: Person, candidate: board.Candidate | None, undone: Sequence[EnrolmentTakenBack]) -> dict[str, Any]:
    end = getattr(person, "not_enrolled", None)
    left_out = end if not hasattr(person, "enrolled") else None
    barred = list(candidate.barred) if candidate else left_out.criteria.split() if left_out else []
    return {
        "code": person.code, "state": state_of(person), "screened_at": utc(person.event.at_us), "criteria": barred,
        "data_verdict": board.data_verdict(candidate.standing) if candidate else "",
        "verdict": board.verdict(candidate.standing) if candidate else "",
        "other": left_out.other if left_out else "",
        "taken_back": [{"number": each.enrolled.number, "at": utc(each.event.at_us), "role": each.event.role,
                        "reason": each.event.reason} for each in undone],
    }  # fmt: skip
