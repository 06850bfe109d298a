"""The covariance of the greatest restricted likelihood: Fisher's steps from afar, Newton's once it is near."""

from __future__ import annotations

from math import inf

import numpy as np

from bedside.design.binomial import Floats
from bedside.statistics.answer import Absent
from bedside.statistics.repeated.covariance import Covariance
from bedside.statistics.repeated.likelihood import Point, point
from bedside.statistics.repeated.patterns import Patterns
from bedside.values.wording import Text

STEPS = 200
FAR = 1.0
"""A step that would lower the deviance by more is taken from afar."""
HALVINGS = 40
CLOSE = 1e-12
"""A step that would lower the deviance by less is the last one."""
ROUGH = 1e-10
"""By how much of itself a deviance may rise through rounding."""
FLAT = 1e-10
"""A correlation matrix with a smaller eigenvalue is singular; variation that is a smaller share is none."""

NO_SPREAD = Absent(
    Text("the values do not vary around their means", "les valeurs ne varient pas autour de leurs moyennes")
)
DEPENDENT = Absent(
    Text(
        "a covariate does not vary, or follows from others, among the values that there are",
        "une covariable ne varie pas, ou découle d’autres, parmi les valeurs disponibles",
    )
)
TOO_FEW = Absent(
    Text(
        "there are too few values to estimate means and their variation",
        "il y a trop peu de valeurs pour estimer les moyennes et leur variation",
    )
)
SINGULAR = Absent(
    Text(
        "the data do not determine this covariance; a simpler structure has fewer parameters",
        "les données ne déterminent pas cette covariance\u202f; une structure plus simple a moins de paramètres",
    )
)


def fitted(data: Patterns, covariance: Covariance) -> Point | Absent:
    """The likelihood at its greatest, or why there is no such place."""
    rest = _around_the_means(data)
    if isinstance(rest, Absent):
        return rest
    here, gain = _start(data, covariance, rest), inf
    for _ in range(STEPS):
        step = None if here is None or _singular(here) else _step(here, far=gain > FAR)
        if here is None or step is None:
            return SINGULAR
        gain = float(here.gradient @ step)
        after = _downhill(here, step)
        if gain < CLOSE:
            return here if after is None else after
        here = after
    return SINGULAR


def _around_the_means(data: Patterns) -> Floats | Absent:
    """The residuals of least squares (R × t)."""
    flat = data.rows.reshape(-1, data.columns + 1)
    design, response = flat[:, :-1], flat[:, -1]
    if data.observations <= data.columns:
        return TOO_FEW
    size = np.linalg.norm(design, axis=0)
    if (size == 0).any() or np.linalg.matrix_rank(design / size, FLAT**0.5) < data.columns:
        return DEPENDENT
    rest = response - design @ np.linalg.lstsq(design, response, rcond=None)[0]
    if float(rest @ rest) <= FLAT**2 * float(response @ response):
        return NO_SPREAD
    return np.asarray(rest.reshape(-1, data.visits))


def _start(data: Patterns, covariance: Covariance, rest: Floats) -> Point | None:
    """From the covariance of pairs of visits, as far as it is one; at worst from equal variances alone."""
    seen = data.seen.astype(float)
    pairs = rest.T @ rest / np.maximum((seen.T * data.counts) @ seen, 1)
    alone = np.eye(data.visits) * np.diagonal(pairs).mean()
    for share in (0.9, 0.5, 0.0):
        here = point(data, covariance, covariance.nearest(share * pairs + (1 - share) * alone))
        if here is not None:
            return here
    return None


def _singular(here: Point) -> bool:
    matrix = here.covariance.matrix(here.theta)
    scale = np.sqrt(np.diagonal(matrix))
    return not _positive(matrix / np.outer(scale, scale))


def _step(here: Point, far: bool) -> Floats | None:
    """Where the parameters should come down by (q): none if no curvature says so of each of them."""
    for curvature in (here.expected,) if far else (here.observed, here.expected):
        size = np.abs(np.diagonal(curvature))
        if (size > 0).all():
            scale = np.sqrt(size)
            scaled = curvature / np.outer(scale, scale)
            if _positive(scaled):
                return np.asarray(np.linalg.solve(scaled, here.gradient / scale) / scale)
    return None


def _positive(matrix: Floats) -> bool:
    """Whether all its eigenvalues are above what counts as 0."""
    try:
        np.linalg.cholesky(matrix - FLAT * np.eye(len(matrix)))
    except np.linalg.LinAlgError:
        return False
    return True


def _downhill(here: Point, step: Floats) -> Point | None:
    """The first of the step, its half, its quarter, ... that does not raise the deviance."""
    for halving in range(HALVINGS):
        there = point(here.data, here.covariance, here.theta - step / 2**halving)
        if there is not None and there.deviance <= here.deviance + ROUGH * (1 + abs(here.deviance)):
            return there
    return None
