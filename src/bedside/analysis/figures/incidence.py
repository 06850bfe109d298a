"""The cumulative incidence of each of several endings, of which only the first can happen (Aalen-Johansen)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from bedside.analysis.competing import ended_by, fatal
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
from bedside.values.wording import Text

LAYOUT = Layout("curve", ("curve",), ("group", "time"), (*count("at_risk", "censored"), interval("incidence", PERCENT)))


class Observed(NamedTuple):
    """Days to what came first and which it was, one a participant; the number of each cause, and the last day asked."""

    times: Floats
    ended: Whole
    causes: Mapping[str, int]
    last: float


def incidence_of_endings(rows: Sequence[Row], worked: Worked, estimand: Estimand) -> Iterator[Drawn]:
    """Of an outcome that is the time to an ending: one figure for each of its parts, deaths drawn last."""
    for duration in worked.protocol.durations:
        if duration.outcome == estimand.outcome:
            endings = sorted(duration.endings, key=lambda ending: ending.name in fatal(duration))
            causes = {ending.name: number for number, ending in enumerate(endings, 1)}
            times, ended = ended_by(worked.members(estimand.set), duration, causes, worked)
            observed = Observed(times, ended, causes, read_length(duration.up_to) / DAY)
            name = "-".join(filter(None, (estimand.outcome, duration.part, "incidence")))
            yield _figure(name, worked, estimand, observed)


def incidence_of_events(rows: Sequence[Row], worked: Worked, estimand: Estimand) -> Iterator[Drawn]:
    """Of an outcome that counts events which a form lists: the first one, with death competing."""
    if not estimand.listing:
        return
    after = counted_to(next(each for each in worked.endpoints(estimand) if not each.verdict.truth))
    times, ended = first_times(worked, estimand, worked.members(estimand.set), after)
    observed = Observed(times, ended, {EVENT: 1, DEATH: 2}, after / DAY)
    note = word("incidence_ends", day=f"{observed.last:g}")
    yield _figure(f"{estimand.outcome}-incidence", worked, estimand, observed, note)


def _figure(name: str, worked: Worked, estimand: Estimand, observed: Observed, note: Text | None = None) -> Drawn:
    about, causes = About(estimand.outcome, estimand.set), observed.causes
    curves = {cause: aalen_johansen(observed.times, observed.ended, number) for cause, number in causes.items()}
    held = tuple(
        row
        for cause, curve in curves.items()
        for row in curve_points(about.of(group=cause), "incidence", curve, observed.last)
    )
    names = {cause: named(worked, estimand, "group", cause) for cause in causes}
    end = ends_at(next(iter(curves.values())), observed.last)
    caption = word("caption incidence", set=worked.set(estimand.set).text)
    shown = Curves(held, names, "incidence", 0.0, end, word("incidence_axis"))
    return drawn(
        name,
        estimand.outcome,
        word("title incidence", what=worked.protocol.outcome(estimand.outcome).text),
        Text.joined(" ", (caption, note)) if note else caption,
        held,
        lambda language: picture(shown, language),
        lambda language: table_of(LAYOUT, held, worked, estimand, language),
    )
