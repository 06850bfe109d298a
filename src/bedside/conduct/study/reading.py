"""The study as its page tells it: its status and who changed it, its sites and how far recruitment has come."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from bedside.conduct.people.models import Site
from bedside.conduct.people.roles import ROLES, Role
from bedside.conduct.study.clock import today
from bedside.conduct.study.models import Approval, Version
from bedside.conduct.study.models import Status as Kept
from bedside.conduct.study.statuses import WORDS, Status
from bedside.conduct.trail.models import Event
from bedside.protocol.model import Protocol
from bedside.values.wording import Text


@dataclass(frozen=True)
class Change:
    """A change of the study's status; `reason` None where it was redacted."""

    status: Text
    at_us: int
    by: str
    role: Text | None
    reason: str | None


@dataclass(frozen=True)
class Recruitment:
    """A site: how many were looked at and enrolled there, the protocol version in force there today and since which
    day, and the one that is approved there from a day to come; whether either asks participants to consent anew."""

    code: str
    name: str
    target: int | None
    screened: int
    enrolled: int
    version: str
    since: str
    reconsent: bool
    next_version: str
    next_from: str
    next_reconsent: bool


def history() -> list[Change]:
    """Every change of status, the latest first."""
    kept = Kept.objects.select_related("event").order_by("-pk")
    return [
        Change(
            WORDS[Status(each.status)], each.event.at_us, each.event.actor, _role(each.event.role), each.event.reason
        )
        for each in kept
    ]


def recruitment() -> list[Recruitment]:
    """Each site, counted off the trail: an enrolment is one event, and so is one that was taken back."""
    screened, enrolled, undone = (_counted(each) for each in ("screen", "enrol", "take back enrolment"))
    day = today().isoformat()
    approved = list(Approval.objects.select_related("version").order_by("pk"))
    now = {each.site: each for each in approved if each.from_day <= day}
    later = {each.site: each for each in approved if each.from_day > day}
    return [
        Recruitment(
            site.code, site.name, site.target, screened.get(site.code, 0),
            enrolled.get(site.code, 0) - undone.get(site.code, 0),
            *_approved(now.get(site.code)), *_approved(later.get(site.code)),
        )
        for site in Site.objects.all()
    ]  # fmt: skip


def target(protocol: Protocol) -> int | None:
    """How many the protocol means to enrol; None where its record does not say."""
    line = protocol.line("target_enrolment")
    return int(line.value) if line and line.value.isdigit() else None


def versions() -> list[Version]:
    """The kept versions of the protocol, the latest first."""
    return list(Version.objects.select_related("event").order_by("-pk"))


def _counted(action: str) -> dict[str, int]:
    found = Event.objects.filter(action=action).values_list("site").annotate(Count("pk"))
    return dict(found)


def _role(name: str) -> Text | None:
    return ROLES[Role(name)] if name in set(Role) else None


def _approved(approval: Approval | None) -> tuple[str, str, bool]:
    return (approval.version.version, approval.from_day, approval.reconsent) if approval else ("", "", False)
