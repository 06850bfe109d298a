"""The time to death: how likely it is to live to each visit, median and restricted mean, and who was at risk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from bedside.analysis.exposures import followed_until
from bedside.analysis.people import Person
from bedside.analysis.rows import DAYS, ONE, About, Row
from bedside.analysis.varied import analyses
from bedside.analysis.worked import Worked, asked_at
from bedside.design.binomial import Floats, Whole
from bedside.protocol.estimands import Estimand
from bedside.statistics.survival_curve import SurvivalCurve, kaplan_meier, risk_table
from bedside.statistics.survival_summaries import median_follow_up, quantile, restricted_mean
from bedside.values.moment import DAY, Moment
from bedside.values.wording import Text


def survival(worked: Worked, estimand: Estimand) -> Iterator[Row]:
    """All rows of an outcome that is survival to a moment."""
    endpoint = next(each for each in worked.endpoints(estimand) if each.verdict.truth)
    for about, members, warned in analyses(worked, estimand):
        yield from _survival(worked, about.of(variable="survival"), members, asked_at(endpoint), warned)


def _survival(
    worked: Worked, about: About, members: Sequence[Person], after: int, warned: tuple[Text, ...]
) -> Iterator[Row]:
    times, died = followed(members, after, worked.taken)
    yield about.people("participants", len(members), *warned)
    yield about.people("deaths", int(died.sum()))
    yield about.people("censored", len(members) - int(died.sum()))
    curve = kaplan_meier(times, died)
    yield from about.estimate("median", quantile(curve), DAYS)
    yield from about.estimate("restricted_mean", restricted_mean(curve, after / DAY), DAYS)
    yield from about.estimate("follow_up", median_follow_up(times, died), DAYS)
    yield from curve_rows(about, curve, [*(day for day in worked.days() if day < after / DAY), after / DAY])


def followed(members: Sequence[Person], after: int, taken: Moment) -> tuple[Floats, Whole]:
    """Days from inclusion to death or to the last moment known, and whether it was death, one a participant."""
    ends = [followed_until(person, after, taken) for person in members]
    died = [person.died is not None and person.died <= end for person, end in zip(members, ends, strict=True)]
    times = [(end - person.included) / DAY for person, end in zip(members, ends, strict=True)]
    return np.array(times, dtype=float), np.array(died, dtype=np.int64)


def curve_rows(about: About, curve: SurvivalCurve, days: Sequence[float]) -> Iterator[Row]:
    """The curve read at some days, with who was at risk then."""
    for day, risk in zip(days, risk_table(curve.seen, np.array(days, dtype=float)), strict=True):
        place = about.of(time=f"{day:g}")
        yield place.people("at_risk", risk.at_risk)
        yield from place.estimate("survival", curve.at(day), ONE)
