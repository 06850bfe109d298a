"""`bedside screen --since-last`: what it says, that its table is that of a whole run, and a run that is killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from bedside.__main__ import main
from bedside.screening.kept_pair import Place
from bedside.screening.one_at_a_time import alone
from tests.unit.commands.asking import Output
from tests.unit.small_ward import MEASUREMENTS, write_ward
from tests.unit.tiny_trial import write_trial

HOURS = 211
"""Of the small ward."""


@pytest.fixture
def asked(tmp_path: Path) -> list[str]:
    """The arguments, but for where it goes."""
    trial, ward = write_trial(tmp_path / "trial"), write_ward(tmp_path / "ward")
    return ["screen", str(trial), "--source", f"canonical:{ward}"]


def rows(folder: Path) -> list[tuple[object, ...]]:
    return duckdb.connect().execute(f"SELECT * FROM '{folder}/verdicts.parquet' ORDER BY ALL").fetchall()


def test_run_after_run(asked: list[str], tmp_path: Path, capsys: Output) -> None:
    daily, whole = tmp_path / "daily", tmp_path / "whole"
    first = MEASUREMENTS.replace("carl,creatinine,2020-07-01T12:00,300,umol/L\n", "")
    write_ward(tmp_path / "ward", measurements=first)
    assert main([*asked, "--out", str(daily), "--since-last"]) == 0
    assert "This is the first run in this folder. Everything was worked out." in capsys.readouterr().err.splitlines()
    write_ward(tmp_path / "ward")
    assert main([*asked, "--out", str(daily), "--since-last", "--lang", "fr"]) == 0
    said = capsys.readouterr().err
    assert "UTC)\u00a0: patients calculés 1 sur 6, heures de séjour 25 sur 211\u202f; les autres sont gardés." in said
    assert main([*asked, "--out", str(whole)]) == 0
    assert rows(daily) == rows(whole)
    assert {path.name for path in daily.iterdir()} - {path.name for path in whole.iterdir()} == {
        "screening.state",
        ".screening",
    }
    capsys.readouterr()
    assert main([*asked, "--out", str(daily), "--since-last", "--json"]) == 0
    kept = json.loads(capsys.readouterr().out)["since_last"]
    assert kept.pop("last_run").endswith(" UTC")
    assert kept == {
        "anew_because": None,
        "patients": 6,
        "patients_worked_out": 0,
        "stay_hours": HOURS,
        "stay_hours_worked_out": 0,
        "stay_hours_of_a_stopped_run": 0,
    }


def test_one_file_is_refused(asked: list[str], tmp_path: Path, capsys: Output) -> None:
    assert main([*asked, "--out", str(tmp_path / "verdicts.parquet"), "--since-last"]) == 2
    assert capsys.readouterr().err == (
        "bedside: --out: one file cannot hold what the next run needs. Name a folder, the same every time.\n"
    )


def test_a_second_one_at_the_same_time_is_refused(asked: list[str], tmp_path: Path, capsys: Output) -> None:
    folder = tmp_path / "daily"
    with alone(Place(folder).lock, folder):
        assert main([*asked, "--out", str(folder), "--since-last"]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"bedside: {folder}: another screening is at work in this folder: process {os.getpid()} on ")
    assert said.endswith(" UTC. Wait until it is done, or name another folder.\n")
    assert [path.name for path in folder.iterdir()] == [".screening"]


BY_PATIENT = """
import sys
from functools import partial
from bedside.__main__ import main
from bedside.commands import screening
screening.screen_since_last = partial(screening.screen_since_last, batch=1)
sys.exit(main())
"""
"""A batch for each patient: six to be killed between."""


def test_killed_in_the_middle_and_run_again(asked: list[str], tmp_path: Path, capsys: Output) -> None:
    daily, whole = tmp_path / "daily", tmp_path / "whole"
    arguments = [*asked, "--out", str(daily), "--since-last"]
    batches = Place(daily).batches
    with subprocess.Popen([sys.executable, "-c", BY_PATIENT, *arguments], stderr=subprocess.DEVNULL) as running:
        while running.poll() is None and len(list(batches.glob("*.parquet"))) < 2:
            time.sleep(0.01)
        running.send_signal(signal.SIGKILL)
    assert running.returncode == -signal.SIGKILL, "it was done before it was killed"
    assert not (daily / "verdicts.parquet").exists()
    assert main([*arguments, "--json"]) == 0
    kept = json.loads(capsys.readouterr().out)["since_last"]
    assert 0 < kept["stay_hours_of_a_stopped_run"] == HOURS - kept["stay_hours_worked_out"] < HOURS
    assert main([*asked, "--out", str(whole)]) == 0
    assert rows(daily) == rows(whole)
    assert list((daily / ".screening").iterdir()) == [Place(daily).lock]
