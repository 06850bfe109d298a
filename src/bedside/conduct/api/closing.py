"""What is frozen, locked and signed, and how complete casebooks are.

A token may freeze and lift, a site and the study too (`steering`). Locking, unlocking and signing are acts of a person
at a screen; no token stands for them.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status
from pydantic import StringConstraints

from bedside.conduct.api.callers import asks, at
from bedside.conduct.api.participants import Code, SiteCode, check_site, person_of
from bedside.conduct.api.shapes import REFUSALS, UTC, Name, Sent, Told, utc
from bedside.conduct.closing import review
from bedside.conduct.closing.actions import close
from bedside.conduct.closing.completeness import heat
from bedside.conduct.closing.signing import Change, Signatures
from bedside.conduct.frame.words import told as in_words
from bedside.conduct.locks.models import Closing, Scoped
from bedside.conduct.locks.reading import closings
from bedside.conduct.locks.scopes import Scope
from bedside.conduct.locks.states import Way
from bedside.conduct.participants.models import Person
from bedside.conduct.people.roles import Action
from bedside.conduct.study.choices import BEFORE_LOCK, chosen

router = Router(tags=["closing"])
Reason = Annotated[Told, StringConstraints(max_length=500)]


class Placed(Schema):
    """What it is about; parts that are empty do not narrow it."""

    site: str = Field(examples=["01"])
    participant: str = Field(examples=["01-S001"])
    visit: str = Field(examples=["D0"])
    day: int | None = Field(examples=[None])
    form: str = Field(examples=["vital_signs"])
    number: int = Field(examples=[1])
    item: str = Field(examples=[""])
    by: str = Field(examples=["data-manager"])
    at: UTC


class ClosingLine(Placed):
    """An act by which a place became frozen, locked or open."""

    state: str = Field(description="`frozen`, `locked` or `open`", examples=["frozen"])
    reason: str | None = Field(description="null where it was redacted")


class SignatureLine(Placed):
    """A signature, and whether it still holds."""

    name: str | None = Field(description="as printed; null where it was redacted", examples=["Dr A. Example"])
    meaning: str = Field(description="the sentence that was signed")
    digest: str = Field(description="SHA-256 of the versions that it covers")
    holds: bool


class VisitDegree(Schema):
    """How far a visit of a participant has come."""

    participant: str = Field(examples=["01-S001"])
    visit: str = Field(description="in words")
    degree: str = Field(description="`not due`, `due`, `overdue`, `started`, `complete`, `verified`, `signed`, …")
    done: int = Field(description="complete forms")
    asked: int = Field(description="forms asked")


class CorrectedLine(Schema):
    """An item whose value changed."""

    participant: str = Field(examples=["01-S001"])
    visit: str = Field(description="in words")
    form: str
    item: str
    before: str = Field(description="empty: nothing stood there")
    now: str
    by: str
    at: UTC
    reason: str | None = Field(description="null where it was redacted")


class StaleLine(Schema):
    """A value that is frozen or locked, and that the rules would work out otherwise today."""

    participant: str = Field(examples=["01-S001"])
    place: str = Field(description="in words")


class ChangesNow(Schema):
    """What changed around signatures and locks."""

    days: int = Field(description="before a lock, within which critical items are listed", examples=[7])
    after_signature: list[CorrectedLine]
    before_lock: list[CorrectedLine] = Field(description="critical items")
    outliers_gone: list[CorrectedLine] = Field(description="values out of range that became missing, or lie within")
    stale: list[StaleLine]


class Freezing(Sent):
    """A place below a participant to freeze, or to let go on; parts that are left out do not narrow it."""

    way: Literal["freeze", "lift freeze"]
    reason: Reason = Field(examples=["review of this month's data"])
    visit: Name | Literal[""] = ""
    day: int | None = Field(None, ge=0, le=10_000)
    form: Name | Literal[""] = ""
    number: int = Field(1, ge=1, le=1000)
    item: Name | Literal[""] = ""


@router.get("/participants/{code}/closings", response={200: list[ClosingLine], **REFUSALS}, summary="Freezes and locks")
@asks(Action.SEE_CLOSING)
def acts(request: HttpRequest, code: Code) -> list[dict[str, Any]]:
    """Every act that concerns a participant, those on their site and the study included, the latest first: of any
    place, the first one that covers it decides."""
    person = person_of(request, code)
    return [closing_line(row) for _, row in closings(Scope(person.site, person.code)).rows]


@router.post(
    "/participants/{code}/closings", response={201: ClosingLine, **REFUSALS}, summary="Freeze, or lift a freeze"
)
@asks(Action.FREEZE)
def freeze(request: HttpRequest, code: Code, sent: Freezing) -> Any:
    """422 without a reason, where the place is frozen already or not at all, or where something in it is locked."""
    person = person_of(request, code)
    parts = sent.dict(exclude={"way", "reason"})
    by = at(request, person.site, person.code)
    return Status(201, closing_line(close(by, Way(sent.way), Scope(person.site, person.code, **parts), sent.reason)))


@router.get("/participants/{code}/signatures", response={200: list[SignatureLine], **REFUSALS}, summary="Signatures")
@asks(Action.SEE_CLOSING)
def signatures(request: HttpRequest, code: Code) -> list[dict[str, Any]]:
    """Every signature of forms, visits and the casebook of a participant, the latest first."""
    held = Signatures([person_of(request, code)])
    return [
        {**_placed(row), "name": row.name, "meaning": row.said, "digest": row.signed, "holds": held.holds(row)}
        for row in held.rows
    ]


@router.get("/sites/{site}/completeness", response={200: list[VisitDegree], **REFUSALS}, summary="Completeness")
@asks(Action.SEE_CLOSING)
def completeness(request: HttpRequest, site: SiteCode) -> list[dict[str, Any]]:
    """Each visit of each participant of a site, in one word."""
    check_site(request, site)
    persons = Person.objects.filter(site=site, enrolled__isnull=False).select_related("enrolled").order_by("pk")
    found = heat(list(persons))
    return [
        {"participant": row.person.code, "visit": in_words(visit), "degree": cell.degree.value, "done": cell.done,
         "asked": cell.total}
        for row in found.rows for visit, cell in zip(found.visits, row.cells, strict=True) if cell
    ]  # fmt: skip


@router.get("/sites/{site}/changes", response={200: ChangesNow, **REFUSALS}, summary="Changes around signatures")
@asks(Action.SEE_TRAIL)
def changed(request: HttpRequest, site: SiteCode) -> dict[str, Any]:
    """What changed after a signature, what critical was corrected before a lock, which outliers are gone."""
    check_site(request, site)
    persons = list(Person.objects.filter(site=site, enrolled__isnull=False).select_related("event", "enrolled"))
    return {
        "days": int(chosen(BEFORE_LOCK)),
        "after_signature": [_corrected(person, each) for person, each in review.after_signature(persons)],
        "before_lock": [_corrected(each.person, each) for each in review.before_lock(persons)],
        "outliers_gone": [_corrected(each.person, each) for each in review.outliers_gone(persons)],
        "stale": [{"participant": person.code, "place": in_words(text)}
                  for person, _, text in review.stale_values(persons)],
    }  # fmt: skip


def _corrected(person: Person, each: review.Corrected | Change) -> dict[str, Any]:
    event = each.entry.event
    return {
        "participant": person.code, "visit": in_words(each.visit), "form": in_words(each.form),
        "item": in_words(each.item), "before": in_words(each.before) if each.before else "",
        "now": in_words(each.now), "by": event.actor, "at": utc(event.at_us), "reason": event.reason,
    }  # fmt: skip


def closing_line(row: Closing) -> dict[str, Any]:
    """An act of closing as it is told."""
    return {**_placed(row), "state": str(row.state), "reason": row.event.reason}


def _placed(row: Scoped) -> dict[str, Any]:
    return {**vars(row.scope), "by": row.event.actor, "at": utc(row.event.at_us)}
