"""The commands on Spark leave what they leave on DuckDB: the same bytes, the same account, the same words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from bedside.__main__ import main

TRIAL = "adrenal"


def left(*words: str) -> None:
    assert main([*words, "--threads", "1"]) == 0


def account(folder: Path) -> Any:
    """The account of an import, but for what the source is called."""
    held = json.loads((folder / "import_report.json").read_text())
    return {name: said for name, said in held.items() if name != "source"}


def same(trial: str, source: str, on_spark: str, tmp_path: Path, *more: str) -> None:
    for engine, place in (("duckdb", source), ("spark", on_spark)):
        left("screen", trial, "--source", place, "--engine", engine, "--out", str(tmp_path / engine), *more)
    verdicts = [(tmp_path / engine / "verdicts.parquet").read_bytes() for engine in ("duckdb", "spark")]
    assert len(verdicts[0]) > 2_000 and verdicts[0] == verdicts[1]
    assert account(tmp_path / "duckdb") == account(tmp_path / "spark")
    assert not (tmp_path / "spark" / "report.html").exists()


@pytest.mark.parametrize("kind", ["clif", "mimic-iv"])
def test_a_screening_of_files_is_the_same(spark: Any, twenty: dict[str, Path], kind: str, tmp_path: Path) -> None:
    same(TRIAL, f"{kind}:{twenty[kind]}", f"{kind}:{twenty[kind]}", tmp_path)


def test_a_screening_of_a_catalogue_is_that_of_its_files(
    catalogue: str, twenty: dict[str, Path], tmp_path: Path
) -> None:  # fmt: skip
    same(TRIAL, f"omop:{twenty['omop']}", f"spark:{catalogue}", tmp_path)


def test_a_whole_protocol_on_virtual_patients_is_the_same(spark: Any, tmp_path: Path) -> None:
    left_ward = tmp_path / "ward"
    assert main(["virtual", "120", "--seed", "3", "--out", str(left_ward)]) == 0
    same("jakahdi", f"canonical:{left_ward}", f"canonical:{left_ward}", tmp_path, "--every", "24h")


def test_a_list_as_of_a_moment_is_the_same(spark: Any, twenty: dict[str, Path], tmp_path: Path) -> None:
    source = f"mimic-iv:{twenty['mimic-iv']}"
    ((at,),) = duckdb.execute(
        f"SELECT strftime(intime + INTERVAL 20 HOUR, '%Y-%m-%dT%H:%M') FROM '{twenty['mimic-iv']}/icu/icustays.parquet'"
        " ORDER BY stay_id LIMIT 1"
    ).fetchall()
    same(TRIAL, source, source, tmp_path, "--at", at)


def test_a_score_is_the_same(catalogue: str, twenty: dict[str, Path], tmp_path: Path) -> None:
    for name, place in (("duck", f"omop:{twenty['omop']}"), ("spark", f"spark:{catalogue}")):
        left("score", "sofa", "--source", place, "--every", "12h", "--out", str(tmp_path / f"{name}.parquet"))
    assert (tmp_path / "duck.parquet").read_bytes() == (tmp_path / "spark.parquet").read_bytes()


def test_a_count_of_patients_is_the_same(catalogue: str, twenty: dict[str, Path], tmp_path: Path) -> None:
    for name, place in (("duck", f"omop:{twenty['omop']}"), ("spark", f"spark:{catalogue}")):
        left("feasibility", TRIAL, "--source", place, "--every", "6h", "--out", str(tmp_path / name))
    rows = [(tmp_path / name / "rows.csv").read_bytes() for name in ("duck", "spark")]
    assert rows[0].count(b"\n") > 50 and rows[0] == rows[1]


def test_a_comparison_of_scores_is_the_same(spark: Any, twenty: dict[str, Path], tmp_path: Path) -> None:
    place = f"mimic-iv:{twenty['mimic-iv']}"
    for engine in ("duckdb", "spark"):
        left("score", "compare", "sofa", "sofa:mimic-code", "--source", place, "--engine", engine, "--every", "6h",
             "--at", "4", "--out", str(tmp_path / engine))  # fmt: skip
    rows = [(tmp_path / engine / "rows.csv").read_bytes() for engine in ("duckdb", "spark")]
    assert rows[0].count(b"\n") > 50 and rows[0] == rows[1]


def test_a_trace_and_a_check_of_the_source_say_the_same(
    catalogue: str, twenty: dict[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    ((stay,),) = duckdb.execute(
        f"SELECT visit_detail_id FROM '{twenty['omop']}/visit_detail.parquet' ORDER BY visit_detail_id LIMIT 1"
    ).fetchall()
    said = {}
    for place in (f"omop:{twenty['omop']}", f"spark:{catalogue}"):
        left("explain", TRIAL, "--source", place, "--stay", str(stay))
        left("source", "check", place, "--trial", TRIAL)
        name = place.partition(":")[2].rpartition("/")[2]
        said[place] = capsys.readouterr().out.replace(f"({name})", "(HERE)")
    ours, theirs = said.values()
    assert "A5" in ours and ours == theirs


# --- what Spark cannot serve ----------------------------------------------------------------------------------------


def test_what_is_refused(spark: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "asked.csv").write_text("stay_id,question,answer,time\n")
    ward, text = tmp_path / "ward", tmp_path / "text"
    text.mkdir()
    assert main(["virtual", "2", "--seed", "1", "--out", str(ward)]) == 0
    for name in ("patients", "stays"):
        duckdb.execute(f"COPY (FROM '{ward / name}.parquet') TO '{text / name}.csv'")
    (text / "manifest.yaml").write_bytes((ward / "manifest.yaml").read_bytes())
    capsys.readouterr()
    asked = ["screen", TRIAL, "--engine", "spark", "--out", str(tmp_path / "out")]
    for words, told in (
        (["--source", f"canonical:{text}"], "Spark reads Parquet, and patients is not."),
        (["--source", "spark:nowhere"], "Spark has no database “nowhere”. It has: "),
        (["--source", f"canonical:{ward}", "--answers", str(tmp_path / "asked.csv")], "answers are not added"),
        (["--source", f"canonical:{ward}", "--at", "1999-01-01T00:00"], "no stay was open at 1999-01-01 00:00 UTC."),
    ):
        assert main([*asked, *words]) in (1, 2)
        assert told in capsys.readouterr().err
    assert not (tmp_path / "out" / "verdicts.parquet").exists()
