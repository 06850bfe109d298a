"""A site's screening log and flow."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema

from bedside.conduct.api.callers import asks
from bedside.conduct.api.participants import SiteCode, State, check_site, state_of
from bedside.conduct.api.shapes import REFUSALS, UTC, utc
from bedside.conduct.frame.words import told as in_words
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import site_protocol
from bedside.conduct.people.roles import Action
from bedside.conduct.today import board
from bedside.conduct.today.flow import flow_of
from bedside.conduct.today.words import WORDS

router = Router(tags=["participants"])


class LogLine(Schema):
    """A line of the screening log: nobody's name, no verdict once the screening has ended."""

    code: str = Field(examples=["01-S001"])
    state: State
    screened_at: UTC
    data_verdict: str = Field(description="empty once the screening has ended", examples=["candidate"])
    verdict: str = Field(description="the same by all criteria", examples=["cannot tell"])
    criteria: list[str] = Field(description="those that keep or kept them out", examples=[["E2"]])
    other: str | None = Field(description="another reason; null where it was redacted")


class FlowReason(Schema):
    """How many were left out for what."""

    text: str
    count: int


class FlowNow(Schema):
    """Everybody screened, each in exactly one place."""

    screened: int
    left_out: int
    undecided: int
    enrolled: int
    reasons: list[FlowReason]


@router.get("/sites/{site}/screening-log", response={200: list[LogLine], **REFUSALS}, summary="Screening log")
@asks(Action.SEE_PARTICIPANTS)
def screening_log(request: HttpRequest, site: SiteCode) -> list[dict[str, Any]]:
    """Everybody screened at a site, the latest first, with the reasons of those left out."""
    check_site(request, site)
    persons = board.people(site)
    candidates = {each.person.code: each for each in board.candidates(persons)}
    return [_logged(person, candidates.get(person.code)) for person in reversed(persons)]


@router.get("/sites/{site}/flow", response={200: FlowNow, **REFUSALS}, summary="Flow")
@asks(Action.SEE_PARTICIPANTS)
def flow(request: HttpRequest, site: SiteCode) -> dict[str, Any]:
    """The flow of a site's screening, in the manner of CONSORT: it always adds up."""
    check_site(request, site)
    found = flow_of(board.people(site), site_protocol(site), WORDS["other_reason"])
    reasons = [{"text": in_words(text), "count": count} for text, count in found.left_out]
    return {"screened": found.screened, "left_out": found.out, "undecided": found.undecided,
            "enrolled": found.enrolled, "reasons": reasons}  # fmt: skip


def _logged(person: Person, candidate: board.Candidate | None) -> dict[str, Any]:
    end = getattr(person, "not_enrolled", None)
    left_out = end if not hasattr(person, "enrolled") else None
    barred = list(candidate.barred) if candidate else left_out.criteria.split() if left_out else []
    return {
        "code": person.code, "state": state_of(person), "screened_at": utc(person.event.at_us), "criteria": barred,
        "data_verdict": board.data_verdict(candidate.standing) if candidate else "",
        "verdict": board.verdict(candidate.standing) if candidate else "",
        "other": left_out.other if left_out else "",
    }  # fmt: skip
