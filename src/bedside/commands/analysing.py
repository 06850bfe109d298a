"""`bedside analyse`: what a protocol promised to estimate, worked out of a data cut."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path

from bedside.analysis.page import page_of
from bedside.analysis.results import rows_of
from bedside.analysis.rows import as_csv, as_json
from bedside.analysis.worked import work_on
from bedside.commands.console import note
from bedside.commands.outputs import output
from bedside.errors import UnreadableFile, UsageError, cause

PAGE, TABLE, JSON = "analysis.html", "rows.csv", "rows.json"
"""All that an analysis leaves in its folder."""


def analyse(arguments: Namespace) -> int:
    """Analyse a snapshot of a trial, and leave page and rows in a folder; prints the hash of what was analysed."""
    out = _room(arguments.out)
    worked = work_on(arguments.trial, Path(arguments.data), Path(arguments.arms) if arguments.arms else None)
    rows = rows_of(worked)
    files = {PAGE: page_of(rows, worked, arguments.lang), TABLE: as_csv(rows), JSON: as_json(rows)}
    _write(out, files)
    note(f"{out / PAGE}: {len(rows)} results of {len(worked.people)} participants.")
    print(worked.snapshot.hash)
    return 0


def _room(text: str) -> Path:
    """The folder of `--out`: absent, empty, or one that holds an earlier analysis alone, to be replaced."""
    out = output(text)
    held = {path.name for path in out.iterdir()} if out.is_dir() else set()
    if out.is_file() or not held <= {PAGE, TABLE, JSON}:
        raise UsageError(f"{out} holds something else than an analysis.", "--out", "Name a new folder.")
    return out


def _write(out: Path, files: Mapping[str, str]) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, held in files.items():
            (out / name).write_bytes(held.encode())
    except OSError as error:
        what, todo = f"cannot be written ({cause(error)}).", "Choose a folder that you may write."
        raise UnreadableFile(what, str(out), todo) from error
