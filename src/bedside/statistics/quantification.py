"""Values with limits of quantification, taken as censored: a value below a limit is somewhere below it, and no number.

The logarithms are taken to be normal and fitted by maximum likelihood (Tobin J, Econometrica 1958;26:24-36), in the
parameters in which the likelihood has one top (Olsen RJ, Econometrica 1978;46:1211-1215). Beside it stands what needs
no such assumption: between which values the observed quartiles lie.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil, erfc, exp, inf, log, pi, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike

from bedside.design.binomial import Floats
from bedside.errors import UsageError
from bedside.statistics.answer import NO_VARIATION, NOBODY, Absent, Estimate, Number, finite
from bedside.statistics.given import LEVEL, numbers, proportion, same_length
from bedside.values.wording import Text

METHOD = "censored log-normal maximum likelihood (Tobin 1958)"
SHARES = (0.25, 0.5, 0.75)
STEPS, HALVINGS, CLOSE, ROUGH = 100, 60, 1e-14, 1e-13
FEW = Absent(
    Text("fewer than two different values were quantified", "moins de deux valeurs différentes ont été quantifiées")
)
UNLIMITED = Absent(
    Text("it lies above a limit of quantification", "elle se trouve au-dessus d’une limite de quantification")
)


SAME = 1e-9
"""Values that differ by a smaller share of themselves are one."""


class Mark(StrEnum):
    """How a value stands to its number."""

    EXACT = ""
    BELOW = "<"
    ABOVE = ">"


@dataclass(frozen=True, slots=True)
class Between:
    """Where a quantile of the values lies, whatever the censored ones are: a point where both ends are one."""

    low: Number
    high: Number


@dataclass(frozen=True, slots=True)
class Quantified:
    """How many values, how many of them beyond a limit, and what they are like.

    `geometric_sd` is a factor, 1 for no variation; `quartiles` are those of the fitted distribution, whose median is
    the geometric mean; `observed` those of the values in order.
    """

    values: int
    below: int
    above: int
    geometric_mean: Estimate
    geometric_sd: Estimate
    quartiles: tuple[Estimate, Estimate, Estimate]
    observed: tuple[Between, Between, Between]


def quantified(values: ArrayLike, marks: Sequence[str], level: float = LEVEL) -> Quantified:
    """From positive values, each with "", "<" or ">". Raises UsageError for other values or marks."""
    proportion(level, "level")
    held = numbers(values, "values")
    same_length(marks, len(held), "marks")
    if (held <= 0).any():
        raise UsageError(
            Text("a value is not above 0.", "une valeur n’est pas supérieure à 0."),
            "values",
            Text("Give what is below a limit as that limit, marked <.", "Donnez la limite, précédée de <."),
        )
    strange = set(marks) - set(Mark)
    if strange:
        raise UsageError(
            Text(f"“{min(strange)}” is no mark.", f"« {min(strange)} » n’est pas un signe."),
            "marks",
            Text("Write < or >, or nothing.", "Écrivez < ou >, ou rien."),
        )
    side = np.array([{Mark.EXACT: 0, Mark.BELOW: 1, Mark.ABOVE: -1}[Mark(mark)] for mark in marks], dtype=float)
    counts = len(held), int((side > 0).sum()), int((side < 0).sum())
    mean, sd, *quartiles = _fitted(np.log(held), side, level)
    first, second, third = (_between(held, side, share) for share in SHARES)
    return Quantified(*counts, mean, sd, (quartiles[0], quartiles[1], quartiles[2]), (first, second, third))


def _fitted(logs: Floats, side: Floats, level: float) -> list[Estimate]:
    """Geometric mean, geometric standard deviation and quartiles."""
    if not len(logs):
        return [_told(NOBODY, NOBODY, level)] * 5
    if len(logs[side == 0]) < 2 or np.ptp(logs[side == 0]) < SAME:
        if side.any():
            return [_told(FEW, FEW, level)] * 5
        same = _told(exp(logs[0]), NO_VARIATION, level)
        return [same, _told(1.0, NO_VARIATION, level), same, same, same]
    middle, scale = logs.mean(), logs.std()
    gamma, theta, covariance = _highest((logs - middle) / scale, side)
    spread = scale / theta
    mean, *quartiles = (
        _estimate(middle + spread * (gamma + z), spread * np.array([1, -(gamma + z) / theta]), covariance, level)
        for z in (0.0, *map(NormalDist().inv_cdf, SHARES))
    )
    sd = _estimate(log(spread), np.array([0, -1 / theta]), covariance, level, times=2)
    return [mean, sd, *quartiles]


def _estimate(point: float, slope: Floats, covariance: Floats, level: float, times: int = 1) -> Estimate:
    """The exponential, so many times, of a number with its normal interval; `slope` is its one by gamma and theta."""
    error = sqrt(float(slope @ covariance @ slope))
    half = NormalDist().inv_cdf((1 + level) / 2) * error
    ends = np.array([point, point - half, point + half])
    with np.errstate(over="ignore"):
        for _ in range(times):
            ends = np.exp(ends)
            error = error * float(ends[0])
    value, low, high = (finite(each) for each in ends)
    return Estimate(METHOD, value, low, high, level, finite(error))


def _highest(x: Floats, side: Floats) -> tuple[float, float, Floats]:
    """The gamma (mean / sd) and theta (1 / sd) of the greatest likelihood, with their covariance: Newton's steps."""
    at = np.array([0.0, 1 / max(1.0, float(np.abs(x).max()))])
    here, slope, curve = _likelihood(at, x, side)
    for _ in range(STEPS):
        step = np.linalg.solve(curve, slope)
        gain = -float(slope @ step)
        for halving in range(HALVINGS):
            there = at - step / 2**halving
            found = _likelihood(there, x, side)
            if found[0] >= here - ROUGH * (1 + abs(here)):
                at, (here, slope, curve) = there, found
                break
        if gain < CLOSE:
            break
    return float(at[0]), float(at[1]), np.asarray(np.linalg.inv(-curve))


