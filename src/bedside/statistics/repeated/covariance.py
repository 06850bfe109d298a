"""How the values of one participant may go together: four structures of the covariance matrix of visits.

Parameters are variances and covariances themselves, so that the matrix is a sum of them times fixed matrices; only the
autoregressive structure is not. They are the parameters of SAS's PROC MIXED (types UN, CS, TOEP, AR(1)), on which the
Kenward-Roger adjustment depends.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import numpy as np

from bedside.design.binomial import Floats, Whole


class Structure(StrEnum):
    """What is assumed of the covariance of visits."""

    UNSTRUCTURED = "unstructured"
    TOEPLITZ = "toeplitz"
    AUTOREGRESSIVE = "autoregressive"
    COMPOUND_SYMMETRY = "compound_symmetry"


SAID = {
    Structure.UNSTRUCTURED: "unstructured covariance",
    Structure.TOEPLITZ: "Toeplitz covariance",
    Structure.AUTOREGRESSIVE: "first-order autoregressive covariance",
    Structure.COMPOUND_SYMMETRY: "compound symmetry",
}
"""How a method's name says it."""


class Covariance(Protocol):
    """The matrix of t visits at q parameters, with its first and second derivatives."""

    def nearest(self, matrix: Floats) -> Floats:
        """The parameters that come near a matrix (q)."""

    def matrix(self, theta: Floats) -> Floats:
        """t × t."""

    def slopes(self, theta: Floats) -> Floats:
        """q × t × t."""

    def bends(self, theta: Floats) -> Floats | None:
        """q × q × t × t; none where the matrix is linear in its parameters."""


@dataclass(frozen=True)
class Linear:
    """A sum of parameters times fixed matrices, `basis` (q × t × t)."""

    basis: Floats

    def nearest(self, matrix: Floats) -> Floats:
        return np.asarray(np.tensordot(self.basis, matrix, 2) / self.basis.sum(axis=(1, 2)))

    def matrix(self, theta: Floats) -> Floats:
        return np.asarray(np.tensordot(theta, self.basis, 1))

    def slopes(self, theta: Floats) -> Floats:
        return self.basis

    def bends(self, theta: Floats) -> Floats | None:
        return None


@dataclass(frozen=True)
class Autoregressive:
    """A variance times a correlation to the power of the number of visits between (t × t, `lags`)."""

    lags: Whole

    def nearest(self, matrix: Floats) -> Floats:
        variance, beside = np.diagonal(matrix).mean(), matrix[self.lags == 1]
        return np.array([variance, beside.mean() / variance if len(beside) else 0.0])

    def matrix(self, theta: Floats) -> Floats:
        variance, rho = theta
        return np.asarray(variance * rho**self.lags)

    def slopes(self, theta: Floats) -> Floats:
        variance, rho = theta
        return np.stack([rho**self.lags, variance * self._falling(rho, 1)])

    def bends(self, theta: Floats) -> Floats | None:
        variance, rho = theta
        once = self._falling(rho, 1)
        return np.stack([np.stack([0 * once, once]), np.stack([once, variance * self._falling(rho, 2)])])

    def _falling(self, rho: float, times: int) -> Floats:
        """rho to the power of the lags, derived so many times by rho."""
        factor = self.lags if times == 1 else self.lags * (self.lags - 1)
        return np.asarray(factor * rho ** np.maximum(self.lags - times, 0))


def covariance(structure: Structure, places: Whole) -> Covariance:
    """The structure for visits at these places in the order of the plan, 0, 1, ..."""
    lags = np.abs(places[:, None] - places[None, :])
    if structure is Structure.AUTOREGRESSIVE:
        return Autoregressive(lags)
    if structure is Structure.COMPOUND_SYMMETRY:
        kinds = (lags > 0).astype(np.int64)
    elif structure is Structure.TOEPLITZ:
        kinds = lags
    else:
        upper, kinds = np.triu_indices(len(places)), np.zeros_like(lags)
        kinds[upper] = np.arange(len(upper[0]))
        kinds = np.maximum(kinds, kinds.T)
    return Linear(np.stack([(kinds == kind).astype(float) for kind in np.unique(kinds)]))
