"""`--since-last` on Spark: its table is that of a whole run, and its state that of a run on DuckDB."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from bedside.__main__ import main
from bedside.screening.kept_pair import STATE, TABLE

TRIAL = "jakahdi"
MOMENTS = ("measurements", "outputs", "answers")


@pytest.fixture
def wards(tmp_path: Path) -> tuple[Path, Path]:
    """A ward, and the same ward without what was measured or said in the second half of a year's time."""
    whole, before = tmp_path / "whole", tmp_path / "before"
    assert main(["virtual", "120", "--seed", "4", "--out", str(whole)]) == 0
    before.mkdir()
    for file in whole.iterdir():
        if file.suffix != ".parquet":
            (before / file.name).write_bytes(file.read_bytes())
            continue
        late = ", (SELECT median(admitted) AS half FROM read_parquet('{}'))".format(whole / "stays.parquet")
        kept = (
            f"SELECT t.* FROM read_parquet('{file}') t{late} WHERE start < half"
            if file.stem in MOMENTS
            else f"FROM '{file}'"
        )
        duckdb.execute(f"COPY ({kept}) TO '{before / file.name}' (FORMAT PARQUET)")
    return before, whole


def run(ward: Path, engine: str, out: Path, capsys: pytest.CaptureFixture[str], *more: str) -> Any:
    capsys.readouterr()
    asked = ["screen", TRIAL, "--source", f"canonical:{ward}", "--engine", engine, "--every", "24h", "--threads", "1"]
    assert main([*asked, "--out", str(out), "--json", *more]) == 0
    return json.loads(capsys.readouterr().out).get("since_last")


def rows(folder: Path) -> list[Any]:
    return duckdb.execute(f"FROM '{folder / TABLE}' ORDER BY stay_id, time").fetchall()


@pytest.mark.parametrize("first", ["duckdb", "spark"])
def test_what_arrived_is_worked_out_and_the_table_is_that_of_a_whole_run(
    spark: Any, wards: tuple[Path, Path], first: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before, whole = wards
    for folder, engine in (("here", "duckdb"), ("there", "spark")):
        run(before, first, tmp_path / folder, capsys, "--since-last")
        told = run(whole, engine, tmp_path / folder, capsys, "--since-last")
        assert told["last_run"] and told["anew_because"] is None
        assert 0 < told["patients_worked_out"] < told["patients"], told
        del told["last_run"]
        if engine == "duckdb":
            expected = told
    assert told == expected
    run(whole, "duckdb", tmp_path / "once", capsys)
    assert len(rows(tmp_path / "once")) > 500
    assert rows(tmp_path / "there") == rows(tmp_path / "once")
    again = run(whole, "spark", tmp_path / "there", capsys, "--since-last")
    assert again["stay_hours_worked_out"] == 0 and rows(tmp_path / "there") == rows(tmp_path / "once")


def test_the_first_run_says_so_and_another_trial_is_refused(
    spark: Any, wards: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    told = run(wards[0], "spark", out, capsys, "--since-last")
    assert told["anew_because"] == "This is the first run in this folder."
    held = {file.name: file.read_bytes() for file in out.iterdir() if file.is_file()}
    assert {TABLE, STATE} <= held.keys()
    asked = ["screen", "adrenal", "--source", f"canonical:{wards[0]}", "--engine", "spark", "--out", str(out)]
    assert main([*asked, "--since-last"]) == 2
    assert "this folder holds the screening of another trial (jakahdi)" in capsys.readouterr().err
    assert {file.name: file.read_bytes() for file in out.iterdir() if file.is_file()} == held
