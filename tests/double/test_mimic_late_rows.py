"""MIMIC-IV's own files, one row in ten stored 12 h late: what the whole files say of an hour is what files cut to that
hour say. The cut is ours and DuckDB's, made of the raw rows; nothing of the loading is in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from bedside.engines.duck import compute, connect
from bedside.protocol.loading import find_trial, load
from bedside.records.mimic_iv import open_mimic_iv
from bedside.rules.nodes import Node
from bedside.scores.sofa import sofa
from tests.needs import shared_data

PARTS, HOURS = (220739, 223900, 223901), 6
STORED, LASTING = ("hosp/labevents", "icu/chartevents", "icu/outputevents"), ("icu/inputevents", "icu/procedureevents")
LATE = """SELECT * REPLACE (CASE WHEN hash(subject_id, charttime, itemid) % 10 = 0 THEN storetime + INTERVAL 12 HOUR
    ELSE storetime END AS storetime) FROM '{file}'"""
RULES: dict[str, Node] = {"data_verdict": load(find_trial("jakahdi")).data_population}
RULES |= {rule.name: rule for rule in sofa().rules}


def copied(into: Path, until: str = "") -> Path:
    """The demo with its late rows; with only what was there at a moment, where one is given."""
    for file in shared_data("mimic_iv_demo_native").rglob("*.parquet"):
        name = f"{file.parent.name}/{file.stem}"
        query = LATE.format(file=file) if name in STORED else f"SELECT * FROM '{file}'"
        if until and name in STORED:
            query = f"SELECT * FROM ({LATE.format(file=file)}) WHERE coalesce(storetime, charttime) <= '{until}'"
        elif until and name in LASTING:
            query += f" WHERE starttime <= '{until}'"
        (into / file.parent.name).mkdir(parents=True, exist_ok=True)
        duckdb.execute(f"COPY ({query}) TO '{into / name}.parquet'")
    return into


def answers(folder: Path, patient: int, at: str) -> tuple[Any, ...]:
    connection = connect(1)
    source = open_mimic_iv(folder).load(connection).source
    connection.execute(f"CREATE TABLE moments AS SELECT 1 AS m, {patient}::BIGINT AS patient_id,"
                       f" epoch_us(TIMESTAMP '{at}') AS moment_us")  # fmt: skip
    compute(connection, RULES, recorded=source.recorded)
    ends = ", ".join(f"{name}_{end}" for name in RULES for end in ("low", "high"))
    (found,) = connection.execute(f"SELECT {ends} FROM answers").fetchall()
    return found


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(tmp_path_factory.mktemp("late"))


def test_hours_between_the_parts_of_a_coma_score_are_what_they_were(whole: Path, tmp_path: Path) -> None:
    asked = duckdb.execute(f"""
        SELECT subject_id, date_trunc('hour', min(storetime)) + INTERVAL 1 HOUR AS at
        FROM '{whole}/icu/chartevents.parquet' WHERE itemid IN {PARTS} AND valuenum IS NOT NULL
        GROUP BY subject_id, charttime HAVING max(storetime) > min(storetime) + INTERVAL 3 HOUR
        ORDER BY hash(subject_id, charttime) LIMIT {HOURS}""").fetchall()
    assert len(asked) == HOURS
    for place, (patient, at) in enumerate(asked):
        cut = copied(tmp_path / str(place), str(at))
        assert answers(whole, patient, str(at)) == answers(cut, patient, str(at)), (patient, at)
