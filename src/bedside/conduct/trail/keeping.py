"""The one door: an event, and the row it brings about, written together or not at all.

Every action of the application ends here. The act (who, what, where, why) is a required argument, so that nothing
can be kept without its entry in the trail.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.conf import settings
from django.db import connection, transaction

from bedside.conduct.trail import anchor, chain
from bedside.conduct.trail.models import Event, Kept
from bedside.values.moment import now

Row = TypeVar("Row", bound=Kept)

LOCK = 0x62656473
"""PostgreSQL's advisory lock that lets one transaction at a time extend the chain."""


@dataclass(frozen=True)
class Actor:
    """Who acts, as the trail says it; `origin` is where from: the screens, the API, an import, the shell."""

    name: str
    role: str
    organisation: str
    origin: str


@dataclass(frozen=True)
class Act:
    """What is done: by whom, which action, to what, and why (where a reason is asked)."""

    by: Actor
    action: str
    site: str = ""
    participant: str = ""
    place: str = ""
    reason: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)


def note(act: Act) -> Event:
    """Write an event that leaves no row behind: a log-in, an export, a page read."""
    with transaction.atomic():
        return _written(act, None)


def keep(act: Act, row: Row) -> Row:
    """Write a row with its event; returns the row. Redactable texts get their salt and digest here."""
    with transaction.atomic():
        _salt(row)
        event = _written(act, row)
        row.event = event
        row.save(force_insert=True)
    return row


def _written(act: Act, row: Kept | None) -> Event:
    _queue()
    last = Event.objects.order_by("-number").values_list("number", "seal").first() or (0, chain.START)
    event = Event(
        number=last[0] + 1, at_us=int(now()), actor=act.by.name, role=act.by.role, organisation=act.by.organisation,
        action=act.action, site=act.site, participant=act.participant, place=act.place, origin=act.by.origin,
        reason=act.reason, detail=_detail(act.detail),
    )  # fmt: skip
    _salt(event)
    if row is not None:
        row.event_id = event.number
        event.kept_in, event.digest = row._meta.db_table, chain.digest_of_row(row)
    event.seal = chain.seal_of(event, last[1], key())
    event.save(force_insert=True)
    transaction.on_commit(lambda: anchor.advance(settings.FOLDER.anchor, event.number, event.seal))
    return event


def key() -> bytes:
    """The key of the seals."""
    return bytes.fromhex(settings.FOLDER.secret("trail"))


def _salt(row: Event | Kept) -> None:
    for name in row.redactable:
        salt, digest = chain.salted(getattr(row, name))
        setattr(row, f"{name}_salt", salt)
        setattr(row, f"{name}_digest", digest)


def _detail(detail: Mapping[str, Any]) -> str:
    return json.dumps(detail, ensure_ascii=False, sort_keys=True) if detail else ""


def _queue() -> None:
    """One writer at a time: SQLite's IMMEDIATE transactions queue by themselves."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
