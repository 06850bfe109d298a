"""A swimmer plot: a lane a participant from inclusion on, with stays, doses, death, and the outcome at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from bedside.analysis.competing import fatal
from bedside.analysis.figures.drawn import Drawn, Picture, drawn
from bedside.analysis.figures.lanes import (
    CAUSE,
    DEATH,
    DOSE,
    KNOWN,
    OPEN,
    STAY,
    VERDICT,
    Lanes,
    Stay,
    judged,
    lane_rows,
    stays_of,
)
from bedside.analysis.figures.plot import blank, cross, day_stops, legend, legend_tall, number, rounded_up
from bedside.analysis.figures.words import word
from bedside.analysis.tables import NONE, Table
from bedside.analysis.words import WORDS
from bedside.analysis.worked import Worked
from bedside.design.chart import LEFT, RIGHT, WIDTH
from bedside.report.svg import Scale, element, line, words
from bedside.rules.words import said_number
from bedside.values.interval import tidy

TALL, TOP, OUTCOME, LATE = 16.0, 30.0, 34.0, 84.0
"""The height of a lane, the room above the first, the room for the outcome, and that for what is beyond the axis."""
SHAPES = WIDTH - RIGHT - 10
"""Where the outcome is told."""
MOST = 0.9
"""The share of all ends of stays and deaths that the axis has to hold."""
BARS = (("#0072b2", 8.0), ("#a9cfe8", 8.0), ("#d9e2ea", 8.0))
"""The colour and the height of each stay, that which is drawn on top first."""


def swimmer_figure(worked: Worked) -> Drawn:
    """The lanes of everybody in the snapshot."""
    held = Lanes(lane_rows(worked))
    lanes = [str(each) for each in range(1, len(worked.people) + 1)]
    return drawn(
        "participants-swimmer",
        "",
        word("title swimmer"),
        word("caption swimmer"),
        held.rows,
        lambda language: _picture(held, lanes, worked, language),
        lambda language: _table(held, lanes, worked, language),
    )


def _picture(held: Lanes, lanes: Sequence[str], worked: Worked, language: str) -> Picture:
    if not lanes:
        why = word("nobody").say(language)
        return Picture(*blank(why), why)
    stays = stays_of(worked)
    last = last_day(held, worked.days())
    late = any(day > last for lane in lanes for day, _ in _ends(held, lane, stays))
    over = Scale(0.0, last, LEFT - 20, WIDTH - RIGHT - OUTCOME - (LATE if late else 0.0))
    bottom = TOP + TALL * len(lanes) + 6
    parts = [*_axis(over, bottom, language)]
    endpoint = judged(worked)
    if endpoint is not None:
        parts.append(words(endpoint.outcome, SHAPES, 14.0, class_="tick middle"))
    if late:
        parts.append(words(word("later").say(language), over.end + 14, 14.0, class_="tick"))
    for place, lane in enumerate(_ordered(held, lanes, stays)):
        parts += _lane(held, lane, stays, over, TOP + TALL * (place + 0.5), language)
    top = bottom + 56
    samples = [*_samples(worked, stays, language)]
    parts += legend(samples, top)
    told = word("told_swimmer", lanes=len(lanes), deaths=sum(row.statistic == DEATH for row in held.rows)).say(language)
    return Picture(parts, top + legend_tall(samples), told)


def last_day(held: Lanes, visits: Sequence[int]) -> float:
    """Where the axis ends: at the first visit by which most has ended, unless everything came before it."""
    ends = [float(str(row.value)) for row in held.rows if row.statistic in (STAY, DEATH)]
    doses = [float(str(row.value)) for row in held.rows if row.statistic == DOSE]
    last = rounded_up(max([*ends, *doses], default=1.0))
    most = (float(day) for day in visits if sum(end <= day for end in ends) >= MOST * len(ends))
    return min(next(most, last), last)


def _ordered(held: Lanes, lanes: Sequence[str], stays: Sequence[Stay]) -> list[str]:
    """Who was longest in the first stay at the top; who was as long, by number."""
    keys = [(STAY, stay.key) for stay in stays] + [(KNOWN, "")]

    def length(lane: str) -> tuple[float, ...]:
        return *(-held.values(lane, *key)[0] for key in keys), float(lane)

    return sorted(lanes, key=length)


def _axis(over: Scale, bottom: float, language: str) -> Iterator[str]:
    yield words(word("participant_axis").say(language), 0.0, 14.0, class_="tick")
    for day in day_stops(over.high, 12):
        yield line(over(day), TOP, over(day), bottom, class_="grid")
        yield words(said_number(tidy(day), language), over(day), bottom + 16, class_="tick middle")
    yield line(over.start, bottom, over.end, bottom, class_="axis")
    yield words(word("days").say(language), (over.start + over.end) / 2, bottom + 33, class_="tick middle")


def _lane(held: Lanes, lane: str, stays: Sequence[Stay], over: Scale, y: float, language: str) -> Iterator[str]:
    """One participant: known alive as a line, each stay as a bar, and the marks upon them."""
    yield words(said_number(lane, language), LEFT - 28, y + 4, class_="small end")
    followed = held.values(lane, KNOWN)[0]
    yield line(over(0.0), y, over(followed), y, class_="one")
    if followed > over.high:
        yield _onwards(over.end, y)
    for place in reversed(range(len(stays))):
        yield _bar(over, held.values(lane, STAY, stays[place].key)[0], y, place)
    for dose in held.values(lane, DOSE):
        if dose <= over.high:
            yield line(over(dose), y + 1, over(dose), y + 6.5, class_="ink")
    x = over.end + 20
    for day, mark in _ends(held, lane, stays):
        if day <= over.high:
            yield mark(over(day), y)
        else:
            told = number(day, language)
            yield mark(x, y)
            yield words(told, x + 8, y + 4, class_="small")
            x += 20 + 6.5 * len(told)
    for verdict in held.of(lane, VERDICT):
        yield outcome_mark(str(verdict.value), SHAPES, y)


def _ends(held: Lanes, lane: str, stays: Sequence[Stay]) -> list[tuple[float, Callable[[float, float], str]]]:
    """The ends of stays alive and the death of a participant, by day, each with its mark."""
    left = {
        held.values(lane, STAY, stay.key)[0]
        for stay in stays
        if held.of(lane, CAUSE, stay.key)[0].value not in (OPEN, *fatal(stay.duration))
    }
    return [*((day, _left) for day in sorted(left)), *((day, cross) for day in held.values(lane, DEATH))]


def _bar(over: Scale, until: float, y: float, place: int) -> str:
    colour, tall = BARS[min(place, len(BARS) - 1)]
    wide = max(over(until) - over(0.0), 0.0)
    return element("rect", x=over(0.0), y=y - tall / 2, width=wide, height=tall, fill=colour)


def _left(x: float, y: float) -> str:
    """Leaving alive."""
    return element("path", d=f"M{x - 1:.1f} {y - 5:.1f}l7 5l-7 5z", class_="open")


def _onwards(x: float, y: float) -> str:
    """Known alive beyond the axis."""
    return element("path", d=f"M{x:.1f} {y - 3:.1f}l5 3l-5 3", class_="one")


def outcome_mark(verdict: str, x: float, y: float) -> str:
    """Success, failure, undetermined or not due, each by its own shape."""
    match verdict:
        case "success":
            return element("circle", cx=x, cy=y, r=4.4, class_="full")
        case "no_success":
            return element("circle", cx=x, cy=y, r=4.4, class_="open")
        case "undetermined":
            return words("?", x, y + 4.5, class_="middle strong")
        case _:
            return line(x - 4, y, x + 4, y, class_="ink")


def _samples(worked: Worked, stays: Sequence[Stay], language: str) -> Iterator[tuple[str, str]]:
    for place, stay in enumerate(stays):
        colour, tall = BARS[min(place, len(BARS) - 1)]
        yield element("rect", x=0, y=-tall / 2, width=36, height=tall, fill=colour), stay.text.say(language)
    yield element("g", line(0, 0, 31, 0, class_="one"), _onwards(31, 0)), word("known_alive").say(language)
    if stays:
        yield _left(16, 0), word("left_alive").say(language)
    if worked.promised.first_dose:
        yield line(18, -3, 18, 3, class_="ink"), word("dose").say(language)
    yield cross(18, 0), WORDS["death"].say(language)
    endpoint = judged(worked)
    if endpoint is not None:
        for verdict in ("success", "no_success", "undetermined", "not_due"):
            told = word("outcome_is", outcome=endpoint.outcome, verdict=word(f"state {verdict}")).say(language)
            yield outcome_mark(verdict, 18, 0), told


def _table(held: Lanes, lanes: Sequence[str], worked: Worked, language: str) -> Table:
    """A line a participant."""
    stays = stays_of(worked)
    head = [
        word("participant").say(language), *(stay.text.say(language) for stay in stays),
        word("doses").say(language), word("known_alive_days").say(language), word("death_day").say(language),
        word("outcome").say(language),
    ]  # fmt: skip
    title = word("data_of", what=word("title swimmer")).say(language)
    body = tuple(tuple(_cells(held, lane, stays, language)) for lane in lanes)
    return Table("", "swimmer", title, tuple(head), body)


def _cells(held: Lanes, lane: str, stays: Sequence[Stay], language: str) -> Iterator[str]:
    yield said_number(lane, language)
    for stay in stays:
        day, how = held.values(lane, STAY, stay.key)[0], str(held.of(lane, CAUSE, stay.key)[0].value)
        cause = stay.endings.get(how, word(OPEN)).say(language)
        yield word("ended_on", day=number(day, language), cause=cause).say(language)
    yield said_number(str(len(held.of(lane, DOSE))), language)
    for statistic in (KNOWN, DEATH):
        told = [number(day, language) for day in held.values(lane, statistic)]
        yield told[0] if told else NONE
    verdicts = held.of(lane, VERDICT)
    yield word(f"state {verdicts[0].value}").say(language) if verdicts else NONE
