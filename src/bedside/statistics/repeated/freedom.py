"""Standard errors and degrees of freedom of contrasts, for a covariance that was itself estimated.

Satterthwaite: Giesbrecht FG, Burns JC, Biometrics 1985;41:477-486; for several contrasts at once Fai AHT, Cornelius PL,
J Stat Comput Simul 1996;54:363-378. Kenward MG, Roger JH, Biometrics 1997;53:983-997: the standard error grows too, and
a test of several contrasts is scaled. Their adjustment has second derivatives of the covariance by its parameters, and
thereby depends on what these parameters are:

    kenward_roger            the parameters of `covariance`, as SAS's ddfm=kr
    kenward_roger_linear     without second derivatives, as SAS's ddfm=kr(linear) and the R package mmrm's
                             "Kenward-Roger-Linear"; the same as the one above but for the autoregressive structure
    kenward_roger_cholesky   unstructured only: the entries of a triangular factor, as the R package mmrm's
                             "Kenward-Roger"

How certain the covariance is comes from the curvature of the likelihood as observed (SAS, the R package mmrm) or as
expected (the paper, the R package pbkrtest).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from bedside.design.binomial import Floats
from bedside.statistics.answer import Absent
from bedside.statistics.repeated.cholesky import second_derivatives
from bedside.statistics.repeated.fitting import SINGULAR
from bedside.statistics.repeated.likelihood import Point

ROUNDING = 1e-9
"""How far a number that stands at a limit may be from it by rounding, which differs from one processor to the next."""


class Freedom(StrEnum):
    """How degrees of freedom and standard errors are had."""

    SATTERTHWAITE = "satterthwaite"
    KENWARD_ROGER = "kenward_roger"
    KENWARD_ROGER_LINEAR = "kenward_roger_linear"
    KENWARD_ROGER_CHOLESKY = "kenward_roger_cholesky"


class Information(StrEnum):
    """Which curvature says how certain the covariance is."""

    OBSERVED = "observed"
    EXPECTED = "expected"


SAID = {
    Freedom.SATTERTHWAITE: "Satterthwaite degrees of freedom",
    Freedom.KENWARD_ROGER: "Kenward–Roger (1997) standard errors and degrees of freedom",
    Freedom.KENWARD_ROGER_LINEAR: "Kenward–Roger (1997) without second derivatives",
    Freedom.KENWARD_ROGER_CHOLESKY: "Kenward–Roger (1997) in the Cholesky parameters",
}
"""How a method's name says it."""


