"""The probabilities of one day that follow from hazards: who dies, which organ moves, who leaves intensive care."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bedside.simulation.model import Course, Records
from bedside.simulation.sheets import LEVELS, ORGANS

Floats = NDArray[np.float64]
POINTS = (LEVELS - 1) * len(ORGANS)
"""The most points that six levels add up to."""


@dataclass(frozen=True)
class Chances:
    """Probabilities in one day: `dies` and `leaves` by the points, `better` and `worse` by the level of an organ."""

    dies: Floats
    lost: float
    better: Floats
    worse: Floats
    leaves: Floats


def chances(course: Course, records: Records, ratio: float) -> Chances:
    """A hazard h a day has the probability 1 − exp(−h) in a day; two that compete share it as their hazards do.

    Who leaves intensive care does so after the organs have moved.
    """
    points, level = np.arange(POINTS + 1), np.arange(LEVELS)
    up = np.where(level > 0, course.recovery * ratio, 0.0)
    down = np.where(level < LEVELS - 1, course.worsening, 0.0)
    share = within(up + down) / np.where(up + down > 0, up + down, 1.0)
    with np.errstate(over="ignore"):
        dies = within(course.death * np.exp(course.death_per_point * (points - course.death_at)))
    leaves = np.where(points <= course.leaves_at, float(within(course.leaving)), 0.0)
    return Chances(dies, float(within(records.drop_out)), up * share, down * share, leaves)


def within(hazard: Floats | float) -> Floats:
    """The probability of an event of this hazard in one unit of its time."""
    found: Floats = -np.expm1(-np.asarray(hazard, dtype=np.float64))
    return found
