"""`bedside demo`: what it leaves, and where it refuses to."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bedside.__main__ import main
from tests.unit.commands.asking import Output, read


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One place for every demo here: the second is made over the first."""
    return tmp_path_factory.mktemp("demo") / "d"


def test_demo_in_json(out: Path, capsys: Output) -> None:
    told = read(capsys, "demo", "--patients", "1", "--report-only", "--out", str(out), "--json")
    assert told["report"] == told["files"]["report"] == str(out / "report.html")
    assert Path(told["report"]).is_file()
    assert told["not_real"] is True
    assert told["source"] == f"canonical:{out / 'ward'}"
    assert set(told["findings"]) <= {"error", "warning", "question", "info"}


def test_a_demo_in_french_says_everything_in_french(out: Path, capsys: Output) -> None:
    assert main(["demo", "--patients", "1", "--report-only", "--lang", "fr", "--out", str(out)]) == 0
    said = capsys.readouterr().err
    assert not re.findall(r"\b(findings?|warnings?|questions? for|patients?, not|Screening|Open|Human)\b", said)
    assert "1 patient fictif dans" in said
    assert "avertissement" in said
    report = (out / "report.html").read_text(encoding="utf-8")
    french = report.split('<main class="half" lang="fr"')[1].split("</main>")[0]
    assert "patients virtuels, fictifs (graine 1)" in french
    assert "unité virtuelle, fictive" in french
    assert "not real" not in french


@pytest.mark.parametrize("held", ["protocol.yaml", "report.html"])
def test_a_demo_goes_only_where_a_demo_was(held: str, tmp_path: Path, capsys: Output) -> None:
    """Neither over a draft nor over the results of a screening of real people."""
    (tmp_path / held).write_text("work", encoding="utf-8")
    assert main(["demo", "--out", str(tmp_path)]) == 2
    assert f"holds something else than a demo ({held})" in capsys.readouterr().err
    assert [(path.name, path.read_text(encoding="utf-8")) for path in tmp_path.iterdir()] == [(held, "work")]
