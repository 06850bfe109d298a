"""The page that an inspector asks for first."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

import bedside
from bedside.conduct.participants import actions as participants
from bedside.conduct.people import actions as people
from bedside.conduct.people.models import User
from bedside.conduct.people.roles import TABLE, Action, Role
from bedside.conduct.study import actions, dossier, shipped, software
from bedside.conduct.study.choices import CTCAE
from bedside.conduct.study.models import Version
from bedside.conduct.trail.keeping import Act, note
from bedside.conduct.trail.models import Event
from bedside.values.moment import now

pytestmark = pytest.mark.usefixtures("study")


def test_who_sees_it() -> None:
    assert {role for role in Role if Action.SEE_DOSSIER in TABLE[role]} == {
        Role.INSPECTOR, Role.ADMINISTRATOR, Role.DATA_MANAGER,
    }  # fmt: skip


@pytest.mark.proves("inspection dossier-page")
@pytest.mark.parametrize(("language", "word"), [("en", "Inspection dossier"), ("fr", "Dossier d’inspection")])
def test_everything_is_on_it(
    study: Any, user: Callable[..., User], client_of: Callable[..., Client], actor: Callable[..., Any],
    language: str, word: str,
) -> None:  # fmt: skip
    by, gone = actor("data manager", ""), user("monitor", "01", "gone")
    people.end_grant(actor("administrator", ""), gone.grants.get(), "left")
    actions.approve(by, Version.objects.get(), "02", "2026-05-04")
    actions.choose(by, CTCAE, "v6.0", "safety plan, section 3")
    actions.note_start(actor("administrator", ""))
    actions.note_restored(actor("administrator", ""), "2026-06-01T00:00:00+00:00")
    note(Act(by, "back up", detail={"with_secrets": False}))
    person = participants.screen(actor("nurse", "01"), "01")
    participants.deviate(actor("nurse", "01"), person, "window missed", now(), "the machine was broken")
    client = client_of(user("inspector", ""))
    client.cookies["django_language"] = language
    before = Event.objects.count()
    page = client.get("/study/dossier/").content.decode()
    for told in (
        word, bedside.__version__, software.digest(), study.protocol.hash, "2026-05-04", "gone", "CTCAE v6.0",
        "safety plan, section 3", "2026-06-01T00:00:00", person.code, "window missed",
    ):  # fmt: skip
        assert told in page, told
    assert page.count("<h1") == 1
    added = Event.objects.filter(number__gt=before).values_list("action", "role")
    assert list(added) == [("read dossier", "inspector")]


@pytest.mark.proves("inspection dossier-page")
def test_the_chain_is_told_at_a_glance(monkeypatch: pytest.MonkeyPatch) -> None:
    assert dossier.chain().wrong == () and dossier.chain().events == Event.objects.count()
    monkeypatch.setattr(dossier.verifying.triggers, "missing", lambda: ["keep_trail_event_update"])
    assert dossier.chain().wrong == ("the trigger keep_trail_event_update is missing or altered.",)


def test_another_file_is_another_software(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "__init__.py").write_text("one = 1")
    monkeypatch.setattr(software.bedside, "__file__", str(tmp_path / "__init__.py"))
    found = set()
    for content in ("one = 1", "one = 2", "one = 1"):
        (tmp_path / "__init__.py").write_text(content)
        software.digest.cache_clear()
        found.add(software.digest())
    software.digest.cache_clear()
    assert len(found) == 2


def test_from_requirements_to_tests(
    user: Callable[..., User], client_of: Callable[..., Client], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of(user("inspector", ""))
    monkeypatch.setattr(shipped, "TABLE", tmp_path / "traceability.csv")
    assert client.get("/study/dossier/traceability.csv").status_code == 404
    header = "group,requirement,text,source,status,test"
    (tmp_path / "traceability.csv").write_text(f"{header}\nG,g a,A.,Q1,proved,t.py::t\n")
    assert client.get("/study/dossier/traceability.csv").content == shipped.TABLE.read_bytes()
    assert "traceability.csv" in client.get("/study/dossier/").content.decode()
