"""`bedside cut take|verify` and `bedside archive`, as an operator runs them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from bedside.conduct.cuts.models import Cut
from bedside.conduct.study import create
from tests.conduct.cuts.filling import enrolled
from tests.conduct.trail import studies


@pytest.fixture
def run(folder: Path, protocol: Any, actor: Callable[..., Any]) -> Callable[..., tuple[int, str]]:
    """run(arguments): the code that the command ends with, and all that it prints."""
    (folder / "study.toml").write_text("demonstration = true\n")
    create.fill(protocol, {"01": "Hospital"}, None, "Sponsor")
    enrolled(actor, protocol)
    around = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    if studies.POSTGRESQL:
        around["BEDSIDE_DATABASE"] = studies.address(connection.settings_dict["NAME"])

    def made(*arguments: str) -> tuple[int, str]:
        command = [sys.executable, "-m", "bedside", *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=around)
        return done.returncode, done.stdout + done.stderr

    return made


def test_a_cut_is_taken_verified_and_found_altered(run: Callable[..., Any], folder: Path, tmp_path: Path) -> None:
    out = str(tmp_path / "cut")
    code, told = run("cut", "take", "--study", str(folder), "--reason", "interim", "--out", out)
    cut = Cut.objects.get()
    assert code == 0 and cut.hash in told and (cut.event.reason, cut.event.role) == ("interim", "operator")
    code, told = run("cut", "verify", out)
    assert code == 0 and cut.hash in told and "the cut is whole." in told
    (tmp_path / "cut" / "csv" / "events.csv").write_text("")
    code, told = run("cut", "verify", out)
    assert (code, told) == (
        1, "csv/events.csv was altered: it is not as it was written.\nThe cut is not as it was taken: 1 findings.\n"
    )  # fmt: skip
    code, told = run("cut", "take", "--study", str(folder), "--reason", "interim", "--out", out)
    assert code == 2 and "something stands there already. Choose a folder that does not exist yet." in told


def test_an_archive(run: Callable[..., Any], folder: Path, tmp_path: Path) -> None:
    code, told = run("archive", "--study", str(folder), "--out", str(tmp_path / "archive"))
    assert code == 0 and "with the study's keys" in told, told
    assert (tmp_path / "archive" / "study.tar").is_file()
