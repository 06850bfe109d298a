"""The profiles of participants, one a page: a document of their own beside the report, or a chapter of the board's.

Nobody's code is in them. The board reads them without stays, and without scores unless it asked for the primary
outcome, which scores tell.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bedside.analysis.figures.drawn import Drawn
from bedside.analysis.worked import Worked
from bedside.documents.blocks import Block, Document, Grid, Marked, Picture
from bedside.documents.report import facts_of, unreal
from bedside.documents.reported import Reported
from bedside.protocol.telling_blocks import Heading, Paragraph


def profiles_document(worked: Worked, profiles: Mapping[str, Drawn], language: str) -> Document:
    """The profile of everybody, in the order of inclusion; `profiles` are those of `profile_figures`."""
    report = Reported(worked, (), language)
    blocks: list[Block] = [Paragraph(report.say("profiles_read")), Paragraph(report.say("profiles_data"))]
    if worked.snapshot.manifest["not_real"]:
        blocks.insert(0, Marked(report.say("not_real_more")))
    for place, each in enumerate(_pictures(report, profiles), 1):
        blocks += [Heading(2, report.say("profile_of", number=place), f"profile_{place}"), each]
    study = worked.protocol.text.say(language)
    name = report.say("profiles")
    return Document(language, name, study, report.source, unreal(report), facts_of(report), tuple(blocks))


def profiles_chapter(report: Reported, profiles: Mapping[str, Drawn], scores: bool) -> Iterator[Block]:
    """The same as a chapter, with what is left out of it."""
    yield Heading(2, report.say("profiles"), "profiles")
    yield Paragraph(report.say("profiles_read"))
    yield Paragraph(report.say("profiles_without_stays" if scores else "profiles_without_scores"))
    yield from _pictures(report, profiles)


def _pictures(report: Reported, profiles: Mapping[str, Drawn]) -> Iterator[Picture]:
    for place, each in enumerate(profiles.values(), 1):
        table = each.tables[report.language]
        data = Grid("", table.title, table.head, table.body, table.footnotes, table.sides)
        texts = (each.title.say(report.language), each.file(report.language), each.caption.say(report.language))
        yield Picture(report.say("profile_number", number=place), *texts, data, page=True)
