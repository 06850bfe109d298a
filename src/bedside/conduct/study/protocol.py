"""The protocol in force, read from its kept artefact: no line of a trial's Python ever runs here."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from functools import lru_cache
from typing import Any, TypeVar

from bedside.conduct.study.clock import today
from bedside.conduct.study.models import Approval, Version
from bedside.errors import UsageError
from bedside.protocol import artefact
from bedside.protocol.amendments import Activation, Participant, in_force
from bedside.protocol.amendments import Version as Number
from bedside.protocol.model import Protocol

T = TypeVar("T")


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


_once: ContextVar[dict[Any, Any] | None] = ContextVar("once", default=None)


@contextmanager
def read_once() -> Iterator[None]:
    """Within it, versions and approvals are read from the database once: for a page that looks at many people."""
    token = _once.set({} if _once.get() is None else _once.get())
    try:
        yield
    finally:
        _once.reset(token)


@contextmanager
def supposing(
    approval: Activation, reconsent: bool, kept: Iterable[tuple[Protocol, bool]] = (), all_agreed: bool = False
) -> Iterator[None]:
    """Within it, everything is as if this approval were given, and its day and that of every other until then had
    come: for a dry run, which writes nothing.

    `kept` are versions that the study does not hold, each with whether it asks for renewed consent. `all_agreed`:
    as if no version asked for it.
    """
    said, given = _approvals()
    day, extra = today(), list(kept)
    said |= {protocol.version: asks for protocol, asks in extra}
    given = [*given, (approval, reconsent)]
    come = [(replace(each, date=min(each.date, day)) if each.date <= approval.date else each, asks)
            for each, asks in given]  # fmt: skip
    if all_agreed:
        said, come = dict.fromkeys(said, False), [(each, False) for each, _ in come]
    held = {"approvals": (said, come)} | {f"protocol {each.version}": each for each, _ in extra}
    token = _once.set(held)
    try:
        yield
    finally:
        _once.reset(token)


def _read_or_remembered(key: str, read: Callable[[], T]) -> T:
    held = _once.get()
    if held is None:
        return read()
    if key not in held:
        held[key] = read()
    found: T = held[key]
    return found


def protocol_of(version: str) -> Protocol:
    """A kept version. Raises UsageError when there is none of this number."""
    return _read_or_remembered(f"protocol {version}", lambda: _protocol_of(version))


def _protocol_of(version: str) -> Protocol:
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
    said, approvals = _read_or_remembered("approvals", _approvals)
    asked = said | {each.version: reconsent for each, reconsent in approvals if each.site == site}
    versions = [Number(version, reconsent) for version, reconsent in asked.items()]
    return in_force(versions, [each for each, _ in approvals], site, day, person).version


def approved_from(site: str) -> datetime.date | None:
    """The first day on which any version is in force at a site; None where none ever is."""
    _, approvals = _read_or_remembered("approvals", _approvals)
    return min((each.date for each, _ in approvals if each.site == site), default=None)


def _approvals() -> tuple[dict[str, bool], list[tuple[Activation, bool]]]:
    """Which versions ask for renewed consent, by themselves, and as was stated where they were put in force."""
    said = dict(Version.objects.order_by("pk").values_list("version", "reconsent"))
    kept = Approval.objects.order_by("pk").values_list("site", "version__version", "from_day", "reconsent")
    return said, [
        (Activation(site, version, datetime.date.fromisoformat(day)), reconsent)
        for site, version, day, reconsent in kept
    ]
