"""What a program reads: one JSON document on the standard output, and nothing else there."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

from bedside.__main__ import main
from bedside.scores.hscore import probability
from bedside.values.interval import Interval
from bedside.virtual.writing import ANSWERS
from tests.unit.commands.asking import STAY, Output, explaining, read, screening, sofa

STUDY = {
    "protocolSection": {
        "identificationModule": {"nctId": "NCT99999901", "briefTitle": "Songs in intensive care"},
        "statusModule": {"overallStatus": "RECRUITING"},
        "eligibilityModule": {
            "eligibilityCriteria": "Inclusion Criteria:\n\n* Age ≥ 18 years\n\nExclusion Criteria:\n\n* Cannot sing"
        },
    }
}
"""An invented record."""


def test_screen_in_json(ward: Path, tmp_path: Path, capsys: Output) -> None:
    out = tmp_path / "out"
    answers = ward / ANSWERS
    arguments = screening(f"canonical:{ward}", "--every", "1d", "--out", str(out), "--answers", str(answers), "--json")
    told = read(capsys, *arguments)
    assert set(told) == {"files", "verdicts", "answers", "hours"}
    assert told["hours"] == {"stays": 1, "without_a_whole_hour": 0}
    assert {path.name for path in out.iterdir()} == {"verdicts.parquet", "report.html", "import_report.json"}
    assert all(Path(file).is_file() for file in told["files"].values())
    assert json.loads((out / "import_report.json").read_text(encoding="utf-8"))["tables"]
    assert told["answers"]["taken"] == len(answers.read_text(encoding="utf-8").splitlines()) - 1
    assert sum(row["hours"] for row in told["verdicts"]) > 0


def test_explain_in_json_and_in_words(ward: Path, capsys: Output) -> None:
    told = read(capsys, *explaining(ward, "--stay", STAY, "--json"))
    assert len(told["parts"]) == 2 + 19
    assert "NOT A REAL PATIENT" in told["heading"]
    assert (told["stay"], told["trial"], told["version"], len(told["hash"])) == (STAY, "jakahdi", "1.0", 64)
    assert re.fullmatch(r"21\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ", told["time"])
    assert told["not_real"] is True
    assert {part["verdict"] for part in told["parts"][2:]} <= {"met", "not met", "cannot tell"}
    assert main(explaining(ward, "--stay", STAY, "--lang", "fr")) == 0
    said = capsys.readouterr().out
    assert "PATIENT FICTIF" in said
    assert "indéterminé" in said
    assert re.search("à déterminer pour trancher\u00a0: .*\\(oui/non\\)", said)
    assert re.search("à déterminer pour l’inclusion\u00a0: .*\\(réponse exigée\u00a0: non\\)", said)
    assert "qu’il faudrait" not in said


def test_score_in_json(ward: Path, tmp_path: Path, capsys: Output) -> None:
    told = read(capsys, *sofa(tmp_path, ward, "--every", "1d", "--set", "boundaries=umol/L", "--json"))
    assert told["score"] == "sofa"
    assert told["options"]["boundaries"] == "umol/L"
    assert told["import"]["tables"]


def test_hscore_in_json_labels_its_probability(ward: Path, tmp_path: Path, capsys: Output) -> None:
    out = str(tmp_path / "hscore.csv")
    told = read(capsys, "score", "hscore", "--source", f"canonical:{ward}", "--every", "1d", "--out", out, "--json")
    assert told["probability"]["columns"] == ["hscore_probability_low", "hscore_probability_high"]
    assert "approximation" in told["probability"]["is"]
    assert "Fardet 2014" in told["probability"]["source"]
    with Path(out).open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert rows
    for row in rows:
        meant = probability(Interval(float(row["hscore_low"]), float(row["hscore_high"])))
        assert (float(row["hscore_probability_low"]), float(row["hscore_probability_high"])) == (meant.low, meant.high)
    names = list(rows[0])
    assert names[-2:] == ["hscore_probability_low", "hscore_probability_high"]
    assert main(["score", "hscore", "--source", f"canonical:{ward}", "--every", "1d", "--out", out]) == 0
    assert "between published points this is an approximation (Fardet 2014" in capsys.readouterr().err


def test_import_in_json(tmp_path: Path, capsys: Output) -> None:
    record = tmp_path / "study.json"
    record.write_text(json.dumps(STUDY), encoding="utf-8")
    told = read(capsys, "protocol", "import", str(record), "--out", str(tmp_path / "draft"), "--json")
    assert Path(told["folder"]).is_dir()
    found = {(each["kind"], each["says"], each["as_rule"]) for each in told["proposed"]}
    assert found == {("inclusion", "Age ≥ 18 years", "whole"), ("exclusion", "Cannot sing", "none")}
    assert main(["protocol", "import", str(record), "--out", str(tmp_path / "other")]) == 0
    assert "bedside protocol check" in capsys.readouterr().err


def test_virtual_in_json(tmp_path: Path, capsys: Output) -> None:
    told = read(capsys, "virtual", "1", "--seed", "2", "--out", str(tmp_path / "w"), "--json")
    assert told["not_real"] is True
    assert all(Path(file).is_file() for file in told["files"])
    assert sorted(map(str, (tmp_path / "w").iterdir())) == sorted(told["files"])


def test_protocol_in_json(capsys: Output) -> None:
    assert read(capsys, "protocol", "check", "jakahdi", "--format", "json")["protocol"]["id"] == "jakahdi"
    assert read(capsys, "protocol", "show", "jakahdi", "--format", "json")
