"""The figures of a simulation: each statistic over scenarios and designs with its error, and when trials stop.

They are drawn from rows in the style of a design's figures, and told in words for those who cannot see them.
"""

from __future__ import annotations

from collections.abc import Iterator

from bedside.design.chart import LEFT, LEGEND, RIGHT, STYLE, UNDER, WIDTH, Axes, curve_look, height, legend, mark
from bedside.report.svg import Scale, drawing, element, line, path, ticks, words
from bedside.rules.words import said_number
from bedside.simulation.drawn import Drawn
from bedside.simulation.report import Report
from bedside.simulation.rows import Result
from bedside.simulation.tables import shown
from bedside.simulation.words import word
from bedside.values.interval import tidy

ROW, BAND, ABOVE = 15.0, 30.0, 22.0
"""The height of a mark, the room for the name of a scenario, the room above the first."""
QUANTILE = 1.959963984540054
"""Of the standard normal distribution, for intervals of 95 %."""
OVER = ("success", "enrolled", "duration", "bias")
"""The statistics that have a figure of marks."""


def figures_of(report: Report, language: str) -> tuple[Drawn, ...]:
    """All figures in one language."""
    return (*(_marks(report, each, language) for each in OVER), *_stopped(report, language))


def _marks(report: Report, statistic: str, language: str) -> Drawn:
    """One statistic: a band a scenario, in it a mark a design with its interval, and a stroke where it is exact."""
    rows = [report.row(scenario, design, statistic) for scenario in report.scenarios for design in report.designs]
    ends = [end for row in rows for end in _ends(row)]
    low, high = (0.0, 1.0) if statistic == "success" else (min(0.0, *ends) * 1.05, max(ends) * 1.05)
    over = Scale(low, high if high > low else low + 1, LEFT, WIDTH - RIGHT)
    band = BAND + ROW * len(report.designs)
    bottom = ABOVE + band * len(report.scenarios)
    parts = [*_upright(report, statistic, over, bottom, language)]
    for place, row in enumerate(rows):
        scenario, design = divmod(place, len(report.designs))
        top = ABOVE + scenario * band
        if design == 0:
            parts.append(words(report.scenarios[row.scenario].say(language), LEFT, top + 16, class_="letter"))
        parts += _mark(row, design, over, top + BAND + design * ROW)
    samples = [mark(number, 18.0, 0.0) for number, _ in enumerate(report.designs)]
    parts += legend([each.say(language) for each in report.designs.values()], samples, bottom + UNDER)
    title = word(f"{statistic}_in").say(language)
    tall = bottom + UNDER + LEGEND * len(report.designs) + 4
    told = " ".join(_told(report, row, language) for row in rows)
    return _finished(f"{statistic}_in", title, told, parts, tall, rows)


def _upright(report: Report, statistic: str, over: Scale, bottom: float, language: str) -> Iterator[str]:
    """The axis with its ticks, and the errors that were asked for."""
    for tick in ticks(over.low, over.high, 8):
        yield line(over(tick), ABOVE, over(tick), bottom, class_="grid")
        yield words(said_number(tidy(tick), language), over(tick), bottom + 16, class_="tick middle")
    yield line(over.start, bottom, over.end, bottom, class_="axis")
    asked = report.asked.stated.asked
    for level in (asked.alpha, asked.power) if statistic == "success" else ():
        yield line(over(level), ABOVE, over(level), bottom, class_="bound")


def _ends(row: Result) -> tuple[float, float]:
    wide = QUANTILE * (row.error or 0.0)
    return row.value - wide, row.value + wide


def _mark(row: Result, design: int, over: Scale, y: float) -> Iterator[str]:
    low, high = _ends(row)
    yield line(over(low), y, over(high), y, class_="axis")
    yield mark(design, over(row.value), y)
    if row.exact is not None:
        yield line(over(row.exact), y - 7, over(row.exact), y + 7, stroke="#1b2430", stroke_width=1.4)


def _told(report: Report, row: Result, language: str) -> str:
    scenario, design = report.scenarios[row.scenario], report.designs[row.design]
    return word("told", scenario=scenario, design=design, value=shown(row, language)).say(language)


def _stopped(report: Report, language: str) -> Iterator[Drawn]:
    """Of designs with several looks: by how many participants they have stopped, a line a scenario."""
    for design, plan in report.ready.plans.items():
        if len(plan.looks) == 1:
            continue
        axes = Axes.of(
            (0.0, plan.size * 1.02), (0.0, 1.0), word("size").say(language), word("stopped_axis").say(language)
        )
        parts = list(axes.drawn(language))
        told = []
        for number, scenario in enumerate(report.scenarios):
            points = [(axes.over(x), axes.up(y)) for x, y in _steps(report, scenario, design)]
            parts.append(element("path", d=path(points), **curve_look(number)))
            told.append(_told_stops(report, scenario, design, language))
        samples = [element("path", d="M0 0L36 0", **curve_look(number)) for number, _ in enumerate(report.scenarios)]
        parts += legend([text.say(language) for text in report.scenarios.values()], samples, axes.up.start + UNDER + 10)
        title = word("stopped_by", design=report.designs[design]).say(language)
        rows = [row for row in report.rows if row.design == design and row.at]
        yield _finished(f"stopped_{design}", title, " ".join(told), parts, height(len(report.scenarios)), rows)


def _steps(report: Report, scenario: str, design: str) -> Iterator[tuple[float, float]]:
    """The share that has stopped, before and after each look."""
    reached = 0.0
    yield 0.0, reached
    for look in report.ready.plans[design].looks:
        yield look.size, reached
        stopped = (report.row(scenario, design, way, str(look.size)).value for way in ("stop_futile", "stop_success"))
        reached += sum(stopped)
        yield look.size, reached


def _told_stops(report: Report, scenario: str, design: str, language: str) -> str:
    first = report.ready.plans[design].looks[0].size
    futile = report.row(scenario, design, "stop_futile", str(first))
    places = {"scenario": report.scenarios[scenario], "design": f"{first}", "value": shown(futile, language)}
    return word("told", **places).say(language)


def _finished(name: str, title: str, told: str, parts: list[str], tall: float, rows: list[Result]) -> Drawn:
    svg = drawing(WIDTH, tall, f"{title}. {told}", element("style", STYLE), *parts, class_="design")
    return Drawn(name, title, svg, tuple(rows))
