"""What stands beside the main analysis of an outcome: its score by component, and its supplementary analyses."""

from __future__ import annotations

from collections.abc import Iterator

from bedside.analysis.courses import courses
from bedside.analysis.deltas import deltas
from bedside.analysis.falls import by_component
from bedside.analysis.hierarchies import hierarchy
from bedside.analysis.later_deaths import later_deaths
from bedside.analysis.over_time import over_time
from bedside.analysis.rows import Row
from bedside.analysis.worked import Worked
from bedside.protocol.estimands import Estimand


def beside(worked: Worked, estimand: Estimand) -> Iterator[Row]:
    """All rows of it."""
    if estimand.fall:
        endpoint = next(each for each in worked.endpoints(estimand) if each.verdict.truth)
        yield from by_component(worked, estimand, endpoint)
    yield from later_deaths(worked, estimand)
    if estimand.delta:
        yield from deltas(worked, estimand)
    if estimand.course:
        yield from courses(worked, estimand)
    if estimand.over_time:
        yield from over_time(worked, estimand)
    if estimand.hierarchy:
        yield from hierarchy(worked, estimand)
