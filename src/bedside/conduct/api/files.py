"""A laboratory's files: looked at row by row, kept, and what somebody has to decide."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Field, Path, Router, Schema, Status
from pydantic import StringConstraints

from bedside.conduct.api.callers import asks, at
from bedside.conduct.api.errors import NotFound
from bedside.conduct.api.participants import SiteCode, check_site
from bedside.conduct.api.shapes import BIG, NO_CONTROL, REFUSALS, UTC, Sent, Short, utc
from bedside.conduct.frame.words import say
from bedside.conduct.frame.words import told as in_words
from bedside.conduct.imports import actions, files
from bedside.conduct.imports.layouts import Typed, chosen, history_of
from bedside.conduct.imports.looking import Line, look
from bedside.conduct.imports.models import File, Held, Layout
from bedside.conduct.imports.reading import Waiting, files_of, waiting_at
from bedside.conduct.people.roles import Action

router = Router(tags=["imports"])
Number = Annotated[int, Path(ge=1, le=BIG, description="of the row to decide on", examples=[1])]
Column = Literal["who", "taken", "clock", "code", "value", "unit"]


class FileSent(Sent):
    """A CSV file, as text."""

    name: Short = Field(examples=["lab-2026-11-22.csv"])
    layout: Short = Field("", description="`layout:NAME`, `stay:SOURCE`, or empty for canonical records")
    content: Annotated[str, StringConstraints(max_length=files.LARGEST)]


class FileKept(FileSent):
    """The same file, with the mark of the look at it."""

    mark: Annotated[str, StringConstraints(max_length=64, pattern=NO_CONTROL)]


class RowSeen(Schema):
    """What would become of a row."""

    line: int
    verdict: str = Field(description="`new`, `same`, `conflict`, `asked` or `refused`", examples=["new"])
    why: str
    participant: str = Field(description="empty where nobody was found", examples=["01-S001"])
    place: str = Field(description="where in the casebook; empty for nowhere")


class LayoutNow(Schema):
    """How a laboratory writes its files; the latest of a name holds."""

    name: str = Field(examples=["biochemistry"])
    source: str = Field(description="whose stay numbers its files hold; empty: participants' codes", examples=[""])
    encoding: str = Field(examples=["utf-8"])
    columns: dict[str, str] = Field(description="`who`, `taken`, `clock`, `code`, `value`, `unit` to heading")
    codes: str = Field(description="one a line: code; variable; unit; unit as written")
    holds: bool
    by: str
    at: UTC


class LayoutSent(Sent):
    """How a laboratory writes its files, from now on."""

    name: Short = Field(min_length=1, examples=["biochemistry"])
    source: Short = ""
    encoding: Short = Field(files.ENCODINGS[0], description=f"one of {', '.join(files.ENCODINGS)}")
    columns: dict[Column, Short] = Field(examples=[{"who": "patient", "taken": "date", "code": "test",
                                                                 "value": "result"}])  # fmt: skip
    codes: Annotated[str, StringConstraints(max_length=20_000, pattern=NO_CONTROL)] = Field(
        examples=["PLT; platelets; 10*9/L; G/L"]
    )


class Looked(Schema):
    """A file as it was looked at; send the mark to keep it."""

    mark: str
    rows: list[RowSeen]


class FileTold(Schema):
    """A file that was kept, and how many of its rows came to what."""

    name: str
    laboratory: str
    digest: str = Field(description="SHA-256 of its bytes")
    by: str
    at: UTC
    rows: int
    new: int
    same: int
    conflicts: int
    asked: int
    refused: int


class HeldTold(Schema):
    """A row that somebody has to decide on; `theirs` is null where it was redacted."""

    number: int
    participant: str
    item: str
    ours: str | None = Field(description="what stands; null: nothing")
    theirs: str | None
    checks: str = Field(description="the checks that ask; empty for a conflict")
    file: str
    line: int


class Decision(Sent):
    """What is decided, and why."""

    decision: Literal["ours", "theirs"]
    reason: Annotated[str, StringConstraints(min_length=1, max_length=500, pattern=NO_CONTROL)]


class Decided(Schema):
    """What was decided."""

    decision: str


@router.get("/sites/{site}/imports", response={200: list[FileTold], **REFUSALS}, summary="Files imported")
@asks(Action.SEE_IDENTITY_FREE_DATA)
def imported(request: HttpRequest, site: SiteCode) -> list[dict[str, Any]]:
    """The files kept at a site, the latest first."""
    check_site(request, site)
    return [_file(each) for each in files_of(site)]


@router.get("/sites/{site}/imports/held", response={200: list[HeldTold], **REFUSALS}, summary="Rows to decide on")
@asks(Action.SEE_IDENTITY_FREE_DATA)
def held(request: HttpRequest, site: SiteCode) -> list[dict[str, Any]]:
    """Conflicts and what checks ask about, oldest first."""
    check_site(request, site)
    return [_held(each) for each in waiting_at(site)]


@router.get("/sites/{site}/imports/layouts", response={200: list[LayoutNow], **REFUSALS}, summary="Layouts of files")
@asks(Action.SEE_IDENTITY_FREE_DATA)
def layouts(request: HttpRequest, site: SiteCode) -> list[dict[str, Any]]:
    """Every layout that was ever kept at a site, the latest first."""
    check_site(request, site)
    return [_layout(each, holds) for each, holds in history_of(site)]


@router.post("/sites/{site}/imports/layouts", response={201: LayoutNow, **REFUSALS}, summary="Describe a layout")
@asks(Action.IMPORT_DATA)
def describe(request: HttpRequest, site: SiteCode, sent: LayoutSent) -> Any:
    """422 with what is wrong with it; one of the same name takes the place of the last."""
    check_site(request, site)
    return Status(201, _layout(actions.keep_layout(at(request, site), site, Typed(**sent.dict())), True))


@router.post("/sites/{site}/imports/look", response={200: Looked, **REFUSALS}, summary="Look at a file")
@asks(Action.IMPORT_DATA)
def looked(request: HttpRequest, site: SiteCode, sent: FileSent) -> dict[str, Any]:
    """What would become of every row; nothing is kept."""
    check_site(request, site)
    layout = chosen(site, sent.layout)
    plan = look(site, layout, files.received(sent.name, sent.content.encode(), layout.encoding))
    return {"mark": plan.mark, "rows": [_row(line) for line in plan.lines]}


@router.post("/sites/{site}/imports/keep", response={201: FileTold, **REFUSALS}, summary="Keep a file")
@asks(Action.IMPORT_DATA)
def kept(request: HttpRequest, site: SiteCode, sent: FileKept) -> Any:
    """Keep what is new and list the rest, if the casebook still says what it said at the look."""
    check_site(request, site)
    layout = chosen(site, sent.layout)
    read = files.received(sent.name, sent.content.encode(), layout.encoding)
    return Status(201, _file(actions.keep_file(at(request, site), site, layout, read, sent.mark)))


@router.post("/sites/{site}/imports/held/{number}", response={201: Decided, **REFUSALS}, summary="Decide on a row")
@asks(Action.ADJUDICATE_IMPORT)
def decided(request: HttpRequest, site: SiteCode, number: Number, sent: Decision) -> Any:
    """Keep what stands, or take what the file says as a new version."""
    check_site(request, site)
    row = Held.objects.filter(pk=number, file__site=site).select_related("file", "sheet__person").first()
    if row is None:
        raise NotFound(say("api.not_there"), f"imports / {number}")
    by = at(request, site, row.sheet.person.code)
    return Status(201, {"decision": actions.settle(by, row, sent.decision, sent.reason).decision})


def _file(row: File) -> dict[str, Any]:
    counts = {name: getattr(row, name) for name in ("rows", "new", "same", "conflicts", "asked", "refused")}
    return {"name": row.name, "laboratory": row.laboratory, "digest": row.digest, "by": row.event.actor,
            "at": utc(row.event.at_us), **counts}  # fmt: skip


def _layout(row: Layout, holds: bool) -> dict[str, Any]:
    written = {name: getattr(row, name) for name in ("name", "source", "encoding", "codes")}
    return {**written, "columns": json.loads(row.columns), "holds": holds, "by": row.event.actor,
            "at": utc(row.event.at_us)}  # fmt: skip


def _row(line: Line) -> dict[str, Any]:
    return {"line": line.row, "verdict": line.verdict.value, "why": in_words(line.why), "place": line.place,
            "participant": line.result.person.code if line.result else ""}  # fmt: skip


def _held(each: Waiting) -> dict[str, Any]:
    row = each.held
    return {
        "number": row.pk, "participant": row.sheet.person.code, "item": row.item,
        "theirs": in_words(each.theirs) if each.theirs is not None else None,
        "ours": in_words(each.ours) if each.ours is not None else None, "checks": row.checks, "file": row.file.name,
        "line": row.row,
    }  # fmt: skip
