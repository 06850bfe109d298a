"""The registers: deviations and their clocks, delegation, training, site initiation, urgent safety measures.

What is written about a deviation afterwards is in `breaches`, about people and sites in `staff`.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from bedside.conduct.api.callers import asks, at, reach
from bedside.conduct.api.participants import Code, SiteCode, check_site, person_of
from bedside.conduct.api.shapes import REFUSALS, UTC, Recorded, Sent, Told, utc
from bedside.conduct.frame.words import told as in_words
from bedside.conduct.participants.actions import deviate
from bedside.conduct.participants.typed_times import read_local
from bedside.conduct.people.roles import Action
from bedside.conduct.registers import activation, breaches, delegation, training
from bedside.conduct.registers.actions import deviate_at

router = Router(tags=["registers"])
Kind = Literal["ineligible", "consent", "visit", "treatment", "safety", "samples", "confidentiality",
               "staff", "equipment", "documents", "other"]  # fmt: skip


class DeviationLine(Schema):
    """A deviation and where it stands."""

    number: int = Field(examples=[214])
    participant: str = Field(description="empty: of the site as a whole", examples=["01-S001"])
    kind: str = Field(examples=["visit"])
    criterion: str = Field(description="of an ineligibility; else empty", examples=["E2"])
    told: str | None = Field(description="null where it was redacted")
    found_at: UTC
    state: str = Field(description="`to assess`, `to notify`, `assessed`, `notified`, `closed`", examples=["closed"])
    severity: str = Field(description="`minor`, `major`, `serious breach`; empty: not assessed", examples=["minor"])
    notify_before: UTC | None = Field(description="of a serious breach")
    late: bool = Field(description="not notified in time")
    open_measures: int


class DelegationLine(Schema):
    """A line of the delegation log."""

    number: int = Field(examples=[214])
    user: str = Field(examples=["nurse"])
    tasks: list[str] = Field(examples=[["consent", "data"]])
    first: str = Field(description="day (ISO 8601)", examples=["2026-11-22"])
    last: str = Field(description="day, included; empty: none was said", examples=[""])
    standing: str = Field(description="`waiting`, `to come`, `holds`, `over`", examples=["holds"])
    signed: bool = Field(description="by who delegates and, once accepted, by who accepted")


class TrainingLine(Schema):
    """A line of the training log."""

    user: str = Field(examples=["nurse"])
    topic: str = Field(examples=["gcp"])
    version: str = Field(examples=["1.0"])
    day: str = Field(description="ISO 8601", examples=["2026-11-22"])
    reference: str = Field(examples=["certificate 7"])


class ItemLine(Schema):
    """An item of a site's initiation."""

    item: str = Field(examples=["ethics"])
    text: str
    since: str = Field(description="day (ISO 8601); empty: not there", examples=["2026-11-22"])


class InitiationNow(Schema):
    """A site's state and what it stands on."""

    state: str = Field(examples=["active"])
    enrols: bool
    items: list[ItemLine]


class UrgentLine(Schema):
    """An urgent safety measure and its clock."""

    number: int = Field(examples=[214])
    site: str = Field(description="empty: all sites", examples=[""])
    told: str | None = Field(description="null where it was redacted")
    taken_at: UTC
    notify_before: UTC
    notified_at: UTC | None
    late: bool


class DeviationSent(Sent):
    """A deviation to record."""

    kind: Kind
    told: Annotated[Told, Field(min_length=1, description="what happened", examples=["day 7 was missed"])]
    found_at: Annotated[str, Field(max_length=40, description="ISO 8601; without an offset, on the sites' clock",
                                   examples=["2026-11-22T08:05"])]  # fmt: skip
    serious: bool = Field(False, description="it may be a serious breach")


