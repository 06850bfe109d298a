"""The files that a document leaves, by name.

A report: those of the analysis, a page, and a PDF and all tables in each language. A report to the safety board: a page
and a PDF in each language, and nothing of the analysis, which others read.
"""

from __future__ import annotations

from bedside.analysis.figures.gathered import figures_of
from bedside.analysis.files import analysis_files
from bedside.analysis.rows import Row
from bedside.analysis.worked import Worked
from bedside.documents.board import board_document
from bedside.documents.page import page_of
from bedside.documents.printed import pdf_of
from bedside.documents.report import report_document, report_tables
from bedside.values.wording import LANGUAGES

REPORT = "report.html"
PRINTS = tuple(f"report.{language}.pdf" for language in LANGUAGES)
TABLES = tuple(f"tables.{language}.rtf" for language in LANGUAGES)
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
    return files


def board_files(rows: tuple[Row, ...], worked: Worked, language: str, primary: bool = False) -> dict[str, str | bytes]:
    """The files of a report to the safety board; with `primary`, the primary outcome is in it."""
    figures = figures_of(rows, worked)
    made = {each: board_document(rows, worked, figures, each, primary) for each in LANGUAGES}
    prints = {name: pdf_of(made[each]) for name, each in zip(BOARD_PRINTS, LANGUAGES, strict=True)}
    return {BOARD_PAGE: page_of(made, language), **prints}
