"""`bedside analyse`: what a protocol promised to estimate, worked out of a data cut."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from bedside.analysis.figures.gathered import figures_of
from bedside.analysis.files import FIGURES, JSON, PAGE, TABLE, analysis_files
from bedside.analysis.results import rows_of
from bedside.analysis.worked import work_on
from bedside.commands.console import note
from bedside.commands.leaving import Room
from bedside.documents.files import PRINTS, PROFILE_PRINTS, PROFILE_ROWS, PROFILES, REPORT, TABLES

LEFT = (PAGE, TABLE, JSON, REPORT, *PRINTS, *TABLES, PROFILES, PROFILE_ROWS, *PROFILE_PRINTS)
RESULTS = Room("an analysis", LEFT, FIGURES, (".svg", ".csv"))
"""All that an analysis and its report leave in their folder."""


def analyse(arguments: Namespace) -> int:
    """Analyse a snapshot of a trial: page, rows and figures go to a folder, the hash of the snapshot is printed."""
    out = RESULTS.opened(arguments.out)
    worked = work_on(arguments.trial, Path(arguments.data), arms_of(arguments))
    rows = rows_of(worked)
    RESULTS.leave(out, analysis_files(rows, worked, figures_of(rows, worked), arguments.lang))
    note(f"{out / PAGE}: {len(rows)} results of {len(worked.people)} participants.")
    print(worked.snapshot.hash)
    return 0


def arms_of(arguments: Namespace) -> Path | None:
    """The list of who is in which arm, where one is given."""
    return Path(arguments.arms) if arguments.arms else None