@router.get("/sites/{site}/deviations", response={200: list[DeviationLine], **REFUSALS}, summary="Deviations")
@asks(Action.SEE_REGISTERS)
def deviations(request: HttpRequest, site: SiteCode) -> list[dict[str, Any]]:
    """The deviations of a site, the latest first."""
    check_site(request, site)
    return [
        {
            "number": each.deviation.pk, "participant": each.deviation.event.participant, "kind": each.deviation.kind,
            "criterion": each.deviation.criterion, "told": each.deviation.told,
            "found_at": utc(each.deviation.found_us), "state": each.state.value,
            "severity": each.severity.value if each.severity else "", "notify_before": utc(each.due),
            "late": each.late, "open_measures": len(each.undone),
        }
        for each in breaches.deviations([site])
    ]  # fmt: skip


@router.post("/participants/{code}/deviations", response={201: Recorded, **REFUSALS}, summary="Record a deviation")
@asks(Action.RECORD_DEVIATION)
def deviation(request: HttpRequest, code: Code, sent: DeviationSent) -> Any:
    """Record a departure from the protocol; the person stays in follow-up and in the analysis."""
    person = person_of(request, code)
    by, found = at(request, person.site, person.code), read_local(sent.found_at, "found_at")
    row = deviate(by, person, sent.kind, found, sent.told, serious=sent.serious or None)
    return Status(201, {"number": row.pk})


@router.post("/sites/{site}/deviations", response={201: Recorded, **REFUSALS}, summary="Record a site's deviation")
@asks(Action.RECORD_DEVIATION)
def site_deviation(request: HttpRequest, site: SiteCode, sent: DeviationSent) -> Any:
    """Of the site as a whole, no participant's: a freezer that failed, a task that nobody delegated."""
    check_site(request, site)
    by, found = at(request, site), read_local(sent.found_at, "found_at")
    row = deviate_at(by, site, sent.kind, found, sent.told, sent.serious or None)
    return Status(201, {"number": row.pk})


@router.get("/sites/{site}/delegations", response={200: list[DelegationLine], **REFUSALS}, summary="Delegation log")
@asks(Action.SEE_REGISTERS)
def delegations(request: HttpRequest, site: SiteCode) -> list[dict[str, Any]]:
    """Who does what at a site, the latest line first."""
    check_site(request, site)
    return [
        {"number": each.delegated.pk, "user": each.delegated.user.username, "tasks": each.delegated.tasks.split(),
         "first": each.delegated.from_day, "last": each.last, "standing": each.standing.value,
         "signed": each.signed}
        for each in delegation.log(site)
    ]  # fmt: skip


@router.get("/sites/{site}/trainings", response={200: list[TrainingLine], **REFUSALS}, summary="Training log")
@asks(Action.SEE_REGISTERS)
def trainings(request: HttpRequest, site: SiteCode) -> list[dict[str, Any]]:
    """In what the people of a site were trained, the latest day first."""
    check_site(request, site)
    return [
        {"user": each.user.username, "topic": each.topic, "version": each.version, "day": each.day,
         "reference": each.reference}
        for _, each in training.trainings({user for user, _ in delegation.staff(site)})
    ]  # fmt: skip


@router.get("/sites/{site}/initiation", response={200: InitiationNow, **REFUSALS}, summary="Site initiation")
@asks(Action.SEE_REGISTERS)
def initiation(request: HttpRequest, site: SiteCode) -> dict[str, Any]:
    """Whether a site is open, and what of its initiation is there."""
    check_site(request, site)
    state = activation.state_of(site)
    items = [{"item": each.name, "text": in_words(each.text), "since": each.held.day if each.held else ""}
             for each in activation.checklist(site)]  # fmt: skip
    return {"state": state.value, "enrols": state in activation.ENROLLING, "items": items}


@router.get("/urgent-measures", response={200: list[UrgentLine], **REFUSALS}, summary="Urgent safety measures")
@asks(Action.SEE_REGISTERS)
def urgent(request: HttpRequest) -> list[dict[str, Any]]:
    """Urgent safety measures at the sites of the token, the latest first."""
    _, sites = reach(request)
    return [
        {
            "number": each.urgent.pk, "site": each.urgent.site, "told": each.urgent.told,
            "taken_at": utc(each.urgent.taken_us), "notify_before": utc(each.due), "late": each.late,
            "notified_at": utc(each.urgent.notified.at_us) if hasattr(each.urgent, "notified") else None,
        }
        for each in breaches.urgent(sites)
    ]  # fmt: skip
