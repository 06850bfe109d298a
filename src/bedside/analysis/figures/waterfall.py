"""A waterfall of the change of a score: a bar a participant, the dead and the unknown beside them, none left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bedside.analysis.falls import POINTS, days_of, least_of
from bedside.analysis.figures.changes import called, change, total_of
from bedside.analysis.figures.drawn import Drawn, Picture, drawn
from bedside.analysis.figures.lanes import LIST, Lanes, numbered
from bedside.analysis.figures.plot import blank, cross, legend, legend_tall, level
from bedside.analysis.figures.words import word
from bedside.analysis.rows import WORDS as IN_WORDS
from bedside.analysis.rows import About, Row
from bedside.analysis.tables import NONE, Table
from bedside.analysis.words import WORDS
from bedside.analysis.worked import Worked, asked_at, due
from bedside.design.chart import LEFT, PLOT, RIGHT, TOP, WIDTH
from bedside.protocol.estimands import Estimand
from bedside.protocol.model import Endpoint
from bedside.report.svg import Scale, element, line, ticks, words
from bedside.rules.nodes import Named
from bedside.rules.words import said_number
from bedside.values.interval import tidy

CHANGED, DEAD, UNKNOWN, LATER = "changed", "dead", "change_unknown", "not_due"
STATE = "state"
CERTAIN, POSSIBLE = "#0072b2", "#cfe2f0"
NUMBERED = 8.0
"""From this width on, a bar bears the number of its participant."""


@dataclass(frozen=True)
class Bar:
    """A participant: the number, the state, and both ends of the change."""

    lane: str
    state: str
    low: float = 0.0
    high: float = 0.0


def waterfall_figure(rows: Sequence[Row], worked: Worked, estimand: Estimand) -> Iterator[Drawn]:
    """The change of the score that an outcome's success is a fall of."""
    if estimand.fall is None:
        return
    endpoint = next(each for each in worked.endpoints(estimand) if each.verdict.truth)
    total, days = total_of(worked, endpoint), days_of(endpoint, estimand.fall)
    held = tuple(_rows(worked, estimand, endpoint, total, days)) if total is not None else ()
    needed = least_of(worked.protocol, estimand.fall)
    title = word("title waterfall", score=called(total), day=days[1] - 1)
    yield drawn(
        f"{estimand.outcome}-waterfall",
        estimand.outcome,
        title,
        word("caption waterfall", needed=tidy(needed), set=worked.set(estimand.set).text),
        held,
        lambda language: _picture(_bars(held), needed, language),
        lambda language: _table(_bars(held), estimand.outcome, word("data_of", what=title).say(language), language),
    )


def _rows(worked: Worked, estimand: Estimand, endpoint: Endpoint, total: Named, days: tuple[int, int]) -> Iterator[Row]:
    """Of each member: how they stand, and both ends of the change of those alive of whom it is known within limits."""
    number, (before, after) = numbered(worked), days
    for person in worked.members(estimand.set):
        about = About(estimand.outcome, estimand.set, total.name, str(number[person.code]), str(after))
        found = change(person, total, before, after)
        if not due(person, endpoint, worked.taken):
            state = LATER
        elif person.died_by(person.included + asked_at(endpoint)):
            state = DEAD
        else:
            state = UNKNOWN if found is None else CHANGED
        yield about.row(STATE, state, IN_WORDS, LIST)
        if state == CHANGED and found is not None:
            yield about.row("low", found.low, POINTS, LIST)
            yield about.row("high", found.high, POINTS, LIST)


def _bars(rows: Sequence[Row]) -> list[Bar]:
    """Those who changed, from the greatest rise to the greatest fall; then the dead, the unknown, those not due."""
    lanes = Lanes(rows)
    found = [
        Bar(lane, str(lanes.of(lane, STATE)[0].value), *lanes.values(lane, "low"), *lanes.values(lane, "high"))
        for lane in lanes.held
    ]
    order = [CHANGED, DEAD, UNKNOWN, LATER]
    return sorted(found, key=lambda bar: (order.index(bar.state), -(bar.low + bar.high), -bar.high, int(bar.lane)))


