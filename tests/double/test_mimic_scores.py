"""Scores and screening on the MIMIC-IV demo, against plain SQL written straight on its raw tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from bedside.__main__ import main
from tests.needs import shared_data

WORST = {
    "liver": (
        "50885, 53089",  # bilirubin, total
        """max(valuenum)""",
        """CASE WHEN worst > 12.0 THEN 4 WHEN worst >= 6.0 THEN 3 WHEN worst >= 2.0 THEN 2 WHEN worst >= 1.2 THEN 1
           ELSE 0 END""",
    ),
    "coagulation": (
        "51265, 51704",  # platelet count
        """min(valuenum)""",
        """CASE WHEN worst < 20 THEN 4 WHEN worst < 50 THEN 3 WHEN worst < 100 THEN 2 WHEN worst < 150 THEN 1
           ELSE 0 END""",
    ),
}
"""Items, the worst of them, and points in mg/dL and 10³/µL as Vincent 1996 prints them."""

THEIRS = """
WITH hours AS (
    SELECT subject_id, stay_id, unnest(generate_series(
        date_trunc('hour', intime + INTERVAL 1 HOUR - INTERVAL 1 MICROSECOND), outtime, INTERVAL 1 HOUR)) AS time
    FROM icustays
), worst AS (
    SELECT stay_id, hours.time, {worst} AS worst FROM hours LEFT JOIN labevents AS lab
    ON lab.subject_id = hours.subject_id AND itemid IN ({items}) AND valuenum IS NOT NULL
    AND charttime > hours.time - INTERVAL 24 HOUR AND charttime <= hours.time
    GROUP BY stay_id, hours.time
)
SELECT stay_id, time, CASE WHEN worst IS NOT NULL THEN {points} END AS points FROM worst
"""

OURS = ("sofa", "hscore", "hlh2004")
ORGANS = ("respiration", "coagulation", "liver", "cardiovascular", "cns", "renal")
RANGES = {
    "respiration": (0.6, 0.72), "coagulation": (0.03, 0.05), "liver": (0.5, 0.6), "cardiovascular": (0.0, 0.02),
    "cns": (0.35, 0.5), "renal": (0.02, 0.04), "sofa": (0.9, 0.98),
}  # fmt: skip
"""Between which shares of the stay-hours a component is a range: far outside them a mapping has broken."""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    """The raw tables, and our scores and verdicts, as views."""
    folder = shared_data("mimic_iv_demo_native")
    out: Path = tmp_path_factory.mktemp("mimic")
    connection = duckdb.connect()
    for name in ("icu/icustays", "hosp/labevents"):
        connection.execute(f"CREATE VIEW {Path(name).name} AS SELECT * FROM '{folder / name}.parquet'")
    for score in OURS:
        file = out / f"{score}.parquet"
        assert main(["score", score, "--source", f"mimic-iv:{folder}", "--out", str(file)]) == 0
        connection.execute(f"CREATE VIEW {score} AS SELECT * FROM '{file}'")
    verdicts = out / "verdicts.parquet"
    command = ["screen", "jakahdi", "--source", f"mimic-iv:{folder}", "--every", "6h", "--out", str(verdicts)]
    assert main(command) == 0
    connection.execute(f"CREATE VIEW verdicts AS SELECT * FROM '{verdicts}'")
    return connection


def rows(demo: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    return demo.execute(sql).fetchall()


def test_the_stay_hours_are_the_same(demo: duckdb.DuckDBPyConnection) -> None:
    items, worst, points = WORST["liver"]
    theirs = THEIRS.format(items=items, worst=worst, points=points)
    hours = rows(demo, f"SELECT stay_id, time FROM ({theirs}) ORDER BY ALL")
    assert len(hours) > 10_000
    assert rows(demo, "SELECT stay_id, time FROM sofa ORDER BY ALL") == hours


@pytest.mark.parametrize("organ", list(WORST))
def test_a_component_equals_plain_sql(demo: duckdb.DuckDBPyConnection, organ: str) -> None:
    """Wherever ours is a point, and (a limit apart) ours is a range where plain SQL finds no value."""
    items, worst, points = WORST[organ]
    theirs = THEIRS.format(items=items, worst=worst, points=points)
    ((hours, known, equal, none, unknown),) = rows(
        demo,
        f"""SELECT count(*), count(*) FILTER ({organ}_low = {organ}_high),
            count(*) FILTER ({organ}_low = {organ}_high AND {organ}_low = points),
            count(*) FILTER (points IS NULL), count(*) FILTER (points IS NULL AND {organ}_low = 0 AND {organ}_high = 4)
        FROM sofa JOIN ({theirs}) USING (stay_id, time)""",
    )
    print(f"{organ}: {hours} stay-hours, {known} points, {equal} equal, {hours - known} ranges")
    assert known > 4_000
    assert equal >= 0.99 * known
    assert unknown >= 0.99 * none, "what was never measured is not known"


def test_how_often_a_component_is_a_range(demo: duckdb.DuckDBPyConnection) -> None:
    for name, (least, most) in RANGES.items():
        ((share,),) = rows(demo, f"SELECT avg(CASE WHEN {name}_low < {name}_high THEN 1.0 ELSE 0.0 END) FROM sofa")
        print(f"{name}: a range in {share:.1%} of stay-hours")
        assert least <= share <= most, name


def test_the_total_is_the_sum_of_its_components_and_lies_between_0_and_24(demo: duckdb.DuckDBPyConnection) -> None:
    for end in ("low", "high"):
        total = " + ".join(f"{organ}_{end}" for organ in ORGANS)
        assert rows(demo, f"SELECT count(*) FROM sofa WHERE sofa_{end} IS DISTINCT FROM {total}") == [(0,)]
    columns = [f"{name}_{end}" for name in (*ORGANS, "sofa") for end in ("low", "high")]
    empty = " OR ".join(f"{column} IS NULL" for column in columns)
    assert rows(demo, f"SELECT count(*) FROM sofa WHERE {empty}") == [(0,)]
    assert rows(demo, "SELECT min(sofa_low) >= 0, max(sofa_high) <= 24 FROM sofa") == [(True, True)]


def test_hscore_and_hlh_2004_mostly_cannot_be_told(demo: duckdb.DuckDBPyConnection) -> None:
    """In general intensive care nobody measures ferritin, soluble CD25 and NK activity, or taps marrow, daily."""
    ((hscore, hlh),) = rows(
        demo,
        """SELECT (SELECT avg((hscore_low < 169 AND hscore_high >= 169)::INT) FROM hscore),
                  (SELECT avg((hlh2004_met_low < hlh2004_met_high)::INT) FROM hlh2004)""",
    )
    print(f"cannot tell: HScore at 169 in {hscore:.1%}, HLH-2004 in {hlh:.1%} of stay-hours")
    assert hscore > 0.8
    assert hlh > 0.8
    for item in ("low_nk_activity", "raised_scd25", "tissue_hemophagocytosis", "splenomegaly"):
        assert rows(demo, f"SELECT count(*) FROM hlh2004 WHERE {item}_low = {item}_high") == [(0,)], item


def test_screening_without_answers(demo: duckdb.DuckDBPyConnection) -> None:
    """Nobody was asked anything: nobody is eligible, most cannot be told, and what is missing is named."""
    found = {(data, verdict): count for data, verdict, count in rows(
        demo, "SELECT data_verdict, verdict, count(*) FROM verdicts GROUP BY ALL"
    )}  # fmt: skip
    print(found)
    whole = sum(found.values())
    assert {verdict for _, verdict in found} == {"cannot tell", "not eligible"}
    assert sum(n for (data, _), n in found.items() if data == "cannot tell") > 0.3 * whole
    assert sum(n for (data, _), n in found.items() if data == "candidate") < 0.05 * whole
    assert not any(data == "excluded" and verdict != "not eligible" for data, verdict in found)
    ((away,),) = rows(demo, "SELECT count(*) FROM verdicts WHERE I3 <> 'met'")
    assert away < 0.01 * whole, "they are in intensive care, but for the dead whose bed was cleared later"
    assert rows(demo, "SELECT DISTINCT I1 FROM verdicts") == [("met",)], "MIMIC-IV holds adults"
    undecided = "SELECT missing FROM verdicts WHERE verdict = 'cannot tell'"
    assert rows(demo, f"SELECT count(*) FROM ({undecided}) WHERE missing = ''") == [(0,)]
    lacking = rows(demo, "SELECT DISTINCT data_missing FROM verdicts WHERE data_verdict = 'cannot tell'")
    names = {name for (listed,) in lacking for name in listed.split(" + ")}
    print(sorted(names))
    assert {"ferritin", "triglycerides"} <= names
