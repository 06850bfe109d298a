"""How long 10,000 whole virtual trials of 42 participants take on two processes, from nothing to the rows.

usage: python benchmarks/simulations.py [--write]     (--write puts the table into docs/benchmarks.md)

One scenario of the first trial, the planned design. The parts that are kept for the next run are measured apart:
virtual patients who become eligible, and the verdicts of the trial's rules over all sheets.
"""

from __future__ import annotations

import datetime
import os
import platform
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
from page import put, said

from bedside.commands.wards import chances
from bedside.protocol.loading import find_trial, load
from bedside.simulation.reading import FILE, Asked, read
from bedside.simulation.rows import results
from bedside.simulation.running import run

TITLE = "## Whole virtual trials"
TRIAL, TRIALS, PROCESSES, GOAL_S = "jakahdi", 10_000, 2, 60.0


def main() -> int:
    asked = one_scenario(read(find_trial(TRIAL) / FILE, load(TRIAL)))
    load_average = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        whole, busy = taken(asked, Path(folder), seed=1)
        again, _ = taken(asked, Path(folder), seed=2)
    rows = [("everything, from nothing", whole, GOAL_S), ("the same with another seed", again, None)]
    report = [
        f"{TITLE}\n",
        f"{TRIALS:,} trials of {asked.size} participants, one scenario, {PROCESSES} processes."
        f" {datetime.date.today()}, {platform.system()}, {os.cpu_count()} cores, Python {platform.python_version()},"
        f" NumPy {np.__version__}; load average at the start {load_average:.1f}.\n",
        "| what | s | goal s | |",
        "|---|--:|--:|---|",
        *(f"| {name} | {s:.1f} | {goal or ''} | {said(s, goal)} |" for name, s, goal in rows),
        f"\nThe first run screens {asked.patients.made} virtual patients and asks the trial's rules of 46,656 sheets;"
        f" the second finds both kept. {TRIALS / again:,.0f} trials a second then. The first takes {busy:.1f} s of"
        " processor time in all processes together.\n",
    ]
    print("\n".join(report))
    if "--write" in sys.argv[1:]:
        put(TITLE, "\n".join(report))
    return 0


def one_scenario(asked: Asked) -> Asked:
    """The planned design alone, in the scenario of the effect hoped for."""
    scenarios = tuple(each for each in asked.scenarios if each.id == "hoped_for")
    wanted = {name: rate for name, rate in asked.wanted.items() if name == "hoped_for"}
    return replace(asked, designs=asked.designs[:1], scenarios=scenarios, wanted=wanted)


def taken(asked: Asked, folder: Path, seed: int) -> tuple[float, float]:
    """Seconds until the rows are there, and seconds of processor time in this process and its workers."""
    began, busy = time.perf_counter(), sum(os.times()[:4])
    ready, found = run(asked, chances(TRIAL), seed, TRIALS, PROCESSES, folder, lambda what, share: None)
    assert results(ready, asked.stated, found)
    return time.perf_counter() - began, sum(os.times()[:4]) - busy


if __name__ == "__main__":
    sys.exit(main())
