"""The audit trail: some of it at a time, or as a file. Who reads it leaves an entry in it too."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpRequest, StreamingHttpResponse
from ninja import Field, Query, Router, Schema

from bedside.conduct.api.callers import asks, reach, told
from bedside.conduct.api.shapes import BIG, REFUSALS, Name, Short
from bedside.conduct.frame.words import language
from bedside.conduct.people.roles import Action
from bedside.conduct.trail import exporting
from bedside.conduct.trail.choosing import Choice
from bedside.conduct.trail.keeping import end
from bedside.conduct.trail.telling import lines

router = Router(tags=["trail"])
A_PAGE, MOST = 50, 500
FORMATS = {"csv": ("text/csv; charset=utf-8", exporting.as_csv), "json": ("application/json", exporting.as_json)}


class EventLine(Schema):
    """One event: who did what to what, when and why; what stood there before and after."""

    number: int = Field(examples=[17])
    at_utc: str = Field(examples=["2026-11-22T07:05:00.000000Z"])
    at_local: str = Field(description="on the sites' clock", examples=["2026-11-22T08:05:00+01:00"])
    actor: str
    role: str
    organisation: str
    origin: str = Field(description="from where: screens, api, command line", examples=["api"])
    action: str = Field(examples=["save item"])
    site: str
    participant: str
    place: str
    before: str
    after: str
    reason: str
    detail: str = Field(description="JSON, or empty")
    seal: str = Field(description="HMAC-SHA-256 (hex) that chains it to all before it")


class Events(Schema):
    """Some of them, oldest first."""

    items: list[EventLine]
    next: int | None = Field(description="send it as `after` for the next ones; null: there are none", examples=[50])


class Asked(Schema):
    """Which events: every part that is given must hold."""

    since: str = Field("", max_length=10, description="first day, on the sites' clock", examples=["2026-11-01"])
    until: str = Field("", max_length=10, description="last day", examples=["2026-11-22"])
    action: Short = Field("", description="exactly this action", examples=["save item"])
    site: Name | Literal[""] = Field("", description="exactly this site", examples=["01"])
    actor: Short = Field("", description="within the user's name")
    participant: Short = Field("", description="within the code", examples=["01-S001"])
    place: Short = Field("", description="within the place", examples=["D0 / vital_signs"])

    def choice(self) -> Choice:
        """As the trail takes it. Raises UsageError for what is no day."""
        return Choice.of({**{name: value for name, value in self.dict().items() if value}, "sort": "number"})


@router.get("/trail", response={200: Events, **REFUSALS}, summary="Events")
@asks(Action.SEE_TRAIL)
def events(
    request: HttpRequest,
    asked: Annotated[Asked, Query()],
    after: Annotated[int | None, Query(ge=0, le=BIG, description="`next` of the page before")] = None,
    limit: Annotated[int, Query(ge=1, le=MOST, description="how many at most")] = A_PAGE,
) -> dict[str, Any]:
    """Events of the sites that the token may see."""
    choice = asked.choice()
    _, sites = reach(request)
    told(request, **choice.asked)
    some = choice.page(sites, after, limit)
    more = some[limit - 1].number if len(some) > limit else None
    return {"items": [line.columns() for line in lines(some[:limit], language())], "next": more}


@router.get(
    "/trail/export", response={200: list[EventLine], **REFUSALS}, summary="Export",
    openapi_extra={"responses": {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}}},
)  # fmt: skip
@asks(Action.EXPORT_TRAIL)
def export(
    request: HttpRequest,
    asked: Annotated[Asked, Query()],
    format: Annotated[Literal["json", "csv"], Query(description="of the file")] = "json",
) -> StreamingHttpResponse:
    """Every event that was asked for, as one file that is made while it is sent."""
    choice, last = asked.choice(), (end() or (0, ""))[0]
    _, sites = reach(request)
    told(
        request, **choice.asked, format=format, up_to=last, lines=choice.events(sites).filter(number__lte=last).count()
    )
    kind, written = FORMATS[format]
    each = (line for some in choice.all(sites, last) for line in lines(some, "en"))
    name = f'attachment; filename="audit-trail.{format}"'
    return StreamingHttpResponse(written(each), content_type=kind, headers={"Content-Disposition": name})
