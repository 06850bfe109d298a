"""SOFA of the variant `mimic-code` on the MIMIC-IV demo against what mimic-code itself gives.

Its concepts (MIT-LCP/mimic-code at 8bcbd190 of 2026-08-10, `mimic-iv/concepts_duckdb`) were run on the demo in DuckDB
2.0 on 2026-11-30; `POINTS` is what they gave, by component, in the stay-hours that both have. Whoever has a checkout
names it in BEDSIDE_MIMIC_CODE, and the last test runs it and compares hour by hour.
"""

from __future__ import annotations

import os
from pathlib import Path

import duckdb
import pytest

from bedside.__main__ import main
from tests.needs import shared_data

HOURS = 12_151
"""Stay-hours of both: theirs begin and end with the first and last heart rate of a stay, ours with the stay."""
POINTS = {
    "respiration": (8074, 775, 1974, 1081, 247), "coagulation": (7555, 2299, 1251, 755, 291),
    "liver": (9868, 334, 1320, 255, 374), "cardiovascular": (1841, 7455, 222, 828, 1805),
    "cns": (7746, 2416, 1242, 506, 241), "renal": (6032, 1998, 1759, 1339, 1023),
}  # fmt: skip
"""In how many of them mimic-code gives 0, 1, 2, 3 and 4 points."""
SUM, FOUR_OR_MORE = 61_029, 6_789
"""Of its totals: all added up, and in how many stay-hours it is 4 or more."""
CHECKOUT = "BEDSIDE_MIMIC_CODE"
CONCEPTS = (
    "demographics/icustay_times", "demographics/icustay_hourly", "demographics/weight_durations",
    "measurement/urine_output", "measurement/bg", "measurement/chemistry", "measurement/complete_blood_count",
    "measurement/enzyme", "measurement/gcs", "measurement/oxygen_delivery", "measurement/urine_output_rate",
    "measurement/ventilator_setting", "measurement/vitalsign", "medication/dobutamine", "medication/dopamine",
    "medication/epinephrine", "medication/norepinephrine", "treatment/ventilation", "score/sofa",
)  # fmt: skip
LEAST = 0.99
"""The share of stay-hours in which every component, and the total, has to be the same."""


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    """A table `ours` of the stay-hours from the first heart rate of a stay, in whole hours, to the last."""
    folder, out = shared_data("mimic_iv_demo_native"), tmp_path_factory.mktemp("profile") / "sofa.parquet"
    command = ["score", "sofa", "--variant", "mimic-code", "--source", f"mimic-iv:{folder}", "--out", str(out)]
    assert main(command) == 0
    connection = duckdb.connect()
    connection.execute(f"""CREATE TABLE ours AS
        WITH ends AS (SELECT stay_id, min(charttime) AS first, max(charttime) AS last
            FROM '{folder}/icu/chartevents.parquet' WHERE itemid = 220045 GROUP BY stay_id),
        began AS (SELECT *, date_trunc('hour', first + INTERVAL 1 HOUR - INTERVAL 1 MICROSECOND) AS hour FROM ends)
        SELECT scored.* FROM '{out}' AS scored JOIN began USING (stay_id)
        WHERE time >= hour AND time <= hour + to_hours(date_diff('hour', first, last)::INTEGER)""")
    return connection


def one(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[int, ...]:
    ((*found,),) = connection.execute(sql).fetchall()
    return tuple(found)


def test_the_stay_hours_are_those_that_were_compared(ours: duckdb.DuckDBPyConnection) -> None:
    assert one(ours, "SELECT count(*), count(DISTINCT (stay_id, time)) FROM ours") == (HOURS, HOURS)
    assert all(sum(numbers) == HOURS for numbers in POINTS.values())


@pytest.mark.parametrize("organ", POINTS)
def test_as_many_hours_have_as_many_points(ours: duckdb.DuckDBPyConnection, organ: str) -> None:
    """A number of points that is not theirs moves two of the counts; of all hours at most 1 in 100 may be moved."""
    counts = ", ".join(f"count(*) FILTER ({organ}_low = {points} AND {organ}_high = {points})" for points in range(5))
    found = one(ours, f"SELECT {counts} FROM ours")
    print(organ, found, POINTS[organ])
    assert sum(abs(a - b) for a, b in zip(found, POINTS[organ], strict=True)) <= 0.01 * HOURS


def test_the_totals_are_theirs_but_for_a_hundredth(ours: duckdb.DuckDBPyConnection) -> None:
    low, high = one(ours, "SELECT sum(sofa_low), sum(sofa_high) FROM ours")
    surely, perhaps = one(ours, "SELECT count(*) FILTER (sofa_low >= 4), count(*) FILTER (sofa_high >= 4) FROM ours")
    assert 0.99 * SUM <= low <= high <= 1.01 * SUM
    assert 0.995 * FOUR_OR_MORE <= surely <= perhaps <= 1.005 * FOUR_OR_MORE


def test_hour_by_hour_where_a_checkout_is_at_hand(ours: duckdb.DuckDBPyConnection) -> None:
    """Runs the concepts of a checkout of mimic-code on the demo; nothing of them is kept."""
    if not os.environ.get(CHECKOUT):
        pytest.skip(f"set {CHECKOUT} to a checkout of MIT-LCP/mimic-code to compare hour by hour")
    folder = Path(os.environ[CHECKOUT]) / "mimic-iv" / "concepts_duckdb"
    for room in ("hosp", "icu", "derived"):
        ours.execute(f"CREATE SCHEMA mimiciv_{room}")
    for file in shared_data("mimic_iv_demo_native").rglob("*.parquet"):
        ours.execute(f"CREATE VIEW mimiciv_{file.parent.name}.{file.stem} AS SELECT * FROM '{file}'")
    for concept in CONCEPTS:
        ours.execute((folder / f"{concept}.sql").read_text())
    for name in (*POINTS, "sofa"):
        hours, same = one(
            ours,
            f"""SELECT count(*), count(*) FILTER ({name}_low = {name}_24hours AND {name}_high = {name}_24hours)
            FROM ours JOIN mimiciv_derived.sofa AS theirs ON theirs.stay_id = ours.stay_id AND endtime = time""",
        )
        print(f"{name}: {same / hours:.2%} of {hours} stay-hours")
        assert hours == HOURS
        assert same >= LEAST * hours, name
