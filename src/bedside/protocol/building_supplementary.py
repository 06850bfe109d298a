"""Supplementary analyses, as the file of analyses writes them."""

from __future__ import annotations

from bedside.protocol.building import Data, text
from bedside.protocol.supplementary import BelowLimit, Better, Course, Delta, Hierarchy, OverTime, Ranked, Scale

OWN = ("course", "delta", "hierarchy", "over_time")
"""What an estimand says of its own outcome alone, and never takes from the one it is like."""


def course(row: Data) -> Course | None:
    """The daily course of a score, if the estimand has one."""
    held = row.get("course")
    return Course(text(held), held["score"], held["until"], held["failing"], held.get("after", "")) if held else None


def delta(row: Data) -> Delta | None:
    """Deltas for what is missing, if the estimand has them."""
    held = row.get("delta")
    return Delta(text(held), tuple(held["deltas"]), held["imputations"], held["seed"]) if held else None


def scale(row: Data) -> Scale | None:
    """The scale on which the outcome is modelled over time, if it is."""
    return Scale(row["over_time"]) if "over_time" in row else None


def hierarchy(row: Data) -> Hierarchy | None:
    """The hierarchical composite, if the estimand has one."""
    held = row.get("hierarchy")
    if held is None:
        return None
    ranked = (Ranked(each["outcome"], Better(each["better"]), each.get("ending", "")) for each in held["components"])
    return Hierarchy(text(held), tuple(ranked))


def over_time(data: Data) -> OverTime | None:
    """How measurements are modelled over time, if the file says so."""
    held = data.get("over_time")
    return OverTime(text(held), tuple(held["covariances"]), BelowLimit(held["below_limit"])) if held else None
