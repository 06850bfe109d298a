"""The cumulative incidence of each of several endings, of which only the first can happen (Aalen-Johansen)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bedside.analysis.competing import ended_by
from bedside.analysis.figures.curves import Curves, curve_points, ends_at, picture
from bedside.analysis.figures.drawn import Drawn, drawn
from bedside.analysis.figures.words import word
from bedside.analysis.firsts import DEATH, EVENT, first_times
from bedside.analysis.layouts import PERCENT, Layout, count, interval
from bedside.analysis.naming import named
from bedside.analysis.rows import About, Row
from bedside.analysis.tables import table_of
from bedside.analysis.worked import Worked, counted_to
from bedside.design.binomial import Floats, Whole
from bedside.protocol.estimands import Estimand
from bedside.statistics.incidence import aalen_johansen
from bedside.values.moment import DAY, read_length

LAYOUT = Layout("curve", ("curve",), ("group", "time"), (*count("at_risk", "censored"), interval("incidence", PERCENT)))


def incidence_of_endings(rows: Sequence[Row], worked: Worked, estimand: Estimand) -> Iterator[Drawn]:
    """Of an outcome that is the time to an ending: one figure for each of its parts."""
    for duration in worked.protocol.durations:
        if duration.outcome == estimand.outcome:
            causes = {ending.name: number for number, ending in enumerate(duration.endings, 1)}
            times, ended = ended_by(worked.members(estimand.set), duration, causes, worked)
            name = "-".join(filter(None, (estimand.outcome, duration.part, "incidence")))
            yield _figure(name, worked, estimand, times, ended, causes, read_length(duration.up_to) / DAY)


def incidence_of_events(rows: Sequence[Row], worked: Worked, estimand: Estimand) -> Iterator[Drawn]:
    """Of an outcome that counts events which a form lists: the first one, with death competing."""
    if not estimand.listing:
        return
    after = counted_to(next(each for each in worked.endpoints(estimand) if not each.verdict.truth))
    times, causes = first_times(worked, estimand, worked.members(estimand.set), after)
    held = {EVENT: 1, DEATH: 2}
    yield _figure(f"{estimand.outcome}-incidence", worked, estimand, times, causes, held, after / DAY)


def _figure(
    name: str,
    worked: Worked,
    estimand: Estimand,
    times: Floats,
    ended: Whole,
    causes: Mapping[str, int],
    last: float,
) -> Drawn:
    about = About(estimand.outcome, estimand.set)
    order = sorted(causes, key=lambda cause: (cause == DEATH, causes[cause]))
    curves = {cause: aalen_johansen(times, ended, causes[cause]) for cause in order}
    held = tuple(
        row for cause in order for row in curve_points(about.of(group=cause), "incidence", curves[cause], last)
    )
    names = {cause: named(worked, estimand, "group", cause) for cause in order}
    end = ends_at(curves[order[0]], last)
    shown = Curves(held, names, "incidence", 0.0, end, word("incidence_axis"))
    return drawn(
        name,
        estimand.outcome,
        word("title incidence", what=worked.protocol.outcome(estimand.outcome).text),
        word("caption incidence", set=worked.set(estimand.set).text),
        held,
        lambda language: picture(shown, language),
        lambda language: table_of(LAYOUT, held, worked, estimand, language),
    )
