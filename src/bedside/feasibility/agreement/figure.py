"""The figure of a comparison: a circle a pair of totals, as large as it is frequent; filled where the two are equal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil, sqrt

from bedside.design.chart import LEGEND, STYLE, Figure, legend
from bedside.feasibility.agreement.found import TOTAL, Found
from bedside.feasibility.agreement.told import Told
from bedside.report.rows import Row
from bedside.report.svg import Scale, drawing, element, line, ticks, words
from bedside.rules.words import said_number
from bedside.values.interval import tidy

SIDE, LEFT, RIGHT, TOP, UNDER, NEXT = 460.0, 58.0, 24.0, 34.0, 40.0, 22.0
LEAST = 1.0
"""The radius of the rarest pair, so that none is lost from sight."""
MARKS = (
    ".design .equal{fill:#0b4f8a;stroke:#fff;stroke-width:.5}"
    ".design .unequal{fill:none;stroke:#1b2430;stroke-width:1.2}.design .equality{stroke:#9aa7b4;stroke-width:1}"
)


def figure_of(rows: Sequence[Row], found: Found, told: Told) -> Figure:
    """The cross table of the totals, A across and B upwards."""
    asked = found.asked
    scale = asked.scale
    pairs = found.pairs[TOTAL]
    over = Scale(scale.low - 0.5, scale.high + 0.5, LEFT, LEFT + SIDE)
    up = Scale(scale.low - 0.5, scale.high + 0.5, TOP + SIDE, TOP)
    parts = [*_axes(told, over, up)]
    most = max((count for _, _, count in pairs), default=0)
    largest = max((over(1) - over(0)) * 0.75, 5.0)
    for first, second, count in pairs:
        radius = max(largest * sqrt(count / most), LEAST)
        parts.append(element("circle", cx=over(first), cy=up(second), r=radius,
                             class_="equal" if first == second else "unequal"))  # fmt: skip
    same = sum(count for first, second, count in pairs if first == second)
    whole = sum(count for _, _, count in pairs)
    names = [told.say("on_line", number=said_number(str(same), told.language)),
             told.say("off_line", number=said_number(str(whole - same), told.language))]  # fmt: skip
    bottom = TOP + SIDE + UNDER + NEXT
    parts += legend(names, [element("circle", cx=18, cy=0, r=6, class_=kind) for kind in ("equal", "unequal")], bottom)
    said = told.say("area", most=said_number(str(most), told.language)) if pairs else told.say("never")
    parts.append(words(said, LEFT, bottom + 2 * LEGEND + 4, class_="tick"))
    title, text = told.say("figure"), f"{'. '.join(names)}. {said}"
    svg = drawing(max(LEFT + SIDE + RIGHT, 720.0), bottom + 3 * LEGEND, f"{title}. {text}",
                  element("style", STYLE + MARKS), *parts, class_="design")  # fmt: skip
    return Figure("totals", title, svg, text, tuple(row for row in rows if row.analysis == "cross"))


def _axes(told: Told, over: Scale, up: Scale) -> Iterator[str]:
    asked = told.found.asked
    yield words(told.say("points_of", version=f"B, {asked.second.name}"), 0.0, 16.0, class_="tick")
    below = told.say("points_of", version=f"A, {asked.first.name}")
    yield words(below, (over.start + over.end) / 2, TOP + SIDE + 36, class_="tick middle")
    for at in ticks(over.low + 0.5, over.high - 0.5, 8):
        if at != int(at):
            continue
        yield line(over(at), up.start, over(at), up.end, class_="grid")
        yield line(over.start, up(at), over.end, up(at), class_="grid")
        yield words(tidy(at), over(at), TOP + SIDE + 17, class_="tick middle")
        yield words(tidy(at), LEFT - 8, up(at) + 4, class_="tick end")
    yield line(over.start, up.start, over.end, up.end, class_="equality")
    at = ceil(asked.threshold) - 0.5
    yield line(over(at), up.start, over(at), up.end, class_="bound")
    yield line(over.start, up(at), over.end, up(at), class_="bound")
