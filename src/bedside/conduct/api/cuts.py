"""Data cuts: those that were taken, a new one, the file of one."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path as FilePath
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Field, Path, Router, Schema, Status

from bedside.conduct.api.callers import asks, at, told
from bedside.conduct.api.errors import NotFound
from bedside.conduct.api.shapes import BIG, REFUSALS, Reason, Sent
from bedside.conduct.cuts import actions, reading, results
from bedside.conduct.cuts.kinds import kind_of
from bedside.conduct.cuts.models import Cut
from bedside.conduct.cuts.reading import Issued
from bedside.conduct.frame.templatetags.words import utc
from bedside.conduct.frame.words import language, say
from bedside.conduct.people.roles import Action

router = Router(tags=["cuts"])
CutNumber = Annotated[int, Path(ge=0, le=BIG, description="its event in the trail")]


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


class BoardLeaves(CutLeaves):
    """Why a report to the safety board leaves, and what is in it."""

    profiles: bool = Field(False, description="with a profile of each participant", examples=[False])


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
    number: CutNumber,
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


ZIP: dict[str, Any] = {
    "response": {200: None, **REFUSALS},
    "openapi_extra": {"responses": {200: {"content": {"application/zip": {"schema": {"type": "string"}}}}}},
}
"""How an operation says that it answers with an archive."""


@router.post("/cuts/{number}/results", **ZIP, summary="The statistical report of a cut")
@asks(Action.SEE_RESULTS)
def report(request: HttpRequest, number: CutNumber, sent: CutLeaves) -> HttpResponse:
    """A ZIP: the page, PDF and tables in each language, the figures with their data, and every number as a row."""
    return _worked_out(request, number, sent.reason, results.results_of)


@router.post("/cuts/{number}/board", **ZIP, summary="The safety board's report on a cut")
@asks(Action.SEE_BOARD)
def board(request: HttpRequest, number: CutNumber, sent: BoardLeaves) -> HttpResponse:
    """A ZIP: the page, and a PDF in each language, without the primary outcome and the lengths of stay."""
    return _worked_out(request, number, sent.reason, partial(results.board_of, profiles=sent.profiles))


@router.post("/cuts/{number}/board-with-primary", **ZIP, summary="The board's report with the primary outcome")
@asks(Action.SEE_BOARD_PRIMARY)
def board_with_primary(request: HttpRequest, number: CutNumber, sent: BoardLeaves) -> HttpResponse:
    """The same with the primary outcome, as at a look that the protocol states."""
    made = partial(results.board_of, primary=True, profiles=sent.profiles)
    return _worked_out(request, number, sent.reason, made)


def _worked_out(request: HttpRequest, number: int, reason: str, made: Callable[[Cut, str], FilePath]) -> HttpResponse:
    by, cut = at(request), Cut.objects.filter(pk=number).first()
    if cut is None or not results.analysed(cut):
        raise NotFound(say("api.no_cut" if cut is None else "api.not_analysed", number=number), "cuts")
    told(request, hash=cut.hash)
    archive = made(cut, language())
    content = actions.issue_results(by, cut, archive, reason)
    name = f'attachment; filename="{archive.name}"'
    return HttpResponse(content, content_type="application/zip", headers={"Content-Disposition": name})


def _line(each: Issued) -> dict[str, Any]:
    cut = each.cut
    return {
        "number": cut.pk, "kind": cut.kind, "upto": cut.upto, "at": utc(cut.event.at_us), "hash": cut.hash,
        "digest": cut.digest, "bytes": cut.size, "counts": json.loads(cut.counts), "superseded": each.superseded,
    }  # fmt: skip
