"""What steers the study: its status, what it chose where law and protocol leave a choice, freezes of a site or all."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Field, Path, Router, Schema, Status

from bedside.conduct.api.callers import asks, at, reach
from bedside.conduct.api.closing import ClosingLine, closing_line
from bedside.conduct.api.participants import SiteCode, check_site
from bedside.conduct.api.shapes import REFUSALS, UTC, Name, Reason, Sent, Short, Told, utc
from bedside.conduct.closing.actions import close
from bedside.conduct.frame.words import told as in_words
from bedside.conduct.locks.reading import closings
from bedside.conduct.locks.scopes import Scope
from bedside.conduct.locks.states import Way
from bedside.conduct.people.roles import Action
from bedside.conduct.study import actions, choices, statuses

router = Router(tags=["study"])
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
