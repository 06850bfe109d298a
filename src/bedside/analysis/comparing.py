"""Comparisons between groups: run where a comparator is declared and recorded; else a row says why there is none."""

from __future__ import annotations

from bedside.analysis.rows import ONE, About, Row
from bedside.analysis.warned import NO_COMPARATOR, NO_GROUPS
from bedside.analysis.worked import Worked
from bedside.protocol.estimands import Estimand


def comparison(worked: Worked, estimand: Estimand) -> Row:
    """Why an outcome is not compared between groups."""
    about = About(estimand.outcome, estimand.set, "comparison", time=worked.visit(estimand.outcome))
    return about.row("difference", NO_COMPARATOR if worked.one_group else NO_GROUPS, ONE, "comparison of groups")
