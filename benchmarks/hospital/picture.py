"""The picture of the benchmark: seconds over rows, both by powers of ten, a line a measure and its name at its end."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from bedside.design.chart import COLOURS, DASHES, STYLE
from bedside.report.svg import Scale, alone, drawing, element, line, path, words

WIDE, HIGH, LEFT, RIGHT, TOP, UNDER = 860.0, 420.0, 60.0, 290.0, 34.0, 46.0
GAP = 16.0
"""Names at the ends of lines stand at least so far apart."""

Points = Sequence[tuple[float, float]]


def picture(lines: Mapping[str, Points]) -> str:
    """An SVG file. `lines` gives for each measure its (rows, seconds), rows ascending."""
    rows = [x for points in lines.values() for x, _ in points]
    taken = [y for points in lines.values() for _, y in points]
    over = Scale(math.log10(min(rows)), math.log10(max(rows)), LEFT + 30, WIDE - RIGHT)
    lowest, highest = math.floor(math.log10(min(taken))), math.ceil(math.log10(max(taken)))
    up = Scale(lowest, max(highest, lowest + 1), HIGH - UNDER, TOP)
    parts = [words("seconds on the clock", 0, 14, class_="tick")]
    for power in range(lowest, int(up.high) + 1):
        parts += [line(LEFT, up(power), WIDE - RIGHT, up(power), class_="grid")]
        parts += [words(f"{10.0**power:g}", LEFT - 6, up(power) + 4, class_="tick end")]
    for x in sorted(set(rows)):
        parts += [line(over(math.log10(x)), TOP, over(math.log10(x)), HIGH - UNDER, class_="grid")]
        parts += [words(f"{x / 1e6:.1f} million", over(math.log10(x)), HIGH - UNDER + 18, class_="tick middle")]
    parts += [words("rows of chart, laboratory, infusions, outputs and procedures", LEFT, HIGH - 6, class_="tick")]
    ends = sorted(lines, key=lambda name: -lines[name][-1][1])
    place = -math.inf
    for name in ends:
        number = list(lines).index(name)
        look = {"stroke": COLOURS[number], "stroke_dasharray": DASHES[number], "class_": "curve"}
        at = [(over(math.log10(x)), up(math.log10(y))) for x, y in lines[name]]
        place = max(at[-1][1] + 4, place + GAP)
        parts += [element("path", d=path(at), **look)]
        parts += [element("circle", cx=x, cy=y, r=3.5, fill=COLOURS[number]) for x, y in at]
        parts += [line(at[-1][0] + 6, at[-1][1], at[-1][0] + 16, place - 4, class_="axis")]
        parts += [words(f"{name}: {lines[name][-1][1]:.1f} s", at[-1][0] + 20, place)]
    told = "; ".join(f"{name}: {', '.join(f'{y:.1f} s for {x:,.0f} rows' for x, y in lines[name])}" for name in ends)
    svg = drawing(WIDE, HIGH, f"Seconds over rows. {told}.", element("style", STYLE), *parts, class_="design")
    return alone(svg) + "\n"
