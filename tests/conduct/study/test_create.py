"""`bedside study create` and `bedside serve`, as commands: each in a process of its own, as people run them."""

from __future__ import annotations

import json
import os
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

ADRENAL = ("adrenal", "--site", "07=Somewhere")
JAKAHDI = ("jakahdi", "--site", "01=Paris", "--site", "02=Lyon", "--admin", "alice")


def bedside(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command. The environment of these tests names their own study, which must not be meant here."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("BEDSIDE_", "DJANGO_"))}
    command = [sys.executable, "-m", "bedside", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=kept, timeout=120, check=False)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study made by the command."""
    folder = tmp_path_factory.mktemp("made") / "study"
    done = bedside("study", "create", *JAKAHDI, "--out", str(folder), "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["trial"], told["admin"], len(told["hash"])) == ("jakahdi", "alice", 64)
    assert len(told["password"]) == 19
    return folder


def rows(folder: Path, query: str) -> list[tuple[object, ...]]:
    """What a query finds in the study's database."""
    with sqlite3.connect(folder / "study.sqlite3") as connection:
        return connection.execute(query).fetchall()


def test_what_is_in_it(made: Path) -> None:
    actions = [action for (action,) in rows(made, "SELECT action FROM trail_event ORDER BY number")]
    assert actions == ["add version", "keep scenarios", "open site", "open site", "add user", "grant role"]
    assert rows(made, "SELECT code, name FROM people_site ORDER BY code") == [("01", "Paris"), ("02", "Lyon")]
    assert rows(made, "SELECT provisional FROM people_user") == [(1,)]
    assert rows(made, "PRAGMA journal_mode") == [("wal",)]
    assert (made / "secrets").stat().st_mode & 0o077 == 0


@pytest.mark.proves("ground another-trial")
def test_another_trial_needs_no_new_code(tmp_path: Path) -> None:
    done = bedside("study", "create", *ADRENAL, "--out", str(tmp_path / "study"))
    assert done.returncode == 0, done.stderr
    assert rows(tmp_path / "study", "SELECT version FROM study_version") != []


@pytest.mark.parametrize("site", ["01", "=Paris", "01=", "0/1=Paris"])
def test_sites_that_are_none(tmp_path: Path, site: str) -> None:
    done = bedside("study", "create", "jakahdi", "--out", str(tmp_path / "study"), "--site", site)
    assert done.returncode == 2 and "is no site" in done.stderr
    assert not (tmp_path / "study").exists()


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    done = bedside("study", "create", "jakahdi", "--out", str(tmp_path))
    assert done.returncode == 2 and "holds something already" in done.stderr
    assert [each.name for each in tmp_path.iterdir()] == ["mine.txt"]


def test_a_trial_that_there_is_not_leaves_no_folder(tmp_path: Path) -> None:
    assert bedside("study", "create", "no-such-trial", "--out", str(tmp_path / "study")).returncode == 1
    assert not (tmp_path / "study").exists()


def test_serve_refuses_a_folder_without_study(tmp_path: Path) -> None:
    done = bedside("serve", "--study", str(tmp_path))
    assert done.returncode == 2 and "there is no study here" in done.stderr
    assert list(tmp_path.iterdir()) == []


def _copy(made: Path, to: Path) -> Path:
    import shutil

    return Path(shutil.copytree(made, to / "study"))


@pytest.mark.proves("ground start-up-refuses", "inspection trail-never-off")
def test_serve_refuses_a_database_whose_triggers_are_gone(made: Path, tmp_path: Path) -> None:
    study = _copy(made, tmp_path)
    with sqlite3.connect(study / "study.sqlite3") as connection:
        connection.execute("DROP TRIGGER keep_trail_event_update")
    done = bedside("serve", "--study", str(study))
    assert done.returncode == 1 and "keep_trail_event_update" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.proves("ground start-up-refuses")
def test_serve_refuses_a_database_that_is_out_of_date(made: Path, tmp_path: Path) -> None:
    study = _copy(made, tmp_path)
    with sqlite3.connect(study / "study.sqlite3") as connection:
        connection.execute("DELETE FROM django_migrations WHERE app = 'people' AND name = '0002_attempts'")
    done = bedside("serve", "--study", str(study))
    assert done.returncode == 1 and "out of date" in done.stderr
    assert bedside("study", "migrate", "--study", str(study)).returncode == 0


def _free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


def test_serve(made: Path) -> None:
    """It answers on this machine, with the log-in page, its policy, and its static files."""
    port = _free_port()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("BEDSIDE_", "DJANGO_"))}
    command = [sys.executable, "-m", "bedside", "serve", "--study", str(made), "--port", str(port), "--workers", "1"]
    with subprocess.Popen(command, env=kept, stderr=subprocess.PIPE, text=True) as server:
        try:
            page, headers = _answer(f"http://localhost:{port}/")
            assert "Sign in" in page
            assert "default-src 'none'" in headers["Content-Security-Policy"]
            assert "--ink" in _answer(f"http://localhost:{port}/static/frame/style.css")[0]
        finally:
            server.terminate()
            server.wait(30)


def _answer(address: str) -> tuple[str, dict[str, str]]:
    for _ in range(100):
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return answer.read().decode(), dict(answer.headers)
        except OSError:  # not up yet, or busy coming up
            time.sleep(0.2)
    raise AssertionError(f"{address} did not answer")
