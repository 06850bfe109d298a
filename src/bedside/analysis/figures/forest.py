"""A forest plot of a proportion: the declared derivation, its bounds, those known alone, each sensitivity analysis."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bedside.analysis.figures.drawn import Drawn, Picture, drawn
from bedside.analysis.figures.plot import blank, percent, upright
from bedside.analysis.figures.words import word
from bedside.analysis.layouts import PERCENT, Layout, count, interval
from bedside.analysis.naming import named
from bedside.analysis.proportion import DECLARED, KNOWN, LEAST, MOST, SUCCESS
from bedside.analysis.rows import Row
from bedside.analysis.tables import NONE, table_of
from bedside.analysis.words import WORDS
from bedside.analysis.worked import Worked
from bedside.design.chart import WIDTH
from bedside.protocol.estimands import Estimand
from bedside.report.flow_figure import wrapped
from bedside.report.svg import Scale, element, line, words
from bedside.rules.words import colon, said_number

LAYOUT = Layout(
    "forest", (SUCCESS,), ("analysis", "set", "group"),
    (*count("participants", "successes"), interval("estimate", PERCENT)), varied=True,
)  # fmt: skip
STATISTICS = ("participants", "successes", "estimate", "estimate_low", "estimate_high")
LABELS, PLOTTED, TOLD = 0.0, 300.0, 496.0
"""Where the names, the plot and the numbers begin."""
BAND, PIECE, TOP, WRAP = 19.0, 15.0, 34.0, 42
"""What a line takes and each piece of its name in it, the room above, the characters of a piece."""
Line = Mapping[str, Row]


def forest_figure(rows: Sequence[Row], worked: Worked, estimand: Estimand) -> Iterator[Drawn]:
    """Of an outcome that is a yes or no."""
    held = tuple(row for row in rows if _shown(row, estimand.outcome))
    design = worked.design
    p0 = design.asked.p0 if design and design.outcome == estimand.outcome else None
    yield drawn(
        f"{estimand.outcome}-forest",
        estimand.outcome,
        word("title forest"),
        word("caption forest", set=worked.set(estimand.set).text),
        held,
        lambda language: _picture(held, p0, worked, estimand, language),
        lambda language: table_of(LAYOUT, held, worked, estimand, language),
    )


def _shown(row: Row, outcome: str) -> bool:
    """All four derivations of the main analysis, of each sensitivity analysis the declared one."""
    groups = (DECLARED, LEAST, MOST, KNOWN) if row.analysis == outcome else (DECLARED,)
    mine = row.outcome == outcome and row.variable == SUCCESS
    return mine and row.group in groups and row.statistic in STATISTICS


def _picture(rows: Sequence[Row], p0: float | None, worked: Worked, estimand: Estimand, language: str) -> Picture:
    lines: dict[tuple[str, str], dict[str, Row]] = {}
    for row in rows:
        lines.setdefault((row.analysis, row.group), {})[row.statistic] = row
    if all(held["estimate"].value is None for held in lines.values()):
        why = word("nobody_due").say(language)
        return Picture(*blank(why), why)
    named_ = {_name(*key, worked, estimand, language): held for key, held in lines.items()}
    return lines_picture(named_, language, p0, _name(estimand.outcome, DECLARED, worked, estimand, language))


def lines_picture(lines: Mapping[str, Line], language: str, p0: float | None = None, main: str = "") -> Picture:
    """A line each, by its name: its estimate with the interval, and the numbers; `main` is the chief one's name."""
    names = {name: wrapped(name, WRAP) for name in lines}
    over, bottom = Scale(0.0, 1.0, PLOTTED, TOLD - 20), TOP + sum(_tall(pieces) for pieces in names.values())
    parts = [*_axis(over, bottom, language)]
    if p0 is not None:
        parts += upright(over(p0), bottom, TOP, f"p0 = {said_number(f'{100 * p0:g}', language)}\u00a0%")
    told, y = [], TOP
    for name, held in lines.items():
        tall = _tall(names[name])
        parts += _line(names[name], held, over, y + tall / 2, name == main, language)
        told.append(f"{' '.join(names[name])}{colon(language)}{'; '.join(_numbers(held, language))}.")
        y += tall
    return Picture(parts, bottom + 42, " ".join(told))


def _tall(pieces: Sequence[str]) -> float:
    """The height of a line."""
    return BAND + PIECE * len(pieces)


def _name(analysis: str, group: str, worked: Worked, estimand: Estimand, language: str) -> str:
    if analysis == estimand.outcome:
        return word(f"forest {group}").say(language)
    return named(worked, estimand, "analysis", analysis).say(language)


def _axis(over: Scale, bottom: float, language: str) -> Iterator[str]:
    yield words(word("forest_numbers").say(language), WIDTH - 4, TOP - 18, class_="tick end")
    for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
        yield line(over(tick), TOP, over(tick), bottom, class_="grid")
        yield words(said_number(f"{100 * tick:.0f}", language), over(tick), bottom + 16, class_="tick middle")
    yield line(over.start, bottom, over.end, bottom, class_="axis")
    yield words(word("success_axis").say(language), (over.start + over.end) / 2, bottom + 34, class_="tick middle")


def _line(pieces: Sequence[str], held: Line, over: Scale, y: float, main: bool, language: str) -> Iterator[str]:
    """A name, a mark with its interval, and the numbers."""
    for place, piece in enumerate(pieces):
        yield words(piece, LABELS, y + 4 + (place - (len(pieces) - 1) / 2) * PIECE, class_="strong" if main else "")
    value, low, high = (held[each].value for each in STATISTICS[2:])
    if value is not None and low is not None and high is not None:
        yield line(over(float(low)), y, over(float(high)), y, class_="ink")
        x = over(float(value))
        if held["estimate"].group == DECLARED:
            yield element("rect", x=x - 5, y=y - 5, width=10, height=10, class_="full")
        else:
            yield element("path", d=f"M{x:.1f} {y - 6:.1f}l6 6l-6 6l-6 -6z", class_="open")
    for place, told in enumerate(_numbers(held, language)):
        yield words(told, TOLD + 52 * place, y + 4)


def _numbers(held: Line, language: str) -> list[str]:
    """`6/10`, and `60.0 % (26.2 to 87.8)`."""
    value, low, high = (held[each].value for each in STATISTICS[2:])
    counted = f"{held['successes'].value}/{held['participants'].value}"
    if value is None or low is None or high is None:
        return [counted, NONE]
    ends = [said_number(f"{100 * float(end):.1f}", language) for end in (low, high)]
    between = WORDS["to"].filled(low=ends[0], high=ends[1]).say(language)
    return [counted, f"{percent(float(value), language)} ({between})"]
