"""What bedside brings along about itself, and what the dossier makes of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

import bedside
from bedside.conduct.people.models import User
from bedside.conduct.study import shipped, software
from bedside.conduct.study.actions import attach_results
from bedside.conduct.study.shipped import Outcome, Proved, Run
from bedside.conduct.trail.keeping import Actor
from bedside.conduct.trail.models import Event
from bedside.errors import UsageError
from bedside.values.wording import Text
from tests import results

pytestmark = pytest.mark.usefixtures("study")
TABLE = """group,requirement,text,source,status,test
Ground,ground one,One holds.,FDA Q1,proved,tests/a.py::test_one
Ground,ground one,One holds.,FDA Q1,proved,tests/a.py::TestTwo
Ground,ground two,Two holds.,FDA Q2,proved,tests/a.py::test_never
Ground,ground three,Three holds.,FDA Q3,open: comes later,
"""


@pytest.fixture
def brought(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """brought(tests, software): a table, the results of a run, release notes."""
    for name, file in (("TABLE", "table.csv"), ("RESULTS", "results.json"), ("NOTES", "CHANGELOG.md")):
        monkeypatch.setattr(shipped, name, tmp_path / file)

    def written(tests: dict[str, str], of: str = "") -> Path:
        (tmp_path / "table.csv").write_text(TABLE)
        held = {"at": "2026-05-04T06:00:00+00:00", "bedside": "1.2", "software": of, "tests": tests}
        (tmp_path / "results.json").write_text(json.dumps(held))
        (tmp_path / "CHANGELOG.md").write_text("## 1.2\n\n- **Registers.** <b>new</b>\n")
        return tmp_path

    return written


@pytest.mark.proves("inspection dossier-table", "inspection dossier-training")
def test_the_dossier_shows_notes_and_the_last_run(
    brought: Callable[..., Path], user: Callable[..., User], client_of: Callable[..., Client]
) -> None:
    outcomes = {"tests/a.py::test_one": "passed", "tests/a.py::TestTwo::runTest": "failed", "tests/b.py::t": "skipped"}
    folder = brought(outcomes, software.digest())
    client = client_of(user("inspector", ""))
    page = client.get("/study/dossier/").content.decode()
    digest = hashlib.sha256((folder / "results.json").read_bytes()).hexdigest()
    for told in ("2026-05-04T06:00:00+00:00", digest, "this very software", "1 failed, 1 passed, 1 skipped",
                 "1 failed, 1 not run, 1 open", "comes later", "&lt;b&gt;new&lt;/b&gt;"):  # fmt: skip
        assert told in page, told
    brought(outcomes, "of other files")
    assert "another state of its files" in client.get("/study/dossier/").content.decode()


@pytest.mark.proves("inspection dossier-training")
def test_what_was_not_brought_along_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, user: Callable[..., User], client_of: Callable[..., Client]
) -> None:
    for name in ("TABLE", "RESULTS", "NOTES"):
        monkeypatch.setattr(shipped, name, tmp_path / "none")
    page = client_of(user("inspector", "")).get("/study/dossier/").content.decode()
    assert (
        "No results of a test run" in page
        and "attach-results" in page
        and "The table of requirements was not brought along" in page
    )
    assert 'id="notes"' not in page


def test_results_are_attached_to_a_study(
    brought: Callable[..., Path], user: Callable[..., User], client_of: Callable[..., Client]
) -> None:
    """Those of a selection are told to be one; what is no results is refused, and leaves those that were there."""
    brought({"tests/b.py::t": "skipped"}, "of other files")
    by = Actor("ops", "operator", "", "command line")
    told = {"at": "2026-06-01T06:00:00+00:00", "bedside": "1.2", "software": software.digest()}
    content = json.dumps({**told, "tests": {"tests/a.py::test_one": "passed"}, "whole": False}).encode()
    assert not attach_results(by, content).whole
    for bad in (b"{}", b"no json", b'{"tests": {"a": "perhaps"}}', b"[]"):
        with pytest.raises(UsageError, match="no results of the tests"):
            attach_results(by, bad)
    page = client_of(user("inspector", "")).get("/study/dossier/").content.decode()
    for said in ("2026-06-01T06:00:00+00:00", "this very software", "some of the tests only",
                 hashlib.sha256(content).hexdigest()):  # fmt: skip
        assert said in page, said
    event = Event.objects.get(action="attach results")
    assert json.loads(event.detail)["digest"] == hashlib.sha256(content).hexdigest()


def test_this_checkout_brings_its_own() -> None:
    assert shipped.notes().startswith("# Changelog")
    assert {each.name for each in shipped.requirements(None)} > {"inspection dossier-table", "criterion I1"}
    assert all(each.outcome in (Outcome.NOT_RUN, Outcome.OPEN) for each in shipped.requirements(None))


@given(st.lists(st.sampled_from([Outcome.FAILED, Outcome.PASSED, Outcome.SKIPPED]), max_size=5), st.integers(0, 2))
def test_a_requirement_is_passed_only_if_all_its_tests_ran_and_passed(outcomes: Sequence[Outcome], unrun: int) -> None:
    run = Run("", "", "", {f"t{number}": each for number, each in enumerate(outcomes)}, "")
    names = [*run.tests, *(f"never{number}" for number in range(unrun))]
    held = Proved(Text("g", "g"), "n", Text("s", "s"), "o", "", [(name, run.of(name)) for name in names])
    assert (held.outcome is Outcome.PASSED) == bool(names and not unrun and set(outcomes) == {Outcome.PASSED})
    assert (held.outcome is Outcome.FAILED) == (Outcome.FAILED in outcomes)


def test_of_the_cases_of_a_test_the_worst_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    noted = results.Results()
    for name, when, outcome in (
        ("a.py::t[1]", "call", "passed"), ("a.py::t[2]", "setup", "skipped"), ("a.py::u[1]", "call", "failed"),
        ("a.py::u[2]", "call", "passed"), ("a.py::v", "setup", "passed"), ("a.py::w", "teardown", "failed"),
    ):  # fmt: skip
        noted.pytest_runtest_logreport(
            SimpleNamespace(nodeid=name, when=when, outcome=outcome, failed=outcome == "failed",
                            skipped=outcome == "skipped")
        )  # fmt: skip
    assert noted.tests == {"a.py::t": "passed", "a.py::u": "failed", "a.py::w": "failed"}
    monkeypatch.setattr(results, "RESULTS", tmp_path / "r.json")
    noted.pytest_sessionfinish(SimpleNamespace(shouldstop=False, shouldfail=False))  # type: ignore[arg-type]
    held: dict[str, Any] = json.loads((tmp_path / "r.json").read_text())
    assert held["bedside"] == bedside.__version__ and held["software"] == software.digest()
