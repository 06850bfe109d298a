"""The reference ranges of a site's laboratories: which hold, one more, one that ends."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from bedside.conduct.api.callers import asks, at
from bedside.conduct.api.errors import NotFound
from bedside.conduct.api.participants import SiteCode, check_site
from bedside.conduct.api.shapes import REFUSALS, Day, Name, Number, Reason, Sent, Short
from bedside.conduct.frame.words import say
from bedside.conduct.laboratory import actions
from bedside.conduct.laboratory.models import Range
from bedside.conduct.laboratory.ranges import as_typed, ranges_of
from bedside.conduct.laboratory.typed import Typed
from bedside.conduct.people.roles import Action

router = Router(tags=["laboratory"])
Limit = Annotated[str, Field(max_length=20, description="a number, decimal comma or point; empty: none")]


class RangeSent(Sent):
    """A range of a laboratory; parts that are left out do not narrow it."""

    laboratory: Annotated[str, Field(max_length=100, examples=["Laboratory 2"])]
    variable: Name = Field(description="of the dictionary", examples=["platelets"])
    unit: Short = Field(description="UCUM code", examples=["10*9/L"])
    sex: Literal["", "female", "male"] = ""
    age_from: Annotated[str, Field(max_length=3, description="years; empty: any")] = ""
    age_to: Annotated[str, Field(max_length=3, description="years, included; empty: any")] = ""
    from_day: Day
    to_day: Day | Literal[""] = Field("", description="included; empty: no end")
    low: Limit = Field("", examples=["150"])
    high: Limit = Field("", examples=["400"])


class RangeLine(Schema):
    """A range as it is kept."""

    number: int = Field(examples=[214])
    laboratory: str
    variable: str
    unit: str
    sex: str
    age_from: str
    age_to: str
    from_day: str
    to_day: str = Field(description="the last day on which it holds; empty: no end")
    low: str
    high: str


class Ending(Sent):
    """Until when a range holds, and why no longer."""

    to_day: Day
    reason: Reason


@router.get("/sites/{site}/ranges", response={200: list[RangeLine], **REFUSALS}, summary="Reference ranges")
@asks(Action.SEE_IDENTITY_FREE_DATA)
def ranges(request: HttpRequest, site: SiteCode) -> list[dict[str, Any]]:
    """Every range ever kept for a site, the latest first."""
    check_site(request, site)
    return [_told(each) for each in ranges_of(site)]


@router.post("/sites/{site}/ranges", response={201: RangeLine, **REFUSALS}, summary="Add a range")
@asks(Action.MANAGE_RANGES)
def add(request: HttpRequest, site: SiteCode, sent: RangeSent) -> Any:
    """422 where another of the same laboratory holds for the same people on the same day."""
    check_site(request, site)
    return Status(201, _told(actions.add_range(at(request, site), site, Typed(**sent.dict()))))


@router.post("/sites/{site}/ranges/{number}/end", response={201: RangeLine, **REFUSALS}, summary="End a range")
@asks(Action.MANAGE_RANGES)
def end(request: HttpRequest, site: SiteCode, number: Number, sent: Ending) -> Any:
    """Results of days before stay judged by it."""
    check_site(request, site)
    held = Range.objects.filter(pk=number, site=site).first()
    if held is None:
        raise NotFound(say("api.not_there"), f"{site} / {number}")
    held.ended = actions.end_range(at(request, site), held, sent.to_day, sent.reason)
    return Status(201, _told(held))


def _told(row: Range) -> dict[str, Any]:
    return {"number": row.pk, **vars(as_typed(row))}
