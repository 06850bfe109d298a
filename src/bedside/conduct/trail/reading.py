"""Reading the whole trail, in order, as of one moment: for who verifies it and who takes a copy."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.models import Model

from bedside.conduct.trail import triggers
from bedside.conduct.trail.models import Event, Kept

AT_ONCE = 500
"""Events read in one go."""


@contextmanager
def one_moment() -> Iterator[None]:
    """Everything read within is read as of one moment, and nobody waits for it."""
    if connection.in_atomic_block:
        yield
        return
    postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" if postgresql else "BEGIN DEFERRED")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def in_order() -> Iterator[list[Event]]:
    """All events, some at a time."""
    events = list(Event.objects.order_by("number")[:AT_ONCE])
    while events:
        yield events
        events = list(Event.objects.filter(number__gt=events[-1].number).order_by("number")[:AT_ONCE])


def rows_of(events: Sequence[Event]) -> dict[tuple[str, int], list[Kept]]:
    """The rows of these events, by table and number: more than one where somebody unmade the key."""
    found: dict[tuple[str, int], list[Kept]] = defaultdict(list)
    models = {model._meta.db_table: model for model in triggers.protected()}
    for table in {event.kept_in for event in events} & models.keys():
        numbers = [event.number for event in events if event.kept_in == table]
        for row in models[table]._default_manager.filter(pk__in=numbers):
            found[table, row.pk].append(row)
    return found


def lines() -> Iterator[str]:
    """All events and the rows they brought about, as canonical JSON, one a line: of one study always the same."""
    with one_moment():
        for events in in_order():
            rows = rows_of(events)
            for event in events:
                yield from (_line(row) for row in (event, *rows.get((event.kept_in, event.number), [])))


def _line(row: Model) -> str:
    told: dict[str, Any] = {"table": row._meta.db_table}
    told |= {field.attname: field.to_python(getattr(row, field.attname)) for field in row._meta.concrete_fields}
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
