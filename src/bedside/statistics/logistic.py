"""Logistic regression by maximum likelihood, with the reason where it has no finite answer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bedside.design.binomial import Floats
from bedside.statistics.answer import Absent
from bedside.values.wording import Text

STEPS = 25
"""Where no coefficient is infinite, ten are enough."""
CLOSE = 1e-16


SEPARATED = Absent(
    Text(
        "the covariates tell the outcomes apart, or each other: no coefficient is finite",
        "les covariables séparent les résultats, ou se déterminent entre elles\u202f: aucun coefficient n’est fini",
    )
)


@dataclass(frozen=True)
class Logistic:
    """Coefficients (p) and their covariance (p × p)."""

    beta: Floats
    covariance: Floats


def logistic(design: Floats, response: Floats) -> Logistic | Absent:
    """From a design (n × p) and answers of 0 and 1 (n)."""
    if np.linalg.matrix_rank(design) < design.shape[1]:
        return SEPARATED
    beta = np.zeros(design.shape[1])
    for _ in range(STEPS):
        chance = chances(design @ beta)
        information = (design.T * (chance * (1 - chance))) @ design
        try:
            covariance = np.asarray(np.linalg.inv(information), dtype=float)
        except np.linalg.LinAlgError:
            return SEPARATED
        step = covariance @ design.T @ (response - chance)
        beta = beta + step
        if float(step @ information @ step) < CLOSE:
            return Logistic(beta, covariance)
    return SEPARATED


def chances(log_odds: Floats) -> Floats:
    """The probabilities of these log-odds."""
    with np.errstate(over="ignore"):
        return np.asarray(1 / (1 + np.exp(-log_odds)))
