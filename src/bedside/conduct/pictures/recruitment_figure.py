"""Recruitment as a picture: a staircase of enrolments, the target, and a fan to when it would be reached."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from django.utils import timezone

from bedside.conduct.frame.words import say
from bedside.conduct.pictures.recruitment import Recruitment, cumulative
from bedside.report.svg import Scale, drawing, element, line, path, ticks, words
from bedside.values.moment import DAY, Moment, to_datetime

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 900.0, 320.0, 46.0, 24.0, 26.0, 44.0
AHEAD = 4
"""The axis reaches at most so many times as far ahead as recruitment has lasted."""
DATES = 6


def figure(found: Recruitment) -> str:
    """The whole picture as SVG, told in one sentence for those who cannot see it."""
    last = _last(found)
    over = Scale(float(found.began), float(last), LEFT, WIDTH - RIGHT)
    up = Scale(0.0, float(max(found.target or 0, found.count, 1)), HEIGHT - BOTTOM, TOP)
    parts = [*_axes(found, last, over, up), *_fan(found, last, over, up), *_stairs(found, over, up)]
    return drawing(WIDTH, HEIGHT, told(found), *parts, class_="picture")


def told(found: Recruitment) -> str:
    """The picture in a sentence."""
    if found.target is None:
        return say("pictures.recruited", count=found.count, days=int(found.days))
    expected, early, late = (day(each) for each in found.reached())
    key = "pictures.reached" if found.count >= found.target else "pictures.projected"
    return say(key, count=found.count, target=found.target, days=int(found.days), at=expected, early=early, late=late)


def day(at: Moment | None) -> str:
    """A day on the sites' clock; in words where none can be told."""
    if at is None:
        return say("pictures.not_in_sight")
    return timezone.localtime(to_datetime(at)).strftime("%Y-%m-%d")


def _last(found: Recruitment) -> Moment:
    expected, _, late = found.reached()
    most = Moment(found.at + AHEAD * max(found.at - found.began, DAY))
    return max(Moment(min(late or most, most)) if expected else found.at, Moment(found.began + DAY))


def _axes(found: Recruitment, last: Moment, over: Scale, up: Scale) -> Iterator[str]:
    for tick in ticks(0.0, up.high, min(5, int(up.high))):
        yield line(LEFT, up(tick), WIDTH - RIGHT, up(tick), class_="grid")
        yield words(f"{tick:g}", LEFT - 6, up(tick) + 4, class_="tick end")
    for place in range(DATES):
        at = Moment(found.began + (last - found.began) * place // (DATES - 1))
        anchor = "tick" if place == 0 else "tick end" if place == DATES - 1 else "tick middle"
        yield words(day(at), over(at), HEIGHT - BOTTOM + 18, class_=anchor)
    yield line(LEFT, up(0), WIDTH - RIGHT, up(0), class_="axis")
    if found.target:
        yield line(LEFT, up(found.target), WIDTH - RIGHT, up(found.target), class_="bound")
        yield words(say("pictures.target_of", target=found.target), LEFT + 4, up(found.target) - 6, class_="tick")


def _fan(found: Recruitment, last: Moment, over: Scale, up: Scale) -> Iterator[str]:
    if found.target is None or not 0 < found.count < found.target:
        return
    rate, low, high = found.rate()
    start = (over(found.at), up(found.count))
    ends = [_end(found, each, last, over, up) for each in (high, rate, low)]
    corner = [(over(last), up(found.target))] if ends[0][0] < over(last) else []
    yield element("path", d=path([start, ends[0], *corner, ends[2]], close=True), class_="fan")
    yield element("path", d=path([start, ends[1]]), class_="projection")
    yield line(start[0], TOP, start[0], HEIGHT - BOTTOM, class_="now")
    yield words(say("pictures.today"), start[0] + 4, HEIGHT - BOTTOM - 6, class_="tick")
    middle = ((start[0] + ends[1][0]) / 2, (start[1] + ends[1][1]) / 2)
    yield words(say("pictures.at_this_rate"), middle[0] + 8, middle[1] + 16, class_="tick")


def _end(found: Recruitment, rate: float, last: Moment, over: Scale, up: Scale) -> tuple[float, float]:
    """Where a line at this rate leaves the picture: at the target, or at the end of the axis."""
    assert found.target is not None
    days = min((last - found.at) / DAY, (found.target - found.count) / rate if rate else float("inf"))
    return over(found.at + days * DAY), up(found.count + rate * days)


def _stairs(found: Recruitment, over: Scale, up: Scale) -> Iterator[str]:
    known = [(found.began, 0), *cumulative(found.enrolled)]
    corners = [(over(known[0][0]), up(0))]
    for (_, before), (at, after) in pairwise(known):
        corners += [(over(at), up(before)), (over(at), up(after))]
    corners.append((over(found.at), up(found.count)))
    yield element("path", d=path(corners), class_="stairs")
    yield words(str(found.count), over(found.at) - 6, up(found.count) - 6, class_="name end")
