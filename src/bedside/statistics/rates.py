"""Events per time at risk (exposure-adjusted incidence) with an exact interval.

Garwood F, Fiducial limits for the Poisson distribution, Biometrika 1936;28:437-442. It holds where events come one by
one and independently; several of one participant do not, and then the interval is too narrow.
"""

from __future__ import annotations

from math import isfinite

from bedside.errors import UsageError
from bedside.statistics.answer import NO_TIME, Estimate
from bedside.statistics.distributions import poisson_high, poisson_low
from bedside.statistics.given import LEVEL, count, positive, proportion
from bedside.values.wording import Text

METHOD = "exact Poisson interval (Garwood 1936)"


def rate(events: int, time: float, per: float = 1.0, level: float = LEVEL) -> Estimate:
    """Events per `per` units of time, after `time` units in all: `rate(4, 812, per=1000)` is per 1,000 days.

    Raises UsageError for a negative number or time, and for events in no time.
    """
    k = count(events, "events")
    positive(per, "per")
    proportion(level, "level")
    if not isfinite(time) or time < 0 or (k and not time):
        raise UsageError(
            Text(
                f"{k} events in a time of {time:g} cannot be.",
                f"{k} événements en un temps de {time:g} sont impossibles.",
            ),
            "time",
            Text("Give the time at risk of all participants.", "Donnez le temps à risque de tous les participants."),
        )
    if not time:
        return Estimate(METHOD, NO_TIME, NO_TIME, NO_TIME, level)
    tail, scale = (1 - level) / 2, per / time
    return Estimate(METHOD, k * scale, poisson_low(k, tail) * scale, poisson_high(k, tail) * scale, level)
