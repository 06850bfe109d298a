"""A run since the last one: what is kept, what is not and why, who may work when, and what a killed run leaves."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bedside.engines.duck import connect
from bedside.engines.headed import head_of, write_headed
from bedside.engines.stages import AsOf
from bedside.errors import BedsideError, UsageError
from bedside.protocol.loading import load
from bedside.protocol.model import Protocol
from bedside.screening import basis, since_last
from bedside.screening.basis import FORMAT
from bedside.screening.kept_pair import APART, DAMAGED, FIRST, Place
from bedside.screening.one_at_a_time import alone
from bedside.values.moment import moment
from tests.growing import Row, Stay, Told, holding, run
from tests.unit.tiny_trial import write_trial

STAYS = (Stay("a1", "adele", 0, 9), Stay("b1", "bo", 0, None), Stay("c1", "carl", 2, 8), Stay("c2", "carl", 12, 20))
ROWS = (
    Row("adele", "age", 0, 0, 40.0),
    Row("adele", "creatinine", 1, 5, 100.0),
    Row("bo", "age", 0, 0, 17.0),
    Row("carl", "creatinine", 3, 3, 300.0),
)
HOURS = 10 + 21 + 7 + 9


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Protocol:
    return load(write_trial(tmp_path_factory.mktemp("tiny")))


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Iterator[Told]:
    """Who is asked, by the quick stand-in for the rules."""
    standing_in = Told()
    monkeypatch.setattr(since_last, "Screener", standing_in)
    yield standing_in


@pytest.fixture
def folder(tiny: Protocol, told: Told, tmp_path: Path) -> Path:
    """A folder in which one run was made."""
    out = tmp_path / "out"
    done, _ = run(holding(STAYS, ROWS), tiny, out)
    assert (done.last, done.anew, done.hours, done.hours_asked) == (None, FIRST, HOURS, HOURS)
    assert {path.name for path in out.iterdir()} == {"verdicts.parquet", "screening.state", ".screening"}
    told.asked.clear()
    return out


def test_with_nothing_new_nobody_is_asked(tiny: Protocol, told: Told, folder: Path) -> None:
    table = (folder / "verdicts.parquet").read_bytes()
    done, rows = run(holding(STAYS, reversed(ROWS)), tiny, folder)
    assert (told.asked, done.patients_asked, done.hours_asked, len(rows)) == (set(), 0, 0, HOURS)
    assert done.last is not None and done.anew is None
    assert (folder / "verdicts.parquet").read_bytes() == table


def test_those_who_stay_on_are_asked_about_their_new_hours_alone(tiny: Protocol, told: Told, folder: Path) -> None:
    """Somebody's later record moves the hour up to which the source knows of anybody."""
    later = (*STAYS[:3], replace(STAYS[3], discharged=23))
    done, rows = run(holding(later, ROWS), tiny, folder)
    assert (told.asked, done.hours_asked, len(rows)) == ({"bo", "carl"}, 3 + 3, HOURS + 6)


def test_the_list_of_a_morning_keeps_what_was_worked_out(tiny: Protocol, told: Told, folder: Path) -> None:
    done, rows = run(holding(STAYS, ROWS), tiny, folder, at=moment("2030-01-01T06:00"))
    assert (told.asked, done.hours_asked) == (set(), 0)
    assert {row[0] for row in rows} == {"a1", "b1", "c1"}
    assert max(row[1] for row in rows).hour == 6


def test_other_hours_are_no_reason_to_begin_anew(tiny: Protocol, told: Told, folder: Path) -> None:
    done, rows = run(holding(STAYS, ROWS), tiny, folder, every=2 * 3_600_000_000)
    assert (done.anew, done.hours_asked) == (None, 0)
    assert {row[1].hour % 2 for row in rows} == {0}


# --- when nothing may be kept ------------------------------------------------------------------------------------


def _another_table(folder: Path) -> None:
    connection = connect(1)
    table = folder / "verdicts.parquet"
    connection.execute(f"COPY (SELECT * FROM '{table}' LIMIT 3) TO '{folder}/less.parquet'")
    os.replace(folder / "less.parquet", table)


def _half_a_state(folder: Path) -> None:
    state = folder / "screening.state"
    state.write_bytes(state.read_bytes()[:-40])


def _no_state_at_all(folder: Path) -> None:
    (folder / "screening.state").write_text("patient,digest\n")


def _headless(folder: Path) -> None:
    connect(1).execute(f"COPY (SELECT 1 AS stay_id) TO '{folder}/screening.state' (FORMAT PARQUET)")


