"""The Kaplan-Meier curve of a time to death, with its pointwise interval, censored times and numbers at risk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bedside.analysis.figures.curves import Curves, curve_points, ends_at, picture
from bedside.analysis.figures.drawn import Drawn, drawn
from bedside.analysis.figures.words import word
from bedside.analysis.layouts import PERCENT, Layout, count, interval
from bedside.analysis.rows import About, Row
from bedside.analysis.survival import followed
from bedside.analysis.tables import table_of
from bedside.analysis.worked import Worked, asked_at
from bedside.protocol.estimands import Estimand
from bedside.statistics.survival_curve import kaplan_meier
from bedside.values.moment import DAY

LAYOUT = Layout("curve", ("curve",), ("time",), (*count("at_risk", "censored"), interval("survival", PERCENT)))


def survival_figure(rows: Sequence[Row], worked: Worked, estimand: Estimand) -> Iterator[Drawn]:
    """The curve of an outcome that is survival to a moment."""
    after = asked_at(next(each for each in worked.endpoints(estimand) if each.verdict.truth))
    curve = kaplan_meier(*followed(worked.members(estimand.set), after, worked.taken))
    held = tuple(curve_points(About(estimand.outcome, estimand.set), "survival", curve, after / DAY))
    curves = Curves(held, {"all": word("alive")}, "survival", 1.0, ends_at(curve, after / DAY), word("alive_axis"))
    yield drawn(
        f"{estimand.outcome}-survival",
        estimand.outcome,
        word("title survival", what=worked.protocol.outcome(estimand.outcome).text),
        word("caption survival", set=worked.set(estimand.set).text),
        held,
        lambda language: picture(curves, language),
        lambda language: table_of(LAYOUT, held, worked, estimand, language),
    )
