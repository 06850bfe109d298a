"""The figures of a patient: a score as a band over time with its parts beneath, and measurements as small multiples.

All are inline SVG with a text alternative. Time runs in hours since admission, the same for every figure of a page.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise

from bedside.report.pages import Path, ScoreNow, Series
from bedside.report.svg import Scale, drawing, element, hour_ticks, line, path, ticks, words
from bedside.report.words import say
from bedside.rules.words import said_number, said_unit, said_value
from bedside.values.interval import Interval, tidy
from bedside.values.moment import DAY, HOUR

WIDTH, LEFT, RIGHT = 940.0, 190.0, 14.0
TOP, BAND_HEIGHT, STRIP, GAP = 14.0, 150.0, 19.0, 3.0
PANEL_WIDTH, PANEL_HEIGHT, PANEL_LEFT = 300.0, 132.0, 54.0
DIGIT_WIDTH = 16.0
"""A run of hours narrower than this carries no number."""
DENSE = 80
"""Records of a panel from which their number is thinned, and dots give way to the line."""
BIN = 3.0
"""Width over which a dense panel keeps the least and the greatest value: no extreme is lost."""
LABEL_ROOM = 14.0
"""Height that the label of a bound takes above its line."""
LABEL = 26
"""Characters of a part's name that fit beside its strip."""

Span = tuple[int, int]
"""First and last moment of the axis, in microseconds."""


def score_figure(path_: Path, span: Span, language: str) -> str:
    """A score's range over time, with a strip for each of its parts. Empty text when it has no hours."""
    if not path_.hours:
        return ""
    height = TOP + BAND_HEIGHT + 12 + len(path_.parts) * (STRIP + GAP) + 26
    over = Scale(span[0], span[1], LEFT, WIDTH - RIGHT)
    up = Scale(0.0, path_.maximum, TOP + BAND_HEIGHT, TOP)
    parts = [*_score_axis(path_, up, language), *_band(path_, over, up)]
    for place, part in enumerate(path_.parts):
        name = _short_name(part, path_, language)
        parts += _strip(part, name, over, TOP + BAND_HEIGHT + 12 + place * (STRIP + GAP), language)
    parts += _time_axis(span, over, height - 24, language)
    return drawing(WIDTH, height, told_path(path_, language), *parts, class_="figure wide")


def told_path(path_: Path, language: str) -> str:
    """A score's course in words: the text alternative of its figure."""
    if not path_.hours:
        return say(language, "tell_nothing", name=path_.text.say(language))
    first, last = path_.hours[0], path_.hours[-1]
    told = say(
        language, "tell_path",
        name=path_.text.say(language), hours=(last[0] - first[0]) // HOUR, maximum=tidy(path_.maximum),
        first=said_range(first[1], first[2], language), last=said_range(last[1], last[2], language),
        low=tidy(min(low for _, low, _ in path_.hours)), high=tidy(max(high for _, _, high in path_.hours)),
    )  # fmt: skip
    for part in path_.parts:
        if part.hours:
            ends = said_range(part.hours[-1][1], part.hours[-1][2], language)
            told += " " + say(language, "tell_strip", name=part.text.say(language), last=ends)
    return told


def said_range(low: float, high: float, language: str) -> str:
    """`4`, or `3–7`."""
    ends = [said_number(tidy(end), language) for end in (low, high)]
    return ends[0] if low == high else "–".join(ends)


def range_bar(score: ScoreNow) -> str:
    """A range on the scale of its score, with the bound that the protocol asks for: a picture beside its number."""
    over = Scale(0.0, score.maximum, 1.0, 71.0)
    low, high = over(score.value.low), over(score.value.high)
    parts = [
        element("rect", x=1, y=4, width=70, height=4, rx=2, class_="track"),
        element("rect", x=max(low - 1.5, 0.0), y=3, width=max(high - low, 0.0) + 3, height=6, rx=2, class_="range"),
    ]
    if score.needed is not None:
        parts.append(line(over(score.needed), 0.0, over(score.needed), 12.0, class_="bound"))
    return drawing(72, 12, "", *parts, class_="bar")


# --- a score over time ------------------------------------------------------------------------------------


def _score_axis(path_: Path, up: Scale, language: str) -> list[str]:
    parts = [words(path_.text.say(language), 0.0, TOP + 10, class_="name")]
    for tick in ticks(0.0, path_.maximum, 4):
        parts.append(line(LEFT, up(tick), WIDTH - RIGHT, up(tick), class_="grid"))
        parts.append(words(tidy(tick), LEFT - 6, up(tick) + 4, class_="tick end"))
    if path_.needed is not None:
        y = up(path_.needed)
        parts.append(line(LEFT, y, WIDTH - RIGHT, y, class_="bound"))
        label = say(language, "needed", needed=f"≥ {said_number(tidy(path_.needed), language)}")
        parts.append(words(label, 0.0, y + 4, class_="tick bound-name"))
    return parts


