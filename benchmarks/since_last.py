"""What a screening since the last run takes beside a whole one, on copies of the MIMIC-IV demo.

usage: python benchmarks/since_last.py [COPIES] [TRIAL] [--write]     (default: 50 copies, the trial adrenal; --write
puts the table into docs/benchmarks.md)

Processor seconds, and their ratio to the whole run of the same process, so that a busy machine says the same. Copies
are made by ../shared/tools/replicate_mimic.py from ../shared/data/mimic_iv_demo_native and kept out of the project.
"""

from __future__ import annotations

import datetime
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from page import put

from bedside.engines.duck import connect
from bedside.protocol.loading import find_trial, load
from bedside.protocol.model import Protocol
from bedside.records.dictionary import dictionary
from bedside.records.opening import open_source
from bedside.screening.screen import needed, screen
from bedside.screening.since_last import screen_since_last

SHARED = Path(__file__).resolve().parents[2] / "shared"
TITLE, COPIES, TRIAL = "## Screening since the last run", 50, "adrenal"
RESULT = "start_us = end_us AND start_us > (SELECT min(admitted_us) FROM stays)"
TENTH = f"{RESULT} AND hash(start_us, variable, patient_id) % 10 = 0"
LATE = f"UPDATE facts SET available_us = available_us + (1 + hash(variable, start_us) % 14) * 3600000000 WHERE {TENTH}"
ONE_IN_A_HUNDRED = """INSERT INTO facts SELECT * REPLACE (start_us + 60000000 AS start_us, end_us + 60000000 AS end_us,
    available_us + 60000000 AS available_us) FROM facts WHERE start_us = end_us AND hash(patient_id) % 100 = 0
    QUALIFY row_number() OVER (PARTITION BY patient_id ORDER BY start_us DESC) <= 5"""
FIRST = "the first run of a folder, in batches, with its state"
DELAYED = "a first run with 10 % of the results up to 14 h late"


def main() -> int:
    given = [each for each in sys.argv[1:] if each != "--write"]
    copies, trial = int(given[0]) if given else COPIES, given[1] if given[1:] else TRIAL
    if not (SHARED / "data").is_dir():
        print("since_last: skipped, ../shared/data is not there.")
        return 0
    folder = Path(tempfile.gettempdir()) / f"mimic-demo-x{copies}"
    if not (folder / "icu").is_dir():
        maker, demo = SHARED / "tools" / "replicate_mimic.py", SHARED / "data" / "mimic_iv_demo_native"
        subprocess.run([sys.executable, str(maker), str(copies), str(demo), str(folder)], check=True)
    rows, said = measured(folder, load(find_trial(trial)))
    whole, first, late = (dict(rows)[what] for what in ("a whole run", FIRST, DELAYED))
    lines = [
        TITLE, "",
        f"{copies} copies of the MIMIC-IV demo, trial {trial}, {said}. {datetime.date.today()}, {platform.system()},"
        f" Python {platform.python_version()}; processor seconds of one process.",
        "", "| what | s | of a whole run |", "|---|--:|--:|",
        *(_line(what, taken, taken / whole) for what, taken in rows), "",
        f"Late results make a first run {late / first:.2f} times as long. Batches, the writing of the table and its"
        " state are what a first run adds to a whole one.", "",
    ]  # fmt: skip
    print("\n".join(lines))
    if "--write" in sys.argv[1:]:
        put(TITLE, "\n".join(lines))
    return 0


def _line(what: str, taken: float, share: float) -> str:
    return f"| {what} | {taken:.1f} | {share:.2f} |"


def measured(folder: Path, protocol: Protocol) -> tuple[list[tuple[str, float]], str]:
    """Each run by name with what it took, and what was screened."""
    connection = connect()
    source = open_source(f"mimic-iv:{folder}")
    names = sorted(name for name in needed(protocol) if name in dictionary() and name in source.supplied)
    recorded: list[frozenset[str]] = []
    rows = [("reading the source", taken(lambda: recorded.append(source.load(connection, names).source.recorded)))]
    connection.execute("CREATE TABLE on_time AS SELECT * FROM facts")
    with tempfile.TemporaryDirectory() as place:

        def run(what: str, into: str, change: str = "") -> None:
            held(connection, change)
            out = Path(place) / into
            rows.append((what, taken(lambda: screen_since_last(connection, protocol, recorded[0], out))))

        rows.append(("a whole run", taken(lambda: screen(connection, protocol, recorded[0]))))
        said = "{} stays, {} stay-hours".format(
            *connection.execute("SELECT count(DISTINCT stay_id), count(*) FROM verdicts").fetchall()[0]
        )
        run(FIRST, "daily")
        run("nothing new", "daily")
        run("1 % of the patients with new results", "daily", ONE_IN_A_HUNDRED)
        run(DELAYED, "late", LATE)
        run("these results again, as if on time: nearly everybody has one", "late")
    return rows, said


def held(connection: Any, change: str) -> None:
    """The facts as they were, and then changed."""
    connection.execute("CREATE OR REPLACE TABLE facts AS SELECT * FROM on_time")
    if change:
        connection.execute(change)


def taken(run: Callable[[], object]) -> float:
    """Processor seconds, of all threads."""
    began = time.process_time()
    run()
    return time.process_time() - began


if __name__ == "__main__":
    sys.exit(main())
