"""The files that a document leaves, by name.

A report: those of the analysis, a page, and a PDF and all tables in each language, and the profiles of participants.
A report to the safety board: a page and a PDF in each language, and nothing of the analysis, which others read.
"""

from __future__ import annotations

from bedside.analysis.figures.gathered import figures_of
from bedside.analysis.figures.profile import profile_figures
from bedside.analysis.files import analysis_files
from bedside.analysis.rows import Row, as_csv
from bedside.analysis.worked import Worked
from bedside.documents.board import board_document
from bedside.documents.page import page_of
from bedside.documents.printed import pdf_of
from bedside.documents.profiles import profiles_document
from bedside.documents.report import report_document, report_tables
from bedside.errors import UsageError
from bedside.values.wording import LANGUAGES

REPORT = "report.html"
PRINTS = tuple(f"report.{language}.pdf" for language in LANGUAGES)
TABLES = tuple(f"tables.{language}.rtf" for language in LANGUAGES)
PROFILES, PROFILE_ROWS = "profiles.html", "profiles.csv"
PROFILE_PRINTS = tuple(f"profiles.{language}.pdf" for language in LANGUAGES)
BOARD_PAGE = "board.html"
BOARD_PRINTS = tuple(f"board.{language}.pdf" for language in LANGUAGES)


def report_files(rows: tuple[Row, ...], worked: Worked, language: str) -> dict[str, str | bytes]:
    """The files of a report on the rows of an analysis; its pages begin in `language`."""
    figures = figures_of(rows, worked)
    made = {each: report_document(rows, worked, figures, each) for each in LANGUAGES}
    files: dict[str, str | bytes] = dict(analysis_files(rows, worked, figures, language))
    files[REPORT] = page_of(made, language)
    for each, printed, tables in zip(LANGUAGES, PRINTS, TABLES, strict=True):
        files[printed] = pdf_of(made[each])
        files[tables] = report_tables(rows, worked, each)
    return files | profile_files(worked, language)


def profile_files(worked: Worked, language: str) -> dict[str, str | bytes]:
    """The profiles of participants: a page, a PDF in each language, and the rows that they were drawn from."""
    profiles = profile_figures(worked)
    made = {each: profiles_document(worked, profiles, each) for each in LANGUAGES}
    prints = {name: pdf_of(made[each]) for name, each in zip(PROFILE_PRINTS, LANGUAGES, strict=True)}
    drawn = [row for each in profiles.values() for row in each.rows]
    return {PROFILES: page_of(made, language), PROFILE_ROWS: as_csv(drawn), **prints}


def board_files(
    rows: tuple[Row, ...], worked: Worked, language: str, primary: bool = False, profiles: bool = False
) -> dict[str, str | bytes]:
    """The files of a report to the safety board; with `primary`, the primary outcome is in it, and scores in the
    `profiles` of participants, where they are asked for; stays are not, as lengths of stay are not in the report.

    Raises UsageError where the primary outcome is asked of a cut for safety: it was taken for another purpose.
    """
    if primary and worked.snapshot.for_safety:
        what = "this cut was taken for safety: the primary outcome is not read from it."
        raise UsageError(what, "--primary", "Leave it out, or take a cut with --kind efficacy.")
    figures = figures_of(rows, worked)
    held = profile_figures(worked, scores=primary, stays=False) if profiles else None
    made = {each: board_document(rows, worked, figures, each, primary, held) for each in LANGUAGES}
    prints = {name: pdf_of(made[each]) for name, each in zip(BOARD_PRINTS, LANGUAGES, strict=True)}
    return {BOARD_PAGE: page_of(made, language), **prints}
