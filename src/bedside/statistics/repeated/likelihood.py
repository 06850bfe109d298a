"""The restricted likelihood of a covariance, with its slope, its curvature and the curvature expected of it.

Patterson HD, Thompson R, Biometrika 1971;58:545-554; derivatives as in Lindstrom MJ, Bates DM, J Am Stat Assoc
1988;83:1014-1022. Deviance is minus twice the restricted log-likelihood, with the constant of SAS and of R's lme4:
(N - p)·log 2π + log|V| + log|X'V⁻¹X| + r'V⁻¹r.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import log, pi

import numpy as np

from bedside.design.binomial import Floats
from bedside.statistics.repeated.covariance import Covariance
from bedside.statistics.repeated.patterns import Patterns


@dataclass(frozen=True)
class Point:
    """The likelihood at one set of q parameters.

    `inverse` (K × t × t) is V⁻¹ of each pattern, 0 where a visit is missing; `beta` (p) the coefficients, `phi`
    (p × p) their covariance (X'V⁻¹X)⁻¹ and `half` a root of it; `design` (R × t × p) is V⁻¹X, `rest` (R × t) V⁻¹r.
    """

    data: Patterns
    covariance: Covariance
    theta: Floats
    deviance: float
    inverse: Floats
    beta: Floats
    phi: Floats
    half: Floats
    design: Floats
    rest: Floats

    @cached_property
    def slopes(self) -> Floats:
        """∂V/∂θ (q × t × t)."""
        return self.covariance.slopes(self.theta)

    @cached_property
    def bends(self) -> Floats | None:
        """∂²V/∂θ² (q × q × t × t)."""
        return self.covariance.bends(self.theta)

    @cached_property
    def _scaled(self) -> Floats:
        """V⁻¹X·Φ^½."""
        return np.asarray(self.design @ self.half)

    @cached_property
    def _explained(self) -> Floats:
        """V⁻¹XΦX'V⁻¹ summed over the rows of a pattern (K × t × t)."""
        return self._summed(self._scaled @ self._scaled.transpose(0, 2, 1))

    @cached_property
    def _squares(self) -> Floats:
        """V⁻¹rr'V⁻¹ summed likewise."""
        return self._summed(self.rest[:, :, None] * self.rest[:, None, :])

    def _summed(self, each: Floats) -> Floats:
        found = np.zeros((len(self.data.counts), *each.shape[1:]))
        np.add.at(found, self.data.of, each)
        return found

    @cached_property
    def _weight(self) -> Floats:
        """The matrix whose product with ∂V is the slope of the deviance (t × t)."""
        known = np.tensordot(self.data.counts.astype(float), self.inverse, 1)
        return np.asarray(known - self._explained.sum(axis=0) - self._squares.sum(axis=0))

    @cached_property
    def gradient(self) -> Floats:
        """The slope of the deviance (q)."""
        return np.asarray(np.tensordot(self.slopes, self._weight, 2))

    @cached_property
    def tilted(self) -> Floats:
        """Φ^½'·X'V⁻¹(∂V)V⁻¹X·Φ^½ (q × p × p): Kenward and Roger's P, signed otherwise."""
        return self._tilted(self._scaled)

    def _tilted(self, other: Floats) -> Floats:
        """Φ^½'·X'V⁻¹(∂V)·other, summed over rows (q × p × columns of `other`)."""
        t, p, more = self.data.visits, self.data.columns, other.shape[2]
        pairs = self._scaled.reshape(-1, t * p).T @ other.reshape(-1, t * more)
        by_visits = pairs.reshape(t, p, t, more).transpose(0, 2, 1, 3).reshape(t * t, p * more)
        return np.asarray((self.slopes.reshape(-1, t * t) @ by_visits).reshape(-1, p, more))

    @cached_property
    def expected(self) -> Floats:
        """The curvature that the deviance is expected to have (q × q): tr(P ∂V P ∂V)."""
        known = self._traces(self.inverse * self.data.counts[:, None, None] - 2 * self._explained)
        flat = self.tilted.reshape(len(self.theta), -1)
        return np.asarray(known + flat @ flat.T)

    @cached_property
    def observed(self) -> Floats:
        """The curvature of the deviance (q × q)."""
        pull = self._tilted(self.rest[:, :, None])[:, :, 0]
        found = 2 * (self._traces(self._squares) - pull @ pull.T) - self.expected
        if self.bends is not None:
            found = found + np.tensordot(self.bends, self._weight, 2)
        return np.asarray(found)

    def _traces(self, other: Floats) -> Floats:
        """The traces of ∂V·V⁻¹·∂V·other summed over patterns (q × q)."""
        t = self.data.visits
        pairs = np.asarray(self.inverse.reshape(-1, t * t).T @ other.reshape(-1, t * t)).reshape(t, t, t, t)
        flat = self.slopes.reshape(-1, t * t)
        found = flat @ pairs.transpose(3, 0, 1, 2).reshape(t * t, t * t) @ flat.T
        return np.asarray((found + found.T) / 2)


def point(data: Patterns, covariance: Covariance, theta: Floats) -> Point | None:
    """The likelihood there; none where the matrix is no covariance or the design is singular."""
    matrix = covariance.matrix(theta)
    both = data.seen[:, :, None] & data.seen[:, None, :]
    filled = np.where(both, matrix, 0.0) + np.eye(data.visits) * ~data.seen[:, None, :]
    try:
        np.linalg.cholesky(matrix)
        roots = np.linalg.cholesky(filled)
        inverse = np.where(both, np.linalg.inv(filled), 0.0)
        whitened = inverse[data.of] @ data.rows
        sums = np.tensordot(data.rows, whitened, ((0, 1), (0, 1)))
        inner = np.linalg.cholesky(sums[:-1, :-1])
        half = np.linalg.inv(inner).T
    except np.linalg.LinAlgError:
        return None
    phi = half @ half.T
    beta = phi @ sums[:-1, -1]
    rest = whitened[:, :, -1] - whitened[:, :, :-1] @ beta
    squares = float(np.tensordot(data.rows[:, :, -1] - data.rows[:, :, :-1] @ beta, rest, 2))
    logs = 2 * np.log(np.diagonal(roots, axis1=1, axis2=2)).sum(axis=1) @ data.counts
    logs += 2 * np.log(np.diagonal(inner)).sum()
    deviance = (data.observations - data.columns) * log(2 * pi) + float(logs) + squares
    return Point(data, covariance, theta, deviance, inverse, beta, phi, half, whitened[:, :, :-1], rest)
