"""The statistical report of a cut: what the command makes, as a page for who may see results, worked out once."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from bedside.analysis.counted_twice import counted_twice
from bedside.analysis.files import TABLE
from bedside.analysis.worked import work_on
from bedside.conduct.cuts import results
from bedside.conduct.cuts.actions import file_of, take_cut
from bedside.conduct.cuts.kinds import Kind
from bedside.conduct.cuts.models import Cut
from bedside.conduct.people.models import User
from bedside.conduct.people.roles import TABLE as ROLES
from bedside.conduct.people.roles import Action, Role
from bedside.conduct.study.protocol import latest
from bedside.conduct.trail.keeping import Actor
from bedside.conduct.trail.models import Event
from bedside.documents.files import BOARD_PAGE, REPORT
from bedside.protocol.model import OutcomeKind


def taken(kind: Kind) -> Cut:
    return take_cut(Actor("leroy", "data manager", "", "bedside"), kind, "meeting of the board")


@pytest.fixture(scope="module")
def cut(demonstration: Any, django_db_blocker: Any) -> Cut:
    """A cut of the study, kept for all tests here: the first that asks for one of its reports has it worked out."""
    with django_db_blocker.unblock():
        return taken(Kind.EFFICACY)


@pytest.fixture(scope="module")
def safety(demonstration: Any, django_db_blocker: Any) -> Cut:
    """A cut for safety, kept likewise."""
    with django_db_blocker.unblock():
        return taken(Kind.SAFETY)


@pytest.fixture
def statistician(cut: Cut, client_of: Any) -> Client:
    client: Client = client_of(User.objects.get(username="statistician"))
    return client


@pytest.mark.proves("analysis pages")
def test_the_report_of_an_efficacy_cut_is_a_page_and_its_files_leave_with_a_reason(
    statistician: Client, cut: Cut
) -> None:
    assert f'href="/cuts/{cut.pk}/results/"' in statistician.get("/cuts/").content.decode()
    assert "frame-src 'self'" in statistician.get(f"/cuts/{cut.pk}/results/").headers["Content-Security-Policy"]
    shown = statistician.get(f"/cuts/{cut.pk}/results/report/")
    assert shown.status_code == 200 and cut.hash in shown.content.decode()
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    assert Event.objects.filter(action="see results", actor="statistician", place=cut.file).exists()
    assert statistician.post(f"/cuts/{cut.pk}/results/files/", {"reason": " "}).status_code == 422
    sent = statistician.post(f"/cuts/{cut.pk}/results/files/", {"reason": "for the board"})
    with zipfile.ZipFile(io.BytesIO(sent.content)) as packed:
        assert {REPORT, TABLE} <= set(packed.namelist())
        assert packed.read(REPORT) == shown.content
    assert Event.objects.filter(action="export").latest("number").reason == "for the board"


@pytest.mark.proves("analysis pages")
def test_the_boards_report_is_a_page_and_the_primary_outcome_leaves_by_its_own_right(
    statistician: Client, cut: Cut, client_of: Any
) -> None:
    assert f'href="/cuts/{cut.pk}/board/"' in statistician.get("/cuts/").content.decode()
    opened = statistician.get(f"/cuts/{cut.pk}/board/")
    assert "frame-src 'self'" in opened.headers["Content-Security-Policy"] and b"board/primary/" in opened.content
    shown = statistician.get(f"/cuts/{cut.pk}/board/report/").content.decode()
    (primary,) = [each for each in latest().outcomes if each.kind is OutcomeKind.PRIMARY]
    assert cut.hash in shown and primary.text.en not in shown and primary.text.fr not in shown
    assert Event.objects.filter(action="see board", actor="statistician", place=cut.file).exists()
    assert statistician.post(f"/cuts/{cut.pk}/board/primary/", {"reason": ""}).status_code == 422
    sent = statistician.post(f"/cuts/{cut.pk}/board/primary/", {"reason": "the look at 21"})
    with zipfile.ZipFile(io.BytesIO(sent.content)) as packed:
        assert primary.text.en in packed.read(BOARD_PAGE).decode()
    left = Event.objects.filter(action="export").latest("number")
    assert left.reason == "the look at 21" and "-board-primary-" in left.place
    safety = client_of(User.objects.get(username="safety-officer"))
    assert b"board/primary/" not in safety.get(f"/cuts/{cut.pk}/board/").content
    assert safety.post(f"/cuts/{cut.pk}/board/files/", {"reason": "the board meets"}).status_code == 200
    assert safety.post(f"/cuts/{cut.pk}/board/primary/", {"reason": "x"}).status_code == 403
    manager = client_of(User.objects.get(username="data-manager"))
    assert manager.get(f"/cuts/{cut.pk}/board/report/").status_code == 403


@pytest.mark.proves("analysis pages", "analysis safety")
def test_the_board_reads_a_cut_for_safety_without_the_primary_outcome(
    safety: Cut, statistician: Client, client_of: Any
) -> None:
    officer = client_of(User.objects.get(username="safety-officer"))
    listed = officer.get("/cuts/").content.decode()
    assert f'href="/cuts/{safety.pk}/board/"' in listed and f'href="/cuts/{safety.pk}/results/"' not in listed
    for client in (officer, statistician):
        assert b"board/primary/" not in client.get(f"/cuts/{safety.pk}/board/").content
    shown = officer.get(f"/cuts/{safety.pk}/board/report/").content.decode()
    assert safety.hash in shown and "The snapshot was taken for safety: it holds" in shown
    assert officer.post(f"/cuts/{safety.pk}/board/files/", {"reason": "the board meets"}).status_code == 200
    assert statistician.post(f"/cuts/{safety.pk}/board/primary/", {"reason": "x"}).status_code == 404
    assert statistician.get(f"/cuts/{safety.pk}/results/report/").status_code == 404


@pytest.mark.proves("analysis pages", "analysis profiles")
def test_profiles_are_a_page_beside_the_report_and_in_the_boards_report_if_asked(
    statistician: Client, cut: Cut, client_of: Any
) -> None:
    assert f'href="/cuts/{cut.pk}/results/profiles/"' in statistician.get(f"/cuts/{cut.pk}/results/").content.decode()
    shown = statistician.get(f"/cuts/{cut.pk}/results/profiles/")
    assert "sandbox" in shown.headers["Content-Security-Policy"] and "Participant 1" in shown.content.decode()
    assert Event.objects.filter(action="see profiles", actor="statistician", place=cut.file).exists()
    safety = client_of(User.objects.get(username="safety-officer"))
    assert safety.get(f"/cuts/{cut.pk}/results/profiles/").status_code == 403
    for asked, held in (({}, False), ({"profiles": "on"}, True)):
        sent = safety.post(f"/cuts/{cut.pk}/board/files/", {"reason": "the board meets", **asked})
        with zipfile.ZipFile(io.BytesIO(sent.content)) as packed:
            assert ("Participant 1: profile" in packed.read(BOARD_PAGE).decode()) is held
        assert ("-profiles-" in Event.objects.filter(action="export").latest("number").place) is held


@pytest.mark.proves("analysis pages")
def test_results_and_their_links_are_for_who_has_the_right(cut: Cut, user: Any, client_of: Any) -> None:
    for role in Role:
        client, may = client_of(person := user(role.value, "")), Action.SEE_RESULTS in ROLES[role]
        listed, opens = client.get("/cuts/"), 200 if may else 403
        assert listed.status_code == (200 if Action.SEE_CUTS in ROLES[role] else 403), role
        assert (f'href="/cuts/{cut.pk}/results/"' in listed.content.decode()) is may, role
        for page in ("", "report/", "profiles/"):
            assert client.get(f"/cuts/{cut.pk}/results/{page}").status_code == opens, role
        assert client.post(f"/cuts/{cut.pk}/results/files/", {"reason": "x"}).status_code == opens, role
        assert Event.objects.filter(action="see results", actor=person.username).exists() is may, role


@pytest.mark.proves("analysis pages")
def test_the_plan_is_a_page_for_everybody_of_the_study(demonstration: Any, client_of: Any) -> None:
    nurse = client_of(User.objects.get(username="nurse"))
    assert 'href="/cuts/plan/"' in nurse.get("/study/").content.decode()
    assert "frame-src 'self'" in nurse.get("/cuts/plan/").headers["Content-Security-Policy"]
    shown = nurse.get("/cuts/plan/document/")
    assert "sandbox" in shown.headers["Content-Security-Policy"] and latest().hash in shown.content.decode()
    assert Event.objects.filter(action="see plan", actor="nurse", place=latest().version).exists()
    assert nurse.get("/cuts/plan.pdf").content.startswith(b"%PDF")


def test_it_is_worked_out_once_and_would_be_the_same_again(cut: Cut) -> None:
    first = results.results_of(cut, "fr")
    made = first.read_bytes()
    assert results.results_of(cut, "fr").stat().st_mtime_ns == first.stat().st_mtime_ns
    first.unlink()
    results._worked.cache_clear()
    assert results.results_of(cut, "fr").read_bytes() == made
    assert [file for file in (settings.FOLDER.path / results.RESULTS).iterdir() if file.suffix != ".zip"] == []


def test_another_software_of_the_same_version_works_it_out_anew(cut: Cut, monkeypatch: pytest.MonkeyPatch) -> None:
    first = results.results_of(cut, "fr")
    monkeypatch.setattr(results, "digest", lambda: "f" * 64)
    monkeypatch.setattr(results, "rows_of", lambda worked: ())
    monkeypatch.setattr(results, "report_files", lambda rows, worked, language: {REPORT: "another"})
    other = results.results_of(cut, "fr")
    assert other != first and first.is_file() and f"{'f' * 16}-fr.zip" in other.name
    with zipfile.ZipFile(other) as packed:
        assert packed.read(REPORT) == b"another"


def test_forms_and_outcomes_of_a_cut_count_everybodys_events_alike(cut: Cut) -> None:
    worked = work_on(latest().id, file_of(cut))
    listed = sum(len(each) for person in worked.people for each in person.listed.values())
    assert (listed > 0) == any(each.listing for each in worked.promised.estimands)
    assert [each for person in worked.people for each in counted_twice(worked, person)] == []


def test_a_cut_that_is_not_analysed_or_was_altered_has_no_report(
    statistician: Client, cut: Cut, safety: Cut, client_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert statistician.get(f"/cuts/{safety.pk}/results/").status_code == 404
    monkeypatch.setattr(results, "RESULTS", "nothing-made-yet")
    whole = file_of(cut).read_bytes()
    try:
        file_of(cut).write_bytes(b"else")
        assert statistician.get(f"/cuts/{cut.pk}/results/report/").status_code == 422
    finally:
        file_of(cut).write_bytes(whole)
    nurse = client_of(User.objects.get(username="nurse"))
    assert nurse.get(f"/cuts/{cut.pk}/results/").status_code == 403
