"""What keeps a study from being served."""

from __future__ import annotations

import os
from typing import Any

import pytest
from django.db import connection, connections

from bedside.conduct.study import starting
from bedside.conduct.trail import triggers

pytestmark = pytest.mark.usefixtures("study")
needs_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="of SQLite")


def test_a_sound_study_is_served() -> None:
    starting.check()


@pytest.mark.proves("ground start-up-refuses")
@needs_sqlite
def test_transactions_that_begin_by_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections["default"], "transaction_mode", None)
    with pytest.raises(starting.NotReady, match="not IMMEDIATE"):
        starting.check()


@pytest.mark.proves("ground start-up-refuses", "inspection trail-never-off")
def test_a_missing_trigger(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(triggers, "missing", lambda: ["keep_trail_event_update"])
    with pytest.raises(starting.NotReady, match="keep_trail_event_update"):
        starting.check()


def test_a_database_out_of_date(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starting, "_unapplied", lambda: ["people.0003_more"])
    with pytest.raises(starting.NotReady, match="0003_more"):
        starting.check()


def test_one_process_one_study(tmp_path: Any) -> None:
    from bedside.errors import UsageError

    before = os.environ["BEDSIDE_STUDY"]
    try:
        with pytest.raises(UsageError, match="works on"):
            starting.start(tmp_path)
    finally:
        os.environ["BEDSIDE_STUDY"] = before
