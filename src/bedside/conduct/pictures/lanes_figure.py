"""The rows of a participant's treatment as a picture: bars for what lasts, marks for single moments, days below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from bedside.conduct.frame.words import say, told
from bedside.conduct.pictures.lanes import Lane, Mark
from bedside.report.svg import Scale, drawing, element, line, words
from bedside.values.moment import DAY, Moment

WIDTH, LEFT, RIGHT, TOP, ROW, FOOT = 1100.0, 250.0, 20.0, 10.0, 24.0, 34.0
LONG = 34
"""Characters of a row's name that fit before it."""
DAYS = 15
"""Days that are numbered along the axis, at most."""


def figure(rows: Sequence[Lane], inclusion: Moment, at: Moment) -> str:
    """All rows as SVG; time runs in days from inclusion, and what goes on ends in an arrow."""
    marks = [mark for row in rows for mark in row.marks]
    first = min([inclusion, *(mark.began for mark in marks)])
    last = max([Moment(inclusion + DAY), *(mark.ended or at for mark in marks), *(mark.began for mark in marks)])
    over = Scale(float(first), float(last), LEFT, WIDTH - RIGHT)
    height = TOP + len(rows) * ROW + FOOT
    parts = [*_days(inclusion, first, last, over, height)]
    for place, row in enumerate(rows):
        parts += _lane(row, over, TOP + place * ROW, at)
    return drawing(
        WIDTH, height, say("pictures.lanes_told", rows=len(rows), marks=len(marks)), *parts, class_="picture"
    )


def _days(inclusion: Moment, first: Moment, last: Moment, over: Scale, height: float) -> Iterator[str]:
    low, high = (first - inclusion) // DAY, -((inclusion - last) // DAY)
    step = max(1, -(-(high - low) // DAYS))
    for number in range(low - low % step, high + 1, step):
        x = over(inclusion + number * DAY)
        if first <= inclusion + number * DAY <= last:
            yield line(x, TOP, x, height - FOOT + 4, class_="now" if number == 0 else "grid")
            yield words(say("pictures.day", day=number), x, height - FOOT + 20, class_="tick middle")


def _lane(row: Lane, over: Scale, y: float, at: Moment) -> Iterator[str]:
    name = told(row.text)
    yield words(name if len(name) <= LONG else name[: LONG - 1] + "…", LEFT - 10, y + 16, class_="tick end")
    yield line(LEFT, y + ROW, WIDTH - RIGHT, y + ROW, class_="grid")
    for mark in row.marks:
        yield from _mark(mark, over, y + 5, at)


def _mark(mark: Mark, over: Scale, y: float, at: Moment) -> Iterator[str]:
    title = element("title", escape(told(mark.says))) if told(mark.says) else ""
    x = over(mark.began)
    if mark.ended == mark.began:
        yield element("path", title, d=f"M{x:.1f} {y:.1f}l6 7l-6 7l-6 -7z", class_="moment")
        return
    end = over(max(mark.ended or at, mark.began))
    yield element("rect", title, x=x, y=y + 1, width=max(end - x, 3.0), height=ROW - 12, rx=2, class_="lasting")
    if mark.ended is None:
        yield element(
            "path", d=f"M{end:.1f} {y - 1:.1f}l9 {(ROW - 8) / 2:.1f}l-9 {(ROW - 8) / 2:.1f}z", class_="goes-on"
        )
