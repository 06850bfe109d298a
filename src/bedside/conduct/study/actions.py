"""Everything that changes the study itself."""

from __future__ import annotations

import datetime

from bedside.conduct.people.models import Site
from bedside.conduct.study import models
from bedside.conduct.study.statuses import FOLLOWS, NEED_REASON, Status
from bedside.conduct.trail.keeping import Act, Actor, in_turn, keep
from bedside.errors import UsageError
from bedside.protocol import artefact
from bedside.protocol.model import Protocol


@in_turn
def add_version(by: Actor, protocol: Protocol) -> models.Version:
    """Keep a version of the protocol as its canonical JSON. Raises UsageError when it is there already."""
    if models.Version.objects.filter(version=protocol.version).exists():
        raise UsageError(f"version {protocol.version} is kept already.", "protocol", "Give the amendment a new one.")
    held = models.Version(
        version=protocol.version, hash=artefact.digest(protocol), artefact=artefact.canonical(protocol)
    )
    return keep(Act(by, "add version", place=f"protocol {protocol.id} {protocol.version}"), held)


@in_turn
def approve(by: Actor, version: models.Version, site: str, from_day: str) -> models.Approval:
    """Put a version in force at a site from a day (ISO 8601) on.

    Raises UsageError for a site there is not, or what is no day.
    """
    try:
        datetime.date.fromisoformat(from_day)
    except ValueError as error:
        raise UsageError(f"“{from_day}” is not a day.", "approval", "Write it like 2026-11-22.") from error
    if not Site.objects.filter(code=site).exists():
        raise UsageError(f"there is no site {site}.", "approval", "Open the site first.")
    act = Act(by, "approve version", site=site, place=f"version {version.version}")
    return keep(act, models.Approval(version=version, site=site, from_day=from_day))


@in_turn
def set_status(by: Actor, status: Status, reason: str = "") -> models.Status:
    """Move the study to another status.

    Raises UsageError where the table of statuses has no such way, or where a reason is needed and missing.
    """
    before = current_status()
    if status not in FOLLOWS[before]:
        ways = ", ".join(sorted(each.value for each in FOLLOWS[before])) or "nothing"
        raise UsageError(f"“{before}” is not followed by “{status}”.", "study status", f"It may become: {ways}.")
    if status in NEED_REASON and not reason.strip():
        raise UsageError(f"no reason is given for “{status}”.", "study status", "Say why.")
    return keep(Act(by, "set status", reason=reason, detail={"before": before.value}), models.Status(status=status))


def current_status() -> Status:
    """The status in force; a new study does not recruit yet."""
    last = models.Status.objects.order_by("-pk").first()
    return Status(last.status) if last else Status.NOT_YET
