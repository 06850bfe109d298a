"""The report to the safety board: who takes part, deaths, what is counted and measured, and what limits it.

What such a report holds: EMA, Guideline on data monitoring committees, 2005, section 3.4; ICH E9 4.5. The primary
outcome and lengths of stay are left out unless the board asks for the primary outcome, as at a look that the protocol
states: whoever runs the trial reads no result before its end.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bedside.analysis.figures.drawn import Drawn
from bedside.analysis.rows import Row
from bedside.analysis.worked import Worked
from bedside.documents.assumed import numbers_of
from bedside.documents.blocks import Block, Document, Marked, Picture, numbered
from bedside.documents.looks_in_force import looks_told
from bedside.documents.profiles import profiles_chapter
from bedside.documents.report import facts_of, outcome_section, people_chapter, unreal
from bedside.documents.report_limits import again_chapter, limits_chapter
from bedside.documents.report_synopsis import glance
from bedside.documents.reported import Reported
from bedside.documents.safety_told import contradicted, exposed_blocks, whom_it_holds
from bedside.protocol.estimands import Estimand, Method
from bedside.protocol.model import OutcomeKind
from bedside.protocol.telling_blocks import Heading, Paragraph, Points
from bedside.protocol.telling_design import looks_facts

CHAPTERS: Mapping[str, Method] = {
    "board_deaths": Method.SURVIVAL,
    "board_counted": Method.COUNTS,
    "board_measured": Method.VALUES,
}
"""The chapters on outcomes, each with the method of those that it holds, in the order of their weight."""


def board_document(
    rows: tuple[Row, ...],
    worked: Worked,
    figures: Mapping[str, Drawn],
    language: str,
    primary: bool = False,
    profiles: Mapping[str, Drawn] | None = None,
) -> Document:
    """The board's report on the rows of an analysis, in a language; with `primary`, the primary outcome too.

    `profiles` of participants, where the board asked for them, have scores only with `primary`, and no stays.
    """
    report = Reported(worked, _told(rows, worked, primary), language, figures)
    chapters = (
        *_front(report, primary), *_people(report, primary), *_outcomes(report, primary), *_looks(report),
        *(profiles_chapter(report, profiles, primary) if profiles is not None else ()),
        *limits_chapter(report), *again_chapter(report, rows, "dsmb"),
    )  # fmt: skip
    study = worked.protocol.text.say(language)
    blocks = tuple(numbered(chapters))
    return Document(language, report.say("board"), study, report.source, unreal(report), facts_of(report), blocks)


def _told(rows: tuple[Row, ...], worked: Worked, primary: bool) -> tuple[Row, ...]:
    """The rows without those of the outcomes that the board does not read: their warnings tell results too."""
    left = {each.outcome for each in worked.promised.estimands if not _is_read(worked, each, primary)}
    return tuple(row for row in rows if row.outcome not in left)


def _is_read(worked: Worked, estimand: Estimand, primary: bool) -> bool:
    if worked.protocol.outcome(estimand.outcome).kind is OutcomeKind.PRIMARY:
        return primary
    return estimand.method in CHAPTERS.values()


def _front(report: Reported, primary: bool) -> Iterator[Block]:
    """What is in it, what is not, and the results at a glance."""
    yield Heading(2, report.say("synopsis"), "synopsis")
    if report.worked.snapshot.manifest["not_real"]:
        yield Marked(report.say("not_real_more"))
    yield Marked(report.say("board_confidential"))
    yield Paragraph(report.say("board_holds"))
    yield Paragraph(report.say("board_with_primary" if primary else "board_without_primary"))
    yield Paragraph(whom_it_holds(report))
    yield from exposed_blocks(report)
    yield from contradicted(report)
    yield Heading(3, report.say("at_a_glance"), "at_a_glance")
    yield glance(report, [each for method in CHAPTERS.values() for each in _of(report, method)])


def _people(report: Reported, primary: bool) -> Iterator[Block]:
    """Who takes part. The pictures of everybody tell each participant's primary outcome, and go with it."""
    yield from (each for each in people_chapter(report) if primary or not isinstance(each, Picture))


def _outcomes(report: Reported, primary: bool) -> Iterator[Block]:
    for key, method in CHAPTERS.items():
        if held := _of(report, method):
            yield Heading(2, report.say(key), key)
            for each in held:
                yield from outcome_section(report, each)
    if primary:
        yield Heading(2, report.say("board_primary"), "board_primary")
        for each in report.worked.promised.estimands:
            if report.primary(each):
                yield from outcome_section(report, each)


def _of(report: Reported, method: Method) -> list[Estimand]:
    """The outcomes of a method; the primary one is never among them."""
    return [each for each in report.worked.promised.estimands if each.method is method and not report.primary(each)]


def _looks(report: Reported) -> Iterator[Block]:
    """What the protocol states of looks at the data before the end."""
    protocol, language = report.worked.protocol, report.language
    yield Heading(2, report.say("board_looks"), "board_looks")
    design = protocol.design
    yield from looks_told(protocol, report.worked.in_force, language, lambda names: numbers_of(protocol, names))
    for each in design.monitoring if design and not design.in_force else ():
        yield Heading(3, each.text.say(language), f"board_look_{each.id}")
        yield Points(tuple(looks_facts(protocol, each, language)))
