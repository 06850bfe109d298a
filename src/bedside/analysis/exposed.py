"""Everybody exposed so far: how many, their serious adverse events and deaths to the cut, beside those of the window.

A window of an outcome ends, and serious events do not: what is recorded after it, before the first dose, or of somebody
without a dose stands here, so that nothing that is recorded goes untold. Source: ICH E3, 1995, 12.3.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bedside.analysis.adverse import safety_set
from bedside.analysis.people import Person
from bedside.analysis.recorded import Place, Recorded, listing_of, recorded
from bedside.analysis.rows import OBSERVED, PEOPLE, About, Row
from bedside.analysis.worked import Worked
from bedside.protocol.estimands import Membership

EXPOSED = "exposed"
TREATED, UNTREATED, INCLUDED, REDUCED = "exposed_treated", "exposed_untreated", "exposed_included", "exposed_reduced"
"""Who: with a dose, without one, everybody where doses are not told of, and who objects to the use of their data."""
EVENTS = "{events}"
TO_THE_CUT = "counted, from the first dose to the cut"
ALL_RECORDED = "counted, whenever they began"


def exposed(worked: Worked) -> Iterator[Row]:
    """A line for each group of people; none where the protocol lists no adverse events."""
    found = listing_of(worked)
    if found is None:
        return
    estimand, form = found
    held = safety_set(worked, estimand)
    events = [each for each in recorded(worked, estimand, form) if each.serious]
    members = worked.members(held.id)
    about = About(EXPOSED, held.id, EXPOSED)
    if held.holds is Membership.TREATED:
        others = [person for person in worked.people if person not in members]
        yield from _line(about.of(group=TREATED), worked, members, events, dosed=True)
        yield from _line(about.of(group=UNTREATED, set=""), worked, others, events, dosed=False)
    else:
        yield from _line(about.of(group=INCLUDED, set=""), worked, worked.people, events, dosed=False)
    if worked.reduced:
        yield from _line(about.of(group=REDUCED, set=""), worked, worked.reduced, events, dosed=False)


def _line(
    about: About, worked: Worked, people: Sequence[Person], events: Sequence[Recorded], dosed: bool
) -> Iterator[Row]:  # fmt: skip
    """Of the treated the events from the first dose on, those before it apart; of others every one."""
    codes = {person.code for person in people}
    mine = [each for each in events if each.person.code in codes]
    told = [each for each in mine if each.place in (Place.COUNTED, Place.AFTER)] if dosed else mine
    inside = [each for each in mine if each.place is Place.COUNTED]
    method = TO_THE_CUT if dosed else ALL_RECORDED
    yield about.people("exposed_members", len(people))
    yield about.row("exposed_serious", len(told), EVENTS, method)
    yield about.row("exposed_serious_people", _whose(told), PEOPLE, method)
    yield about.row("exposed_fatal", sum(each.fatal for each in told), EVENTS, method)
    if about.group != REDUCED:
        dead = sum(person.died_by(worked.taken) for person in people)
        yield about.row("exposed_deaths", dead, PEOPLE, OBSERVED)
    if dosed:
        yield about.row("exposed_before", len(mine) - len(told), EVENTS, "counted, begun before the first dose")
    if dosed or about.group == INCLUDED:
        yield about.row("exposed_window", len(inside), EVENTS, "counted, within the window of the outcome")
        yield about.row("exposed_window_people", _whose(inside), PEOPLE, "counted, within the window of the outcome")


def _whose(events: Sequence[Recorded]) -> int:
    return len({each.person.code for each in events})