def _likelihood(at: Floats, x: Floats, side: Floats) -> tuple[float, Floats, Floats]:
    """The log-likelihood at gamma and theta, its slope (2) and its curvature (2 × 2); minus infinity outside."""
    gamma, theta = at
    nowhere = -inf, np.zeros(2), np.zeros((2, 2))
    if theta <= 0:
        return nowhere
    w, exact = theta * x - gamma, side == 0
    u = (side * w)[~exact]
    share = np.array([erfc(-each / sqrt(2)) / 2 for each in u])
    if (share <= 0).any():
        return nowhere
    mills = np.exp(-(u**2) / 2) / sqrt(2 * pi) / share
    told = exact.sum() * log(theta) - (w[exact] ** 2).sum() / 2 + np.log(share).sum()
    pull, bend = np.zeros_like(x), np.ones_like(x)
    pull[exact], pull[~exact] = -w[exact], side[~exact] * mills
    bend[~exact] = mills * (u + mills)
    by = np.column_stack([-np.ones_like(x), x])
    slope = by.T @ pull + np.array([0, exact.sum() / theta])
    curve = -(by.T * bend) @ by - np.diag([0, exact.sum() / theta**2])
    return float(told), np.asarray(slope), np.asarray(curve)


def _between(values: Floats, side: Floats, share: float) -> Between:
    """The quantile with the censored values as low, and as high, as they can be."""
    if not len(values):
        return Between(NOBODY, NOBODY)
    low, high = (np.sort(np.where(side == beyond, end, values)) for beyond, end in ((1, 0.0), (-1, inf)))
    place = len(values) * share
    ends = [(each[ceil(place) - 1] + each[min(int(place), len(values) - 1)]) / 2 for each in (low, high)]
    return Between(float(ends[0]), float(ends[1]) if ends[1] < inf else UNLIMITED)


def _told(value: Number, why: Absent, level: float) -> Estimate:
    """An estimate without an interval, or not even that."""
    return Estimate(METHOD, value, why, why, level, why)
