"""The figures of a design: success and expected size over the true rate, boundaries, and what could stand behind it.

Each is drawn from rows, which stand beside it as its data, and told in words for those who cannot see it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bedside.design.candidates import Candidate
from bedside.design.chart import STYLE, UNDER, WIDTH, Axes, Figure, curve_look, height, legend, mark
from bedside.design.consistent import Way
from bedside.design.plan import Look
from bedside.design.tables import shown
from bedside.design.words import word
from bedside.design.worked import Worked
from bedside.report.rows import Row
from bedside.report.svg import drawing, element, line, path, words
from bedside.rules.words import said_number

BAR = 24.0
"""The width of the bar of a look, where looks lie far enough apart."""


APART = 12.0
"""How far apart the marks of one pair of rates stand, three in each of two lines."""


def figures_of(rows: Sequence[Row], worked: Worked, language: str) -> tuple[Figure, ...]:
    """Every figure that there is something to draw for."""
    return (
        _curves("power_over", "success", rows, worked, language),
        _curves("expected_over", "expected", rows, worked, language),
        *_boundaries(rows, worked, language),
        *_consistent(rows, worked, language),
    )


def _finished(name: str, title: str, told: str, parts: list[str], tall: float, rows: Sequence[Row]) -> Figure:
    svg = drawing(WIDTH, tall, f"{title}. {told}", element("style", STYLE), *parts, class_="design")
    return Figure(name, title, svg, told, tuple(rows))


# --- over the true rate -------------------------------------------------------------------------------------------


def _curves(name: str, statistic: str, rows: Sequence[Row], worked: Worked, language: str) -> Figure:
    """One statistic over the true rate, a line for each design, with p0 and p1 and the errors asked for."""
    drawn = [row for row in rows if row.analysis == "characteristics" and row.statistic == statistic]
    is_chance = statistic == "success"
    top = 1.0 if is_chance else 1.05 * max(_value(row) for row in drawn)
    beside = word("chance" if is_chance else "expected_axis").say(language)
    axes = Axes.of((0.0, 1.0), (0.0, top), word("true_rate").say(language), beside)
    shown_ = [each for each in worked.candidates if each.plan]
    parts = [*axes.drawn(language), *_asked(worked, axes, is_chance)]
    for number, each in enumerate(shown_):
        points = [(axes.over(float(row.at)), axes.up(_value(row))) for row in drawn if row.group == each.id]
        parts.append(element("path", d=path(points), **curve_look(number)))
    samples = [element("path", d="M0 0L36 0", **curve_look(number)) for number, _ in enumerate(shown_)]
    parts += legend([each.lettered.say(language) for each in shown_], samples, axes.up.start + UNDER + 10)
    told = " ".join(_told_curve(each, rows, worked, statistic, language) for each in shown_)
    return _finished(name, word(name).say(language), told, parts, height(len(shown_)), drawn)


def _asked(worked: Worked, axes: Axes, errors: bool) -> Iterator[str]:
    """The two rates as upright lines, and the errors asked for as level ones."""
    asked = worked.stated.asked
    for name in ("p0", "p1"):
        x = axes.over(getattr(asked, name))
        yield line(x, axes.up.start, x, axes.up.end, class_="bound")
        yield words(name, x + 4, axes.up.end + 12, class_="bound-name")
    for level in (asked.alpha, asked.power) if errors else ():
        yield line(axes.over.start, axes.up(level), axes.over.end, axes.up(level), class_="bound")


def _told_curve(each: Candidate, rows: Sequence[Row], worked: Worked, statistic: str, language: str) -> str:
    held = {row.statistic: row for row in rows if row.analysis == "designs" and row.group == each.id}
    asked = worked.stated.asked
    places = {
        "design": each.text.say(language),
        **{p: said_number(f"{getattr(asked, p):g}", language) for p in ("p0", "p1")},
    }
    if statistic == "success":
        errors = {name: shown(held[name], language).rstrip("*") for name in ("alpha", "power")}
        return word("told_power", **places, **errors).say(language)
    sizes = {"low": shown(held["expected_p0"], language), "high": shown(held["expected_p1"], language)}
    return word("told_expected", **places, **sizes).say(language)


# --- boundaries ---------------------------------------------------------------------------------------------------


def _boundaries(rows: Sequence[Row], worked: Worked, language: str) -> Iterator[Figure]:
    """For each design of several looks: a bar a look, from no success to all, parted where it stops."""
    for each in worked.candidates:
        if each.plan and len(each.plan.looks) > 1:
            size = float(each.plan.size)
            beside, below = word("successes").say(language), word("size").say(language)
            axes = Axes.of((0.0, size * 1.04), (0.0, size), below, beside)
            gap = min(b.size - a.size for a, b in zip((Look(0), *each.plan.looks), each.plan.looks, strict=False))
            wide = min(BAR, (axes.over(gap) - axes.over(0)) * 0.35)
            parts = [*axes.drawn(language)]
            for look in each.plan.looks:
                parts += _bar(look, axes, wide)
            kinds = [("futile", "stops_futile"), ("goes-on", "goes_on"), ("won", "stops_success")]
            samples = [element("rect", x=6, y=-6, width=24, height=12, class_=kind) for kind, _ in kinds]
            parts += legend([word(key).say(language) for _, key in kinds], samples, axes.up.start + UNDER + 10)
            told = " ".join(_told_look(look, language) for look in each.plan.looks)
            title = word("bounds_of", design=each.lettered).say(language)
            held = [row for row in rows if row.analysis == "looks" and row.group == each.id]
            yield _finished(f"boundaries_{each.id}", title, told, parts, height(len(kinds)), held)


def _bar(look: Look, axes: Axes, wide: float) -> Iterator[str]:
    """One look: what stops it below, what goes on, what is success above; its bounds as numbers where there is room."""
    left = axes.over(look.size) - wide / 2
    low = 0 if look.futile is None else look.futile + 1
    high = look.size + 1 if look.success is None else look.success
    for begin, end, kind in ((0, low, "futile"), (low, high, "goes-on"), (high, look.size + 1, "won")):
        if end > begin:
            bottom, top = axes.up(begin), axes.up(min(end, look.size))
            yield element("rect", x=left, y=top, width=wide, height=max(bottom - top, 1.0), class_=kind)
    if wide < BAR:
        return
    if look.futile is not None:
        yield words(f"≤\u00a0{look.futile}", left - 5, axes.up(low) + 12, class_="end letter")
    if look.success is not None:
        yield words(f"≥\u00a0{look.success}", left - 5, axes.up(look.success) - 3, class_="end letter")


def _told_look(look: Look, language: str) -> str:
    futile = "" if look.futile is None else word("told_futile", x=look.futile).say(language)
    success = word("told_no_success") if look.success is None else word("told_success", x=look.success)
    return word("told_looks", size=look.size, futile=futile, success=success).say(language)


# --- what could stand behind it -----------------------------------------------------------------------------------


def _consistent(rows: Sequence[Row], worked: Worked, language: str) -> Iterator[Figure]:
    """The hypotheses that lead to the planned number: p0 across, the difference upwards, a mark a way of planning."""
    drawn = [row for row in rows if row.analysis == "consistent"]
    if not drawn:
        return
    held: dict[str, dict[str, Row]] = {}
    for row in drawn:
        held.setdefault(row.at, {})[row.statistic] = row
    axes = Axes.of((0.025, 0.825), (0.075, 0.375), word("p0").say(language), word("difference").say(language))
    parts = list(axes.drawn(language))
    for each in held.values():
        number = list(Way).index(Way(each["p0"].group))
        p0, p1 = _value(each["p0"]), _value(each["p1"])
        x, y = axes.over(p0) + (number % 3 - 1) * APART, axes.up(p1 - p0) + (number // 3 - 1.5) * APART
        parts.append(mark(number, x, y))
    parts += _taken(worked, axes, language)
    samples = [mark(number, 18.0, 0.0) for number, _ in enumerate(Way)]
    parts += legend([word(f"way_{way}").say(language) for way in Way], samples, axes.up.start + UNDER + 10)
    size = worked.stated.participants
    told = word("told_consistent", count=len(held), size=size).say(language)
    yield _finished("consistent", word("consistent", size=size).say(language), told, parts, height(len(Way)), drawn)


def _taken(worked: Worked, axes: Axes, language: str) -> Iterator[str]:
    """A frame around the rates that are taken here, where they lie within the figure."""
    p0, difference = worked.stated.asked.p0, worked.stated.asked.p1 - worked.stated.asked.p0
    if axes.over.low <= p0 <= axes.over.high and axes.up.low <= difference <= axes.up.high:
        x, y = axes.over(p0), axes.up(difference)
        yield element("rect", x=x - 21, y=y - 15, width=42.0, height=30.0, rx=4.0, class_="ring")
        yield words(word("here").say(language), x, y + 30, class_="middle letter")


def _value(row: Row) -> float:
    assert isinstance(row.value, int | float)
    return float(row.value)