@dataclass(frozen=True)
class Certainty:
    """How certain coefficients are: their covariance as used for standard errors (p × p), and what freedom needs.

    `phi` is the covariance before any adjustment, `turns` (q × p × p) its derivatives by the parameters of V, and
    `spread` (q × q) the covariance of these.
    """

    adjusted: Floats
    phi: Floats
    turns: Floats
    spread: Floats
    freedom: Freedom

    def one(self, contrast: Floats) -> tuple[float, float]:
        """The standard error and the degrees of freedom of one contrast (p)."""
        variance = float(contrast @ self.phi @ contrast)
        slope = np.einsum("p,ipq,q->i", contrast, self.turns, contrast)
        varies = float(slope @ self.spread @ slope)
        freedom = 2 * variance**2 / varies if varies > 0 else float("inf")
        return float(np.sqrt(contrast @ self.adjusted @ contrast)), freedom

    def several(self, contrasts: Floats, estimates: Floats) -> tuple[float, float] | None:
        """F of contrasts (l × p) that are all to be 0, and its second degrees of freedom; none without a mean of F."""
        if len(contrasts) == 1:
            error, freedom = self.one(contrasts[0])
            return float(estimates[0] / error) ** 2, freedom
        inside = contrasts @ self.adjusted @ contrasts.T
        f = float(estimates @ np.linalg.solve(inside, estimates)) / len(contrasts)
        if self.freedom is Freedom.SATTERTHWAITE:
            return f, self._fai_cornelius(contrasts)
        found = self._kenward_roger(contrasts)
        return None if found is None else (found[0] * f, found[1])

    def _fai_cornelius(self, contrasts: Floats) -> float:
        _, vectors = np.linalg.eigh(contrasts @ self.phi @ contrasts.T)
        each = np.array([self.one(vector @ contrasts)[1] for vector in vectors.T])
        mean = float((1 / (1 - 2 / each[each > 2])).sum())
        return 2 * mean / (mean - len(contrasts)) if mean > len(contrasts) else 2.0

    def _kenward_roger(self, contrasts: Floats) -> tuple[float, float] | None:
        """The scale of F and its degrees of freedom: section 3 of the paper."""
        size = len(contrasts)
        projected = contrasts.T @ np.linalg.solve(contrasts @ self.phi @ contrasts.T, contrasts)
        each = projected @ self.turns
        traces = np.trace(each, axis1=1, axis2=2)
        a1 = float(traces @ self.spread @ traces)
        a2 = float((self.spread * np.einsum("ipq,jqp->ij", each, each)).sum())
        if a2 >= size * (1 - ROUNDING):  # F has no mean; just below, what is left of it is rounding alone
            return None
        b = (a1 + 6 * a2) / (2 * size)
        g = ((size + 1) * a1 - (size + 4) * a2) / ((size + 2) * a2)
        below = 3 * size + 2 * (1 - g)
        c1, c2, c3 = g / below, (size - g) / below, (size + 2 - g) / below
        over_mean = 1 - a2 / size
        over_variance = size / 2 * (1 - c2 * b) ** 2 * (1 - c3 * b) / (1 + c1 * b)
        ratio = 2 * over_variance / over_mean**2
        freedom = 4 + (size + 2) * ratio / (size - ratio)
        return freedom * over_mean / (freedom - 2), freedom


def certainty(at: Point, freedom: Freedom, information: Information) -> Certainty | Absent:
    """From the greatest likelihood; a reason where its curvature does not say how certain the covariance is."""
    curvature = at.observed if information is Information.OBSERVED else at.expected
    if np.linalg.eigvalsh(curvature)[0] <= 0:
        return SINGULAR
    spread = np.asarray(2 * np.linalg.inv(curvature), dtype=float)
    turns = np.asarray(at.half @ at.tilted @ at.half.T)
    adjusted = at.phi
    if freedom is not Freedom.SATTERTHWAITE:
        adjusted = np.asarray(at.phi + 2 * _shortfall(at, turns, spread, freedom))
    return Certainty(adjusted, at.phi, turns, spread, freedom)


def _shortfall(at: Point, turns: Floats, spread: Floats, freedom: Freedom) -> Floats:
    """Half of what the covariance of coefficients falls short by (p × p).

    The sum over pairs of parameters of their covariance times Φ(Q - PΦP - R/4)Φ of the paper.
    """
    t = at.data.visits
    flat = at.slopes.reshape(-1, t * t)
    pairs = (flat.T @ spread @ flat).reshape(t, t, t, t)
    between = np.einsum("abcd,kbc->kad", pairs, at.inverse)
    bends = _bends(at, spread, freedom)
    if bends is not None:
        between = between - bends / 4
    sums = np.tensordot(at.design, between[at.data.of] @ at.design, ((0, 1), (0, 1)))
    twice = np.tensordot(spread, turns, 1) @ np.linalg.inv(at.phi)
    return np.asarray(at.phi @ sums @ at.phi - (twice @ turns).sum(axis=0))


def _bends(at: Point, spread: Floats, freedom: Freedom) -> Floats | None:
    """Second derivatives of V times the covariance of the parameters, summed (t × t)."""
    if freedom is Freedom.KENWARD_ROGER_CHOLESKY:
        return second_derivatives(at.covariance.matrix(at.theta), at.slopes, spread)
    if freedom is Freedom.KENWARD_ROGER and at.bends is not None:
        return np.asarray(np.tensordot(spread, at.bends, 2))
    return None
