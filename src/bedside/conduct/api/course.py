"""What happens to a participant and what is planned: events of the schedule, visits agreed upon."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from bedside.conduct.api.callers import asks, at
from bedside.conduct.api.errors import NotFound
from bedside.conduct.api.participants import Code, person_of
from bedside.conduct.api.shapes import REFUSALS, UTC, Name, Number, Sent, TakingBack, When, utc
from bedside.conduct.frame.words import say
from bedside.conduct.participants import actions
from bedside.conduct.participants.models import Happened
from bedside.conduct.participants.typed_times import read_local
from bedside.conduct.people.roles import Action

router = Router(tags=["participants"])


class RecordedEvent(Schema):
    """An event that was recorded."""

    number: int = Field(examples=[214])
    event: str = Field(description="of the schedule", examples=["icu_discharge"])
    at: UTC
    by: str
    taken_back: bool = Field(description="it was an error, and does not count")


class EventSent(Sent):
    """An event that happened."""

    event: Name = Field(examples=["icu_discharge"])
    at: When


class PlanSent(Sent):
    """When a visit was agreed; no time takes back what was."""

    visit: Name = Field(examples=["D7"])
    day: int | None = Field(None, ge=0, le=10_000, description="of a daily visit")
    at: When | None = None


class AgreedVisit(Schema):
    """A visit and when it was agreed."""

    visit: str
    day: int | None
    at: UTC | None


@router.get("/participants/{code}/events", response={200: list[RecordedEvent], **REFUSALS}, summary="Events")
@asks(Action.SEE_PARTICIPANTS)
def events(request: HttpRequest, code: Code) -> list[dict[str, Any]]:
    """Every event that was recorded of a participant, those taken back too."""
    kept = person_of(request, code).happened.select_related("event", "taken_back")
    return [_event(row) for row in kept.order_by("at_us", "pk")]


@router.post("/participants/{code}/events", response={201: RecordedEvent, **REFUSALS}, summary="Record an event")
@asks(Action.WRITE_DATA)
def happen(request: HttpRequest, code: Code, sent: EventSent) -> Any:
    """The end of a consent is no event: it is a step of the consent."""
    person = person_of(request, code)
    by = at(request, person.site, person.code)
    return Status(201, _event(actions.happen(by, person, sent.event, read_local(sent.at, "at"))))


@router.post(
    "/participants/{code}/events/{number}/taking-back", response={201: RecordedEvent, **REFUSALS},
    summary="Take an event back",
)  # fmt: skip
@asks(Action.WRITE_DATA)
def take_back(request: HttpRequest, code: Code, number: Number, sent: TakingBack) -> Any:
    """It stays where it was written, and no longer counts."""
    person = person_of(request, code)
    held = Happened.objects.filter(pk=number, person=person).select_related("event").first()
    if held is None:
        raise NotFound(say("api.not_there"), f"{person.code} / {number}")
    actions.take_back(at(request, person.site, person.code), held, sent.reason)
    return Status(201, _event(held))


@router.post("/participants/{code}/plans", response={201: AgreedVisit, **REFUSALS}, summary="Plan a visit")
@asks(Action.WRITE_DATA)
def plan(request: HttpRequest, code: Code, sent: PlanSent) -> Any:
    """A moment outside the window may be planned; the timeline tells."""
    person = person_of(request, code)
    when = read_local(sent.at, "at") if sent.at else None
    row = actions.plan(at(request, person.site, person.code), person, sent.visit, when, sent.day)
    return Status(201, {"visit": row.visit, "day": row.day, "at": utc(row.at_us)})


def _event(row: Happened) -> dict[str, Any]:
    return {"number": row.pk, "event": row.what, "at": utc(row.at_us), "by": row.event.actor,
            "taken_back": hasattr(row, "taken_back")}  # fmt: skip
