"""The decision over the rate to be ruled out: the exact p-value for each rate, and whether it is ruled out.

While nothing is decided the figure says what the number so far would meet, and claims no decision.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from bedside.analysis.figures.drawn import Drawn, Picture, drawn
from bedside.analysis.figures.plot import blank, legend, legend_tall, level, percent, upright
from bedside.analysis.figures.words import word
from bedside.analysis.finality import EARLY, only_would
from bedside.analysis.layouts import TESTED, Layout
from bedside.analysis.rows import Row
from bedside.analysis.tables import table_of
from bedside.analysis.words import WORDS
from bedside.analysis.worked import Worked
from bedside.design.chart import UNDER, Axes
from bedside.protocol.estimands import Estimand
from bedside.report.svg import element
from bedside.rules.words import said_number
from bedside.values.wording import LANGUAGES, Text

LAYOUT = Layout("null_rates", ("null_rates",), ("group",), TESTED)
MARK = 9.0


def null_rates_figure(rows: Sequence[Row], worked: Worked, estimand: Estimand) -> Iterator[Drawn]:
    """Of the outcome that the design is of; of no other."""
    held = tuple(row for row in rows if row.analysis == estimand.outcome and row.variable == "null_rates")
    design = worked.design
    if design is None or design.outcome != estimand.outcome or not held:
        return
    p0, alpha = design.asked.p0, design.asked.alpha
    caption = word("caption null_rates", **{name: _both(value) for name, value in (("p0", p0), ("alpha", alpha))})
    why = next((each for row in held for each in row.warnings if each in EARLY), None) if only_would(held) else None
    yield drawn(
        f"{estimand.outcome}-null-rates",
        estimand.outcome,
        word("title null_rates"),
        word("caption early", caption=caption, why=why) if why else caption,
        held,
        lambda language: _picture(held, p0, alpha, language),
        lambda language: table_of(LAYOUT, held, worked, estimand, language),
    )


def _both(value: float) -> Text:
    return Text(*(said_number(f"{value:g}", language) for language in LANGUAGES))


def _picture(rows: Sequence[Row], p0: float, alpha: float, language: str) -> Picture:
    found = [
        (float(rate), {row.statistic: row.value for row in held})
        for rate, held in groupby(rows, key=lambda row: row.group)
    ]
    if all(held["p_value"] is None for _, held in found):
        why = word("nobody_due").say(language)
        return Picture(*blank(why), why)
    axes = Axes.of((0.0, 1.0), (0.0, 1.0), word("null_rate_axis").say(language), word("p_axis").say(language))
    parts = list(axes.drawn(language))
    parts += level(axes.up(alpha), f"α = {said_number(f'{alpha:g}', language)}", axes.over.end - 64)
    parts += upright(axes.over(p0), axes.up.start, axes.up.end, f"p0 = {said_number(f'{p0:g}', language)}")
    for rate, held in found:
        if held["p_value"] is not None:
            x, y = axes.over(rate), axes.up(float(held["p_value"]))
            parts.append(_mark(held["decision"] == "success", x, y))
    early = {each.say(language) for row in rows for each in row.warnings if each in EARLY}
    meets, success = ("meets_rule", "meets_rule_not"), ("success", "no_success")
    named = [word(each) for each in meets] if early else [WORDS[each] for each in success]
    samples = [(_mark(met, 18, 0), each.say(language)) for met, each in zip((True, False), named, strict=True)]
    top = axes.up.start + UNDER + 14
    parts += legend(samples, top)
    out = [percent(rate, language) for rate, held in found if held["decision"] == "success"]
    told = word("told_null_rates", rate=out[-1]) if out else word("told_no_rate")
    if early:
        told = word("told_undecided", why=min(early))
    return Picture(parts, top + legend_tall(samples), told.say(language))


def _mark(met: bool, x: float, y: float) -> str:
    """A full square where the rate is ruled out, an open circle where it is not."""
    if met:
        return element("rect", x=x - MARK / 2, y=y - MARK / 2, width=MARK, height=MARK, class_="full")
    return element("circle", cx=x, cy=y, r=MARK / 2, class_="open")
