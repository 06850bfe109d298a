"""Single numbers of a survival curve: the time by which a share had the event, and the mean time within a horizon.

Quantiles and their intervals: Brookmeyer R, Crowley J, Biometrics 1982;38:29-41, read off the curve and its band; where
the curve is flat at the share, the middle of that stretch, as R and SAS do. Restricted mean: Irwin JO, J Hyg (Lond)
1949;47:188-189; its variance as in Klein JP, Moeschberger ML, Survival Analysis, Springer 2003, §4.5.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from bedside.design.binomial import Floats
from bedside.statistics.answer import NO_EVENT, NOBODY, Absent, Estimate, Number
from bedside.statistics.curve import NOT_FOLLOWED
from bedside.statistics.distributions import normal_quantile
from bedside.statistics.event_times import event_times
from bedside.statistics.given import LEVEL, positive, proportion
from bedside.statistics.survival_curve import SurvivalCurve
from bedside.statistics.transformed import Scale
from bedside.values.wording import Text

NOT_REACHED = Absent(Text("the curve does not fall that far", "la courbe ne descend pas jusque-là"))
NO_LOWER = Absent(
    Text(
        "no lower limit: the interval around the curve does not fall that far",
        "pas de limite inférieure\u00a0: l’intervalle autour de la courbe ne descend pas jusque-là",
    )
)
NO_UPPER = Absent(
    Text(
        "no upper limit: the interval around the curve does not fall that far",
        "pas de limite supérieure\u00a0: l’intervalle autour de la courbe ne descend pas jusque-là",
    )
)
AT_ONCE = Absent(
    Text(
        "no limits: all times are the same, and the curve has no interval before it falls to 0",
        "pas de limites\u00a0: tous les délais sont les mêmes, et la courbe n’a pas d’intervalle avant de tomber à 0",
    )
)
ALL_ALIKE = Absent(
    Text(
        "no limits: nobody’s time differs within the horizon, so that no variation is estimated",
        "pas de limites\u00a0: aucun délai ne diffère jusqu’à l’horizon, et aucune variation n’est estimée",
    )
)
SAME = 1e-9
"""Probabilities that differ by no more are one: a curve of rounded products is flat at a share or it is not."""


def quantile(curve: SurvivalCurve, share: float = 0.5, scale: Scale = Scale.LOG_LOG, level: float = LEVEL) -> Estimate:
    """The time by which `share` of all have had the event; `share=0.5` is the median survival time."""
    method = f"Kaplan-Meier, {scale} interval (Brookmeyer and Crowley 1982)"
    left = 1 - proportion(share, "share")
    if not len(curve.seen.time):
        return Estimate(method, NOBODY, NOBODY, NOBODY, level)
    inside = curve.survival > 0
    low, high = (each[inside] for each in curve.band(scale, level))
    time = curve.seen.time
    value = _reached(time, curve.survival, left, NOT_REACHED)
    if not inside.any():
        return Estimate(method, value, AT_ONCE, AT_ONCE, level)
    lower, upper = (_reached(time[inside], end, left, why) for end, why in ((low, NO_LOWER), (high, NO_UPPER)))
    return Estimate(method, value, lower, upper, level)


def restricted_mean(curve: SurvivalCurve, horizon: float, level: float = LEVEL) -> Estimate:
    """The mean time without event within `horizon`: the area under the curve up to it.

    Without an interval where no event happened by then or no time differs within it; without a value where nobody was
    followed for so long.
    """
    method = "restricted mean survival time, area under Kaplan-Meier"
    tau = positive(horizon, "horizon")
    seen = curve.seen
    if not len(seen.time):
        return Estimate(method, NOBODY, NOBODY, NOBODY, level, NOBODY)
    if tau > seen.last and curve.survival[-1] > 0:
        return Estimate(method, NOT_FOLLOWED, NOT_FOLLOWED, NOT_FOLLOWED, level, NOT_FOLLOWED)
    within = seen.time <= tau
    starts = np.append(0.0, seen.time[within])
    height = np.append(1.0, curve.survival[within])
    pieces = height * np.diff(np.append(starts, tau))
    later = (pieces.sum() - pieces.cumsum() + pieces)[1:]
    n, d = seen.at_risk[within].astype(float), seen.any_event[within]
    spread = d / (n * np.maximum(n - d, 1.0))
    se, mean = float(np.sqrt((later**2 * spread).sum())), float(pieces.sum())
    if not d.any():
        return Estimate(method, mean, NO_EVENT, NO_EVENT, level, NO_EVENT)
    if se <= SAME:
        return Estimate(method, mean, ALL_ALIKE, ALL_ALIKE, level, se)
    half = normal_quantile((1 + proportion(level, "level")) / 2) * se
    return Estimate(method, mean, mean - half, mean + half, level, se)


def median_follow_up(time: ArrayLike, event: ArrayLike, level: float = LEVEL) -> Estimate:
    """The median time of follow-up by the reverse Kaplan-Meier curve: being censored is the event, an event censors.

    Schemper M, Smith TL, Control Clin Trials 1996;17:343-346.
    """
    seen = event_times(time, event)
    reverse = replace(seen, events=seen.censored[:, None], censored=seen.any_event)
    return quantile(SurvivalCurve(reverse), 0.5, level=level)


def _reached(time: Floats, curve: Floats, left: float, otherwise: Absent) -> Number:
    """The first time at which a falling curve is at `left` or below; the middle of a stretch exactly there."""
    at = np.flatnonzero(curve <= left + SAME)
    if not len(at):
        return otherwise
    first = int(at[0])
    if curve[first] < left - SAME:
        return float(time[first])
    below = np.flatnonzero(curve < left - SAME)
    return float((time[first] + time[below[0] if len(below) else -1]) / 2)
