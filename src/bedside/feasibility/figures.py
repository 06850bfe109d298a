"""The figure of a feasibility count: a bar a criterion, solid for those who pass for certain, hatched for who may.

Drawn from rows and told in words for those who cannot see it; a hidden count is a dashed outline that says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bedside.design.chart import LEGEND, STYLE, Figure, legend
from bedside.design.tables import NONE
from bedside.feasibility.cells import ALL
from bedside.feasibility.found import Found
from bedside.feasibility.tables import MASK, Told, name_of
from bedside.report.flow_figure import wrapped
from bedside.report.rows import Row
from bedside.report.svg import Scale, drawing, element, line, words

WIDE, LEFT, RIGHT, TOP, STEP, BAR, FITS = 860.0, 330.0, 100.0, 12.0, 44.0, 22.0, 46
MARKS = (
    ".design .sure{fill:#0b4f8a}.design .maybe{fill:url(#maybe);stroke:#0b4f8a}"
    ".design .unsaid{fill:none;stroke:#4d5a68;stroke-dasharray:4 3}.design .stripe{stroke:#0b4f8a;stroke-width:1.6}"
)
HATCH = element(
    "defs",
    element(
        "pattern", line(0, 0, 0, 6, class_="stripe"),
        id="maybe", width=6, height=6, patternUnits="userSpaceOnUse", patternTransform="rotate(45)",
    ),
)  # fmt: skip


def figures_of(rows: Sequence[Row], found: Found, language: str) -> tuple[Figure, ...]:
    """The attrition."""
    told = Told(rows, language)
    steps = [(told.say("assessed"), "patients", ALL, ("assessed", "assessed"))]
    steps += [
        (name_of(found, each.id, language), "attrition", each.id, ("certain", "possible")) for each in found.criteria
    ]
    whole = told.held["patients", ALL, "assessed"].value
    over = Scale(0.0, float(whole if isinstance(whole, int) and whole else 1), LEFT, WIDE - RIGHT)
    parts, said = [HATCH, line(LEFT, TOP, LEFT, TOP + STEP * len(steps), class_="axis")], []
    for place, (name, analysis, group, (certain, possible)) in enumerate(steps):
        keys = [(analysis, group, statistic) for statistic in (certain, possible)]
        parts += _name(name, TOP + place * STEP)
        parts += _bar(told, keys, over, TOP + place * STEP + (STEP - BAR) / 2)
        said.append(told.say("told_step", name=name, **{
            end: _written(told, key) for end, key in zip(("certain", "possible"), keys, strict=True)}))  # fmt: skip
    bottom = TOP + STEP * len(steps) + 22
    kinds = [element("rect", x=6, y=-6, width=24, height=12, class_=kind) for kind in ("sure", "maybe")]
    parts += legend([told.say("solid"), told.say("hatched")], kinds, bottom)
    title, words_ = told.say("figure"), " ".join(said)
    svg = drawing(WIDE, bottom + 2 * LEGEND, f"{title}. {words_}", element("style", STYLE + MARKS), *parts,
                  class_="design")  # fmt: skip
    drawn = tuple(row for row in rows if row.analysis == "attrition")
    return (Figure("attrition", title, svg, words_, drawn),)


def _name(name: str, top: float) -> Iterator[str]:
    lines = wrapped(name, FITS)
    for number, text in enumerate(lines):
        yield words(text, 4.0, top + STEP / 2 + 4 + (number - (len(lines) - 1) / 2) * 14, class_="tick")


def _bar(told: Told, keys: Sequence[tuple[str, str, str]], over: Scale, top: float) -> Iterator[str]:
    certain, possible = (told.held[key].value for key in keys)
    if not (isinstance(certain, int) and isinstance(possible, int)):
        yield element("rect", x=LEFT, y=top, width=over.end - LEFT, height=BAR, class_="unsaid")
        yield words(_both(told, keys), LEFT + 8, top + BAR / 2 + 4, class_="letter")
        return
    if certain:
        yield element("rect", x=LEFT, y=top, width=over(certain) - LEFT, height=BAR, class_="sure")
    if possible > certain:
        yield element("rect", x=over(certain), y=top, width=over(possible) - over(certain), height=BAR, class_="maybe")
    yield words(_both(told, keys), over(possible) + 6, top + BAR / 2 + 4, class_="letter")


def _both(told: Told, keys: Sequence[tuple[str, str, str]]) -> str:
    """`12–30`, or one number where they are the same."""
    ends = [_written(told, key) for key in keys]
    return ends[0] if ends[0] == ends[1] else "–".join(ends)


def _written(told: Told, key: tuple[str, str, str]) -> str:
    cell = told.cell(*key)
    return told.say("is_hidden") if cell in (MASK, NONE) else cell
