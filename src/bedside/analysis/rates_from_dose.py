"""Adverse events for the days since the first dose: the exposure-adjusted rate that is read of a drug.

Events are those of the tables by class, begun at or after the first dose and within the outcome's window, without those
recorded after death, when nobody is at risk. The days are those from the first dose to the end of that window, to
death, to the last moment known alive or to the cut.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bedside.analysis.adverse import form_of, number_of, safety_set
from bedside.analysis.counts import AFTER_DEATH, Warned, told_after_death, warned_of_rate
from bedside.analysis.exposures import followed_until
from bedside.analysis.listing_rule import after_death
from bedside.analysis.people import Person
from bedside.analysis.recorded import Place, Recorded, recorded
from bedside.analysis.rows import DAYS, About, Row
from bedside.analysis.warned import NO_TIME_RECORDED
from bedside.analysis.worked import Worked, counted_to
from bedside.protocol.estimands import Estimand, Membership
from bedside.statistics.rates import rate
from bedside.values.moment import DAY

FROM_DOSE, SERIOUS_FROM_DOSE, GROUP = "events_from_dose", "serious_from_dose", "rate_from_dose"
EVENTS = "{events}"
AT_RISK = "days alive, from the first dose to the end of the window"


def rates_from_dose(worked: Worked, estimand: Estimand) -> Iterator[Row]:
    """All rows of an outcome that counts adverse events per time, where the protocol says when treatment began."""
    form, held = form_of(worked, estimand), safety_set(worked, estimand)
    if form is None or estimand.exposure is None or held.holds is not Membership.TREATED or estimand.exposure.during:
        return
    after, members = counted_to(number_of(worked, estimand)), worked.members(held.id)
    codes = {person.code for person in members}
    found = [each for each in recorded(worked, estimand, form) if each.place is Place.COUNTED]
    mine = [each for each in found if each.person.code in codes]
    days = sum(_days(worked, person, after) for person in members)
    warned = warned_of_rate(worked, members, number_of(worked, estimand))
    about = About(estimand.outcome, held.id, FROM_DOSE, GROUP, worked.visit(estimand.outcome))
    yield from _rate(about, mine, days, estimand.exposure.per, warned)
    serious = [each for each in mine if each.serious]
    yield from _rate(about.of(variable=SERIOUS_FROM_DOSE), serious, days, estimand.exposure.per, warned)


def _days(worked: Worked, person: Person, after: int) -> float:
    """Days at risk of somebody; a dose known only in part begins them as early as it may have been given."""
    assert person.dosed is not None
    began = max(person.dosed.first, person.included)
    return max(followed_until(person, after, worked.taken) - began, 0) / DAY


def _rate(about: About, events: Sequence[Recorded], days: float, per: int, warned: Warned) -> Iterator[Row]:
    alive = [each for each in events if not after_death(each.person, each.event)]
    late = len(events) - len(alive)
    counted, rated = (told_after_death(each, late) for each in warned)
    yield about.row("events_in_time", len(alive), EVENTS, "counted, begun at or after the first dose", *counted)
    yield about.row("events_after_death", late, EVENTS, AFTER_DEATH)
    yield about.row("days", days, DAYS, AT_RISK)
    unit = f"{{events}}/{per}.d"
    if alive and not days:
        yield about.row("rate", NO_TIME_RECORDED, unit, "events for the days observed", *rated)
    else:
        yield from about.estimate("rate", rate(len(alive), days, per), unit, *rated)
