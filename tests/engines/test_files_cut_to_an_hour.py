"""Reading a source does not look ahead either: a folder cut to an hour says of that hour what the whole folder says.

Courses are joined, stays made into facts and rows judged anew from the files of each hour, in which what went on has
no end yet, nobody has left or died who had not, and one result in ten has yet to arrive.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from bedside.__main__ import main
from bedside.engines.duck import compute, connect
from bedside.engines.moments import hourly
from bedside.protocol.loading import find_trial, load
from bedside.records.opening import open_source
from bedside.rules.nodes import Node
from bedside.scores.sofa import sofa

LATE_BY, HOURS_EACH = 1_700_000_000, 12
protocol = load(find_trial("jakahdi"))
RULES: dict[str, Node] = {"data_verdict": protocol.data_population, "sofa": sofa().total}
RECORDS = ("measurements", "outputs", "infusions", "supports", "answers")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three virtual patients, some of whose results are late, and whose courses are left to be joined."""
    made = tmp_path_factory.mktemp("ward")
    assert main(["virtual", "3", "--seed", "2", "--out", str(made)]) == 0
    connection = connect(1)
    late = f"""available + to_microseconds(CASE WHEN hash(variable, start) % 10 = 0
        THEN (1 + hash(start, variable) % 30) * {LATE_BY} ELSE 0 END::BIGINT)"""
    for table in ("measurements", "outputs", "answers"):
        _again(connection, made / f"{table}.parquet", f"SELECT * REPLACE ({late} AS available) FROM held")
    apart = "SELECT * EXCLUDE (course_start, course_end) FROM held"
    _again(connection, made / "infusions.parquet", apart)
    return made


def _again(connection: Any, file: Path, query: str) -> None:
    connection.execute(f"CREATE OR REPLACE TABLE held AS SELECT * FROM '{file}'")
    connection.execute(f"COPY ({query}) TO '{file}' (FORMAT PARQUET)")


def test_an_hour_of_the_whole_folder_is_that_of_a_folder_cut_to_it(folder: Path, tmp_path: Path) -> None:
    whole, recorded = _loaded(folder)
    hourly(whole)
    whole.execute(f"""DELETE FROM moments WHERE m NOT IN (SELECT m FROM moments
        QUALIFY row_number() OVER (PARTITION BY stay_id ORDER BY hash(m)) <= {HOURS_EACH})""")
    asked = whole.execute("SELECT m, patient_id, moment_us FROM moments").fetchall()
    cut, same = _loaded(_cut(folder, tmp_path / "cut", asked))
    assert recorded == same
    cut.execute("CREATE TABLE moments (m BIGINT, patient_id VARCHAR, moment_us BIGINT)")
    cut.executemany("INSERT INTO moments VALUES (?, ?, ?)", [(m, f"{who}@{m}", at) for m, who, at in asked])
    assert _answers(whole, recorded) == _answers(cut, recorded)
    assert len(asked) == 3 * HOURS_EACH


def _loaded(folder: Path) -> tuple[Any, frozenset[str]]:
    connection = connect(1)
    return connection, open_source(f"canonical:{folder}").load(connection).source.recorded


def _answers(connection: Any, recorded: frozenset[str]) -> dict[int, dict[str, tuple[float, float]]]:
    compute(connection, RULES, recorded=recorded)
    ends = ", ".join(f"{name}_low, {name}_high" for name in RULES)
    rows = connection.execute(f"SELECT m, {ends} FROM answers").fetchall()
    return {m: dict(zip(RULES, zip(found[::2], found[1::2], strict=True), strict=True)) for m, *found in rows}


def _cut(folder: Path, into: Path, asked: list[tuple[int, str, int]]) -> Path:
    """A folder in which each hour asked about is a person of their own, as the records stood at that hour."""
    into.mkdir()
    shutil.copy(folder / "manifest.yaml", into)
    connection = connect(1)
    connection.execute("CREATE TABLE asked (m BIGINT, patient_id VARCHAR, hour TIMESTAMP)")
    connection.executemany("INSERT INTO asked VALUES (?, ?, make_timestamp(?))", asked)
    who = "patient_id || '@' || m AS patient_id"
    later = ", ".join(f"CASE WHEN {each} <= hour THEN {each} END AS {each}"
                      for each in ("discharged", "hospital_discharged", "died"))  # fmt: skip
    lasting = 'CASE WHEN t."end" <= hour THEN t."end" END AS "end"'
    selects = {"patients": f"* REPLACE ({who})", "stays": f"* REPLACE (stay_id || '@' || m AS stay_id, {who}, {later})"}
    selects |= {table: f"* REPLACE ({who})" for table in ("measurements", "outputs", "answers")}
    selects |= {table: f"* REPLACE ({who}, {lasting})" for table in ("infusions", "supports")}
    known = {
        "stays": "WHERE admitted <= hour",
        **{table: "WHERE start <= hour AND available <= hour" for table in RECORDS},
    }
    for table, select in selects.items():
        columns = (
            f"SELECT {select} FROM '{folder / table}.parquet' t JOIN asked USING (patient_id) {known.get(table, '')}"
        )
        connection.execute(f"COPY (SELECT * EXCLUDE (m, hour) FROM ({columns})) TO '{into / table}.parquet'")
    return into
