"""What a fitted model is asked for: means, differences, any contrast, and several at once."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from math import inf, isfinite
from typing import TypeAlias

import numpy as np

from bedside.design.binomial import Floats
from bedside.errors import UsageError
from bedside.statistics.answer import NOBODY, UNDEFINED, Absent, Estimate, Number
from bedside.statistics.repeated.freedom import Certainty
from bedside.statistics.repeated.likelihood import Point
from bedside.statistics.student import beyond, spread, two_sided
from bedside.values.wording import Text

Cell: TypeAlias = tuple[Hashable, Hashable]
"""A group and a visit."""
NO_VALUE = Absent(
    Text("nobody of this group has a value at this visit", "personne de ce groupe n’a de valeur à cette visite")
)


TOO_MANY = Absent(
    Text(
        "there are too few participants to test so many contrasts at once",
        "il y a trop peu de participants pour tester autant de contrastes à la fois",
    )
)


@dataclass(frozen=True, slots=True)
class Contrast:
    """A weighted sum of means with its interval, its degrees of freedom and the two-sided p-value of its being 0."""

    estimate: Estimate
    df: Number
    p: Number


@dataclass(frozen=True, slots=True)
class Joint:
    """The test that several contrasts are all 0: F with its two degrees of freedom."""

    method: str
    f: Number
    above: int
    below: Number
    p: Number


@dataclass(frozen=True)
class Fit:
    """What a fitted model answers from: the cells that are its first coefficients, and how certain all are."""

    cells: tuple[Cell, ...]
    at: Point
    certainty: Certainty


@dataclass(frozen=True)
class Repeated:
    """A model of values at visits, fitted (or with the reason why it is not); `method` says all that was chosen."""

    method: str
    groups: tuple[Hashable, ...]
    visits: tuple[Hashable, ...]
    level: float
    participants: int
    observations: int
    fit: Fit | Absent

    @property
    def deviance(self) -> Number:
        """Minus twice the restricted log-likelihood."""
        return self.fit if isinstance(self.fit, Absent) else self.fit.at.deviance

    @property
    def covariance(self) -> Floats | Absent:
        """Of the values of one participant at the visits of which there are any, in their order (t × t)."""
        return self.fit if isinstance(self.fit, Absent) else self.fit.at.covariance.matrix(self.fit.at.theta)

    def mean(self, group: Hashable, visit: Hashable) -> Contrast:
        """The least-squares mean of a group at a visit."""
        return self.contrast({(group, visit): 1.0})

    def difference(self, group: Hashable, reference: Hashable, visit: Hashable) -> Contrast:
        """The mean of a group less that of the reference, at a visit."""
        return self.contrast({(group, visit): 1.0, (reference, visit): -1.0})

    def change(self, group: Hashable, visit: Hashable, since: Hashable) -> Contrast:
        """The mean of a group at a visit less its mean at an earlier one."""
        return self.contrast({(group, visit): 1.0, (group, since): -1.0})

    def contrast(self, weights: Mapping[Cell, float]) -> Contrast:
        """Any weighted sum of means. Raises UsageError for a group or a visit that the model does not have."""
        row = self._row(weights)
        if isinstance(row, Absent) or isinstance(self.fit, Absent):
            return self._untold(row if isinstance(row, Absent) else NOBODY)
        value, (se, df) = float(row @ self.fit.at.beta), self.fit.certainty.one(row)
        half = spread(self.level, df) * se if se > 0 and df > 0 else inf
        if not (isfinite(half) and isfinite(df)):
            return self._untold(UNDEFINED)
        estimate = Estimate(self.method, value, value - half, value + half, self.level, se)
        return Contrast(estimate, df, two_sided(value / se, df))

    def joint(self, several: Sequence[Mapping[Cell, float]]) -> Joint:
        """The test that these contrasts, none of which follows from others, are all 0."""
        rows = [self._row(weights) for weights in several]
        why = next((row for row in rows if isinstance(row, Absent)), None)
        if why or isinstance(self.fit, Absent):
            return Joint(self.method, why or NOBODY, len(rows), why or NOBODY, why or NOBODY)
        held = np.array(rows)
        if not rows or np.linalg.matrix_rank(held) < len(rows):
            raise UsageError(
                Text("a contrast follows from the others.", "un contraste découle des autres."),
                "several",
                Text("Leave it out.", "Retirez-le."),
            )
        found = self.fit.certainty.several(held, held @ self.fit.at.beta)
        if found is None or not (isfinite(found[0]) and found[0] >= 0 and found[1] > 0):
            return Joint(self.method, TOO_MANY, len(rows), TOO_MANY, TOO_MANY)
        f, below = found
        return Joint(self.method, f, len(rows), below, beyond(f, len(rows), below))

    def _row(self, weights: Mapping[Cell, float]) -> Floats | Absent:
        """The contrast's weights of all coefficients (p), or why there is none."""
        for group, visit in weights:
            place(group, self.groups, "group")
            place(visit, self.visits, "visit")
        if not any(weights.values()):
            raise UsageError(
                Text("all weights are 0.", "tous les poids sont nuls."),
                "weights",
                Text("Give some mean a weight.", "Donnez un poids à une moyenne."),
            )
        if isinstance(self.fit, Absent):
            return self.fit
        row = np.zeros(self.fit.at.data.columns)
        for cell, weight in weights.items():
            if cell not in self.fit.cells:
                return NO_VALUE
            row[self.fit.cells.index(cell)] = weight
        return row

    def _untold(self, why: Absent) -> Contrast:
        return Contrast(Estimate(self.method, why, why, why, self.level, why), why, why)


def place(given: Hashable, among: Sequence[Hashable], name: str) -> int:
    """The place of a label among those there are."""
    if given not in among:
        there = ", ".join(str(each) for each in among)
        raise UsageError(
            Text(f"“{given}” is not one of: {there}.", f"« {given} » n’est pas parmi : {there}."),
            name,
            Text("Write it as it is written there.", "Écrivez-le comme il y est écrit."),
        )
    return list(among).index(given)
