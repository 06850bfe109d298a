"""How long SOFA takes for every hour of every stay, on copies of the MIMIC-IV demo.

usage: python benchmarks/sofa_at_scale.py [COPIES] [FOLDER]     (default: 50 copies, made beside the project if absent)

Prints, for one run on this machine: the seconds to read the records and to compute, and beside them the floor, the
bare scan, filter and count of the same rows of the largest table. Copies are made by ../shared/tools/replicate_mimic.py
from ../shared/data/mimic_iv_demo_native and kept out of the project.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from bedside.engines.duck import compute, connect
from bedside.engines.moments import hourly
from bedside.engines.stages import AsOf
from bedside.records.opening import open_source
from bedside.rules.nodes import variables
from bedside.scores.sofa import sofa

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
ITEMS = (220052, 225312, 220181, 220739, 223900, 223901, 223835)
RUNS = 3


def main() -> int:
    copies = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    folder = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(tempfile.gettempdir()) / f"mimic-demo-x{copies}"
    if not (SHARED / "data").is_dir():
        print("sofa_at_scale: skipped, ../shared/data is not there.")
        return 0
    if not (folder / "icu").is_dir():
        maker = SHARED / "tools" / "replicate_mimic.py"
        demo = SHARED / "data" / "mimic_iv_demo_native"
        subprocess.run([sys.executable, str(maker), str(copies), str(demo), str(folder)], check=True)
    print(f"{'run':>4} {'floor s':>8} {'load s':>8} {'score s':>8} {'total s':>8} {'total / floor':>14}   stay-hours")
    for run in range(RUNS):
        floor, (load, scored, hours) = _floor(folder), _ours(folder)
        total = load + scored
        print(f"{run + 1:>4} {floor:>8.2f} {load:>8.2f} {scored:>8.2f} {total:>8.2f} {total / floor:>14.1f}   {hours}")
    return 0


def _floor(folder: Path) -> float:
    connection = duckdb.connect()
    began = time.perf_counter()
    connection.execute(
        f"SELECT stay_id, count(*), max(valuenum) FROM '{folder}/icu/chartevents/*.parquet'"
        f" WHERE itemid IN {ITEMS} GROUP BY stay_id"
    ).fetchall()
    return time.perf_counter() - began


def _ours(folder: Path) -> tuple[float, float, int]:
    score = sofa()
    connection = connect()
    began = time.perf_counter()
    loaded = open_source(f"mimic-iv:{folder}").load(connection, sorted(variables(score.total)))
    read = time.perf_counter()
    hourly(connection)
    compute(
        connection,
        {rule.name: rule for rule in score.rules},
        recorded=loaded.source.recorded,
        as_of=AsOf.MEASURED,
    )
    done = time.perf_counter()
    (hours,) = connection.execute("SELECT count(*) FROM answers").fetchall()[0]
    return read - began, done - read, hours


if __name__ == "__main__":
    sys.exit(main())
