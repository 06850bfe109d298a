"""What is written about a deviation after it was recorded, up to its closure, and about urgent safety measures."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Field, Schema, Status

from bedside.conduct.api.callers import asks, at
from bedside.conduct.api.errors import NotFound
from bedside.conduct.api.participants import SiteCode, check_site
from bedside.conduct.api.registers import router
from bedside.conduct.api.shapes import REFUSALS, Day, Name, Number, Recorded, Sent, Told, When, Words
from bedside.conduct.frame.words import say
from bedside.conduct.participants.models import Deviation
from bedside.conduct.participants.typed_times import read_local
from bedside.conduct.people.roles import Action
from bedside.conduct.registers import actions
from bedside.conduct.registers.breaches import Severity, line
from bedside.conduct.registers.models import Measure, Urgent
from bedside.conduct.trail.keeping import Actor

Said = Annotated[Told, Field(min_length=1)]
WHERE = "/sites/{site}/deviations/{number}"


class Standing(Schema):
    """Where a deviation stands now."""

    number: int
    state: str = Field(description="`to assess`, `to notify`, `assessed`, `notified`, `closed`", examples=["assessed"])


class AssessmentSent(Sent):
    """How grave a deviation is, why, and since when the sponsor knows of it."""

    severity: Severity
    aware: When
    told: Said


class NotificationSent(Sent):
    """That the authority was told."""

    at: When
    reference: Annotated[Words, Field(min_length=1, max_length=100)]


class MeasureSent(Sent):
    """A corrective or preventive action that is planned."""

    kind: Literal["corrective", "preventive"]
    due: Day
    told: Said


class DoneSent(Sent):
    """The day on which it was done."""

    day: Day


class ClosureSent(Sent):
    """That nothing is left to do."""

    close: Literal[True]


class UrgentSent(Sent):
    """An urgent safety measure."""

    taken: When
    told: Said
    site: Name | Literal[""] = Field("", description="empty: at all sites")


@router.post(f"{WHERE}/assessment", response={201: Standing, **REFUSALS}, summary="Assess a deviation")
@asks(Action.ASSESS_BREACH)
def assess(request: HttpRequest, site: SiteCode, number: Number, sent: AssessmentSent) -> Any:
    """A serious breach begins its clock (art. 52 EU 536/2014) when the sponsor became aware."""
    by, held = _held(request, site, number)
    actions.classify(by, held, sent.severity, read_local(sent.aware, "aware"), sent.told)
    return _standing(held)


@router.post(f"{WHERE}/notification", response={201: Standing, **REFUSALS}, summary="Note a notification")
@asks(Action.ASSESS_BREACH)
def notify(request: HttpRequest, site: SiteCode, number: Number, sent: NotificationSent) -> Any:
    """Of a serious breach, once."""
    by, held = _held(request, site, number)
    actions.notify(by, held, read_local(sent.at, "at"), sent.reference)
    return _standing(held)


@router.post(f"{WHERE}/closure", response={201: Standing, **REFUSALS}, summary="Close a deviation")
@asks(Action.ASSESS_BREACH)
def close(request: HttpRequest, site: SiteCode, number: Number, sent: ClosureSent) -> Any:
    """422 saying what is in the way: an assessment, a notification, a measure."""
    by, held = _held(request, site, number)
    actions.close(by, held)
    return _standing(held)


@router.post(f"{WHERE}/measures", response={201: Recorded, **REFUSALS}, summary="Plan a measure")
@asks(Action.RECORD_DEVIATION)
def plan(request: HttpRequest, site: SiteCode, number: Number, sent: MeasureSent) -> Any:
    """Until the deviation is closed."""
    by, held = _held(request, site, number)
    return Status(201, {"number": actions.plan_measure(by, held, sent.kind, sent.due, sent.told).pk})


@router.post("/sites/{site}/measures/{number}/done", response={201: Recorded, **REFUSALS}, summary="A measure is done")
@asks(Action.RECORD_DEVIATION)
def done(request: HttpRequest, site: SiteCode, number: Number, sent: DoneSent) -> Any:
    """Once."""
    check_site(request, site)
    rows = Measure.objects.filter(pk=number, deviation__event__site=site)
    held = rows.select_related("deviation__event").first()
    if held is None:
        raise NotFound(say("api.not_there"), f"{site} / {number}")
    by = at(request, site, held.deviation.event.participant)
    return Status(201, {"number": actions.finish_measure(by, held, sent.day).pk})


@router.post("/urgent-measures", response={201: Recorded, **REFUSALS}, summary="Record an urgent measure")
@asks(Action.ASSESS_BREACH)
def urgent(request: HttpRequest, sent: UrgentSent) -> Any:
    """The authority is to be told in time (art. 54 EU 536/2014)."""
    by = at(request, sent.site)
    return Status(201, {"number": actions.record_urgent(by, read_local(sent.taken, "taken"), sent.told, sent.site).pk})


@router.post(
    "/urgent-measures/{number}/notification", response={201: Recorded, **REFUSALS}, summary="An urgent measure was told"
)
@asks(Action.ASSESS_BREACH)
def notify_urgent(request: HttpRequest, number: Number, sent: NotificationSent) -> Any:
    """Once."""
    by, held = at(request), Urgent.objects.filter(pk=number).first()
    if held is None:
        raise NotFound(say("api.not_there"), str(number))
    row = actions.notify_urgent(by, held, read_local(sent.at, "at"), sent.reference)
    return Status(201, {"number": row.pk})


def _held(request: HttpRequest, site: str, number: int) -> tuple[Actor, Deviation]:
    check_site(request, site)
    held = Deviation.objects.filter(pk=number, event__site=site).select_related("event").first()
    if held is None:
        raise NotFound(say("api.not_there"), f"{site} / {number}")
    return at(request, site, held.event.participant), held


def _standing(held: Deviation) -> Any:
    fresh = Deviation.objects.get(pk=held.pk)
    return Status(201, {"number": held.pk, "state": line(fresh).state.value})
