"""`bedside simulate`: whole virtual trials, and what designs would do in them."""

from __future__ import annotations

import os
import re
from argparse import Namespace
from pathlib import Path

from bedside.commands.console import note, progress
from bedside.commands.outputs import output
from bedside.errors import UnreadableFile, UsageError, cause
from bedside.protocol.loading import find_trial, load
from bedside.simulation.files import FIGURES, JSON, PAGE, TABLE, simulation_files
from bedside.simulation.reading import FILE, Asked, read
from bedside.simulation.report import Report
from bedside.simulation.rows import as_json, results
from bedside.simulation.running import MOST_SEED, MOST_TRIALS, run
from bedside.simulation.text import text_of
from bedside.virtual.chances import chances

OURS = re.compile(r"(success_in|enrolled_in|duration_in|bias_in|stopped_\w+)\.(csv|(en|fr)\.(svg|png))")
"""What it leaves among the figures."""
MOST_WORKERS = 256
KEPT = "chunks"
"""Beside the files of a simulation: what it goes on from when it was stopped."""


def simulate(arguments: Namespace) -> int:
    """Simulate a trial, print what its designs do in each scenario, and leave page, rows and figures in a folder."""
    trials = _within(arguments.trials, "--trials", 1, MOST_TRIALS)
    seed = _within(arguments.seed, "--seed", 0, MOST_SEED)
    workers = _within(
        os.cpu_count() or 1 if arguments.workers is None else arguments.workers, "--workers", 1, MOST_WORKERS
    )
    out = _room(arguments.out)
    asked = _asked(arguments)
    try:
        with progress("simulate") as tell:
            ready, found = run(asked, chances(arguments.trial), seed, trials, workers, out / KEPT, tell)
        report = Report(asked, ready, trials, results(ready, asked.stated, found))
        _leave(out, report, arguments.lang)
    except OSError as error:
        what, todo = f"cannot be written ({cause(error)}).", "Choose a folder that you may write."
        raise UnreadableFile(what, str(out), todo) from error
    print(as_json(report.rows).rstrip() if arguments.json else text_of(report, arguments.lang))
    note(str(out / PAGE))
    return 0


def _asked(arguments: Namespace) -> Asked:
    """The scenarios of the file that is named, or of the trial's own."""
    file = Path(arguments.scenarios) if arguments.scenarios else find_trial(arguments.trial) / FILE
    if not file.is_file():
        todo = f"Write one as docs/statistics/simulation.md says, as {FILE} of the trial or by --scenarios."
        raise UsageError("there is no file of scenarios.", str(file), todo)
    return read(file, load(arguments.trial, arguments.version))


def _within(number: int, option: str, low: int, high: int) -> int:
    if not low <= number <= high:
        raise UsageError(f"{number} is out of range.", option, f"Give a whole number from {low} to {high}.")
    return number


def _room(text: str) -> Path:
    """The folder of `--out`: absent, empty, or one that holds a simulation, whole or begun, and nothing else."""
    out = output(text)
    held = {path.name for path in out.iterdir()} if out.is_dir() else set()
    if out.is_file() or not held <= {PAGE, TABLE, JSON, FIGURES, KEPT}:
        raise UsageError(f"{out} holds something else than a simulation.", "--out", "Name a new folder.")
    return out


def _leave(out: Path, report: Report, language: str) -> None:
    """Every file of the simulation; what an earlier one left among the figures goes."""
    (out / FIGURES).mkdir(parents=True, exist_ok=True)
    for old in (out / FIGURES).iterdir():
        if OURS.fullmatch(old.name):
            old.unlink()
    for name, held in simulation_files(report, language).items():
        (out / name).write_bytes(held if isinstance(held, bytes) else held.encode())
