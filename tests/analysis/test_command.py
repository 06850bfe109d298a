"""`bedside analyse`: what it leaves, that it leaves it again to the byte, and what the page says."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest

from bedside.__main__ import main
from bedside.protocol.loading import load
from tests.analysis.conftest import ten
from tests.analysis.synthetic import cut

CODES = re.compile(r"\b\d\d-S\d{3}\b")
"""Participants as the cut knows them."""


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory, snapshot_of_ten: Path) -> Path:
    """What an analysis leaves in a folder."""
    out = tmp_path_factory.mktemp("results") / "out"
    assert main(["analyse", "jakahdi", "--data", str(snapshot_of_ten), "--out", str(out)]) == 0
    return out


@pytest.mark.proves("analysis rows")
def test_the_same_snapshot_gives_the_same_bytes(left: Path, tmp_path: Path) -> None:
    again = cut(tmp_path / "cut", ten())
    assert main(["analyse", "jakahdi", "--data", str(again), "--out", str(tmp_path / "out")]) == 0
    written = sorted(path.relative_to(left) for path in left.rglob("*.*"))
    assert {Path("analysis.html"), Path("rows.csv"), Path("figures/S9-survival.fr.svg")} <= set(written)
    for file in written:
        assert (tmp_path / "out" / file).read_bytes() == (left / file).read_bytes(), file


def test_an_earlier_analysis_is_replaced_and_nothing_else(
    snapshot_of_ten: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["analyse", "jakahdi", "--data", str(snapshot_of_ten), "--out", str(tmp_path / "out"), "--lang", "fr"]
    assert main(arguments) == 0 and main(arguments) == 0
    (tmp_path / "out" / "letter.txt").write_text("mine")
    assert main(arguments) == 2
    assert "holds something else than an analysis" in capsys.readouterr().err


def test_rows_are_the_same_in_both_files(left: Path) -> None:
    with (left / "rows.csv").open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    held = json.loads((left / "rows.json").read_text(encoding="utf-8"))
    assert list(table[0]) == [
        "analysis", "set", "variable", "group", "time", "statistic", "value", "unit", "method", "warnings",
    ]  # fmt: skip
    assert len(table) == len(held)
    assert [row["value"] for row in table] == ["" if each["value"] is None else str(each["value"]) for each in held]
    assert all(row["method"] for row in table)


@pytest.mark.proves("analysis no-comparison")
def test_the_page_says_what_a_single_group_cannot_show(left: Path) -> None:
    page = (left / "analysis.html").read_text(encoding="utf-8")
    assert "this design alone does not establish superiority over standard care" in page
    assert "ce plan n’établit pas à lui seul une supériorité sur le traitement de référence" in page
    assert "Not real patients" in page and "<script" not in page and "http" not in page.split("<body")[1]


def test_the_page_marks_what_is_assumed(left: Path) -> None:
    page = (left / "analysis.html").read_text(encoding="utf-8")
    assert "rests on an assumption: no public source states it" in page
    assert "What counts as failure at day 7" in page


def test_nobody_is_named_but_whose_records_contradict_themselves(left: Path) -> None:
    """The ninth died while adverse events are counted, without a fatal one: the site has to find them."""
    found = {code for file in ("analysis.html", "rows.csv") for code in CODES.findall((left / file).read_text("utf-8"))}
    assert found == {"01-S009"}


def test_a_trial_that_promises_nothing_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    trial = Path(__file__).parents[1] / "unit" / "clean_trial"
    folder = cut(tmp_path / "cut", [], load(str(trial)))
    assert main(["analyse", str(trial), "--data", str(folder), "--out", str(tmp_path / "out")]) == 2
    assert "does not say what is estimated" in capsys.readouterr().err
