"""Where a command writes: over nobody's work, into no source."""

from __future__ import annotations

from pathlib import Path

import pytest

from bedside.__main__ import main
from bedside.commands.outputs import table_or_folder
from tests.unit.commands.asking import Output


@pytest.mark.parametrize("command", [["virtual", "1", "--seed", "1"], ["demo"]])
def test_nobodys_folder_is_written_over(command: list[str], tmp_path: Path, capsys: Output) -> None:
    out = tmp_path / "mine"
    held = (out / "ward" if command[0] == "demo" else out) / "notes.txt"
    held.parent.mkdir(parents=True)
    held.write_text("years of work", encoding="utf-8")
    assert main([*command, "--out", str(out)]) == 2
    assert "holds something else than" in capsys.readouterr().err
    assert held.read_text(encoding="utf-8") == "years of work"


@pytest.mark.parametrize("out", ["results.v2/", "run-2.10"])
def test_a_folder_may_have_a_dot_in_its_name(out: str, tmp_path: Path) -> None:
    assert table_or_folder(f"{tmp_path}/{out}") == tmp_path / out


def test_a_source_is_never_written_into(ward: Path, capsys: Output) -> None:
    before = {path.name: path.stat().st_mtime_ns for path in ward.iterdir()}
    assert main(["score", "sofa", "--source", f"canonical:{ward}", "--out", str(ward / "stays.parquet")]) == 2
    assert "never written to" in capsys.readouterr().err
    assert {path.name: path.stat().st_mtime_ns for path in ward.iterdir()} == before


def test_an_earlier_virtual_ward_is_replaced_whole_and_that_is_said(tmp_path: Path, capsys: Output) -> None:
    out = str(tmp_path / "w")
    assert main(["virtual", "1", "--seed", "1", "--trial", "jakahdi", "--out", out]) == 0
    assert (tmp_path / "w" / "human_answers.csv").exists()
    assert "replaced" not in capsys.readouterr().err
    assert main(["virtual", "1", "--seed", "1", "--out", out]) == 0
    assert "An earlier virtual ward stood in" in capsys.readouterr().err
    assert not (tmp_path / "w" / "human_answers.csv").exists()
