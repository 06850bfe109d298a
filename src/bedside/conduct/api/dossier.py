"""The dossier for an inspection, read off the running system; its settings stand at `/settings`."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema

from bedside.conduct.api.callers import asks, at
from bedside.conduct.api.shapes import REFUSALS, UTC, utc
from bedside.conduct.frame.words import language
from bedside.conduct.frame.words import told as in_words
from bedside.conduct.people.reading import Account
from bedside.conduct.people.roles import Action
from bedside.conduct.study.dossier import Dossier, dossier
from bedside.conduct.trail.keeping import Act, note
from bedside.conduct.trail.telling import Line

router = Router(tags=["study"])


class SoftwareNow(Schema):
    """What runs."""

    bedside: str = Field(description="version", examples=["0.3.0"])
    digest: str = Field(description="SHA-256 of its files")
    python: str
    django: str
    database: str
    configuration: str = Field(description="SHA-256 of study.toml; empty: there is none")


class ApprovalLine(Schema):
    """A version of the protocol put in force at a site."""

    version: str = Field(examples=["1.0"])
    site: str = Field(examples=["01"])
    since: str = Field(description="ISO 8601", examples=["2026-11-02"])
    by: str
    at: UTC


class RoleLine(Schema):
    """A role of somebody."""

    role: str = Field(description="in words", examples=["Research nurse"])
    site: str = Field(description="empty: at every site", examples=["01"])
    in_force: bool


class UserLine(Schema):
    """Somebody with an account."""

    name: str = Field(examples=["nurse-01"])
    organisation: str
    active: bool
    second_factor: bool
    roles: list[RoleLine]


class SystemAct(Schema):
    """A copy that was made or restored, or a start of the application."""

    act: str = Field(examples=["back up"])
    at: UTC
    by: str
    detail: str


class ChainNow(Schema):
    """The trail at a glance; `bedside verify` reads all of it."""

    events: int
    anchored: int = Field(description="the last event that is anchored outside the database")
    wrong: list[str] = Field(description="empty: nothing was found")


class RequirementLine(Schema):
    """A requirement and what became of its tests."""

    group: str
    name: str
    says: str
    source: str
    outcome: str = Field(description="`passed`, `failed`, `skipped`, `not run` or `open`")
    tests: dict[str, str] = Field(description="each with its outcome")


class DossierNow(Schema):
    """The dossier as of now."""

    software: SoftwareNow
    notes: str = Field(description="release notes, Markdown")
    approvals: list[ApprovalLine]
    people: list[UserLine]
    copies: list[SystemAct]
    starts: list[SystemAct]
    chain: ChainNow
    tested_at: str = Field(description="of the last whole run of the tests; empty: not known")
    tested_same: bool = Field(description="whether that was this very software")
    requirements: list[RequirementLine]


@router.get("/dossier", response={200: DossierNow, **REFUSALS}, summary="Dossier for an inspection")
@asks(Action.SEE_DOSSIER)
def read(request: HttpRequest) -> dict[str, Any]:
    """Software, versions in force, people, copies, the trail, and each requirement with its tests."""
    note(Act(at(request), "read dossier"))
    return _told(dossier(language()))


def _told(held: Dossier) -> dict[str, Any]:
    return {
        "software": vars(held.software), "notes": held.notes, "people": [_person(each) for each in held.people],
        "approvals": [
            {"version": each.version.version, "site": each.site, "since": each.from_day, "by": each.event.actor,
             "at": utc(each.event.at_us)}
            for each in held.approvals
        ],
        "copies": [_act(each) for each in held.copies], "starts": [_act(each) for each in held.starts],
        "chain": {"events": held.chain.events, "anchored": held.chain.anchored, "wrong": list(held.chain.wrong)},
        "tested_at": held.tested.run.at if held.tested.run else "", "tested_same": held.tested.same,
        "requirements": [
            {"group": in_words(each.group), "name": each.name, "says": in_words(each.says), "source": each.source,
             "outcome": each.outcome.value, "tests": {test: outcome.value for test, outcome in each.tests}}
            for each in held.tested.requirements
        ],
    }  # fmt: skip


def _person(each: Account) -> dict[str, Any]:
    return {
        "name": each.user.username, "organisation": each.user.organisation, "active": each.user.is_active,
        "second_factor": each.second_factor,
        "roles": [{"role": in_words(row.role), "site": row.site, "in_force": row.in_force} for row in each.given],
    }  # fmt: skip


def _act(each: Line) -> dict[str, Any]:
    return {"act": each.event.action, "at": utc(each.event.at_us), "by": each.event.actor, "detail": each.detail}
