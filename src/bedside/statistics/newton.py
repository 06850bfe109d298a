"""The greatest likelihood by Newton's method, or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from bedside.design.binomial import ROUNDING, Floats
from bedside.statistics.answer import Absent
from bedside.values.wording import Text

STEPS, HALVINGS = 40, 30
PRECISE = 1e-10
"""The search ends where a step would move no coefficient by more, in standard deviations of its covariate."""
FLAT = 1e-10
"""The share of the greatest curvature below which a direction of the likelihood is flat."""
INSEPARABLE = Absent(
    Text("the effects of the covariates cannot be told apart, or one of them does not vary",
         "les effets des covariables ne peuvent être distingués, ou l’une d’elles ne varie pas")
)  # fmt: skip
WITHOUT_END = Absent(
    Text("a covariate separates those with the event from the others, so its effect has no finite estimate",
         "une covariable sépare ceux qui ont l’événement des autres : son effet n’a pas d’estimation finie")
)  # fmt: skip


class Model(Protocol):
    """A likelihood of coefficients; `scale` is the standard deviation of the covariate of each."""

    scale: Floats

    def at(self, coefficients: Floats) -> tuple[float, Floats, Floats]:
        """The logarithm of the likelihood, its slope, and its curvature with the sign turned (the information)."""
        ...


@dataclass(frozen=True)
class Fitted:
    """The coefficients, the inverse of the information there, and the likelihood there and without effect."""

    coefficients: Floats
    inverse: Floats
    likelihood: float
    null: float


def fitted(model: Model) -> Fitted | Absent:
    """Newton's steps from no effect, halved until the likelihood does not fall."""
    scale = model.scale
    if not (scale > 0).all():
        return INSEPARABLE
    here = np.zeros(len(scale))
    null, slope, information = model.at(here)
    likelihood = null
    for _ in range(STEPS):
        curvature = information / (scale * scale[:, None])
        roots = np.linalg.eigvalsh(curvature)
        if roots[0] <= FLAT * max(roots[-1], 1.0):
            return WITHOUT_END if here.any() else INSEPARABLE
        step = np.linalg.solve(curvature, slope / scale) / scale
        if (np.abs(step) * scale).max() < PRECISE * (1 + (np.abs(here) * scale).max()):
            return Fitted(here, np.asarray(np.linalg.inv(information), dtype=float), likelihood, null)
        for _ in range(HALVINGS):
            tried = model.at(here + step)
            if tried[0] >= likelihood - ROUNDING * (1 + abs(likelihood)):
                break
            step = step / 2
        here, (likelihood, slope, information) = here + step, tried
    return WITHOUT_END
