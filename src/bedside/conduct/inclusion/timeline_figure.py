"""The timeline as one line: visits with their windows above it, events and now below it, each with its words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from django.utils import timezone

from bedside.conduct.frame.words import say, told
from bedside.conduct.inclusion.timeline import SIGNS, Timeline, VisitNow
from bedside.report.svg import drawing, element, line, words
from bedside.values.moment import DAY, Moment, to_datetime
from bedside.values.wording import Text

WIDTH, LEFT, RIGHT = 1240.0, 70.0, 1170.0
AXIS, TOP, ROW = 118.0, 40.0, 22.0
LEFTWARD = RIGHT - 150
"""From here on the words of a mark stand before it."""
LETTER = 7.0
"""The width of a letter of them, rather too much than too little."""
FEW = 8
"""Forms beside the schedule that are drawn: the last ones; the table below lists all."""

Place = Callable[[int], float]


def figure(found: Timeline, events: Sequence[tuple[Text, Moment]]) -> str:
    """The whole timeline as SVG. Fixed visits stand at even distances; time runs evenly between two of them."""
    fixed = [each for each in found.visits if each.due.closes is not None and not each.daily]
    place = _scale(found, [each.due.target for each in fixed])
    parts = [line(LEFT, AXIS, RIGHT, AXIS, class_="tl-axis")]
    if LEFT <= place(found.at) <= RIGHT:
        x = place(found.at)
        parts.append(line(x, TOP, x, AXIS + 14, class_="tl-now"))
        parts.append(words(say("inclusion.now"), x + 4, TOP + 2, class_="tl-small"))
    parts += [each for visit in found.visits if visit.daily for each in _daily(visit, place)]
    parts += [each for visit in fixed for each in _fixed(visit, place)]
    marks = [*events, *_beside(found)]
    rows = _rows([_reach(place(at), f"{told(text)}, {_day(at)}") for text, at in marks])
    for place_, ((text, at), row) in enumerate(zip(marks, rows, strict=True)):
        parts += _event(told(text), at, place(at), row, "tl-event" if place_ < len(events) else "tl-beside")
    height = AXIS + 44 + (max(rows, default=-1) + 1) * ROW
    return drawing(WIDTH, height, _told(found, len(events)), *parts, class_="timeline")


def _scale(found: Timeline, targets: Sequence[int]) -> Place:
    """Between two fixed visits time runs evenly; before the first and after the last, as in the stretch beside it."""
    known = sorted({int(found.inclusion), *(int(target) for target in targets)})
    if len(known) == 1:
        known.append(known[0] + DAY)
    step = (RIGHT - LEFT) / (len(known) - 1)

    def place(at: int) -> float:
        index = next((i for i in range(1, len(known)) if at <= known[i]), len(known) - 1)
        share = (at - known[index - 1]) / (known[index] - known[index - 1])
        return min(max(LEFT + step * (index - 1 + share), LEFT - 55), RIGHT + 65)

    return place


def _fixed(visit: VisitNow, place: Place) -> Iterator[str]:
    each = visit.due
    first, last, at = place(each.opens), place(each.closes or each.target), place(each.target)
    yield element("rect", x=first, y=AXIS - 9, width=max(last - first, 4.0), height=18, rx=4,
                  class_=f"tl-window {visit.tone}")  # fmt: skip
    if visit.planned is not None and visit.actual is None:
        x = place(visit.planned)
        yield element("path", d=f"M{x:.1f} {AXIS + 10:.1f}l-4 7l8 0z", class_="tl-planned")
    yield words(SIGNS[visit.progress], at, AXIS + 5, class_="tl-sign middle")
    yield words(told(visit.text), at, AXIS - 42, class_="tl-name middle")
    yield words(_day(each.target), at, AXIS - 27, class_="tl-small middle")
    yield words(say(f"inclusion.{visit.progress.value}"), at, AXIS - 14, class_="tl-small middle")


def _daily(visit: VisitNow, place: Place) -> Iterator[str]:
    x = place(visit.due.target)
    yield element("rect", x=x - 2, y=AXIS - 6, width=4, height=12, class_=f"tl-day {visit.tone}")


def _beside(found: Timeline) -> list[tuple[Text, Moment]]:
    """The forms filled beside the schedule that say when: unscheduled visits, adverse events."""
    return [(each.form.form.text, each.form.actual) for each in found.beside if each.form.actual is not None][-FEW:]


def _event(text: str, at: Moment, x: float, row: int, kind: str) -> Iterator[str]:
    y = AXIS + 30 + row * ROW
    yield line(x, AXIS + 9, x, y - 10, class_="tl-lead")
    yield element("path", d=f"M{x - 5:.1f} {y - 5:.1f}l5 -6l5 6l-5 6z", class_=kind)
    over = x > LEFTWARD
    yield words(f"{text}, {_day(at)}", x - 9 if over else x + 9, y, class_="tl-label end" if over else "tl-label")


def _reach(x: float, label: str) -> tuple[float, float]:
    """From where to where a mark and its words stand; near the end the words stand before it."""
    wide = 9 + LETTER * len(label)
    return (x - wide, x + 5) if x > LEFTWARD else (x - 5, x + wide)


def _rows(spans: Sequence[tuple[float, float]]) -> list[int]:
    """For each span the first row where it covers nothing that stands there already."""
    taken: list[list[tuple[float, float]]] = []
    found = []
    for first, last in spans:
        free = (i for i, held in enumerate(taken) if all(last < start or first > end for start, end in held))
        row = next(free, len(taken))
        if row == len(taken):
            taken.append([])
        taken[row].append((first, last))
        found.append(row)
    return found


def _day(at: int) -> str:
    return timezone.localtime(to_datetime(Moment(at))).strftime("%Y-%m-%d")


def _told(found: Timeline, events: int) -> str:
    targets = [each.due.target for each in found.visits] or [found.inclusion]
    return say(
        "inclusion.timeline_told", visits=len(found.visits), first=_day(min(targets)), last=_day(max(targets)),
        events=events,
    )  # fmt: skip
