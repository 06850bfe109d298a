"""Versions of the protocol: where each is in force, what one would change at a site, and putting it in force there."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Path, Query, Router, Schema, Status
from pydantic import StringConstraints

from bedside.conduct.amending import actions
from bedside.conduct.amending.impact import Impact, Line, OnPerson
from bedside.conduct.amending.versions import kept_versions
from bedside.conduct.api.callers import asks, at
from bedside.conduct.api.errors import NotFound
from bedside.conduct.api.participants import SiteCode, check_site
from bedside.conduct.api.shapes import REFUSALS, UTC, Name, Sent, Told, utc
from bedside.conduct.frame.words import say
from bedside.conduct.frame.words import told as in_words
from bedside.conduct.people.roles import Action
from bedside.conduct.study.clock import today
from bedside.conduct.study.models import Version

router = Router(tags=["amending"])
Number = Annotated[Name, Path(description="of the version", examples=["1.1"])]
Day = Annotated[str, StringConstraints(max_length=10, pattern=r"^\d{4}-\d\d-\d\d$")]
Reconsent = bool | None


class AtSite(Schema):
    """A version at a site."""

    site: str = Field(examples=["01"])
    state: str = Field(description="`not_approved`, `planned`, `in_force` or `followed` (by a later version)")
    day: str = Field(description="from which day on (ISO 8601); empty: not approved", examples=["2026-12-01"])
    reconsent: bool = Field(description="whether participants there are to agree first")


class VersionLine(Schema):
    """A kept version."""

    version: str = Field(examples=["1.1"])
    hash: str = Field(description="SHA-256 of its canonical JSON")
    title: str | None = Field(description="of its amendment, in English and French; null where it was redacted")
    dated: str = Field(description="the date of the amendment (ISO 8601); empty: not told", examples=["2026-03-01"])
    reconsent: bool = Field(description="whether the amendment asks for renewed consent")
    kept_at: UTC
    sites: list[AtSite]


class Change(Schema):
    """One thing that would be otherwise."""

    kind: str = Field(examples=["window"])
    text: str
    where: str
    before: str
    after: str


class Concerned(Schema):
    """What would be otherwise for one person; of those who are to agree first, once they did."""

    code: str = Field(examples=["01-S001"])
    number: str = Field(description="of somebody enrolled; else empty", examples=["01-001"])
    now: str = Field(description="the version that holds", examples=["1.0"])
    then: str = Field(description="the version that would hold at once", examples=["1.1"])
    renewal: str = Field(description="`not_needed`, `given`, `awaited`, `to_ask` or `nobody`", examples=["to_ask"])
    changes: list[Change]


class ImpactSeen(Schema):
    """What an approval would change; send the mark to approve."""

    mark: str = Field(description="SHA-256 of what the approval changes")
    now: str = Field(description="the version by which the site works; empty: none", examples=["1.0"])
    then: str = Field(description="the version by which it would work", examples=["1.1"])
    persons: list[Concerned]


class ApprovalSent(Sent):
    """An approval, as it was looked at."""

    day: Day = Field(description="from which on", examples=["2026-12-01"])
    mark: Annotated[str, StringConstraints(min_length=64, max_length=64, pattern=r"^[0-9a-f]*$")]
    reconsent: Reconsent = Field(None, description="stated otherwise than the amendment does, with a reason")
    reason: Annotated[Told, StringConstraints(max_length=500)] = ""


class ApprovalTold(Schema):
    """An approval that was given."""

    version: str
    site: str
    day: str
    reconsent: bool


@router.get("/versions", response={200: list[VersionLine], **REFUSALS}, summary="Versions of the protocol")
@asks(Action.SEE_STUDY)
def versions(request: HttpRequest) -> list[dict[str, Any]]:
    """Every kept version, the latest first, with how it stands at each site."""
    at(request)
    return [
        {"version": each.version.version, "hash": each.version.hash, "title": each.title, "dated": each.dated,
         "reconsent": each.version.reconsent, "kept_at": utc(each.version.event.at_us),
         "sites": [vars(cell) for cell in each.cells]}
        for each in kept_versions()
    ]  # fmt: skip


@router.get("/sites/{site}/versions/{version}/impact", response={200: ImpactSeen, **REFUSALS}, summary="A dry run")
@asks(Action.SEE_IDENTITY_FREE_DATA)
def impact(
    request: HttpRequest, site: SiteCode, version: Number,
    day: Annotated[Day | None, Query(description="from which on; left out: today", examples=["2026-12-01"])] = None,
    reconsent: Annotated[Reconsent, Query(description="stated otherwise than the amendment does")] = None,
) -> dict[str, Any]:  # fmt: skip
    """What the version would change at a site, person by person; nothing is kept."""
    check_site(request, site)
    return _seen(actions.look_at(_version(version), site, day or today().isoformat(), reconsent))


@router.post("/sites/{site}/versions/{version}/approvals", response={201: ApprovalTold, **REFUSALS}, summary="Approve")
@asks(Action.APPROVE_VERSION)
def approve(request: HttpRequest, site: SiteCode, version: Number, sent: ApprovalSent) -> Any:
    """Put a version in force at a site; 422 where it would change something else by now than what was looked at."""
    check_site(request, site)
    by, held = at(request, site), _version(version)
    row = actions.approve_as_looked_at(by, held, site, sent.day, sent.mark, sent.reconsent, sent.reason)
    return Status(201, {"version": version, "site": site, "day": row.from_day, "reconsent": row.reconsent})


def _version(number: str) -> Version:
    found = Version.objects.filter(version=number).first()
    if found is None:
        raise NotFound(say("api.no_version", version=number), "protocol")
    return found


def _seen(found: Impact) -> dict[str, Any]:
    return {"mark": found.mark, "now": found.now, "then": found.then, "persons": [_one(each) for each in found.persons]}


def _one(each: OnPerson) -> dict[str, Any]:
    return {"code": each.code, "number": each.number, "now": each.now, "then": each.then,
            "renewal": each.renewal.value, "changes": [_change(line) for line in each.lines]}  # fmt: skip


def _change(line: Line) -> dict[str, Any]:
    said = {name: in_words(getattr(line, name)) for name in ("text", "where", "before", "after")}
    return {"kind": line.kind.value, **said}
