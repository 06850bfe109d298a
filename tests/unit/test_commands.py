"""The command line: help texts, exit codes, errors as sentences, JSON for programs, and Ctrl-C.

`golden/command_help.txt` and `golden/command_errors.txt` hold what a person reads, word for word.
"""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from bedside.__main__ import main
from bedside.commands import scoring
from bedside.commands.outputs import table_or_folder
from bedside.scores.hscore import probability
from bedside.values.interval import Interval
from bedside.virtual.writing import ANSWERS
from tests.golden import FOLDER, same_as
from tests.unit.tiny_mimic import people, write_csv

STAY = "VIRTUAL-0001-ICU"
Output = pytest.CaptureFixture[str]
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


@pytest.fixture(scope="module")
def ward(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One virtual patient who was asked the questions of JAKAHDI."""
    folder = tmp_path_factory.mktemp("ward")
    assert main(["virtual", "1", "--seed", "1", "--trial", "jakahdi", "--out", str(folder)]) == 0
    return folder


# --- help -----------------------------------------------------------------------------------------------------

HELPS = (
    "", "demo", "screen", "explain", "score", "virtual",
    "protocol", "protocol check", "protocol show", "protocol diff", "protocol in-force", "protocol import",
    "study", "study create", "study amend", "study migrate", "serve",
)  # fmt: skip


def called(arguments: list[str]) -> int:
    """The exit code of a command, also where the arguments themselves cannot be read."""
    try:
        return main(arguments)
    except SystemExit as ended:
        return int(ended.code or 0)


def test_help_texts(monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("NO_COLOR", "1")
    texts = []
    for command in HELPS:
        assert called([*command.split(), "--help"]) == 0
        texts.append(f"# bedside {command}".rstrip() + f"\n{capsys.readouterr().out}")
    same_as("command_help.txt", "\n".join(texts))


def test_every_command_shows_an_example_and_the_program_says_what_it_is_not(capsys: Output) -> None:
    for command in HELPS:
        called([*command.split(), "--help"])
        said = " ".join(capsys.readouterr().out.split())
        if command:
            assert re.search(rf"Examples?: bedside {command} ", f"{said} "), command
            assert len(said.split(" options: ")[0]) > 250, f"{command}: what it does is hardly told"
    called(["--help"])
    assert "not a medical device" in " ".join(capsys.readouterr().out.split())


# --- errors ---------------------------------------------------------------------------------------------------

Case = Callable[[Path, Path], list[str]]
"""The arguments of a command that cannot be served, from an empty folder and the ward."""


def screening(source: str, *more: str) -> list[str]:
    return ["screen", "jakahdi", "--source", source, *more]


def sofa(folder: Path, ward: Path, *more: str) -> list[str]:
    return ["score", "sofa", "--source", f"canonical:{ward}", "--out", f"{folder}/sofa.parquet", *more]


def hlh2004(folder: Path, ward: Path, *more: str) -> list[str]:
    return ["score", "hlh2004", *sofa(folder, ward, *more)[2:]]


def explaining(ward: Path, *more: str) -> list[str]:
    return ["explain", "jakahdi", "--source", f"canonical:{ward}", *more]


def without_table(folder: Path, ward: Path) -> list[str]:
    write_csv(folder, people())
    (folder / "icu/icustays.csv.gz").unlink()
    return screening(f"mimic-iv:{folder}", "--out", f"{folder}-out")


def broken_protocol(folder: Path, ward: Path) -> list[str]:
    (folder / "protocol.yaml").write_text("id: broken\n  title: [\n", encoding="utf-8")
    return ["screen", str(folder), "--source", f"canonical:{ward}", "--out", f"{folder}/out"]


def beneath_a_file(folder: Path, ward: Path) -> list[str]:
    (folder / "file").write_text("", encoding="utf-8")
    return [*sofa(folder, ward, "--every", "1d")[:-3], f"{folder}/file/sofa.parquet"]


def on_a_folder(folder: Path, ward: Path) -> list[str]:
    (folder / "sofa.parquet").mkdir()
    return sofa(folder, ward, "--every", "1d")


def a_ward_on_a_file(folder: Path, ward: Path) -> list[str]:
    (folder / "file").write_text("", encoding="utf-8")
    return ["virtual", "1", "--seed", "1", "--out", f"{folder}/file"]


def other_answers(folder: Path, ward: Path) -> list[str]:
    (folder / "said.csv").write_text("who,what\nme,yes\n", encoding="utf-8")
    return screening(f"canonical:{ward}", "--out", f"{folder}/out", "--answers", f"{folder}/said.csv")


CASES: dict[str, tuple[int, Case]] = {
    "a source without a kind": (2, lambda folder, ward: screening(str(ward), "--out", f"{folder}/out")),
    "an unknown kind of source": (2, lambda folder, ward: screening(f"omop:{ward}", "--out", f"{folder}/out")),
    "a folder that is not there": (1, lambda folder, ward: screening(f"canonical:{folder}/no", "--out", f"{folder}/o")),
    "a table that is missing": (1, without_table),
    "a trial that is not there": (1, lambda folder, ward: ["protocol", "show", "nothere"]),
    "a protocol that does not load": (1, broken_protocol),
    "a version that is not there": (1, lambda folder, ward: ["protocol", "show", "jakahdi", "--version", "9"]),
    "a stay that is not there": (2, lambda folder, ward: explaining(ward, "--stay", "STAY-9")),
    "a stay without a name": (2, lambda folder, ward: explaining(ward, "--stay", " ")),
    "a list of a time that is none": (
        2, lambda folder, ward: screening(f"canonical:{ward}", "--out", f"{folder}/o", "--at", "yesterday"),
    ),
    "a list of nobody": (
        2, lambda folder, ward: screening(f"canonical:{ward}", "--out", f"{folder}/o", "--at", "1999-01-01T08:00"),
    ),
    "a workbook": (2, lambda folder, ward: screening(f"canonical:{ward}", "--out", f"{folder}/o.xlsx")),
    "a number in letters": (2, lambda folder, ward: ["virtual", "ten", "--seed", "1", "--out", f"{folder}/w"]),
    "a time that is none": (2, lambda folder, ward: explaining(ward, "--stay", STAY, "--at", "yesterday")),
    "answers that are not there": (
        1,
        lambda folder, ward: screening(f"canonical:{ward}", "--out", f"{folder}/o", "--answers", f"{folder}/no.csv"),
    ),
    "a file that holds no answers": (1, other_answers),
    "every hour and a half": (2, lambda folder, ward: sofa(folder, ward, "--every", "90m")),
    "every nothing": (2, lambda folder, ward: sofa(folder, ward, "--every", "0h")),
    "every million years": (2, lambda folder, ward: sofa(folder, ward, "--every", "365000000d")),
    "a million threads": (2, lambda folder, ward: sofa(folder, ward, "--threads", "99999999")),
    "no threads": (2, lambda folder, ward: sofa(folder, ward, "--threads", "-1")),
    "an unknown score": (2, lambda folder, ward: ["score", "apache", *sofa(folder, ward)[2:]]),
    "an unknown variant": (2, lambda folder, ward: sofa(folder, ward, "--variant", "ours")),
    "a setting without a value": (2, lambda folder, ward: sofa(folder, ward, "--set", "window")),
    "an unknown setting": (2, lambda folder, ward: sofa(folder, ward, "--set", "colour=red")),
    "a choice that is none": (2, lambda folder, ward: sofa(folder, ward, "--set", "boundaries=stones")),
    "a length that is none": (2, lambda folder, ward: sofa(folder, ward, "--set", "window=long")),
    "a length without a unit": (2, lambda folder, ward: sofa(folder, ward, "--set", "window=1")),
    "a length into the future": (2, lambda folder, ward: sofa(folder, ward, "--set", "window=P-1D")),
    "a window of no length": (2, lambda folder, ward: sofa(folder, ward, "--set", "window=PT0H")),
    "a count that is none": (2, lambda folder, ward: hlh2004(folder, ward, "--set", "needed=x")),
    "more criteria than there are": (2, lambda folder, ward: hlh2004(folder, ward, "--set", "needed=9")),
    "a fever without a unit": (2, lambda folder, ward: hlh2004(folder, ward, "--set", "fever=38.5")),
    "a fever in grams": (2, lambda folder, ward: hlh2004(folder, ward, "--set", "fever=38.5 g/L")),
    "a fever of nobody": (2, lambda folder, ward: hlh2004(folder, ward, "--set", "fever=390 Cel")),
    "a ferritin below nothing": (2, lambda folder, ward: hlh2004(folder, ward, "--set", "ferritin=-1 ug/L")),
    "a number beyond numbers": (2, lambda folder, ward: hlh2004(folder, ward, "--set", "fever=1e999999999 Cel")),
    "a file of an unknown kind": (2, lambda folder, ward: [*sofa(folder, ward)[:-1], f"{folder}/sofa.xlsx"]),
    "out beneath a file": (1, beneath_a_file),
    "out on a folder": (1, on_a_folder),
    "a ward of nobody": (2, lambda folder, ward: ["virtual", "0", "--seed", "1", "--out", f"{folder}/w"]),
    "a ward on a file": (1, a_ward_on_a_file),
    "a record that is not there": (
        1, lambda folder, ward: ["protocol", "import", f"{folder}/no.json", "--out", f"{folder}/draft"],
    ),
}  # fmt: skip


def test_error_texts(tmp_path: Path, ward: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("NO_COLOR", "1")
    texts = []
    for place, (name, (code, case)) in enumerate(CASES.items()):
        folder = tmp_path / str(place)
        folder.mkdir()
        assert called(case(folder, ward)) == code, name
        told = capsys.readouterr()
        assert told.out == "", f"{name}: what a program reads must stay clean"
        said = told.err.replace(str(folder), "DIR").replace(str(ward), "WARD").splitlines()[-1]
        assert said.startswith("bedside"), name
        texts.append(f"# {name}: {code}\n{said}\n")
        assert not [path for path in folder.rglob("*") if path.name.endswith(".part")], name
    same_as("command_errors.txt", "\n".join(texts))


@pytest.mark.parametrize(("command", "says"), [([], "bedside demo"), (["protocol"], "in-force")])
def test_without_a_command_the_help_is_shown(command: list[str], says: str, capsys: Output) -> None:
    assert called(command) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert says in told.err
    assert "usage:" in told.err


def test_no_error_shows_the_number_that_the_system_gives_it() -> None:
    said = (FOLDER / "command_errors.txt").read_text(encoding="utf-8")
    assert "Errno" not in said
    assert ".. " not in said
    assert "..\n" not in said


def test_another_command_is_refused(capsys: Output) -> None:
    """The words are argparse's own, and differ from one Python to the next."""
    assert called(["scren"]) == 2
    assert "scren" in capsys.readouterr().err


def test_a_check_that_finds_errors_ends_with_1_and_one_that_finds_none_with_0(
    tmp_path: Path, ward: Path, capsys: Output
) -> None:
    (tmp_path / "protocol.yaml").write_text("id: broken\n", encoding="utf-8")
    assert main(["protocol", "check", "jakahdi"]) == 0
    assert main(["protocol", "check", str(tmp_path)]) == 1
    capsys.readouterr()


# --- what a program reads ----------------------------------------------------------------------------------------


def read(capsys: Output, *arguments: str) -> Any:
    assert main(list(arguments)) == 0
    return json.loads(capsys.readouterr().out)


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


def test_the_account_of_the_import_is_never_lost(ward: Path, tmp_path: Path, capsys: Output) -> None:
    """Beside the table in a folder; for a single file, on the terminal or in what a program reads."""
    said = "measurements: "
    alone = screening(f"canonical:{ward}", "--every", "1d", "--out", str(tmp_path / "verdicts.csv"))
    assert main(alone) == 0
    assert any(line.startswith(said) for line in capsys.readouterr().err.splitlines())
    assert {counted["table"] for counted in read(capsys, *alone, "--json")["import"]["tables"]} >= {"measurements"}
    assert main(sofa(tmp_path, ward, "--every", "1d")) == 0
    assert any(line.startswith(said) for line in capsys.readouterr().err.splitlines())


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


def test_demo_in_json(tmp_path: Path, capsys: Output) -> None:
    told = read(capsys, "demo", "--patients", "1", "--report-only", "--out", str(tmp_path / "d"), "--json")
    assert told["report"] == told["files"]["report"] == str(tmp_path / "d" / "report.html")
    assert Path(told["report"]).is_file()
    assert told["not_real"] is True
    assert told["source"] == f"canonical:{tmp_path / 'd' / 'ward'}"
    assert set(told["findings"]) <= {"error", "warning", "question", "info"}


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


# --- Ctrl-C ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stop", [KeyboardInterrupt(), RuntimeError("Query interrupted")])
@pytest.mark.parametrize("where", ["os.replace", "bedside.commands.scoring.compute"])
def test_stopped_while_it_works(
    ward: Path, tmp_path: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch, where: str, stop: BaseException
) -> None:
    """In the middle of a query DuckDB turns Ctrl-C into a RuntimeError."""

    def stopping(*arguments: Any, **more: Any) -> None:
        raise stop

    assert scoring.compute
    monkeypatch.setattr(where, stopping)
    assert main(sofa(tmp_path, ward, "--every", "1d")) == 130
    assert capsys.readouterr().err == "bedside: stopped. Nothing half-written is left behind.\n"
    assert list(tmp_path.iterdir()) == []


def test_what_was_there_stays_when_it_is_stopped(
    ward: Path, tmp_path: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sofa.parquet").write_bytes(b"of yesterday")

    def stopping(*arguments: Any, **more: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("os.replace", stopping)
    assert main(sofa(tmp_path, ward, "--every", "1d")) == 130
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("sofa.parquet", b"of yesterday")]


def test_a_ward_is_written_whole_or_not_at_all(tmp_path: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopping(*arguments: Any, **more: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("bedside.virtual.writing._truth", stopping)
    assert main(["virtual", "1", "--seed", "1", "--out", str(tmp_path / "w")]) == 130
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", [["virtual", "1", "--seed", "1"], ["demo"]])
def test_nobodys_folder_is_written_over(command: list[str], tmp_path: Path, capsys: Output) -> None:
    out = tmp_path / "mine"
    held = (out / "ward" if command[0] == "demo" else out) / "notes.txt"
    held.parent.mkdir(parents=True)
    held.write_text("years of work", encoding="utf-8")
    assert main([*command, "--out", str(out)]) == 2
    assert "holds something else than" in capsys.readouterr().err
    assert held.read_text(encoding="utf-8") == "years of work"


@pytest.mark.parametrize("held", ["protocol.yaml", "report.html"])
def test_a_demo_goes_only_where_a_demo_was(held: str, tmp_path: Path, capsys: Output) -> None:
    """Neither over a draft nor over the results of a screening of real people."""
    (tmp_path / held).write_text("work", encoding="utf-8")
    assert main(["demo", "--out", str(tmp_path)]) == 2
    assert f"holds something else than a demo ({held})" in capsys.readouterr().err
    assert [(path.name, path.read_text(encoding="utf-8")) for path in tmp_path.iterdir()] == [(held, "work")]


@pytest.mark.parametrize("out", ["results.v2/", "run-2.10"])
def test_a_folder_may_have_a_dot_in_its_name(out: str, tmp_path: Path) -> None:
    assert table_or_folder(f"{tmp_path}/{out}") == tmp_path / out


def test_a_demo_in_french_says_everything_in_french(tmp_path: Path, capsys: Output) -> None:
    out = str(tmp_path / "d")
    for _ in range(2):  # over an earlier demo, too
        assert main(["demo", "--patients", "1", "--report-only", "--lang", "fr", "--out", out]) == 0
        said = capsys.readouterr().err
    assert not re.findall(r"\b(findings?|warnings?|questions? for|patients?, not|Screening|Open|Human)\b", said)
    assert "1 patient fictif dans" in said
    assert "avertissement" in said
    report = (tmp_path / "d" / "report.html").read_text(encoding="utf-8")
    french = report.split('<main class="half" lang="fr"')[1].split("</main>")[0]
    assert "patients virtuels, fictifs (graine 1)" in french
    assert "unité virtuelle, fictive" in french
    assert "not real" not in french


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


def test_another_fault_is_not_taken_for_a_stop(ward: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*arguments: Any, **more: Any) -> None:
        raise RuntimeError("something else")

    monkeypatch.setattr("bedside.commands.scoring.compute", failing)
    with pytest.raises(RuntimeError, match="something else"):
        main(sofa(tmp_path, ward))


@pytest.mark.parametrize("after", [0.5, 1.3])
def test_a_real_ctrl_c(ward: Path, tmp_path: Path, after: float) -> None:
    """Wherever it falls: importing, reading, computing."""
    out = tmp_path / "out"
    begin = (
        "import signal, sys; from bedside.__main__ import main\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job ignores it\n"
        "print('on', flush=True); sys.exit(main())"
    )
    command = [sys.executable, "-c", begin]
    with subprocess.Popen(
        [*command, *screening(f"canonical:{ward}", "--out", str(out))],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as running:  # fmt: skip
        assert running.stdout is not None
        assert running.stdout.readline() == "on\n"
        time.sleep(after)
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=60)
    assert (running.returncode, said) == (130, "bedside: stopped. Nothing half-written is left behind.\n")
    assert not out.exists()


# --- human answers, and the list of a morning ---------------------------------------------------------------------


def test_answers_that_are_not_taken_stand_in_the_account_and_in_the_report(
    ward: Path, tmp_path: Path, capsys: Output
) -> None:
    said = tmp_path / "said.csv"
    said.write_text(
        f"stay_id;question;answer;time\n{STAY};moribund;non;1999-01-01T08:00\n{STAY};hungry;oui;\nX;moribund;oui;\n",
        encoding="utf-8-sig",
    )
    out = tmp_path / "out"
    assert main(screening(f"canonical:{ward}", "--every", "1d", "--answers", str(said), "--out", str(out))) == 0
    lines = capsys.readouterr().err.splitlines()
    account = json.loads((out / "import_report.json").read_text(encoding="utf-8"))["answers"]
    assert (account["read"], account["taken"], account["outside_every_stay"]) == (3, 1, 1)
    assert [(each["reason"], each["rows"]) for each in account["refused"]] == [
        ("no such stay or patient in this source", 1),
        ("the protocol asks no such question", 1),
    ]
    assert account["refused"][1]["examples"] == ["line 3: the protocol asks no such question (“hungry”)"]
    report = (out / "report.html").read_text(encoding="utf-8")
    english, french = (
        report.split(f'<main class="half" lang="{each}"')[1].split("</main>")[0] for each in ("en", "fr")
    )
    for sentence in (
        "Human answers: 3 lines read, 1 taken.",
        "Human answers not taken, the protocol asks no such question: 1. For example: line 3: the protocol asks no such"
        " question (“hungry”).",
        "Human answers given at a time outside every stay of their patient: 1 of those taken, for example said.csv"
        " line 2, 1999-01-01 08:00. Look whether the times are right.",
    ):
        assert sentence in lines
        assert sentence in english
    assert "Réponses humaines\u00a0: lignes lues 3, prises en compte 1." in french
    assert "«\u00a0hungry\u00a0»" in french


def test_the_list_of_a_morning_knows_only_those_who_are_there(tmp_path: Path, capsys: Output) -> None:
    source, whole, then = tmp_path / "w", tmp_path / "whole.csv", tmp_path / "then"
    assert main(["virtual", "8", "--seed", "2", "--trial", "jakahdi", "--out", str(source)]) == 0
    asked = screening(f"canonical:{source}", "--answers", str(source / ANSWERS))
    assert main([*asked, "--out", str(whole)]) == 0
    assert main([*asked, "--at", "2100-01-03T08:00", "--out", str(then)]) == 0
    assert main([*asked, "--at", "2100-01-03T08:00", "--out", str(tmp_path / "then.csv")]) == 0
    capsys.readouterr()
    made = duckdb.connect()
    there = made.execute(
        f"SELECT stay_id FROM '{source}/stays.parquet' WHERE admitted <= '2100-01-03 08:00'"
        " AND coalesce(least(discharged, died), '9999-01-01') > '2100-01-03 08:00'"
    ).fetchall()
    assert 0 < len(there) < 8
    every, listed = (list(csv.DictReader(path.open(encoding="utf-8"))) for path in (whole, tmp_path / "then.csv"))
    names = {stay for (stay,) in there}
    until = [row for row in every if row["stay_id"] in names and row["time"] <= "2100-01-03 08:00:00"]
    assert listed == until, "what the list says is what the whole history says of that hour"
    report = (then / "report.html").read_text(encoding="utf-8")
    assert "The stays open at 2100-01-03 08:00 UTC, as they stood then." in report
    assert not re.search(r"left 2|died 2|left ICU", report), "nobody knows yet when they leave"


# --- what a person reads ------------------------------------------------------------------------------------------


def test_the_summary_of_a_screening_says_which_verdict_is_which(ward: Path, tmp_path: Path, capsys: Output) -> None:
    out = tmp_path / "verdicts.csv"
    told = {}
    for language in ("en", "fr"):
        assert main(screening(f"canonical:{ward}", "--every", "1d", "--out", str(out), "--lang", language)) == 0
        told[language] = capsys.readouterr().err.splitlines()
    columns = list(csv.DictReader(out.open(encoding="utf-8")))
    for column, language, lead in (
        ("data_verdict", "en", "data_verdict (from hospital data alone): "),
        ("verdict", "en", "verdict (from all criteria, with the human answers known): "),
        ("data_verdict", "fr", "data_verdict (d’après les seules données de l’hôpital)\u00a0: "),
        ("verdict", "fr", "verdict (d’après tous les critères, avec les réponses connues)\u00a0: "),
    ):
        (line,) = [line for line in told[language] if line.startswith(lead)]
        counts = Counter(row[column] for row in columns)
        said = [int(number) for number in re.findall(r"(\d+) (?:hour|heure)", line)]
        assert sorted(said) == sorted(counts.values()), line
    assert "These patients are not real." in told["en"]
    assert "Ces patients sont fictifs." in told["fr"]


def test_stays_without_a_whole_hour_are_said(ward: Path, tmp_path: Path, capsys: Output) -> None:
    """Every hour asked about is later than the stay: nothing of it is in the table, and that is said."""
    source = tmp_path / "ward"
    shutil.copytree(ward, source)
    stays = str(source / "stays.parquet")
    made = duckdb.connect()
    made.execute("CREATE TABLE s AS SELECT * FROM read_parquet($1)", [stays])
    made.execute(
        "INSERT INTO s BY NAME SELECT * REPLACE ('BRIEF' AS stay_id, TIMESTAMP '2099-01-01 00:01' AS admitted,"
        " TIMESTAMP '2099-01-01 00:02' AS discharged) FROM s"
    )
    made.execute(f"COPY s TO '{stays}' (FORMAT PARQUET)")
    said = "1 of 2 stays has no whole hour to ask about, and so no row."
    out = str(tmp_path / "out.csv")
    assert main(["score", "sofa", "--source", f"canonical:{source}", "--every", "1d", "--out", out]) == 0
    assert said in capsys.readouterr().err.splitlines()
    assert main(screening(f"canonical:{source}", "--every", "1d", "--out", out)) == 0
    assert said in capsys.readouterr().err.splitlines()
    french = screening(f"canonical:{source}", "--every", "1d", "--out", out, "--lang", "fr")
    assert main(french) == 0
    assert "1 des 2 séjours n’a aucune heure pleine à interroger" in capsys.readouterr().err
    assert read(capsys, *french, "--json")["hours"] == {"stays": 2, "without_a_whole_hour": 1}


# --- output that cannot be written ---------------------------------------------------------------------------------


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_full_disk_ends_in_one_sentence(unbuffered: str) -> None:
    command = [sys.executable, "-m", "bedside", "protocol", "show", "jakahdi"]
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        ended = subprocess.run(
            command, stdout=full, stderr=subprocess.PIPE, text=True, check=False,
            env={**os.environ, "PYTHONUNBUFFERED": unbuffered, "LC_ALL": "C.UTF-8"},
        )  # fmt: skip
    said = "bedside: the output cannot be written (no space left on device). Choose a place that you may use.\n"
    assert (ended.returncode, ended.stderr) == (1, said)


@pytest.mark.parametrize("command", ["protocol show jakahdi --format json", "score --help"])
def test_a_reader_that_stops_reading_hears_nothing(command: str) -> None:
    """As `| head` does. The pipe is closed before anything is written."""
    reading, writing = os.pipe()
    os.close(reading)
    ended = subprocess.run(
        [sys.executable, "-m", "bedside", *command.split()], stdout=writing, stderr=subprocess.PIPE, text=True,
        check=False, env={**os.environ, "PYTHONUNBUFFERED": ""},
    )  # fmt: skip
    os.close(writing)
    assert (ended.returncode, ended.stderr) == (0, "")
