"""The figures of a score over days: its change from inclusion, and the score itself where it is an outcome."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bedside.analysis.falls import days_of, least_of
from bedside.analysis.figures.changes import called, course_rows, total_of
from bedside.analysis.figures.drawn import Drawn, drawn
from bedside.analysis.figures.lanes import Lanes
from bedside.analysis.figures.scored import Scored
from bedside.analysis.figures.words import word
from bedside.analysis.rows import About, Row
from bedside.analysis.worked import Worked, asked_at
from bedside.protocol.estimands import Estimand
from bedside.protocol.model import Endpoint
from bedside.values.moment import DAY


def spider_figure(rows: Sequence[Row], worked: Worked, estimand: Estimand) -> Iterator[Drawn]:
    """The change from inclusion of the score that an outcome's success is a fall of, with the fall asked for."""
    if estimand.fall is not None:
        endpoint = next(each for each in worked.endpoints(estimand) if each.verdict.truth)
        before, after = days_of(endpoint, estimand.fall)
        needed = least_of(worked.protocol, estimand.fall)
        yield _figure("spider", worked, estimand, endpoint, after, before, needed)


def trajectory_figure(rows: Sequence[Row], worked: Worked, estimand: Estimand) -> Iterator[Drawn]:
    """A score that is an outcome, from inclusion to the last day at which it may be read."""
    for endpoint in worked.endpoints(estimand):
        if total_of(worked, endpoint) is not None:
            yield _figure("trajectories", worked, estimand, endpoint, asked_at(endpoint) // DAY)


def _figure(
    kind: str,
    worked: Worked,
    estimand: Estimand,
    endpoint: Endpoint,
    last: int,
    since: int | None = None,
    needed: float | None = None,
) -> Drawn:
    total = total_of(worked, endpoint)
    about = About(estimand.outcome, estimand.set)
    held = tuple(course_rows(worked, about, total, last, since)) if total is not None else ()
    title = word(f"title {kind}", score=called(total))
    scored = Scored(Lanes(held), last, since is not None, needed)
    return drawn(
        f"{estimand.outcome}-{kind}",
        estimand.outcome,
        title,
        word(f"caption {kind}", set=worked.set(estimand.set).text),
        held,
        scored.picture,
        lambda language: scored.table(estimand.outcome, word("data_of", what=title).say(language), language),
    )
