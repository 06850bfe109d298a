"""Every figure of an analysis by its name, in the order in which results are told.

Who shows results takes the figures from here: `figures_of(rows, worked)` gives a mapping from the name to a `Drawn`,
which holds title, caption, picture and data in both languages. Those of everybody have no outcome and come first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeAlias

from bedside.analysis.figures.by_arm import events_by_arm, incidence_by_arm, proportions_by_arm, survival_by_arm
from bedside.analysis.figures.courses import course_figure
from bedside.analysis.figures.drawn import Drawn
from bedside.analysis.figures.flow import flow_figure
from bedside.analysis.figures.forest import forest_figure
from bedside.analysis.figures.incidence import incidence_of_endings, incidence_of_events
from bedside.analysis.figures.null_rates import null_rates_figure
from bedside.analysis.figures.survival import survival_figure
from bedside.analysis.figures.swimmer import swimmer_figure
from bedside.analysis.figures.trajectories import spider_figure, trajectory_figure
from bedside.analysis.figures.waterfall import waterfall_figure
from bedside.analysis.rows import Row
from bedside.analysis.worked import Worked
from bedside.protocol.estimands import Estimand, Method

Maker: TypeAlias = Callable[[Sequence[Row], Worked, Estimand], Iterator[Drawn]]
FIGURES: Mapping[Method, tuple[Maker, ...]] = {
    Method.PROPORTION: (forest_figure, null_rates_figure, waterfall_figure, spider_figure, proportions_by_arm),
    Method.VALUES: (trajectory_figure, course_figure),
    Method.COUNTS: (incidence_of_events, events_by_arm),
    Method.COMPETING: (incidence_of_endings, incidence_by_arm),
    Method.SURVIVAL: (survival_figure, survival_by_arm),
}
"""What is drawn of an outcome, by the kind of its main analysis."""


def figures_of(rows: Sequence[Row], worked: Worked) -> Mapping[str, Drawn]:
    """All figures; `rows` are all results of the analysis."""
    found = [flow_figure(rows, worked), swimmer_figure(worked)]
    for estimand in worked.promised.estimands:
        for make in FIGURES.get(estimand.method, ()):
            found += make(rows, worked, estimand)
    return {each.name: each for each in found}
