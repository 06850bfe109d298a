"""Tables that are made quickly are those that Django makes by itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.state import ProjectState

from bedside.conduct.trail.management.commands import migrate
from tests.conduct.trail import studies

LAST = "participants"
"""The application up to which tables are made: it leads to people, to the study and to the trail."""


@contextmanager
def empty() -> Iterator[None]:
    """A database in which there is nothing yet."""
    with studies.opened() as folder, studies.at(studies.empty() or str(folder / "empty.sqlite3")):
        yield


def made() -> list[Any]:
    """What the database holds once it was migrated so far."""
    with empty(), connection.cursor() as cursor:
        call_command("migrate", LAST, verbosity=0)
        if connection.vendor == "sqlite":
            cursor.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name")
        else:
            cursor.execute(
                "SELECT table_name, column_name, data_type, is_nullable, column_default FROM information_schema.columns"
                " WHERE table_schema = current_schema() ORDER BY table_name, ordinal_position"
            )
        return list(cursor.fetchall())


def test_tables_made_quickly_are_those_of_django(django_db_blocker: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[set[tuple[str, str]]] = []
    plainly: Any = ProjectState._find_reload_model  # type: ignore[attr-defined]
    with django_db_blocker.unblock():
        quickly = made()
        monkeypatch.setattr(
            ProjectState, "_find_reload_model", lambda *args, **more: drawn.append(plainly(*args, **more)) or drawn[-1]
        )
        monkeypatch.setattr(migrate, "quickly", nullcontext)
        assert made() == quickly and len(quickly) > 20
    assert any(len(each) > 1 for each in drawn), "Django itself draws others too"
