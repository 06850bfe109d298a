"""Who does what at a site, who was trained, what its opening waits for: what is written of these by a program.

A task is delegated and accepted at a screen: both are signed, and no token stands for a signature.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Field, Schema, Status

from bedside.conduct.api.callers import asks, at
from bedside.conduct.api.errors import NotFound
from bedside.conduct.api.participants import SiteCode, check_site
from bedside.conduct.api.registers import router
from bedside.conduct.api.shapes import REFUSALS, Day, Name, Number, Reason, Recorded, Sent, Short, Told, Words
from bedside.conduct.frame.words import say
from bedside.conduct.people.models import User
from bedside.conduct.people.roles import Action, Role
from bedside.conduct.registers import actions_people, actions_sites
from bedside.conduct.registers.activation import SiteState, state_of
from bedside.conduct.registers.delegation import staff
from bedside.conduct.registers.models import Delegated
from bedside.conduct.registers.training import required
from bedside.errors import UsageError

Username = Annotated[Short, Field(description="of a user", examples=["nurse"])]
Paper = Annotated[str, Field(min_length=1, max_length=200, description="what shows it", examples=["certificate 7"])]


class DelegationEnd(Sent):
    """Until when it holds, and why no longer."""

    last: Day
    reason: Reason


class TrainingSent(Sent):
    """That somebody of the site was trained."""

    user: Username
    topic: Name = Field(examples=["gcp"])
    version: Short = ""
    day: Day
    reference: Paper


class NeedSent(Sent):
    """A training that a role needs, or no longer."""

    role: Role
    topic: Name
    version: Short = ""
    needed: bool = True


class ItemSent(Sent):
    """An item of the initiation that is there since a day; without one, that is not after all, and why."""

    item: Name = Field(examples=["ethics"])
    day: Day | Literal[""] = ""
    reference: Words = ""
    reason: Told = ""


class StateSent(Sent):
    """The state that a site goes to."""

    state: SiteState
    reason: Told = ""


class StateNow(Schema):
    """Its state now."""

    state: str = Field(examples=["active"])


class NeedLine(Schema):
    """A training that a role needs."""

    role: str
    topic: str
    version: str = Field(description="empty: any")


@router.post("/sites/{site}/delegations/{number}/end", response={201: Recorded, **REFUSALS}, summary="End a delegation")
@asks(Action.DELEGATE)
def end(request: HttpRequest, site: SiteCode, number: Number, sent: DelegationEnd) -> Any:
    """The number is that of the delegation when it was made."""
    check_site(request, site)
    held = Delegated.objects.filter(pk=number, site=site).select_related("user").first()
    if held is None:
        raise NotFound(say("api.not_there"), f"{site} / {number}")
    return Status(201, {"number": actions_people.end_delegation(at(request, site), held, sent.last, sent.reason).pk})


@router.post("/sites/{site}/trainings", response={201: Recorded, **REFUSALS}, summary="Record a training")
@asks(Action.RECORD_TRAINING)
def train(request: HttpRequest, site: SiteCode, sent: TrainingSent) -> Any:
    """Of somebody who works at the site."""
    check_site(request, site)
    by, user = at(request, site), _user(sent.user)
    if user not in [each for each, _ in staff(site)]:
        raise UsageError(f"{user.username} does not work at site {site}.", "training", "Choose one of the list.")
    told = (sent.topic, sent.day, sent.reference, sent.version)
    return Status(201, {"number": actions_people.record_training(by, user, *told, site=site).pk})


@router.get("/needed-trainings", response={200: list[NeedLine], **REFUSALS}, summary="Trainings that roles need")
@asks(Action.SEE_STUDY)
def needed(request: HttpRequest) -> list[dict[str, str]]:
    """By role, as they hold now."""
    at(request)
    return [{"role": role.value, "topic": topic, "version": version}
            for role, topics in required().items() for topic, version in topics.items()]  # fmt: skip


@router.post("/needed-trainings", response={201: Recorded, **REFUSALS}, summary="Need a training")
@asks(Action.KEEP_REGISTERS)
def need(request: HttpRequest, sent: NeedSent) -> Any:
    """Or no longer need it."""
    row = actions_people.require(at(request), sent.role, sent.topic, sent.version, sent.needed)
    return Status(201, {"number": row.pk})


@router.post("/sites/{site}/initiation", response={201: Recorded, **REFUSALS}, summary="Note an item of the initiation")
@asks(Action.KEEP_REGISTERS)
def item(request: HttpRequest, site: SiteCode, sent: ItemSent) -> Any:
    """That it is there, or is not after all."""
    check_site(request, site)
    told = (sent.item, sent.day, sent.reference, sent.reason)
    return Status(201, {"number": actions_sites.check_item(at(request, site), site, *told).pk})


@router.post("/sites/{site}/state", response={201: StateNow, **REFUSALS}, summary="Move a site to another state")
@asks(Action.KEEP_REGISTERS)
def move(request: HttpRequest, site: SiteCode, sent: StateSent) -> Any:
    """By the table of states; a site opens once everything of its initiation is there."""
    check_site(request, site)
    actions_sites.move_site(at(request, site), site, sent.state, sent.reason)
    return Status(201, {"state": state_of(site).value})


def _user(username: str) -> User:
    user = User.objects.filter(username=username).first()
    if user is None:
        raise NotFound(say("api.not_there"), username)
    return user
