"""`bedside report|dsmb`: the analysis of a data cut, written as a statistical report or for the safety board."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from bedside.analysis.results import rows_of
from bedside.analysis.worked import work_on
from bedside.commands.analysing import RESULTS, arms_of
from bedside.commands.console import note
from bedside.commands.leaving import Room
from bedside.documents.files import BOARD_PAGE, BOARD_PRINTS, REPORT, board_files, report_files

BOARD = Room("a report to a safety board", (BOARD_PAGE, *BOARD_PRINTS))
"""All that a report to the board leaves in its folder: not beside the analysis, which others read."""


def report(arguments: Namespace) -> int:
    """Analyse a snapshot and write the report: a page, a PDF and tables in each language, beside the analysis itself.

    Prints the hash of what was analysed.
    """
    out = RESULTS.opened(arguments.out)
    worked = work_on(arguments.trial, Path(arguments.data), arms_of(arguments))
    rows = rows_of(worked)
    RESULTS.leave(out, report_files(rows, worked, arguments.lang))
    note(f"{out / REPORT}: {len(rows)} results of {len(worked.people)} participants.")
    print(worked.snapshot.hash)
    return 0


def board(arguments: Namespace) -> int:
    """Analyse a snapshot, of efficacy or of safety, and write the board's report: a page in both languages, PDFs.

    Prints the hash of what was analysed. Raises UsageError for the primary outcome of a cut that was taken for safety.
    """
    out = BOARD.opened(arguments.out)
    worked = work_on(arguments.trial, Path(arguments.data), arms_of(arguments), safety=True)
    primary, profiles = arguments.primary, arguments.profiles
    BOARD.leave(out, board_files(rows_of(worked), worked, arguments.lang, primary, profiles))
    note(str(out / BOARD_PAGE))
    print(worked.snapshot.hash)
    return 0
