"""Proportional hazards: of one cause (Cox), and of its cumulative incidence (Fine and Gray).

Cox DR, J R Stat Soc B 1972;34:187-220; Breslow N, Biometrics 1974;30:89-99 and Efron B, J Am Stat Assoc 1977;72:557-565
for tied times; Fine JP, Gray RJ, J Am Stat Assoc 1999;94:496-509, with the robust variance and the Breslow ties of
their program, R's cmprsk::crr. The censoring distribution is one for all participants.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import exp

import numpy as np
from numpy.typing import ArrayLike

from bedside.design.binomial import Floats
from bedside.errors import UsageError
from bedside.statistics.answer import NO_EVENT, NO_VARIATION, NOBODY, Absent, Estimate, Number, Test
from bedside.statistics.distributions import normal_quantile, two_sided
from bedside.statistics.given import LEVEL, cause_number, columns, proportion
from bedside.statistics.newton import INSEPARABLE, Fitted, Model, fitted
from bedside.statistics.risk_sets import RiskSets, Ties, risk_sets
from bedside.values.wording import Text

TINY = 1e-200
"""The smallest sum of relative hazards that a likelihood is worked out with."""
MOST = 700.0
"""The logarithm of the greatest ratio that is told."""
TOO_LARGE = Absent(Text("the ratio is too large to be told", "le rapport est trop grand pour être indiqué"))


@dataclass(frozen=True, slots=True)
class Effect:
    """Of one covariate, by one unit: the logarithm of the hazard ratio, the ratio, and the Wald test that it is 1."""

    name: str
    log_ratio: Estimate
    ratio: Estimate
    test: Test


@dataclass(frozen=True, slots=True)
class Effects:
    """Of all covariates at once. `log_likelihood` is that of the model, `null` that of no effect."""

    method: str
    participants: int
    events: int
    effects: tuple[Effect, ...]
    log_likelihood: Number
    null: Number


def cox(
    time: ArrayLike, event: ArrayLike, covariates: ArrayLike, names: Sequence[str] | None = None, cause: int = 1,
    ties: Ties = Ties.EFRON, level: float = LEVEL,
) -> Effects:  # fmt: skip
    """The hazard of one cause, all other ends being censored: `event` is 0 where censored, otherwise the cause.

    `covariates` has a row a participant, a column a covariate. Raises UsageError for what cannot be.
    """
    sets, given = _prepared(time, event, covariates, cause, ties, stay=False)
    found = fitted(_Hazards(sets, given)) if sets.event.any() else _none(sets)
    covariance = None if isinstance(found, Absent) else found.inverse
    return _told(f"Cox regression, {ties} ties", sets, given, names, found, covariance, level)


def fine_gray(
    time: ArrayLike, event: ArrayLike, covariates: ArrayLike, names: Sequence[str] | None = None, cause: int = 1,
    level: float = LEVEL,
) -> Effects:  # fmt: skip
    """The hazard of the subdistribution of one cause: `event` is 0 where censored, otherwise the cause.

    `covariates` has a row a participant, a column a covariate. Raises UsageError for what cannot be.
    """
    sets, given = _prepared(time, event, covariates, cause, Ties.BRESLOW, stay=True)
    found = fitted(_Hazards(sets, given)) if sets.event.any() else _none(sets)
    covariance = None if isinstance(found, Absent) else _robust(_Hazards(sets, given), found)
    method = "Fine-Gray regression, Breslow ties, robust variance (Fine and Gray 1999)"
    return _told(method, sets, given, names, found, covariance, level)


class _Hazards(Model):
    """The partial likelihood, written with the two operations of the risk sets; `given` has a row a covariate."""

    def __init__(self, sets: RiskSets, given: Floats) -> None:
        self.sets, self.given = sets, given
        self.scale = given.std(axis=1)
        self.observed = given[:, sets.event].sum(axis=1)

    def at(self, coefficients: Floats) -> tuple[float, Floats, Floats]:
        """Without likelihood where the hazards of all at risk are too small for a computer to hold."""
        risk, shift = self.risk(coefficients)
        total, mean = self.means(risk)
        count = self.sets.count
        if not (total > TINY).all():
            return -np.inf, np.zeros_like(coefficients), np.zeros((len(coefficients),) * 2)
        likelihood = float(self.observed @ coefficients - count @ (np.log(total) + shift))
        weight = risk * self.sets.shares((count / total)[None, :])
        information = (self.given * weight) @ self.given.T - (mean * count) @ mean.T
        return likelihood, self.observed - mean @ count, information

    def risk(self, coefficients: Floats) -> tuple[Floats, float]:
        """The relative hazard of each, over the greatest, and the logarithm of that."""
        linear = coefficients @ self.given
        shift = float(linear.max())
        return np.exp(linear - shift), shift

    def means(self, risk: Floats) -> tuple[Floats, Floats]:
        """At each term: the hazards of those at risk in all, and their mean covariates weighted with it."""
        sums = self.sets.sums(np.vstack([risk, risk * self.given]))
        return sums[0], sums[1:] / np.where(sums[0] > TINY, sums[0], 1.0)


def _prepared(
    time: ArrayLike, event: ArrayLike, covariates: ArrayLike, cause: int, ties: Ties, stay: bool
) -> tuple[RiskSets, Floats]:
    sets = risk_sets(time, event, cause_number(cause), ties, stay)
    given = columns(covariates, len(sets.order), "covariates")[sets.order].T
    return sets, np.ascontiguousarray(given - given.mean(axis=1, keepdims=True) if given.size else given)


def _none(sets: RiskSets) -> Absent:
    return NO_EVENT if len(sets.order) else NOBODY


def _robust(model: _Hazards, found: Fitted) -> Floats:
    """The inverse information around the squares of what each participant adds to the score."""
    sets, given = model.sets, model.given
    risk, _ = model.risk(found.coefficients)
    total, mean = model.means(risk)
    hazard = (sets.count / total)[None, :]
    own = -risk * (given * sets.shares(hazard) - sets.shares(hazard * mean))
    own[:, sets.event] += given[:, sets.event] - mean[:, np.searchsorted(sets.at, sets.row[sets.event])]
    own += sets.censoring(risk * given, hazard) - sets.censoring(risk[None, :], hazard * mean)
    covariance: Floats = found.inverse @ (own @ own.T) @ found.inverse
    return covariance


def _told(
    method: str, sets: RiskSets, given: Floats, names: Sequence[str] | None, found: Fitted | Absent,
    covariance: Floats | None, level: float,
) -> Effects:  # fmt: skip
    called = tuple(names) if names is not None else tuple(f"covariate {k + 1}" for k in range(len(given)))
    if len(called) != len(given):
        raise UsageError(
            Text(
                f"{len(called)} names for {len(given)} covariates.",
                f"{len(called)} noms pour {len(given)} covariables.",
            ),
            "names",
            Text("Name each covariate.", "Nommez chaque covariable."),
        )
    proportion(level, "level")
    size, events = len(sets.order), int(sets.event.sum())
    if isinstance(found, Absent) or covariance is None:
        why = found if isinstance(found, Absent) else INSEPARABLE
        none = Estimate(method, why, why, why, level, why)
        effects = tuple(Effect(name, none, none, Test("Wald test", why)) for name in called)
        return Effects(method, size, events, effects, why, why)
    each = zip(called, found.coefficients, np.sqrt(np.diag(covariance)), strict=True)
    effects = tuple(_effect(method, name, float(value), float(se), level) for name, value, se in each)
    return Effects(method, size, events, effects, found.likelihood, found.null)


def _effect(method: str, name: str, value: float, se: float, level: float) -> Effect:
    if not se > 0:
        none = Estimate(method, value, NO_VARIATION, NO_VARIATION, level, NO_VARIATION)
        return Effect(name, none, replace(none, value=_exp(value), se=None), Test("Wald test", NO_VARIATION))
    half = normal_quantile((1 + level) / 2) * se
    low, high = value - half, value + half
    ratio, least, most = (_exp(each) for each in (value, low, high))
    z = value / se
    return Effect(
        name,
        Estimate(method, value, low, high, level, se),
        Estimate(method, ratio, least, most, level),
        Test("Wald test", two_sided(z), z),
    )


def _exp(value: float) -> Number:
    """The exponential, where it is a number that a computer holds."""
    return exp(value) if value < MOST else TOO_LARGE
