"""`bedside analyse`: what a protocol promised to estimate, worked out of a data cut."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping, Sequence
from pathlib import Path

from bedside.analysis.page import page_of
from bedside.analysis.results import rows_of
from bedside.analysis.rows import Row, as_csv, as_json
from bedside.analysis.worked import Worked, work_on
from bedside.commands.console import note
from bedside.commands.leaving import leave, room_for
from bedside.values.wording import LANGUAGES

PAGE, TABLE, JSON = "analysis.html", "rows.csv", "rows.json"
REPORT = "report.html"
PRINTS = tuple(f"report.{language}.pdf" for language in LANGUAGES)
TABLES = tuple(f"tables.{language}.rtf" for language in LANGUAGES)
RESULTS = (PAGE, TABLE, JSON, REPORT, *PRINTS, *TABLES)
"""All that an analysis and its report leave in their folder."""


def analyse(arguments: Namespace) -> int:
    """Analyse a snapshot of a trial, and leave page and rows in a folder; prints the hash of what was analysed."""
    out = room_for(arguments.out, RESULTS, "an analysis")
    worked = work_on(arguments.trial, Path(arguments.data))
    rows = rows_of(worked)
    leave(out, analysed(rows, worked, arguments.lang))
    note(f"{out / PAGE}: {len(rows)} results of {len(worked.people)} participants.")
    print(worked.snapshot.hash)
    return 0


def analysed(rows: Sequence[Row], worked: Worked, language: str) -> Mapping[str, str]:
    """The files of an analysis by name."""
    return {PAGE: page_of(rows, worked, language), TABLE: as_csv(rows), JSON: as_json(rows)}