def _head(folder: Path, **changes: Any) -> None:
    connection, state = connect(1), folder / "screening.state"
    head = {**head_of(connection, state), **changes}
    connection.execute(f"CREATE TABLE held AS SELECT * FROM read_parquet('{state}')")
    write_headed(connection, "SELECT * FROM held", state, head)


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (_another_table, APART.en),
        (lambda folder: (folder / "verdicts.parquet").unlink(), APART.en),
        (lambda folder: (folder / "screening.state").unlink(), FIRST.en),
        (_half_a_state, DAMAGED.en),
        (_no_state_at_all, DAMAGED.en),
        (_headless, DAMAGED.en),
        (lambda folder: _head(folder, format=0), "The state file is of an earlier form."),
        (lambda folder: _head(folder, format="new"), "The state file is of an earlier form."),
        (lambda folder: _head(folder, version="0.9"), "The protocol is version 1.0, and was 0.9 at the last run."),
        (
            lambda folder: _head(folder, protocol="0" * 64),
            "The protocol says something else than at the last run, though both are called version 1.0.",
        ),
        (
            lambda folder: _head(folder, as_of="measured"),
            "What a moment may read (--as-of) is available, and was measured at the last run.",
        ),
        (
            lambda folder: _head(folder, recorded=["norepinephrine"]),
            "The source records other variables whole than at the last run.",
        ),
        (lambda folder: _head(folder, program="0" * 64), "bedside is not the same as at the last run."),
        (lambda folder: _head(folder, bedside="0.0.1"), "bedside is not the same as at the last run."),
    ],
)
def test_begun_anew_and_said_why(tiny: Protocol, told: Told, folder: Path, spoil: Any, why: str) -> None:
    spoil(folder)
    done, rows = run(holding(STAYS, ROWS), tiny, folder)
    assert (done.anew and done.anew.en, done.last) == (why, None)
    assert (told.asked, done.hours_asked, len(rows)) == ({"adele", "bo", "carl"}, HOURS, HOURS)
    again, _ = run(holding(STAYS, ROWS), tiny, folder)
    assert (again.anew, again.hours_asked) == (None, 0)


def test_an_option_that_changes_verdicts_begins_anew(tiny: Protocol, told: Told, folder: Path) -> None:
    done, _ = run(holding(STAYS, ROWS), tiny, folder, as_of=AsOf.MEASURED)
    assert done.anew is not None
    assert done.anew.fr == "Ce qu’un instant peut lire (--as-of) est measured, available lors du dernier passage."
    assert done.hours_asked == HOURS


@pytest.mark.parametrize(
    ("changes", "what", "todo"),
    [
        ({"trial": "other"}, "this folder holds the screening of another trial (other).", "Name another folder."),
        (
            {"format": FORMAT + 1, "bedside": "9.0"},
            "this state was written by a later version of bedside (9.0).",
            "Use that version, or name another folder.",
        ),
    ],
)
def test_a_folder_of_somebody_else_is_left_alone(
    tiny: Protocol, told: Told, folder: Path, changes: dict[str, Any], what: str, todo: str
) -> None:
    _head(folder, **changes)
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    with pytest.raises(UsageError) as refused:
        run(holding(STAYS, ROWS), tiny, folder)
    assert (refused.value.what, refused.value.where, refused.value.todo) == (what, "--out", todo)
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before


