"""`bedside design`: what it prints and leaves, that it says what is assumed, and its errors word for word."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

import pytest

from bedside.__main__ import main
from tests.golden import same_as

Output = pytest.CaptureFixture[str]
BINARY = ("design", "binary", "--p0", "0.2", "--p1", "0.45")
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the design of JAKAHDI leaves in a folder."""
    folder = tmp_path_factory.mktemp("design")
    assert main(["design", "jakahdi", "--out", str(folder), "--lang", "fr"]) == 0
    return folder


def called(arguments: Sequence[str]) -> int:
    try:
        return main(list(arguments))
    except SystemExit as ended:
        return int(ended.code or 0)


# --- what it says ---------------------------------------------------------------------------------------------------


@pytest.mark.proves("design assumed", "design no-comparison")
@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_design_of_the_trial_word_for_word(language: str, capsys: Output) -> None:
    assert main(["design", "jakahdi", "--lang", language]) == 0
    same_as(f"design_{language}.txt", capsys.readouterr().out)


@pytest.mark.proves("design assumed")
def test_what_the_command_line_gives_is_not_assumed(capsys: Output) -> None:
    given = [f"--{name}={value}" for name, value in (("p0", 0.45), ("p1", 0.65), ("alpha", 0.05), ("power", 0.8))]
    assert main(["design", "jakahdi", *given, "--lost", "0.05", "--json"]) == 0
    rows = {row["statistic"]: row for row in json.loads(capsys.readouterr().out) if row["analysis"] == "inputs"}
    assert {row["warning"] for row in rows.values()} == {""}
    assert rows["p0"]["value"] == 0.45 and rows["p0"]["method"] == "given here"
    assert "record, line 31" in rows["participants"]["method"]


def test_hypotheses_alone_need_no_trial(capsys: Output) -> None:
    assert main([*BINARY, "--lost", "0.1"]) == 0
    told = capsys.readouterr().out
    assert "the usual value, because none was given" in told and "Assumed" not in told
    assert re.search(r"^A +21 +24 +≥\s8/21", told, re.MULTILINE)
    assert "sets of hypotheses" not in told


@pytest.mark.proves("design monitoring")
def test_looks_of_the_command_line_stand_beside_the_others(capsys: Output) -> None:
    looks = ["--looks", "8,16,24", "--success", "posterior:0.99", "--futility", "predictive:0.05", "--prior", "0.5,0.5"]
    assert main([*BINARY, *looks, "--json"]) == 0
    rows = [row for row in json.loads(capsys.readouterr().out) if row["group"] == "command"]
    bounds = {(row["at"], row["statistic"]): row["value"] for row in rows if row["analysis"] == "looks"}
    assert [bounds[at, "success_from"] for at in ("8", "16", "24")] == [5, 8, 9]
    assert [bounds[at, "futile_at_most"] for at in ("8", "16", "24")] == [1, 3, 8]


# --- what it leaves -------------------------------------------------------------------------------------------------


@pytest.mark.proves("design rows")
def test_rows_say_of_each_number_how_it_was_had(left: Path) -> None:
    with (left / "rows.csv").open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    rows = json.loads((left / "rows.json").read_text(encoding="utf-8"))
    assert list(table[0]) == list(rows[0])
    assert [row["value"] for row in table] == ["" if row["value"] is None else str(row["value"]) for row in rows]
    assert all(row["method"] and row["variable"] == "P1" for row in rows)
    assert all(row["warning"] for row in rows if row["value"] is None)
    keys = [tuple(row[key] for key in ("analysis", "group", "at", "statistic")) for row in rows]
    assert len(set(keys)) == len(keys)


@pytest.mark.proves("design rows", "design pictures")
def test_each_figure_has_its_data_and_words_beside_it(left: Path) -> None:
    pictures = sorted((left / "figures").glob("*.svg"))
    assert {path.name.split(".")[0] for path in pictures} >= {"power_over", "expected_over", "consistent"}
    for path in pictures:
        drawn = ElementTree.parse(path).getroot()
        assert drawn.get("role") == "img" and len(drawn.findtext(f"{SVG}title") or "") > 40
        assert path.with_suffix(".png").read_bytes().startswith(b"\x89PNG")
        assert path.with_name(f"{path.name.split('.')[0]}.csv").read_text(encoding="utf-8").count("\n") > 2
    french = (left / "figures" / "power_over.fr.svg").read_text(encoding="utf-8")
    assert "0,4<" in french and "taux réel de succès" in french


@pytest.mark.proves("design assumed", "design no-comparison")
def test_the_page_needs_nothing_else_and_says_what_is_assumed(left: Path) -> None:
    page = (left / "design.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>") and '<html lang="fr">' in page
    assert not re.search(r"<script|<link|src=|url\((?!#)|@import|\son\w+=", page)
    assert page.count("alone does not show that the treatment is better") == 1
    assert page.count("ne montre pas à lui seul que le traitement vaut mieux") == 1
    assert page.count('<td class="num">Assumed</td>') == page.count('<td class="num">Supposé</td>') == 5
    assert "NaN" not in page and "None" not in page


