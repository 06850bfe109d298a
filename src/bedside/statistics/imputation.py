"""Missing outcomes imputed many times, moved by a delta: what if those who are missing do worse?

A number is drawn from the posterior of a linear regression on covariates and then moved by delta; a yes or no from that
of a logistic regression (its normal approximation) whose log-odds are moved by delta, without covariates from the beta
distribution of Jeffreys' prior (Rubin DB, Multiple Imputation for Nonresponse in Surveys, Wiley 1987, §5.3; delta:
Carpenter JR, Kenward MG, Multiple Imputation and its Application, Wiley 2013, §10). With delta 0 what is missing is
taken to be missing at random. All deltas use the same random numbers, so that results move with delta alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from bedside.design.binomial import Floats, Yes
from bedside.errors import UsageError
from bedside.statistics.answer import NO_VARIATION, NOBODY, Absent
from bedside.statistics.given import columns, count, numbers, same_length
from bedside.statistics.logistic import chances, logistic
from bedside.values.wording import Text

TIMES = 100
FEW = Absent(
    Text(
        "there are too few known outcomes to impute the missing ones from",
        "trop peu de résultats sont connus pour imputer ceux qui manquent",
    )
)


DEPENDENT = Absent(
    Text(
        "a covariate follows from others among those whose outcome is known",
        "une covariable découle d’autres parmi ceux dont le résultat est connu",
    )
)
FLAT = 1e-20
"""Squares that are a smaller share of all are rounding."""


class Kind(StrEnum):
    """What is imputed."""

    CONTINUOUS = "continuous"
    BINARY = "binary"


METHODS = {
    Kind.CONTINUOUS: "multiple imputation, Bayesian linear regression (Rubin 1987)",
    Kind.BINARY: "multiple imputation, Bayesian logistic regression (Rubin 1987)",
}


@dataclass(frozen=True)
class Missing:
    """Outcomes of n participants, not a number (nan) where one is missing.

    `covariates` (n × k) are known of everybody. `times` is the number of imputations; the same `seed` gives the same
    ones with the same version of NumPy.
    """

    kind: Kind
    outcomes: ArrayLike
    covariates: ArrayLike | None = None
    times: int = TIMES
    seed: int = 1

    def imputed(self, delta: ArrayLike = 0.0) -> Floats | Absent:
        """The completed outcomes, one imputation a row (times × n), or why there are none.

        `delta` is added to what is imputed (to its log-odds, where it is a yes or no): one for all, or one a
        participant. Raises UsageError for an outcome, a covariate or a delta that cannot be.
        """
        held, design = self._checked()
        moved = numbers(delta if np.ndim(delta) else np.full(len(held), delta), "delta")
        same_length(moved, len(held), "delta")
        gone = np.isnan(held)
        if not len(held):
            return NOBODY
        if not gone.any():
            return np.tile(held, (self.times, 1))
        if (~gone).sum() <= design.shape[1]:
            return FEW
        draw = _numbers if self.kind is Kind.CONTINUOUS else _answers
        drawn = draw(held, design, moved, gone, self.times, np.random.default_rng(self.seed))
        if isinstance(drawn, Absent):
            return drawn
        found = np.tile(held, (self.times, 1))
        found[:, gone] = drawn
        return found

    def _checked(self) -> tuple[Floats, Floats]:
        """The outcomes (n), and the columns of the regression (n × (1 + k))."""
        held = np.asarray(self.outcomes, dtype=float)
        known = numbers(held[~np.isnan(held)], "outcomes")
        count(self.times, "times")
        if self.kind is Kind.BINARY and not np.isin(known, (0.0, 1.0)).all():
            raise UsageError(
                Text("an outcome is neither 0 nor 1.", "un résultat n’est ni 0 ni 1."),
                "outcomes",
                Text("Write 1 for a success.", "Écrivez 1 pour un succès."),
            )
        if self.covariates is None:
            return held, np.ones((len(held), 1))
        other = columns(self.covariates, len(held), "covariates")
        return held, np.column_stack([np.ones(len(held)), other - other.mean(axis=0)])


def _numbers(
    held: Floats, design: Floats, delta: Floats, gone: Yes, times: int, chance: np.random.Generator
) -> Floats | Absent:
    """Draws of missing numbers (times × missing)."""
    known, response = design[~gone], held[~gone]
    df = len(response) - design.shape[1]
    if np.linalg.matrix_rank(known) < design.shape[1]:
        return DEPENDENT
    q, r = np.linalg.qr(known)
    beta = np.linalg.solve(r, q.T @ response)
    squares = float(((response - known @ beta) ** 2).sum())
    if squares <= FLAT * float(response @ response):
        return NO_VARIATION
    sd = np.sqrt(squares / chance.chisquare(df, times))
    betas = beta + sd[:, None] * np.linalg.solve(r, chance.standard_normal((design.shape[1], times))).T
    noise = sd[:, None] * chance.standard_normal((times, int(gone.sum())))
    return np.asarray(betas @ design[gone].T + noise + delta[gone])


def _answers(
    held: Floats, design: Floats, delta: Floats, gone: Yes, times: int, chance: np.random.Generator
) -> Floats | Absent:
    """Draws of missing answers (times × missing)."""
    known, response = design[~gone], held[~gone]
    if design.shape[1] == 1:
        rate = chance.beta(response.sum() + 0.5, len(response) - response.sum() + 0.5, times)
        odds = np.log(rate / (1 - rate))[:, None]
    else:
        fit = logistic(known, response)
        if isinstance(fit, Absent):
            return fit
        root = np.linalg.cholesky(fit.covariance)
        odds = (fit.beta + chance.standard_normal((times, design.shape[1])) @ root.T) @ design[gone].T
    drawn = chance.random((times, int(gone.sum()))) < chances(odds + delta[gone])
    return np.asarray(drawn, dtype=float)
