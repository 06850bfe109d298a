"""Bringing Django up for one study folder, and what must be true before it serves anybody."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from bedside.errors import BedsideError, UsageError


class NotReady(BedsideError):
    """A study that must not be served as it is."""


def start(folder: Path) -> None:
    """Set Django up for this folder. Raises UsageError when it is up for another one already."""
    os.environ["BEDSIDE_STUDY"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "bedside.conduct.settings"
    import django
    from django.conf import settings

    django.setup()
    if settings.FOLDER.path.resolve() != folder.resolve():
        raise UsageError(f"this process works on {settings.FOLDER.path} already.", str(folder), "Start another one.")


def check() -> None:
    """Raises NotReady, saying everything that is in the way of serving the study."""
    from django.conf import settings

    wrong = list(refusals())
    if wrong:
        raise NotReady(" ".join(wrong), str(settings.FOLDER.path), "The study is not served until this is mended.")


def refusals() -> Iterator[str]:
    """What is wrong: a database that would lose or block writes, that is out of date, or that history can be
    rewritten in. Nothing when all is well."""
    from django.db import connection

    from bedside.conduct.trail.verifying import at_a_glance

    if connection.vendor == "sqlite":
        yield from _sqlite()
    unapplied = _unapplied()
    if unapplied:
        yield f"The database is out of date ({', '.join(unapplied)}): back it up, then run bedside study migrate."
        return
    wrong = list(at_a_glance())
    if wrong:
        yield f"The trail is not as it should be ({'; '.join(wrong)}): run bedside verify."


def _sqlite() -> Iterator[str]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode")
        mode = cursor.fetchone()[0]
    if mode not in ("wal", "memory"):  # of a test, which lives in memory
        yield f"SQLite's journal is “{mode}”, not “wal”: readers would wait for writers."
    if connection.transaction_mode != "IMMEDIATE":
        mode = connection.transaction_mode or "DEFERRED"
        yield f"SQLite's transactions are {mode}, not IMMEDIATE: writes would fail."


def _unapplied() -> list[str]:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [str(migration) for migration, _ in plan]