@pytest.mark.proves("design rows")
def test_it_is_byte_for_byte_the_same_again(left: Path) -> None:
    before = {path.name: path.read_bytes() for path in left.rglob("*.*")}
    (left / "figures" / "boundaries_of_old.csv").write_text("what an earlier design left")
    (left / "figures" / "mine.txt").write_text("somebody's notes")
    assert main(["design", "jakahdi", "--out", str(left), "--lang", "fr"]) == 0
    after = {path.name: path.read_bytes() for path in left.rglob("*.*")}
    assert after.pop("mine.txt") and after == before


# --- what cannot be -------------------------------------------------------------------------------------------------

REFUSED = {
    "no p1": ("--p0", "0.4"),
    "rates in the wrong order": ("--p0", "0.4", "--p1", "0.2"),
    "a rate of nothing": ("--p0", "0", "--p1", "0.2"),
    "a percentage": ("--p0", "40", "--p1", "0.6"),
    "a power below alpha": ("--p0", "0.4", "--p1", "0.6", "--power", "0.04"),
    "rates too close": ("--p0", "0.40", "--p1", "0.405"),
    "everybody lost": ("--p0", "0.4", "--p1", "0.6", "--lost", "1"),
    "nobody": ("--p0", "0.4", "--p1", "0.6", "--participants", "0"),
    "a rule without looks": ("--p0", "0.4", "--p1", "0.6", "--futility", "predictive:0.05"),
    "looks out of order": ("--p0", "0.4", "--p1", "0.6", "--looks", "28,14"),
    "looks of words": ("--p0", "0.4", "--p1", "0.6", "--looks", "14,many"),
    "an unknown rule": ("--p0", "0.4", "--p1", "0.6", "--looks", "14,42", "--success", "bayes:0.95"),
    "a rule at the wrong place": ("--p0", "0.4", "--p1", "0.6", "--looks", "14,42", "--futility", "p_value:0.05"),
    "an unknown spending": ("--p0", "0.4", "--p1", "0.6", "--looks", "14,42", "--success", "spending:haybittle"),
    "a level above one": ("--p0", "0.4", "--p1", "0.6", "--looks", "14,42", "--success", "posterior:95"),
    "too few boundaries": ("--p0", "0.4", "--p1", "0.6", "--looks", "14,42", "--success", "successes:23"),
    "no last boundary": ("--p0", "0.4", "--p1", "0.6", "--looks", "14,42", "--success", "successes:12,none"),
    "two rules for the last look": (
        "--p0", "0.4", "--p1", "0.6", "--looks", "14,42", "--success", "spending:pocock", "--decides", "posterior:0.95",
    ),
    "half a prior": ("--p0", "0.4", "--p1", "0.6", "--looks", "14,42", "--prior", "1"),
    "a prior of nothing": ("--p0", "0.4", "--p1", "0.6", "--looks", "14,42", "--prior", "0,1"),
}  # fmt: skip


@pytest.mark.proves("design refused")
def test_error_texts(capsys: Output, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("NO_COLOR", "1")
    (tmp_path / "notes.txt").write_text("somebody's notes")
    cases = {name: ("binary", *options) for name, options in REFUSED.items()}
    cases["a trial without a design"] = ("adrenal",)
    cases["a folder of somebody"] = (*BINARY[1:], "--out", str(tmp_path))
    texts = []
    for name, options in cases.items():
        assert called(["design", *options]) in (1, 2), name
        told = capsys.readouterr()
        assert told.out == "", name
        said = re.sub(r"\S*trials/adrenal", "TRIAL", told.err.replace(str(tmp_path), "DIR").splitlines()[-1])
        texts.append(f"# {name}\n{said}\n")
    same_as("design_errors.txt", "\n".join(texts))


@pytest.mark.proves("design refused")
def test_a_design_that_there_is_not_is_a_row_that_says_why(capsys: Output) -> None:
    far = ["design", "binary", "--p0", "0.40", "--p1", "0.45", "--participants", "3"]
    assert main([*far, "--looks", "2,3", "--success", "successes:1,3", "--futility", "successes:1,none", "--json"]) == 0
    rows = [row for row in json.loads(capsys.readouterr().out) if row["analysis"] == "designs" and row["value"] is None]
    told = {row["group"]: row["warning"] for row in rows}
    assert told["planned"].startswith("participants: 3 participants are too few")
    assert told["optimal"].startswith("p0, p1: no two-stage design of at most 500 participants")
    assert told["command"].startswith("look at 2: 1 of 2 would be too few and enough at once.")