def _band(path_: Path, over: Scale, up: Scale) -> list[str]:
    """A filled band where the total is a range, and both its edges; each hour holds until the next."""
    lows, highs = (
        _steps([(t, low) for t, low, _ in path_.hours], over, up),
        _steps([(t, high) for t, _, high in path_.hours], over, up),
    )
    return [
        element("path", d=path(highs + lows[::-1], close=True), class_="band"),
        element("path", d=path(highs), class_="edge high"),
        element("path", d=path(lows), class_="edge low"),
    ]


def _steps(hours: Sequence[tuple[int, float]], over: Scale, up: Scale) -> list[tuple[float, float]]:
    """The corners of a staircase; hours that change nothing add no corner. One hour alone gets a short tread."""
    corners = [(over(hours[0][0]), up(hours[0][1]))]
    for (_, before), (at, value) in pairwise(hours):
        if value != before:
            corners += [(over(at), up(before)), (over(at), up(value))]
    end = max(over(hours[-1][0]), corners[0][0] + 4)
    return [*corners, (end, up(hours[-1][1]))]


def _short_name(part: Path, whole: Path, language: str) -> str:
    """The part's name without that of the whole, as long as there is room for."""
    name = part.text.say(language).removeprefix(f"{whole.text.say(language)} ")
    return name if len(name) <= LABEL else name[: LABEL - 1].rstrip() + "…"


def _strip(part: Path, name: str, over: Scale, top: float, language: str) -> list[str]:
    """One part of a score: runs of equal points, coloured by the least, hatched where a range."""
    parts = [words(name, LEFT - 6, top + STRIP - 5, class_="part end")]
    ends = [over(at) for at, _, _ in part.hours]
    place = 0
    for (low, high), run in groupby(part.hours, key=lambda hour: hour[1:]):
        count = len(list(run))
        left, right = ends[place], ends[min(place + count, len(ends) - 1)]
        place += count
        parts += _run(left, max(right - left, 2.0), top, low, high, part.maximum, language)
    return parts


def _run(left: float, width: float, top: float, low: float, high: float, most: float, language: str) -> list[str]:
    level = round(4 * low / most) if most else 0
    box = {"x": left, "y": top, "width": width, "height": STRIP}
    parts = [element("rect", **box, class_=f"points p{level}")]
    if low != high:
        parts.append(element("rect", **box, fill="url(#hatch-light)" if level >= 3 else "url(#hatch)"))
    text = said_range(low, high, language)
    if width >= DIGIT_WIDTH + 6.5 * (len(text) - 1):
        kind = "digit on-dark" if level >= 3 and low == high else "digit"
        parts.append(words(text, left + width / 2, top + STRIP - 5, class_=kind))
    return parts


def _time_axis(span: Span, over: Scale, y: float, language: str) -> list[str]:
    parts = [line(LEFT, y, WIDTH - RIGHT, y, class_="axis")]
    for hour in hour_ticks((span[1] - span[0]) / HOUR):
        x = over(span[0] + hour * HOUR)
        parts.append(line(x, y, x, y + 4, class_="axis"))
        parts.append(words(said_hour(hour, language), x, y + 16, class_="tick middle"))
    return parts


def said_hour(hour: int, language: str) -> str:
    """A place on the axis of time: `0`, `6 h`, `3 d`."""
    if hour and hour % 24 == 0:
        return f"{hour // 24}\u00a0{said_unit('d', language)}"
    return f"{hour}\u00a0h" if hour else "0"


# --- measurements -----------------------------------------------------------------------------------------


def series_figure(series: Series, span: Span, language: str) -> str:
    """One variable over time as a small panel; its bounds are drawn where they fall near the values."""
    shown = [record for record in series.records if span[0] - DAY <= record[0] <= span[1]]
    unit = said_unit(series.unit, language)
    head = [words(series.text.say(language), 2.0, 13.0, class_="name"), words(unit, 298.0, 13.0, class_="tick end")]
    if not shown:
        empty = words(say(language, "not_measured"), PANEL_WIDTH / 2, PANEL_HEIGHT / 2 + 8, class_="nothing middle")
        frame = element("rect", x=2, y=20, width=PANEL_WIDTH - 4, height=PANEL_HEIGHT - 38, rx=4, class_="empty")
        return drawing(PANEL_WIDTH, PANEL_HEIGHT, told_series(series, language), *head, frame, empty)
    low, high = _extent(series, shown)
    over = Scale(min(span[0], shown[0][0]), span[1], PANEL_LEFT, PANEL_WIDTH - 8)
    up = Scale(low, high, PANEL_HEIGHT - 20, 24.0)
    parts = [*head, *_panel_axis(span, low, high, over, up, language), *_bounds(series, low, high, up, language)]
    return drawing(PANEL_WIDTH, PANEL_HEIGHT, told_series(series, language), *parts, *_records(shown, over, up))


