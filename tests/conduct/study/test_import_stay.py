"""`bedside study import-stay`: a stay of a configured source, in the name of somebody of the study."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from .test_create import bedside

SOURCE = """format: bedside-canonical/1
name: Test ward
not_real: true
recorded: []
supplied: [platelets]
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study with a source of one stay, whose only person is its administrator."""
    folder = tmp_path_factory.mktemp("made")
    source, study = folder / "ward", folder / "study"
    source.mkdir()
    (source / "manifest.yaml").write_text(SOURCE)
    (source / "patients.csv").write_text("patient_id,sex,birth_year\n7,male,1970\n")
    (source / "stays.csv").write_text("stay_id,patient_id,admitted\n4711,7,2026-11-20T08:00:00Z\n")
    (source / "measurements.csv").write_text(
        "patient_id,variable,start,value,unit\n7,platelets,2026-11-21T08:00:00Z,84,10*9/L\n"
    )
    done = bedside("study", "create", "jakahdi", "--site", "01=Paris", "--admin", "alice", "--out", str(study))
    assert done.returncode == 0, done.stderr
    with (study / "study.toml").open("a") as file:
        file.write(f'[sources]\nward = "canonical:{source}"\n')
    return study


def stay(study: Path, operator: str, source: str = "ward") -> tuple[int, str, str]:
    done = bedside("study", "import-stay", "4711", "--study", str(study), "--source", source, "--site", "01",
                   "--operator", operator)  # fmt: skip
    return done.returncode, done.stdout.strip(), done.stderr


def granted(study: Path) -> None:
    """Make alice a nurse, as another administrator would on the page of people."""
    script = (
        "from bedside.conduct.people.actions import grant; from bedside.conduct.people.models import User;"
        "from bedside.conduct.people.roles import Role; from bedside.conduct.trail.keeping import Actor;"
        "grant(Actor('bob', 'administrator', '', 'test'), User.objects.get(), Role.NURSE, '01')"
    )
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("BEDSIDE_", "DJANGO_"))}
    start = f"from pathlib import Path; from bedside.conduct.study.starting import start; start(Path({str(study)!r}));"
    subprocess.run([sys.executable, "-c", start + script], env=kept, check=True, timeout=60)


def test_only_who_may_screen_there_brings_a_stay_in_and_only_once(made: Path) -> None:
    code, out, err = stay(made, "alice")
    assert code != 0 and "alice may not screen" in err and not out
    assert stay(made, "nobody")[0] == 2
    granted(made)
    assert stay(made, "alice", "elsewhere")[0] == 2
    code, out, err = stay(made, "alice")
    assert (code, out) == (0, "01-S001"), err
    assert "already" in stay(made, "alice")[2]
    with sqlite3.connect(made / "study.sqlite3") as connection:
        told = connection.execute(
            "SELECT DISTINCT actor, role, origin FROM trail_event WHERE action IN ('screen', 'import record')"
        ).fetchall()
        records = connection.execute("SELECT count(*) FROM participants_imported").fetchone()
    assert told == [("alice", "nurse", "command line")] and records[0] > 0
    verified = bedside("verify", "--study", str(made))
    assert verified.returncode == 0, verified.stdout
