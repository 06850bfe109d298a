"""The statistical report of a data cut: its synopsis first, then who was analysed, each outcome, and limits.

The order is that of ICH E3, Structure and content of clinical study reports, 1995: sections 2, 10, 11 and 12.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bedside.analysis.figures.drawn import Drawn
from bedside.analysis.page import NOT_DONE
from bedside.analysis.rows import Row
from bedside.analysis.worked import Worked
from bedside.documents.assumed import assumed_chapter
from bedside.documents.blocks import Block, Document, Facts, Grid, numbered
from bedside.documents.folded import folded
from bedside.documents.report_limits import again_chapter, limits_chapter
from bedside.documents.report_synopsis import accounted, synopsis_chapter
from bedside.documents.reported import Reported
from bedside.documents.rtf import rtf
from bedside.documents.sentences import sentences
from bedside.documents.sentences_beside import beside
from bedside.documents.sentences_changed import of_sensitivity
from bedside.protocol.estimands import Estimand, Method
from bedside.protocol.telling_blocks import Heading, Paragraph, Points
from bedside.protocol.telling_estimands import told_of
from bedside.values.moment import show


def report_document(
    rows: tuple[Row, ...], worked: Worked, figures: Mapping[str, Drawn], language: str
) -> Document:  # fmt: skip
    """The report on the rows of an analysis, in a language; `figures` are those of `figures_of`."""
    report = Reported(worked, rows, language, figures)
    chapters = (
        *synopsis_chapter(report), *people_chapter(report), *_results(report), *limits_chapter(report),
        *again_chapter(report, rows, "report"), *assumed_chapter(worked.protocol, report.assumptions, language),
    )  # fmt: skip
    study = worked.protocol.text.say(language)
    blocks = tuple(numbered(chapters))
    return Document(language, report.say("report"), study, report.source, unreal(report), facts_of(report), blocks)


def report_tables(rows: tuple[Row, ...], worked: Worked, language: str) -> str:
    """Every table of the report as RTF, in a language: with its footnotes, its estimand and the line of its source."""
    report = Reported(worked, rows, language)
    study = worked.protocol.text.say(language)
    head = " · ".join(filter(None, (f"{worked.protocol.id}, {report.say('report')}", study, unreal(report))))
    held = [(grid, _notes(report, outcome, grid)) for outcome, grid in report.grids]
    return rtf(held, f"{report.say('report')}, {study}", head, report.say("page"), report.say("of_pages"), language)


def _notes(report: Reported, outcome: str, grid: Grid) -> tuple[str, ...]:
    """What stands below a table that stands alone: its own notes, the estimand, the source."""
    return tuple(dict.fromkeys((*grid.footnotes, *report.estimand_notes(outcome), report.source)))


def unreal(report: Reported) -> str:
    """That nobody in the snapshot is real; empty where they are."""
    return report.say("not_real") if report.worked.snapshot.manifest["not_real"] else ""


def facts_of(report: Reported) -> tuple[tuple[str, str], ...]:
    """Which snapshot, of when, of which protocol."""
    protocol, snapshot = report.worked.protocol, report.worked.snapshot
    return (
        (report.say("snapshot"), snapshot.hash),
        (report.say("snapshot_at"), show(report.worked.taken)),
        (report.say("protocol"), f"{protocol.id} {protocol.version} ({protocol.hash})"),
    )


def people_chapter(report: Reported) -> Iterator[Block]:
    """Who was analysed: the sentences and the tables."""
    yield Heading(2, report.say("who"), "who")
    yield Paragraph(accounted(report))
    yield Paragraph(report.say("numbers_kept"))
    yield from (grid for outcome, grid in report.grids if not outcome)
    yield from report.pictures("")


def _results(report: Reported) -> Iterator[Block]:
    yield Heading(2, report.say("results_chapter"), "results_chapter")
    yield Paragraph(report.say("results_more"))
    sections = (block for each in report.worked.promised.estimands for block in outcome_section(report, each))
    yield from folded(sections, report.language)


def outcome_section(report: Reported, estimand: Estimand) -> Iterator[Block]:
    """An outcome: what is said of it, its estimand, its tables and figures, and what was not done."""
    outcome, found = report.worked.protocol.outcome(estimand.outcome), report.found(estimand)
    yield Heading(3, f"{outcome.id}. {outcome.text.say(report.language)}", f"outcome_{outcome.id}")
    told = sentences(found)
    yield Points(told) if estimand.method in (Method.VALUES, Method.COUNTS) else Paragraph(" ".join(told))
    if changed := tuple(of_sensitivity(report.rows, found)):
        yield Points(changed)
    if besides := beside(found):
        yield Points(besides)
    estimand_told = told_of(report.worked.promised, estimand)
    yield Facts(tuple((head.say(report.language), what.say(report.language)) for head, what in estimand_told))
    notes = report.estimand_notes(estimand.outcome)
    for name, grid in report.grids:
        if name == estimand.outcome:
            kept = tuple(each for each in grid.footnotes if each not in notes)
            yield Grid(grid.number, grid.title, grid.head, grid.body, kept, grid.sides)
    yield from report.pictures(estimand.outcome)
    for row in report.rows:
        if row.analysis == estimand.outcome and row.variable in NOT_DONE and row.value is None:
            yield Paragraph(report.say(row.variable, why=row.warnings[0]))
