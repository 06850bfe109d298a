"""The flow of participants of a single group, in the manner of CONSORT 2025.

Hopewell S and others, Lancet 2025;405:1633-1640: who was assessed, entered, was treated, followed, analysed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bedside.analysis.figures.drawn import Drawn, Picture, drawn
from bedside.analysis.figures.words import word
from bedside.analysis.flow import EVENTS, PARTICIPANTS, SETS, UNOBSERVED
from bedside.analysis.proportion import DECLARED, SUCCESS
from bedside.analysis.rows import About, Row
from bedside.analysis.tables import Table
from bedside.analysis.words import WORDS
from bedside.analysis.worked import Worked
from bedside.protocol.estimands import Membership, Method
from bedside.report.boxes import Box, box_lines, stacked, told_boxes

OUTCOME = ("known_successes", "known_failures", "undetermined", "not_due")


def flow_figure(rows: Sequence[Row], worked: Worked) -> Drawn:
    """From who was screened to who is analysed."""
    counted = _counted(rows)
    left = counted["screened"] - counted["included"]
    about = About(PARTICIPANTS, "", PARTICIPANTS)
    held = [*(row for row in rows if _shown(row, worked)), about.people("not_included", left)]
    if "never_dosed" in counted:
        held.append(about.people("treated", counted["analysed"] - counted["never_dosed"]))
    boxes = tuple(_boxes(held, worked))
    return drawn(
        "participants-flow",
        "",
        word("title flow"),
        word("caption flow" if worked.one_group else "caption flow of groups"),
        held,
        lambda language: _picture(boxes, language),
        lambda language: _table(boxes, language),
    )


def _counted(rows: Sequence[Row]) -> dict[str, int]:
    """The numbers that are told of everybody."""
    mine = [row for row in rows if row.analysis == PARTICIPANTS and row.value is not None]
    return {row.statistic: int(str(row.value)) for row in mine}


def _everybody(worked: Worked) -> str:
    """The set that holds everybody."""
    return next((each.id for each in worked.promised.sets if each.holds is Membership.INCLUDED), "")


def _main(worked: Worked) -> str:
    """The first outcome that is a yes or no."""
    held = worked.promised.estimands
    return next((each.outcome for each in held if each.method is Method.PROPORTION), "")


def _shown(row: Row, worked: Worked) -> bool:
    if row.analysis in (EVENTS, UNOBSERVED):
        return row.set == _everybody(worked)
    main = row.analysis == _main(worked) and (row.variable, row.group) == (SUCCESS, DECLARED)
    return row.analysis in (PARTICIPANTS, SETS) or (main and row.statistic in OUTCOME)


def _boxes(rows: Sequence[Row], worked: Worked) -> Iterator[Box]:
    counted = _counted(rows)
    yield Box(WORDS["screened"], counted["screened"], stage=word("stage enrolment"))
    yield Box(word("not_included"), counted["not_included"], beside=True)
    yield Box(WORDS["included"], counted["included"])
    yield Box(WORDS["objecting"], counted["objecting"], beside=True)
    if "never_dosed" in counted:
        treated = ((word("treated"), counted["treated"]),)
        yield Box(WORDS["analysed"], counted["analysed"], treated, word("stage treatment"))
        yield Box(WORDS["never_dosed"], counted["never_dosed"], beside=True)
    events = {row.variable: int(str(row.value)) for row in rows if row.analysis in (EVENTS, UNOBSERVED)}
    named = tuple((each.text, events[each.id]) for each in worked.promised.happenings if each.id in events)
    followed = word("followed") if "never_dosed" in counted else WORDS["analysed"]
    yield Box(followed, counted["analysed"], stage=word("stage follow_up"))
    yield Box(word("meanwhile"), None, named, beside=True)
    sets = {row.set: int(str(row.value)) for row in rows if row.analysis == SETS and row.value is not None}
    parts = tuple((each.text, sets[each.id]) for each in worked.promised.sets if each.id in sets)
    yield Box(word("analysis_sets"), None, parts, word("stage analysis"))
    split = {row.statistic: int(str(row.value)) for row in rows if row.analysis == _main(worked)}
    if split:
        found = tuple((WORDS[name], split[name]) for name in OUTCOME)
        yield Box(word("outcome_of", outcome=_main(worked)), None, found, beside=True)


# --- drawn --------------------------------------------------------------------------------------------------------


def _picture(boxes: Sequence[Box], language: str) -> Picture:
    parts, tall = stacked(boxes, language)
    return Picture(parts, tall, told_boxes(boxes, language))


def _table(boxes: Sequence[Box], language: str) -> Table:
    head = ("", WORDS["participants"].say(language))
    title = word("data_of", what=word("title flow")).say(language)
    return Table("", "flow", title, head, tuple(box_lines(boxes, language)))
