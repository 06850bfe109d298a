"""`bedside screen`: answers of people, the list of a morning, and what is said of a screening."""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections import Counter
from contextlib import redirect_stderr
from io import StringIO
from pathlib import Path

import duckdb
import pytest

from bedside.__main__ import main
from bedside.virtual.writing import ANSWERS
from tests.unit.commands.asking import STAY, Output, read, screening, sofa


@pytest.fixture(scope="module")
def screened(ward: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, list[str]]]:
    """A screening into a single file: the file, and the lines that a person reads in each language."""
    out, told = tmp_path_factory.mktemp("screened") / "verdicts.csv", {}
    for language in ("en", "fr"):
        with redirect_stderr(StringIO()) as said:
            assert main(screening(f"canonical:{ward}", "--every", "1d", "--out", str(out), "--lang", language)) == 0
        told[language] = said.getvalue().splitlines()
    return out, told


def test_the_account_of_the_import_is_never_lost(
    ward: Path, tmp_path: Path, capsys: Output, screened: tuple[Path, dict[str, list[str]]]
) -> None:
    """Beside the table in a folder; for a single file, on the terminal or in what a program reads."""
    said = "measurements: "
    assert any(line.startswith(said) for line in screened[1]["en"])
    alone = screening(f"canonical:{ward}", "--every", "1d", "--out", str(tmp_path / "verdicts.csv"))
    assert {counted["table"] for counted in read(capsys, *alone, "--json")["import"]["tables"]} >= {"measurements"}
    assert main(sofa(tmp_path, ward, "--every", "1d")) == 0
    assert any(line.startswith(said) for line in capsys.readouterr().err.splitlines())


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


def test_the_summary_of_a_screening_says_which_verdict_is_which(screened: tuple[Path, dict[str, list[str]]]) -> None:
    out, told = screened
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
