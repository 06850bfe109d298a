"""Who is analysed: screened, included, objecting, treated, in each set; what happened meanwhile, and who they are."""

from __future__ import annotations

from collections.abc import Iterator

from bedside.analysis.characteristics import characteristics
from bedside.analysis.departures import departures
from bedside.analysis.people import CANNOT_TELL
from bedside.analysis.rows import PEOPLE, About, Row
from bedside.analysis.warned import NO_FIRST_DOSE
from bedside.analysis.worked import Worked
from bedside.protocol.estimands import Membership

PARTICIPANTS, SETS, EVENTS, UNOBSERVED = "participants", "sets", "intercurrent", "unobserved"


def flow(worked: Worked) -> Iterator[Row]:
    """Counts of everybody, of each set and intercurrent event, deviations, and what participants were before."""
    yield from _everybody(worked)
    for each in worked.promised.sets:
        about = About(SETS, each.id, "members")
        if each.holds is Membership.TREATED and not worked.promised.first_dose:
            yield about.row("participants", NO_FIRST_DOSE, PEOPLE, "counted")
            continue
        members = worked.members(each.id)
        yield about.people("participants", len(members))
        for event in worked.promised.intercurrent:
            had = sum(event.id in person.happened for person in members)
            yield About(EVENTS, each.id, event.id).people("any", had)
        for end in worked.promised.unobserved:
            left = sum(end.id in person.happened for person in members)
            yield About(UNOBSERVED, each.id, end.id).people("any", left)
    yield from departures(worked)
    yield from characteristics(worked)


def _everybody(worked: Worked) -> Iterator[Row]:
    about, counts = About(PARTICIPANTS, "", PARTICIPANTS), worked.snapshot.manifest["counts"]
    people = worked.people
    yield about.people("screened", int(counts["screened"]))
    yield about.people("included", len(people) + int(counts["objected"]))
    yield about.people("objecting", int(counts["objected"]))
    yield about.people("analysed", len(people))
    if worked.promised.first_dose:
        yield about.people("never_dosed", sum(each.dosed is None for each in people))
    else:
        yield about.row("never_dosed", NO_FIRST_DOSE, PEOPLE, "counted")
    yield about.people("criteria_not_met", sum(each.eligible == "not met" for each in people))
    yield about.people("criteria_open", sum(each.eligible == CANNOT_TELL for each in people))
    if worked.design and worked.design.participants:
        yield about.people("planned", worked.design.participants)
