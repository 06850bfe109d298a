"""The lists by which a site works: what its day asks for, results newly out of range, what its data still need."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from bedside.conduct.api.callers import asks, at
from bedside.conduct.api.participants import SiteCode, check_site
from bedside.conduct.api.shapes import REFUSALS, UTC, utc
from bedside.conduct.frame.words import told as in_words
from bedside.conduct.monitoring import actions
from bedside.conduct.monitoring.verification import progress_of_persons
from bedside.conduct.participants.models import Person
from bedside.conduct.people.roles import Action
from bedside.conduct.study.protocol import read_once
from bedside.conduct.today import board
from bedside.conduct.today.clocks import clocks
from bedside.conduct.trail.reviewing import Limits, odd

router = Router(tags=["today"])


class CandidateLine(Schema):
    """Somebody in screening, the nearest to inclusion first."""

    participant: str = Field(examples=["01-S001"])
    verdict: str = Field(description="`eligible`, `not eligible` or `cannot tell`", examples=["cannot tell"])
    barred_by: list[str] = Field(description="criteria", examples=[["E2"]])
    to_qualify: list[str] = Field(description="the cheapest that could make them eligible")
    in_the_way: list[str] = Field(description="of somebody eligible: what else is to be done before inclusion")


class ConsentLine(Schema):
    """A consent to be sought or renewed, the longest without a look first."""

    participant: str = Field(examples=["01-S001"])
    hours: int = Field(description="since the patient’s capacity was last looked at")
    overdue: bool = Field(description="whether it should have been looked at again")
    relatives: bool = Field(description="whether relatives are to be asked meanwhile")
    renew: str = Field(description="version of the information that is to be agreed to; empty: none", examples=[""])
    died: bool


class DueLine(Schema):
    """A visit that is open, or was not done in time; of late days of a daily visit all stand together."""

    participant: str = Field(examples=["01-S001"])
    visit: str = Field(examples=["DAILY"])
    days: list[int | None] = Field(examples=[[3, 4]])
    late: bool
    closes_at: UTC | None = Field(description="of the first of them; null: never")
    forms: list[str] = Field(description="of the first of them: what is not complete", examples=[["vital_signs"]])


class ClockLine(Schema):
    """Something that is to be reported to the sponsor, the overdue first."""

    participant: str = Field(examples=["01-S001"])
    text: str
    since: UTC = Field(description="when somebody knew; where nobody wrote that, when it was written down")
    aware: bool = Field(description="whether it is written when somebody knew")
    due: UTC
    overdue: bool
    reported_late: bool = Field(description="and nobody has said why")


class DayNow(Schema):
    """What a site has to do today."""

    candidates: list[CandidateLine]
    consents: list[ConsentLine]
    assessments: list[DueLine]
    clocks: list[ClockLine]


class NewlyOut(Schema):
    """A result that went out of its range."""

    participant: str = Field(examples=["01-S001"])
    text: str = Field(description="what was measured")
    value: str = Field(description="with the one before it")
    sampled_at: UTC
    saved_at: UTC


class VerifiedLine(Schema):
    """How far the verification of somebody is, in items."""

    participant: str = Field(examples=["01-S001"])
    asked: int
    verified: int
    changed: int = Field(description="since they were verified")


class LateLine(Schema):
    """Something that was written down late."""

    participant: str = Field(description="empty: of the site", examples=["01-S001"])
    place: str
    act: str = Field(examples=["save"])
    by: str
    saved_at: UTC


class ReviewNow(Schema):
    """What the data of a site still need; its queries stand at `/queries`."""

    verification: list[VerifiedLine]
    late: list[LateLine]


class Raised(Schema):
    """The queries that are new."""

    queries: list[int] = Field(examples=[[812]])


@router.get("/sites/{site}/today", response={200: DayNow, **REFUSALS}, summary="The day of a site")
@asks(Action.SEE_PARTICIPANTS)
@read_once()
def today(request: HttpRequest, site: SiteCode) -> dict[str, Any]:
    """Who may qualify and how, whose consent is to be sought, what is due, what is to be reported."""
    check_site(request, site)
    persons = board.people(site)
    return {
        "candidates": [_candidate(each) for each in board.candidates(persons)],
        "consents": [_consent(each) for each in board.seeking(persons)],
        "assessments": [_due(each) for each in board.assessments(persons)],
        "clocks": [
            {"participant": each.person.code, "text": in_words(each.text), "since": utc(each.since),
             "aware": each.aware, "due": utc(each.by), "overdue": each.overdue, "reported_late": each.reported_late}
            for each in clocks(persons)
        ],
    }  # fmt: skip


@router.get("/sites/{site}/newly-out-of-range", response={200: list[NewlyOut], **REFUSALS}, summary="Newly abnormal")
@asks(Action.SEE_IDENTITY_FREE_DATA)
@read_once()
def newly(request: HttpRequest, site: SiteCode) -> list[dict[str, Any]]:
    """The results of the last day that went out of their range, the latest first."""
    check_site(request, site)
    return [
        {"participant": each.person.code, "text": in_words(each.text), "value": in_words(each.value),
         "sampled_at": utc(each.at), "saved_at": utc(each.saved)}
        for each in board.newly(site)
    ]  # fmt: skip


@router.get("/sites/{site}/data-review", response={200: ReviewNow, **REFUSALS}, summary="Data review of a site")
@asks(Action.SEE_IDENTITY_FREE_DATA)
@read_once()
def review(request: HttpRequest, site: SiteCode) -> dict[str, Any]:
    """How far verification is, and what was entered late."""
    check_site(request, site)
    persons = list(Person.objects.filter(site=site, enrolled__isnull=False).select_related("enrolled").order_by("pk"))
    progress = progress_of_persons(persons)
    return {
        "verification": [{"participant": each.code, **vars(progress[each.pk])} for each in persons],
        "late": [
            {"participant": each.event.participant, "place": each.event.place, "act": each.event.action,
             "by": each.event.actor, "saved_at": utc(each.event.at_us)}
            for each in odd([site], Limits.of_study(), ["late"])
        ],
    }  # fmt: skip


@router.post("/sites/{site}/data-review/queries", response={201: Raised, **REFUSALS}, summary="Ask what checks find")
@asks(Action.RAISE_QUERY)
def raise_found(request: HttpRequest, site: SiteCode) -> Any:
    """Raise a query for each thing that the checks find in the casebooks of a site, and nobody asked about yet."""
    check_site(request, site)
    return Status(201, {"queries": [query.pk for query in actions.raise_at_site(at(request, site), site)]})


def _candidate(each: board.Candidate) -> dict[str, Any]:
    return {
        "participant": each.person.code, "verdict": board.verdict(each.standing), "barred_by": list(each.barred),
        "to_qualify": [in_words(text) for text in each.to_qualify],
        "in_the_way": [in_words(text) for text in each.in_the_way],
    }  # fmt: skip


def _consent(each: board.Seeking) -> dict[str, Any]:
    return {
        "participant": each.person.code, "hours": each.hours, "overdue": each.overdue, "relatives": each.relatives,
        "renew": each.renew, "died": each.died,
    }  # fmt: skip


def _due(each: board.Assessment) -> dict[str, Any]:
    first = each.visit
    return {
        "participant": each.person.code, "visit": first.due.visit, "late": each.late,
        "days": [visit.due.day if visit.daily else None for visit in each.visits],
        "closes_at": utc(first.due.closes), "forms": [form.form.id for form in first.missing],
    }  # fmt: skip
