"""The files that a report leaves, by name: those of the analysis, a page, and a PDF and all tables in each language."""

from __future__ import annotations

from bedside.analysis.figures.gathered import figures_of
from bedside.analysis.files import analysis_files
from bedside.analysis.rows import Row
from bedside.analysis.worked import Worked
from bedside.documents.page import page_of
from bedside.documents.printed import pdf_of
from bedside.documents.report import report_document, report_tables
from bedside.values.wording import LANGUAGES

REPORT = "report.html"
PRINTS = tuple(f"report.{language}.pdf" for language in LANGUAGES)
TABLES = tuple(f"tables.{language}.rtf" for language in LANGUAGES)


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
