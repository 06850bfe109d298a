"""What steers the study: its status, what it chose where law and protocol leave a choice, notices, freezes."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Field, Path, Router, Schema, Status
from pydantic import StringConstraints

from bedside.conduct.api.callers import asks, at, reach
from bedside.conduct.api.closing import ClosingLine, closing_line
from bedside.conduct.api.errors import NotFound
from bedside.conduct.api.participants import SiteCode, check_site
from bedside.conduct.api.shapes import REFUSALS, UTC, Name, Reason, Sent, Short, Told, utc
from bedside.conduct.closing.actions import close
from bedside.conduct.frame.words import say
from bedside.conduct.frame.words import told as in_words
from bedside.conduct.locks.reading import closings
from bedside.conduct.locks.scopes import Scope
from bedside.conduct.locks.states import Way
from bedside.conduct.people.roles import Action
from bedside.conduct.study import actions, choices, statuses
from bedside.conduct.study.actions_notices import end_notice, register_notice
from bedside.conduct.study.clock import today
from bedside.conduct.study.models import Notice
from bedside.conduct.study.notices import Held, notices

router = Router(tags=["study"])
NoticeNumber = Annotated[Name, Path(description="of the version", examples=["1.0"])]
ChoiceName = Annotated[Name, Path(description="of the setting", examples=["ctcae"])]


class ChoiceNow(Schema):
    """A choice that law and protocol leave to the study."""

    name: str = Field(examples=["ctcae"])
    asked: str
    value: str = Field(description="what holds", examples=["5.0"])
    offered: list[str]
    default: str
    source: str = Field(description="who says that there is a choice")


class ChosenLine(Schema):
    """That something was chosen."""

    name: str
    value: str
    by: str
    at: UTC
    reason: str | None = Field(description="null where it was redacted")


class ChoiceSent(Sent):
    """What is chosen, and who decided it why."""

    value: Short
    reason: Reason


class NoticeLine(Schema):
    """A version of the information notice that was approved."""

    number: str = Field(examples=["1.0"])
    approved: str = Field(description="day (ISO 8601)", examples=["2026-01-12"])
    reference: str = Field(description="of the approval; empty: none was said")
    first: str = Field(description="the day from which it is used (ISO 8601)", examples=["2026-02-01"])
    last: str = Field(description="the last day on which it is; empty: none was said", examples=[""])
    in_use: bool = Field(description="today")


class NoticeSent(Sent):
    """A version to register."""

    number: Name
    approved: Short = Field(description="day (ISO 8601)", examples=["2026-01-12"])
    first: Short = Field(description="the day from which it is used (ISO 8601)", examples=["2026-02-01"])
    reference: Annotated[Told, StringConstraints(max_length=100)] = ""


class NoticeEndSent(Sent):
    """The last day on which a version is used, and why."""

    last: Short = Field(description="day (ISO 8601)", examples=["2026-06-30"])
    reason: Reason


class StatusSent(Sent):
    """The status that the study goes to."""

    status: statuses.Status
    reason: Told = ""


class StatusNow(Schema):
    """Its status now."""

    status: str


class FreezeSent(Sent):
    """A freeze of everything there, or its end."""

    way: Literal["freeze", "lift freeze"]
    reason: Reason


@router.get("/settings", response={200: list[ChoiceNow], **REFUSALS}, summary="Settings")
@asks(Action.SEE_STUDY)
def settings(request: HttpRequest) -> list[dict[str, Any]]:
    """Every choice with what holds, what may be chosen, and its source."""
    at(request)
    return [_choice(name) for name in choices.CHOICES]


@router.get("/settings-history", response={200: list[ChosenLine], **REFUSALS}, summary="History of the settings")
@asks(Action.SEE_STUDY)
def history(request: HttpRequest) -> list[dict[str, Any]]:
    """Everything that was ever chosen."""
    at(request)
    return [{"name": each.choice.name, "value": each.value, "by": each.by, "at": utc(each.at_us),
             "reason": each.reason} for each in choices.history()]  # fmt: skip


@router.post("/settings/{name}", response={201: ChoiceNow, **REFUSALS}, summary="Choose a setting")
@asks(Action.CHOOSE_SETTINGS)
def choose(request: HttpRequest, name: ChoiceName, sent: ChoiceSent) -> Any:
    """422 for what is not offered, and what holds already."""
    actions.choose(at(request), name, sent.value, sent.reason)
    return Status(201, _choice(name))


@router.get("/notices", response={200: list[NoticeLine], **REFUSALS}, summary="Information notices")
@asks(Action.SEE_STUDY)
def held(request: HttpRequest) -> list[dict[str, Any]]:
    """Every approved version, the latest first."""
    at(request)
    return [_notice(each) for each in notices()]


@router.post("/notices", response={201: NoticeLine, **REFUSALS}, summary="Register an information notice")
@asks(Action.APPROVE_VERSION)
def register(request: HttpRequest, sent: NoticeSent) -> Any:
    """A version that the ethics committee approved. 422 where it is registered already, or is not approved yet."""
    register_notice(at(request), sent.number, sent.approved, sent.first, sent.reference)
    return Status(201, _of_number(sent.number))


@router.post("/notices/{number}/end", response={201: NoticeLine, **REFUSALS}, summary="End an information notice")
@asks(Action.APPROVE_VERSION)
def end(request: HttpRequest, number: NoticeNumber, sent: NoticeEndSent) -> Any:
    """It is read to nobody after that day; who agreed to it has agreed to it."""
    by, held = at(request), Notice.objects.filter(number=number).first()
    if held is None:
        raise NotFound(say("api.not_there"), number)
    end_notice(by, held, sent.last, sent.reason)
    return Status(201, _of_number(number))


@router.post("/status", response={201: StatusNow, **REFUSALS}, summary="Set the study's status")
@asks(Action.SET_STATUS)
def set_status(request: HttpRequest, sent: StatusSent) -> Any:
    """By the table of statuses."""
    actions.set_status(at(request), sent.status, sent.reason)
    return Status(201, {"status": actions.current_status().value})


@router.get("/closings", response={200: list[ClosingLine], **REFUSALS}, summary="Freezes and locks of the study")
@asks(Action.SEE_CLOSING)
def of_study(request: HttpRequest) -> list[dict[str, Any]]:
    """Every act on the study as a whole, the latest first: it concerns every site."""
    reach(request)
    return [closing_line(row) for _, row in closings(Scope()).rows if not row.site]


@router.post("/closings", response={201: ClosingLine, **REFUSALS}, summary="Freeze the study")
@asks(Action.FREEZE)
def freeze_study(request: HttpRequest, sent: FreezeSent) -> Any:
    """Or let it go on."""
    return Status(201, closing_line(close(at(request), Way(sent.way), Scope(), sent.reason)))


@router.get("/sites/{site}/closings", response={200: list[ClosingLine], **REFUSALS}, summary="Freezes of a site")
@asks(Action.SEE_CLOSING)
def of_site(request: HttpRequest, site: SiteCode) -> list[dict[str, Any]]:
    """Every act on a site or the study, the latest first."""
    check_site(request, site)
    return [closing_line(row) for _, row in closings(Scope(site)).rows if not row.participant]


@router.post("/sites/{site}/closings", response={201: ClosingLine, **REFUSALS}, summary="Freeze a site")
@asks(Action.FREEZE)
def freeze_site(request: HttpRequest, site: SiteCode, sent: FreezeSent) -> Any:
    """Or let it go on."""
    check_site(request, site)
    return Status(201, closing_line(close(at(request, site), Way(sent.way), Scope(site), sent.reason)))


def _choice(name: str) -> dict[str, Any]:
    each = choices.choice(name)
    return {"name": name, "asked": in_words(each.asked), "value": choices.chosen(name), "offered": list(each.offered),
            "default": each.default, "source": in_words(each.source)}  # fmt: skip


def _of_number(number: str) -> dict[str, Any]:
    return next(_notice(each) for each in notices() if each.notice.number == number)


def _notice(each: Held) -> dict[str, Any]:
    held = each.notice
    return {"number": held.number, "approved": held.approved_day, "reference": held.reference, "first": held.from_day,
            "last": each.last_day, "in_use": each.in_use(today())}  # fmt: skip
