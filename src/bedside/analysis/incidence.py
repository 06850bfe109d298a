"""The cumulative incidence of each of several causes, read at some days, with who was at risk then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from bedside.analysis.rows import ONE, About, Row
from bedside.design.binomial import Floats, Whole
from bedside.statistics.incidence import aalen_johansen
from bedside.statistics.survival_curve import risk_table


def incidence_rows(
    about: About, times: Floats, ended: Whole, causes: Mapping[str, int], days: Sequence[float]
) -> Iterator[Row]:
    """For each cause and day; `ended` is the number of the cause, 0 where it is censored, one a participant."""
    for name, number in causes.items():
        curve = aalen_johansen(times, ended, number)
        for risk in risk_table(curve.seen, np.array(days, dtype=float)):
            place = about.of(group=name, time=f"{risk.time:g}")
            yield place.people("at_risk", risk.at_risk)
            yield from place.estimate("incidence", curve.at(risk.time), ONE)
