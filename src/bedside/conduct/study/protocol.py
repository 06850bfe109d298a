"""The protocol in force, read from its kept artefact: no line of a trial's Python ever runs here."""

from __future__ import annotations

import datetime
from functools import lru_cache

from bedside.conduct.study.models import Approval, Version
from bedside.errors import UsageError
from bedside.protocol import artefact
from bedside.protocol.amendments import Activation, Participant, in_force
from bedside.protocol.amendments import Version as Number
from bedside.protocol.model import Protocol


@lru_cache(maxsize=16)
def _read(hash_: str, event: int) -> Protocol:
    """An artefact once read; its hash is that of its content, so it never goes stale."""
    held = Version.objects.get(pk=event)
    protocol = artefact.read(held.artefact)
    if protocol.hash != hash_:
        raise UsageError(
            f"version {held.version} is not what was approved.", "protocol", "Run bedside verify and restore a backup."
        )
    return protocol


def protocol_of(version: str) -> Protocol:
    """A kept version. Raises UsageError when there is none of this number."""
    held = Version.objects.filter(version=version).values_list("hash", "event_id").first()
    if held is None:
        raise UsageError(f"there is no version {version} of the protocol.", "protocol", "Add it to the study first.")
    return _read(*held)


def latest() -> Protocol:
    """The version that was added last. Raises UsageError for a study without protocol."""
    held = Version.objects.order_by("-pk").values_list("hash", "event_id").first()
    if held is None:
        raise UsageError("this study has no protocol yet.", "protocol", "Create it with bedside study create TRIAL.")
    return _read(*held)


def version_at(site: str, day: datetime.date, person: Participant | None = None) -> str:
    """The version by which a site works on a day (for a participant, the one that holds for them).

    Raises AmendmentError when none is in force there.
    """
    versions = [Number(each.version, _renews(each.version)) for each in Version.objects.order_by("pk")]
    activations = [
        Activation(each.site, each.version.version, datetime.date.fromisoformat(each.from_day))
        for each in Approval.objects.select_related("version").order_by("pk")
    ]
    return in_force(versions, activations, site, day, person).version


def _renews(version: str) -> bool:
    return False