def told_series(series: Series, language: str) -> str:
    """The records of a variable in words: the text alternative of its panel."""
    name = series.text.say(language)
    if not series.records:
        return f"{name}{say(language, 'colon')}{say(language, 'not_measured')}."
    low, high = min(r[1] for r in series.records), max(r[2] for r in series.records)
    _, *last = series.records[-1]
    return say(
        language, "tell_series", name=name, count=len(series.records), unit=said_unit(series.unit, language) or "1",
        low=said_number(tidy(low), language), high=said_number(tidy(high), language),
        last=said_value(Interval(*last), series.unit, False, language),
    )  # fmt: skip


def _extent(series: Series, shown: Sequence[tuple[int, float, float]]) -> tuple[float, float]:
    """From the least to the greatest value, with the nearest strong bound in sight, and some air."""
    exact = [low for _, low, high in shown if low == high]
    ends = [low for _, low, _ in shown] + [high for _, _, high in shown]
    usual = [end for end in ends if not exact or end <= 3 * max(exact)]  # a limit runs out of the panel
    low, high = min(usual or ends), max(usual or ends)
    strong = [bound.value for bound in series.bounds if bound.strong]
    low, high = min([low, *strong]), max([high, *strong])
    air = (high - low) * 0.08 or abs(high) * 0.1 or 1.0
    return (max(low - air, 0.0) if low >= 0 else low - air), high + air


def _panel_axis(span: Span, low: float, high: float, over: Scale, up: Scale, language: str) -> list[str]:
    parts = [line(PANEL_LEFT, PANEL_HEIGHT - 20, PANEL_WIDTH - 8, PANEL_HEIGHT - 20, class_="axis")]
    for tick in ticks(low, high, 3):
        parts.append(line(PANEL_LEFT, up(tick), PANEL_WIDTH - 8, up(tick), class_="grid"))
        parts.append(words(said_number(tidy(tick), language), PANEL_LEFT - 4, up(tick) + 4, class_="tick end"))
    for hour in hour_ticks((span[1] - span[0]) / HOUR, 5):
        parts.append(
            words(said_hour(hour, language), over(span[0] + hour * HOUR), PANEL_HEIGHT - 6, class_="tick middle")
        )
    return parts


def _bounds(series: Series, low: float, high: float, up: Scale, language: str) -> list[str]:
    """The bounds in sight. Those too close for a label each share one, above the highest of them: `90, 92`."""
    seen = [bound for bound in series.bounds if low <= bound.value <= high]
    parts = [
        line(PANEL_LEFT, up(b.value), PANEL_WIDTH - 8, up(b.value), class_="bound" if b.strong else "bound weak")
        for b in seen
    ]
    together: list[list[float]] = []
    for value in (bound.value for bound in seen if bound.strong):
        if together and up(together[-1][-1]) - up(value) < LABEL_ROOM:
            together[-1].append(value)
        else:
            together.append([value])
    for values in together:
        label = ", ".join(said_number(tidy(value), language) for value in values)
        parts.append(words(label, PANEL_WIDTH - 9, up(values[-1]) - 3, class_="tick end bound-name"))
    return parts


def _records(shown: Sequence[tuple[int, float, float]], over: Scale, up: Scale) -> list[str]:
    """Points joined by a thin line; what is known only as a range is a vertical bar."""
    known = [(over(t), up(low)) for t, low, high in shown if low == high]
    dense = len(known) > DENSE
    drawn = thinned(known) if dense else known
    parts = [element("path", d=path(drawn), class_="join")] if len(drawn) > 1 else []
    if drawn and not dense:
        parts.append(element("path", d="".join(f"M{x:.0f} {y:.0f}h0" for x, y in drawn), class_="dots"))
    bars = "".join(f"M{over(t):.0f} {up(low):.0f}V{up(high):.0f}" for t, low, high in shown if low != high)
    return [*parts, element("path", d=bars, class_="limit")] if bars else parts


def thinned(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Of the points in each `BIN` of width, the least and the greatest, in order of x."""
    kept: list[tuple[float, float]] = []
    for _, together in groupby(points, key=lambda point: int(point[0] / BIN)):
        held = list(together)
        ends = {min(held, key=lambda point: point[1]), max(held, key=lambda point: point[1])}
        kept += sorted(ends)
    return kept
