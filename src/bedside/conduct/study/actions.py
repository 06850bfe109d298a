"""Everything that changes the study itself."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.conf import settings

from bedside.conduct.people.models import Site
from bedside.conduct.study import choices, models
from bedside.conduct.study.clock import read_day
from bedside.conduct.study.protocol import latest
from bedside.conduct.study.shipped import ATTACHED, Run, read
from bedside.conduct.study.software import software
from bedside.conduct.study.statuses import ENROLLING, FOLLOWS, NEED_REASON, WORDS, Status, not_followed
from bedside.conduct.trail.keeping import Act, Actor, in_turn, keep, note
from bedside.errors import UsageError
from bedside.protocol import artefact
from bedside.protocol.amendments import Amendment
from bedside.protocol.model import Protocol
from bedside.values.wording import Text

DATED = "date"
"""Under which name the trail tells the date of an amendment."""


@in_turn
def add_version(
    by: Actor, protocol: Protocol, reconsent: bool = False, why: str = "", dated: datetime.date | None = None
) -> models.Version:
    """Keep a version of the protocol as its canonical JSON: whether its amendment asks for renewed consent, what it is
    for, and its date. Raises UsageError when it is there already.
    """
    if models.Version.objects.filter(version=protocol.version).exists():
        raise UsageError(f"version {protocol.version} is kept already.", "protocol", "Give the amendment a new one.")
    held = models.Version(
        version=protocol.version, hash=artefact.digest(protocol), artefact=artefact.canonical(protocol),
        reconsent=reconsent,
    )  # fmt: skip
    place, detail = f"protocol {protocol.id} {protocol.version}", {DATED: dated.isoformat()} if dated else {}
    return keep(Act(by, "add version", place=place, reason=why, detail=detail), held)


@in_turn
def add_amendments(by: Actor, versions: Sequence[Protocol], amendments: Sequence[Amendment]) -> list[models.Version]:
    """Keep those versions of the study's protocol that it has not kept yet, each with its amendment.

    Raises UsageError as `not_kept`.
    """
    made_by = {each.version: each for each in amendments}
    return [add_version(by, each, *_told(made_by.get(each.version))) for each in not_kept(versions)]


def not_kept(versions: Sequence[Protocol]) -> list[Protocol]:
    """Those versions of the study's protocol that it has not kept yet.

    Raises UsageError when these are of another trial, when none of them is new, or when one that is kept is different.
    """
    held = {each.version: each.hash for each in models.Version.objects.all()}
    if latest().id not in {each.id for each in versions}:
        raise UsageError(f"this study is of {latest().id}.", "protocol", "Name the folder of that trial.")
    for each in versions:
        if held.get(each.version, each.hash) != each.hash:
            what = f"version {each.version} is not as it was when it was kept."
            raise UsageError(what, "protocol", "What is in force is changed by an amendment.")
    new = [each for each in versions if each.version not in held]
    if not new:
        raise UsageError("all these versions are kept already.", "protocol", "Write an amendment first.")
    return new


def _told(amendment: Amendment | None) -> tuple[bool, str, datetime.date | None]:
    if amendment is None:
        return False, "", None
    return amendment.reconsent, f"{amendment.text.en} · {amendment.text.fr}", amendment.date


@in_turn
def approve(
    by: Actor, version: models.Version, site: str, from_day: str, reconsent: bool | None = None, reason: str = "",
    looked_at: str = "",
) -> models.Approval:  # fmt: skip
    """Put a version in force at a site from a day (ISO 8601) on. Participants there are asked to consent anew as the
    version says, unless `reconsent` states otherwise, for a reason. `looked_at` marks the dry run that was shown.

    Raises UsageError for a site there is not, what is no day, or another statement than the version's without reason.
    """
    day = read_day(from_day, "approval").isoformat()
    if not Site.objects.filter(code=site).exists():
        raise UsageError(f"there is no site {site}.", "approval", "Open the site first.")
    asks = version.reconsent if reconsent is None else reconsent
    if asks != version.reconsent and not reason.strip():
        what = f"the amendment to version {version.version} says otherwise about renewed consent."
        raise UsageError(what, "approval", "Say why, for instance as the ethics committee decided.")
    detail = {"hash": version.hash, "looked_at": looked_at}
    act = Act(by, "approve version", site=site, place=f"version {version.version}", reason=reason, detail=detail)
    return keep(act, models.Approval(version=version, site=site, from_day=day, reconsent=asks))


@in_turn
def choose(by: Actor, name: str, value: str, reason: str) -> models.Setting:
    """Choose what law and protocol leave to the study. Raises UsageError for what is not offered, what holds already,
    or without a reason.
    """
    asked = choices.choice(name)
    before = choices.chosen(name)
    if value not in asked.offered:
        raise UsageError(f"“{value}” is not offered.", name, f"Choose from {', '.join(asked.offered)}.")
    if value == before:
        raise UsageError(f"“{value}” holds already.", name, "Choose another, or leave it.")
    if not reason.strip():
        raise UsageError("no reason is given.", name, "Say who decided it, and why.")
    act = Act(by, "set", place=name, reason=reason, detail={"before": before})
    return keep(act, models.Setting(name=name, value=value))


@in_turn
def set_status(by: Actor, status: Status, reason: str = "") -> models.Status:
    """Move the study to another status.

    Raises UsageError where the table of statuses has no such way, or where a reason is needed and missing.
    """
    before = current_status()
    if status not in FOLLOWS[before]:
        raise UsageError(*not_followed(WORDS, before, status, FOLLOWS[before], "study status"))
    if status in NEED_REASON and not reason.strip():
        raise UsageError("no reason is given.", "study status", "Say why.")
    return keep(Act(by, "set status", reason=reason, detail={"before": before.value}), models.Status(status=status))


@in_turn
def attach_results(by: Actor, content: bytes) -> Run:
    """Put the results of a run of the tests beside the study, for its dossier; the trail keeps their digest.

    Raises UsageError for what the tests did not write.
    """
    run = read(content)
    told = {"at": run.at, "software": run.software, "digest": run.digest, "whole": run.whole}
    (settings.FOLDER.path / ATTACHED).write_bytes(content)
    note(Act(by, "attach results", detail=told))
    return run


def note_start(by: Actor) -> None:
    """Say which software serves the study from now on, and by which study.toml."""
    runs = software()
    told = {"bedside": runs.bedside, "digest": runs.digest, "configuration": runs.configuration}
    note(Act(by, "serve", detail=told))


def note_restored(by: Actor, made: str) -> None:
    """Say that the study goes on from a backup that was made then."""
    note(Act(by, "restore", detail={"made": made}))


def current_status() -> Status:
    """The status in force; a new study does not recruit yet."""
    last = models.Status.objects.order_by("-pk").first()
    return Status(last.status) if last else Status.NOT_YET


def not_enrolling() -> Text | None:
    """The status in force, in words, while nobody is included; None while patients may be."""
    status = current_status()
    return None if status in ENROLLING else WORDS[status]