def test_the_program_is_the_code_of_the_rooms_that_decide(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = basis.program()
    copy = tmp_path / "bedside"
    shutil.copytree(Path(basis.bedside.__file__).parent, copy, ignore=shutil.ignore_patterns("conduct", "__pycache__"))
    monkeypatch.setattr(basis.bedside, "__file__", str(copy / "__init__.py"))
    assert basis.program.__wrapped__() == here
    (copy / "report" / "words.py").write_text("")
    assert basis.program.__wrapped__() == here, "a word of the report changes no verdict"
    with (copy / "engines" / "looks.py").open("a") as file:
        file.write("# another\n")
    assert basis.program.__wrapped__() != here


# --- stopped ---------------------------------------------------------------------------------------------------------


class Stopped(BaseException):
    """As a kill would, wherever it falls."""


@pytest.mark.parametrize("after", range(6))
def test_stopped_between_any_two_files_the_next_run_is_whole(
    tiny: Protocol, told: Told, folder: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    """Every file takes its place by `os.replace`: three batches, the table and its state as they wait, then both."""
    changed = [replace(row, value=row.value + 1) for row in ROWS]
    left, moved = [after], os.replace

    def stopping(source: Any, target: Any) -> None:
        if left[0] == 0:
            raise Stopped
        left[0] -= 1
        moved(source, target)

    with monkeypatch.context() as patched, pytest.raises(Stopped):
        patched.setattr(os, "replace", stopping)
        run(holding(STAYS, changed), tiny, folder, batch=1)
    told.asked.clear()
    done, rows = run(holding(STAYS, changed), tiny, folder, batch=1)
    assert done.anew is None, "the table that is there has its state"
    assert told.asked == {0: {"adele", "bo", "carl"}, 1: {"bo", "carl"}, 2: {"carl"}}.get(after, set())
    connection = holding(STAYS, changed)
    _, whole = run(connection, tiny, folder.parent / "whole")
    assert rows == whole
    assert list((folder / ".screening").iterdir()) == []


def test_what_a_stopped_run_had_finished_counts_only_for_those_who_are_still_the_same(
    tiny: Protocol, told: Told, folder: Path
) -> None:
    place, changed = Place(folder), [replace(row, value=row.value + 1) for row in ROWS]
    shutil.copytree(folder, folder.parent / "before")
    with pytest.MonkeyPatch.context() as patched, pytest.raises(Stopped):
        patched.setattr(since_last, "leave", _stop)
        run(holding(STAYS, changed), tiny, folder, batch=1)
    assert len(list(place.batches.iterdir())) == 3
    told.asked.clear()
    (place.batches / "000002.parquet").write_bytes(b"half")
    done, _ = run(holding(STAYS, [ROWS[0], *changed[1:]]), tiny, folder)
    assert (told.asked, done.hours_resumed) == ({"adele", "bo"}, 7 + 9)
    assert not place.batches.exists()


def _stop(*_: Any) -> None:
    raise Stopped


def test_batches_of_another_basis_are_not_kept(tiny: Protocol, told: Told, tmp_path: Path) -> None:
    """A first run that was stopped, and then other options: there is no state yet to say so."""
    with pytest.MonkeyPatch.context() as patched, pytest.raises(Stopped):
        patched.setattr(since_last, "leave", _stop)
        run(holding(STAYS, ROWS), tiny, tmp_path)
    done, _ = run(holding(STAYS, ROWS), tiny, tmp_path, as_of=AsOf.MEASURED)
    assert (done.anew, done.hours_asked, done.hours_resumed) == (FIRST, HOURS, 0)


# --- one at a time ---------------------------------------------------------------------------------------------------


def test_two_at_once_the_second_is_told_who_and_since_when(tmp_path: Path) -> None:
    place = Place(tmp_path)
    with alone(place.lock, tmp_path):
        with pytest.raises(UsageError) as refused, alone(place.lock, tmp_path):
            raise AssertionError
        said = json.loads(place.lock.read_text())
        since = str(refused.value).partition("since ")[2].partition(" UTC")[0]
        assert f"process {os.getpid()} on {said['machine']}" in refused.value.what
        assert abs(moment(since.replace(" ", "T")) - said["since_us"]) <= 60_000_000
        assert refused.value.todo == "Wait until it is done, or name another folder."
        assert "une autre présélection est en cours dans ce dossier" in refused.value.words[0].fr  # type: ignore[union-attr]
    with alone(place.lock, tmp_path):
        pass


def test_before_it_has_said_who_it_is(tmp_path: Path) -> None:
    place = Place(tmp_path)
    with alone(place.lock, tmp_path):
        place.lock.write_text("")
        with pytest.raises(BedsideError, match="another screening is at work in this folder, since a moment ago"):
            alone(place.lock, tmp_path).__enter__()


HOLDING = """
import sys, time
from pathlib import Path
from bedside.screening.one_at_a_time import alone
with alone(Path(sys.argv[1]), Path(".")):
    print("in", flush=True)
    time.sleep(600)
"""


def test_who_was_killed_bars_nobody(tmp_path: Path) -> None:
    lock = Place(tmp_path).lock
    with subprocess.Popen([sys.executable, "-c", HOLDING, str(lock)], stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "in\n"
        with pytest.raises(UsageError, match=f"process {other.pid} "), alone(lock, tmp_path):
            raise AssertionError
        other.send_signal(signal.SIGKILL)
        other.wait(60)
        with alone(lock, tmp_path):
            assert json.loads(lock.read_text())["process"] == os.getpid()
