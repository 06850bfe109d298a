"""The time to somebody's first counted event, with death competing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from bedside.analysis.exposures import followed_until
from bedside.analysis.incidence import incidence_rows
from bedside.analysis.people import Person
from bedside.analysis.rows import About, Row
from bedside.analysis.worked import Worked
from bedside.protocol.estimands import Estimand
from bedside.values.moment import DAY

EVENT, DEATH = "first_event", "death"


def first_events(
    worked: Worked, about: About, estimand: Estimand, members: Sequence[Person], after: int
) -> Iterator[Row]:
    """The cumulative incidence of a first listed event and of death before one, at each visit and at the end."""
    times, causes = [], []
    for person in members:
        end = followed_until(person, after, worked.taken)
        listed = (each.began for each in person.listed.get(estimand.outcome, ()))
        begun = [span.last for span in listed if span and person.included <= span.last <= end]
        died = person.died is not None and person.died <= end
        times.append((min(begun, default=end) - person.included) / DAY)
        causes.append(1 if begun else 2 if died else 0)
    horizon = after / DAY
    days = [*(float(day) for day in worked.days() if day < horizon), horizon]
    numbers = np.array(causes, dtype=np.int64)
    yield from incidence_rows(about, np.array(times, dtype=float), numbers, {EVENT: 1, DEATH: 2}, days)
