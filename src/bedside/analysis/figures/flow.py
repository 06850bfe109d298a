"""The flow of participants of a single group, in the manner of CONSORT 2025.

Hopewell S and others, Lancet 2025;405:1633-1640: who was assessed, entered, was treated, followed, analysed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bedside.analysis.figures.drawn import Drawn, Picture, drawn
from bedside.analysis.figures.words import word
from bedside.analysis.flow import EVENTS, PARTICIPANTS, SETS
from bedside.analysis.proportion import DECLARED, SUCCESS
from bedside.analysis.rows import About, Row
from bedside.analysis.tables import Table
from bedside.analysis.words import WORDS
from bedside.analysis.worked import Worked
from bedside.protocol.estimands import Membership, Method
from bedside.report.flow_figure import wrapped
from bedside.report.svg import element, line, words
from bedside.rules.words import said_number
from bedside.values.wording import Text

STAGE, TRUNK, WIDE, SIDE, SIDE_WIDE = 0.0, 104.0, 268.0, 412.0, 306.0
"""Where the names of the stages, the boxes of the trunk and those beside it stand, and how wide they are."""
HEAD, LINE, PAD, GAP = 16.0, 16.0, 9.0, 14.0
OUTCOME = ("known_successes", "known_failures", "undetermined", "not_due")


@dataclass(frozen=True)
class Box:
    """A box: what it counts, and the parts of it; `beside` is to the right of the trunk."""

    text: Text
    count: int | None
    parts: tuple[tuple[Text, int], ...] = ()
    stage: Text | None = None
    beside: bool = False


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
    if row.analysis == EVENTS:
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
    events = {row.variable: int(str(row.value)) for row in rows if row.analysis == EVENTS}
    named = tuple((each.text, events[each.id]) for each in worked.promised.intercurrent if each.id in events)
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
    parts: list[str] = []
    y, middle = 6.0, TRUNK + WIDE / 2
    for box in boxes:
        if box.beside:
            tall = _tall(box, language, SIDE_WIDE)
            reach = y + GAP + tall + GAP
            ends = y + GAP + tall / 2 if box is boxes[-1] else reach
            parts.append(line(middle, y, middle, ends, class_="ink"))
            parts.append(line(middle, y + GAP + tall / 2, SIDE, y + GAP + tall / 2, class_="ink"))
            parts += _box(box, SIDE, y + GAP, SIDE_WIDE, language)
            y = reach
        else:
            if box.stage:
                parts.append(words(box.stage.say(language), STAGE, y + HEAD + 4, class_="strong tick"))
            tall = _tall(box, language, WIDE)
            parts += _box(box, TRUNK, y, WIDE, language)
            y += tall
    told = " ".join(_told(box, language) for box in boxes)
    return Picture(parts, y + 6, told)


def _fitting(text: str, wide: float) -> list[str]:
    return wrapped(text, int((wide - 56) / 6.8))


def _tall(box: Box, language: str, wide: float) -> float:
    lines = len(_fitting(box.text.say(language), wide))
    inside = sum(len(_fitting(text.say(language), wide)) for text, _ in box.parts)
    return 2 * PAD + HEAD * lines + LINE * inside + (4 if inside else 0)


def _box(box: Box, x: float, y: float, wide: float, language: str) -> Iterator[str]:
    yield element("rect", x=x, y=y, width=wide, height=_tall(box, language, wide), rx=4, class_="box")
    at = y + PAD + 12
    if box.count is not None:
        yield words(said_number(str(box.count), language), x + wide - 10, at, class_="end strong")
    title = box.text.say(language)
    for piece in _fitting(title[:1].upper() + title[1:], wide):
        yield words(piece, x + 10, at, class_="strong")
        at += HEAD
    at += 4
    for text, count in box.parts:
        yield words(said_number(str(count), language), x + wide - 10, at, class_="end tick")
        for piece in _fitting(text.say(language), wide):
            yield words(piece, x + 10, at, class_="tick")
            at += LINE


def _told(box: Box, language: str) -> str:
    parts = [word("told_count", what=text, count=count).say(language) for text, count in box.parts]
    own = box.text if box.count is None else word("told_count", what=box.text, count=box.count)
    return f"{own.say(language)}{' (' if parts else ''}{'; '.join(parts)}{')' if parts else ''}."


def _table(boxes: Sequence[Box], language: str) -> Table:
    lines: list[tuple[str, str]] = []
    for box in boxes:
        count = "" if box.count is None else said_number(str(box.count), language)
        lines.append((box.text.say(language), count))
        lines += [(f"– {text.say(language)}", said_number(str(number), language)) for text, number in box.parts]
    head = ("", WORDS["participants"].say(language))
    return Table("", "flow", word("data_of", what=word("title flow")).say(language), head, tuple(lines))
