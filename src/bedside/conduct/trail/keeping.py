"""The one door: an event, and the row it brings about, written together or not at all.

Every action of the application ends here. The act (who, what, where, why) is a required argument, so that nothing
can be kept without its entry in the trail.
"""

from __future__ import annotations

import fcntl
import io
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, ParamSpec, TypeVar

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, models, transaction

from bedside.conduct.trail import anchor, chain
from bedside.conduct.trail.models import Event, Kept, Watch
from bedside.errors import UsageError
from bedside.values.moment import now

Row = TypeVar("Row", bound=Kept)
Watched = TypeVar("Watched", bound=Watch)
P = ParamSpec("P")
R = TypeVar("R")

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


class Turn(transaction.Atomic):
    """A transaction that waits for its turn before it reads anything, so that what it read still holds when it writes.

    On PostgreSQL two would else both count the same number of participants, and one fail. SQLite's IMMEDIATE
    transactions take turns by themselves, but whoever waits there looks again only now and then, and the unlucky wait
    for seconds: a locked file wakes the next one at once. Within a transaction that is somebody else's, which may hold
    the database already, nobody queues for the file.
    """

    def __enter__(self) -> None:
        first = not connection.in_atomic_block
        if first and connection.vendor == "sqlite":
            _queue()
        try:
            super().__enter__()
        except BaseException:
            _next()
            raise
        if first:
            transaction.on_commit(_next)  # before the anchor is written, which needs no turn
        if connection.vendor == "postgresql" and not getattr(connection, "turn", None):
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
            connection.turn = first  # a savepoint that is rolled back gives its locks back, a transaction keeps them

    def __exit__(self, *error: Any) -> None:
        try:
            super().__exit__(*error)
        finally:
            if not connection.in_atomic_block:
                _next()


def _queue() -> None:
    connection.turn = open(settings.FOLDER.path / "turn.lock", "w")  # noqa: SIM115  # open as long as the turn lasts
    fcntl.flock(connection.turn, fcntl.LOCK_EX)


def _next() -> None:
    held, connection.turn = getattr(connection, "turn", None), None
    if isinstance(held, io.IOBase):
        held.close()


def in_turn(act: Callable[P, R]) -> Callable[P, R]:
    """Make a function one transaction, done while no other writes."""
    return Turn(DEFAULT_DB_ALIAS, True, False)(act)


def note(act: Act) -> Event:
    """Write an event that leaves no row behind: a log-in, an export, a page read."""
    with Turn(DEFAULT_DB_ALIAS, True, False):
        return _written(act, None)


def keep(act: Act, row: Row) -> Row:
    """Write a row with its event; returns the row. Redactable texts get their salt and digest here.

    Raises UsageError for a text longer than its column, whichever the database.
    """
    with Turn(DEFAULT_DB_ALIAS, True, False):
        _salt(row)
        event = _written(act, row)
        row.event = event
        row.save(force_insert=True)
    return row


def keep_all(pairs: Iterable[tuple[Act, Row]]) -> list[Row]:
    """Write rows that come about together, each with its own event, in a few statements; returns the rows."""
    events: list[Event] = []
    kinds: dict[type[Row], list[Row]] = {}
    with Turn(DEFAULT_DB_ALIAS, True, False):
        last = end() or (0, chain.START)
        secret = key(first=not last[0])
        for act, row in pairs:
            _salt(row)
            row.event = _sealed(act, row, last, secret)
            events.append(row.event)
            last = row.event.number, row.event.seal
            kinds.setdefault(type(row), []).append(row)
        Event.objects.bulk_create(events)
        for kind, rows in kinds.items():
            kind._default_manager.bulk_create(rows)
        if events:
            _anchor_later()
    return [row for rows in kinds.values() for row in rows]


def watch(act: Act, kind: type[Watched], row_key: int) -> Watched:
    """Write an event that changed a row, with how the row stands after it; in the transaction of the change."""
    salt, digest = chain.salted(kind.states(pk=row_key)[row_key])
    return keep(act, kind(row_key=row_key, state_salt=salt, state_digest=digest))


def _written(act: Act, row: Kept | None) -> Event:
    last = end() or (0, chain.START)
    event = _sealed(act, row, last, key(first=not last[0]))
    event.save(force_insert=True)
    _anchor_later()
    return event


def _sealed(act: Act, row: Kept | None, last: tuple[int, str], secret: bytes) -> Event:
    """The next event after `last`, not written yet; the row, if any, gets its number."""
    event = Event(
        number=last[0] + 1, at_us=int(now()), actor=act.by.name, role=act.by.role, organisation=act.by.organisation,
        action=act.action, site=act.site, participant=act.participant, place=act.place, origin=act.by.origin,
        reason=act.reason, detail=_detail(act.detail),
    )  # fmt: skip
    _salt(event)
    if row is not None:
        _fits(row)
        row.event_id = event.number
        event.kept_in, event.digest = row._meta.db_table, chain.digest_of_row(row)
    _fits(event)
    event.seal = chain.seal_of(event, last[1], secret)
    return event


def _anchor_later() -> None:
    if not any(hook is _note_end for _, hook, _ in connection.run_on_commit):  # once a transaction is enough
        transaction.on_commit(_note_end, robust=True)  # it is committed: no error may say that it was not


def end() -> tuple[int, str] | None:
    """The number and seal of the last event; None before the first."""
    return Event.objects.order_by("-number").values_list("number", "seal").first()


def key(first: bool = False) -> bytes:
    """The key of the seals, made for the `first` event only: a key that was lost is not to be replaced in silence.

    Raises UsageError when it is not there, or is no key.
    """
    file = settings.FOLDER.path / "secrets" / "trail"
    if not first and not file.exists():
        raise UsageError("the key of the trail is lost.", str(file), "Restore it from where the secrets are kept.")
    held = bytes.fromhex(settings.FOLDER.secret("trail"))
    if len(held) != 32:
        raise UsageError("this is no key of 256 bits.", str(file), "Restore it from where the secrets are kept.")
    return held


def _note_end() -> None:
    """Anchor the last committed event, whoever wrote it."""
    last = end()
    if last:
        anchor.advance(settings.FOLDER.anchor, *last, _in_trail)


def _in_trail(number: int, seal: str) -> bool:
    return Event.objects.filter(number=number, seal=seal).exists()


def _salt(row: Event | Kept) -> None:
    for name in row.redactable:
        text = getattr(row, name) or ""  # null says that a text was redacted, nothing else
        salt, digest = chain.salted(text)
        setattr(row, name, text)
        setattr(row, f"{name}_salt", salt)
        setattr(row, f"{name}_digest", digest)


def _fits(row: models.Model) -> None:
    """SQLite keeps texts of any length, PostgreSQL fails, and no database keeps a NUL: the same refusal on both."""
    for column in row._meta.concrete_fields:
        text = getattr(row, column.attname)
        if isinstance(text, str) and (len(text) > (column.max_length or len(text)) or "\0" in text):
            what = f"“{text[:40]}…” is longer than {column.max_length} characters, or holds one that cannot be kept."
            raise UsageError(what, column.name, "Write it shorter.")


def _detail(detail: Mapping[str, Any]) -> str:
    return json.dumps(detail, ensure_ascii=False, sort_keys=True) if detail else ""