def _picture(bars: Sequence[Bar], needed: float, language: str) -> Picture:
    counted = {state: sum(bar.state == state for bar in bars) for state in (CHANGED, DEAD, UNKNOWN, LATER)}
    told = word("told_waterfall", **counted, fallen=sum(b.state == CHANGED and b.high <= -needed for b in bars))
    if not bars:
        why = word("nobody").say(language)
        return Picture(*blank(why), why)
    ends = [0.0, -needed, *(bar.low for bar in bars), *(bar.high for bar in bars)]
    up = Scale(min(ends) - 1, max(ends) + 1, TOP + 14 + PLOT, TOP + 14)
    parts = [*_axis(up, language)]
    parts += level(up(-needed), f"−{said_number(tidy(needed), language)}", LEFT + 4)
    parts += _all(bars, up, language)
    top = up.start + 48
    samples = _samples(counted, needed, language)
    parts += legend(samples, top)
    return Picture(parts, top + legend_tall(samples), told.say(language))


def _axis(up: Scale, language: str) -> Iterator[str]:
    yield words(word("change_axis").say(language), 0.0, TOP, class_="tick")
    for tick in ticks(up.low, up.high, 8):
        yield line(LEFT, up(tick), WIDTH - RIGHT, up(tick), class_="grid")
        yield words(said_number(tidy(tick), language), LEFT - 6, up(tick) + 4, class_="tick end")
    yield line(LEFT, up(0.0), WIDTH - RIGHT, up(0.0), class_="zero")


def _all(bars: Sequence[Bar], up: Scale, language: str) -> Iterator[str]:
    """The bars in their order, a gap before each other state."""
    gaps = len({bar.state for bar in bars}) - 1
    wide = min((WIDTH - RIGHT - LEFT - 8) / (len(bars) + gaps), 34.0)
    x, state = LEFT + 4 + wide / 2, bars[0].state
    for place, bar in enumerate(bars):
        if bar.state != state:
            x, state = x + wide, bar.state
        yield from _bar(bar, x, wide * 0.76, up)
        if wide >= NUMBERED:
            yield words(said_number(bar.lane, language), x, up.start + 13 + place % 2 * 12, class_="small middle")
        x += wide


def _bar(bar: Bar, x: float, wide: float, up: Scale) -> Iterator[str]:
    """What is certain of a change filled, what is possible light; a death, a question mark, a stroke for the others."""
    match bar.state:
        case "dead":
            yield cross(x, up(0.0), min(4.2, wide / 2))
        case "change_unknown":
            yield words("?", x, up(0.0) - 4, class_="middle strong")
        case "not_due":
            yield line(x - wide / 4, up(0.0) - 6, x + wide / 4, up(0.0) - 6, class_="ink")
        case _:
            certain = max(bar.low, 0.0) + min(bar.high, 0.0)
            for low, high, colour in ((bar.low, bar.high, POSSIBLE), (min(certain, 0.0), max(certain, 0.0), CERTAIN)):
                box = {"x": x - wide / 2, "y": up(high), "width": wide, "height": up(low) - up(high)}
                if high > low:
                    yield element("rect", **box, fill=colour, stroke=CERTAIN, stroke_width=0.8)
            if bar.low == bar.high == 0.0:
                yield line(x - wide / 2, up(0.0), x + wide / 2, up(0.0), stroke=CERTAIN, stroke_width=4)


def _samples(counted: Mapping[str, int], needed: float, language: str) -> list[tuple[str, str]]:
    look = {"y": -6, "width": 24, "height": 12, "x": 6, "stroke": CERTAIN, "stroke_width": 0.8}
    held = [
        (element("rect", fill=CERTAIN, **look), word("certain_change")),
        (element("rect", fill=POSSIBLE, **look), word("possible_change")),
        (cross(18, 0), word("of_state", state=WORDS["dead"], count=counted[DEAD])),
        (words("?", 18, 4.5, class_="middle strong"), word("of_state", state=WORDS[UNKNOWN], count=counted[UNKNOWN])),
        (line(0, 0, 36, 0, class_="bound"), word("asked_fall", needed=tidy(needed))),
        (line(12, 0, 24, 0, class_="ink"), word("of_state", state=WORDS[LATER], count=counted[LATER])),
    ]
    return [(sample, name.say(language)) for sample, name in held]


def _table(bars: Sequence[Bar], outcome: str, title: str, language: str) -> Table:
    head = (word("participant").say(language), word("state").say(language), word("change").say(language))
    body = tuple(
        (said_number(bar.lane, language), word(f"state {bar.state}").say(language),
         _said(bar, language) if bar.state == CHANGED else NONE)
        for bar in bars
    )  # fmt: skip
    return Table(outcome, "waterfall", title, head, body)


def _said(bar: Bar, language: str) -> str:
    low, high = (said_number(tidy(end), language) for end in (bar.low, bar.high))
    return low if low == high else word("to", low=low, high=high).say(language)
