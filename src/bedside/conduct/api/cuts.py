"""Data cuts: those that were taken, a new one, the file of one."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Field, Path, Router, Schema, Status

from bedside.conduct.api.callers import asks, at, told
from bedside.conduct.api.errors import NotFound
from bedside.conduct.api.shapes import BIG, REFUSALS, Reason, Sent
from bedside.conduct.cuts import actions, reading
from bedside.conduct.cuts.kinds import kind_of
from bedside.conduct.cuts.models import Cut
from bedside.conduct.cuts.reading import Issued
from bedside.conduct.frame.templatetags.words import utc
from bedside.conduct.frame.words import say
from bedside.conduct.people.roles import Action

router = Router(tags=["cuts"])


class CutLine(Schema):
    """A cut. It is never altered; an objection to the use of data supersedes it."""

    number: int = Field(description="its event in the trail", examples=[1203])
    kind: str = Field(examples=["efficacy"])
    upto: int = Field(description="the last event that it knows of", examples=[1202])
    at: str = Field(description="when it was taken", examples=["2026-11-22T07:05:00Z"])
    hash: str = Field(description="SHA-256 of what it holds", examples=["9f2c"])
    digest: str = Field(description="SHA-256 of its file", examples=["41aa"])
    bytes: int = Field(description="of its file", examples=[182000])
    counts: dict[str, int] = Field(examples=[{"screened": 9, "participants": 5, "objected": 1}])
    superseded: bool


class CutAsked(Sent):
    """A cut to take."""

    kind: Literal["efficacy", "safety"]
    reason: Reason = Field(description="what it is for", examples=["interim analysis"])


class CutLeaves(Sent):
    """Why the file of a cut leaves."""

    reason: Reason = Field(description="it stands in the trail", examples=["interim analysis"])


@router.get("/cuts", response={200: list[CutLine], **REFUSALS}, summary="Cuts")
@asks(Action.SEE_CUTS)
def cuts(request: HttpRequest) -> list[dict[str, Any]]:
    """Every cut that was taken, the latest first."""
    at(request)
    return [_line(each) for each in reading.issued()]


@router.post("/cuts", response={201: CutLine, **REFUSALS}, summary="Take a cut")
@asks(Action.TAKE_CUT)
def take(request: HttpRequest, sent: CutAsked) -> Any:
    """Take a cut of what the study holds now."""
    cut = actions.take_cut(at(request), kind_of(sent.kind), sent.reason)
    return Status(201, _line(Issued(cut, 0)))


@router.post(
    "/cuts/{number}/file", response={200: None, **REFUSALS}, summary="The file of a cut",
    openapi_extra={"responses": {200: {"content": {"application/zip": {"schema": {"type": "string"}}}}}},
)  # fmt: skip
@asks(Action.SEE_CUTS)
def file(
    request: HttpRequest,
    number: Annotated[int, Path(ge=0, le=BIG, description="its event in the trail")],
    sent: CutLeaves,
) -> HttpResponse:
    """The ZIP, byte for byte: its SHA-256 is `digest`."""
    by, cut = at(request), Cut.objects.filter(pk=number).first()
    if cut is None:
        raise NotFound(say("api.no_cut", number=number), "cuts")
    told(request, hash=cut.hash)
    name = f'attachment; filename="{cut.file}"'
    content = actions.issue(by, cut, sent.reason)
    return HttpResponse(content, content_type="application/zip", headers={"Content-Disposition": name})


def _line(each: Issued) -> dict[str, Any]:
    cut = each.cut
    return {
        "number": cut.pk, "kind": cut.kind, "upto": cut.upto, "at": utc(cut.event.at_us), "hash": cut.hash,
        "digest": cut.digest, "bytes": cut.size, "counts": json.loads(cut.counts), "superseded": each.superseded,
    }  # fmt: skip
