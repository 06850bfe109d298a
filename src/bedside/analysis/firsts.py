"""The time to somebody's first counted event, with death competing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from bedside.analysis.exposures import followed_until
from bedside.analysis.incidence import incidence_rows
from bedside.analysis.people import Person
from bedside.analysis.rows import About, Row
from bedside.analysis.worked import Worked
from bedside.design.binomial import Floats, Whole
from bedside.protocol.estimands import Estimand
from bedside.values.moment import DAY

EVENT, DEATH = "first_event", "death"


def first_events(
    worked: Worked, about: About, estimand: Estimand, members: Sequence[Person], after: int
) -> Iterator[Row]:
    """The cumulative incidence of a first listed event and of death before one, at each visit and at the end."""
    horizon = after / DAY
    days = [*(float(day) for day in worked.days() if day < horizon), horizon]
    times, causes = first_times(worked, estimand, members, after)
    yield from incidence_rows(about, times, causes, {EVENT: 1, DEATH: 2}, days)


def first_times(worked: Worked, estimand: Estimand, members: Sequence[Person], after: int) -> tuple[Floats, Whole]:
    """Days to the first listed event, to death before one, or to the last moment known, one a participant.

    The second holds which of them it was: 1 an event, 2 death, 0 neither.
    """
    times, causes = [], []
    for person in members:
        end = followed_until(person, after, worked.taken)
        listed = (each.began for each in person.listed.get(estimand.outcome, ()))
        begun = [span.last for span in listed if span and person.included <= span.last <= end]
        died = person.died is not None and person.died <= end
        times.append((min(begun, default=end) - person.included) / DAY)
        causes.append(1 if begun else 2 if died else 0)
    return np.array(times, dtype=float), np.array(causes, dtype=np.int64)
