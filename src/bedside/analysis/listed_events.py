"""Serious and fatal events one by one, deaths one by one, and what the tables of events leave out, as rows.

Participants go by their number in the order of inclusion, as in every figure. A listing holds every serious event that
is recorded, with where it falls. Source: ICH E3, 1995, 12.3.1.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bedside.analysis.adverse import ADVERSE, ALL, BETWEEN, form_of, safety_set
from bedside.analysis.people import Person
from bedside.analysis.recorded import Place, Recorded, numbered_people, recorded
from bedside.analysis.rows import DAYS, OBSERVED, ONE, PEOPLE, WORDS, About, Row
from bedside.analysis.warned import NOBODY_IN_SET, NOT_WRITTEN
from bedside.analysis.worked import Worked
from bedside.analysis.written_times import Span
from bedside.protocol.casebook import Form
from bedside.protocol.estimands import Estimand
from bedside.values.moment import DAY, Moment

SERIOUS, DEATHS, RELATION, OUTSIDE = "serious_event", "deaths_listed", "relation", f"{ADVERSE}{BETWEEN}outside"
EVENTS, SAID = "{events}", "counted, as recorded"


def listed_events(worked: Worked, estimand: Estimand) -> Iterator[Row]:
    """All rows of an outcome whose form is one of adverse events: by relation, left out, and one by one."""
    form = form_of(worked, estimand)
    if form is None or form.safety is None:
        return
    held = safety_set(worked, estimand)
    about = About(estimand.outcome, held.id, time=worked.visit(estimand.outcome))
    found = recorded(worked, estimand, form)
    members = worked.members(held.id)
    for arm, people, everybody in _groups(worked, members):
        codes = {person.code for person in everybody}
        mine = [each for each in found if each.person.code in codes]
        yield from _outside(about.of(group=arm, variable=OUTSIDE), mine)
        inside = [each for each in mine if each.place is Place.COUNTED]
        yield from _related(about.of(group=arm), inside, form, len(people))
    for place, each in enumerate((each for each in found if each.serious or each.fatal), 1):
        yield from _one(about.of(variable=SERIOUS, group=f"{place}"), each, form)


def _groups(worked: Worked, members: Sequence[Person]) -> Iterator[tuple[str, Sequence[Person], Sequence[Person]]]:
    """Everybody, then each arm where they are known: those of the set, and all of whom anything is told."""
    yield ALL, members, (*worked.people, *worked.reduced)
    if worked.arms is not None and not worked.one_group:
        for arm in worked.protocol.arms:
            mine = [person for person in worked.people if person.arm == arm.id]
            yield arm.id, [person for person in members if person.arm == arm.id], mine


def _outside(about: About, found: Sequence[Recorded]) -> Iterator[Row]:
    """How many events are recorded and stand in no other line of the tables, of whom, and where they fall."""
    left = [each for each in found if each.place is not Place.COUNTED]
    yield about.row("outside_events", len(left), EVENTS, SAID)
    yield about.row("outside_serious", sum(each.serious for each in left), EVENTS, SAID)
    yield about.row("outside_participants", len({each.person.code for each in left}), PEOPLE, SAID)
    for place in (Place.BEFORE, Place.UNDOSED, Place.AFTER):
        yield about.row(f"outside_{place}", sum(each.place is place for each in left), EVENTS, SAID)


def _related(about: About, found: Sequence[Recorded], form: Form, members: int) -> Iterator[Row]:
    """By what the investigator holds of the drug: participants, events, serious ones; what nobody said comes last."""
    assert form.safety is not None
    item = form.safety.relation.item
    for code in (*(each.code for each in form.item(item).codes), "not_said"):
        mine = [each for each in found if (each.event.holds.get(item, "") or "not_said") == code]
        having, place = len({each.person.code for each in mine}), about.of(variable=f"{RELATION}{BETWEEN}{code}")
        yield place.row("related_participants", having, PEOPLE, OBSERVED)
        yield place.row("related_share", having / members if members else NOBODY_IN_SET, ONE, OBSERVED)
        yield place.row("related_events", len(mine), EVENTS, OBSERVED)
        yield place.row("related_serious", sum(each.serious for each in mine), EVENTS, OBSERVED)
        yield place.row("related_fatal", sum(each.fatal for each in mine), EVENTS, OBSERVED)


# --- one by one -----------------------------------------------------------------------------------------------------


def _one(about: About, each: Recorded, form: Form) -> Iterator[Row]:
    """What is said of one event, in the codes of its form."""
    safety, event = form.safety, each.event
    assert safety is not None
    why = [item for item in safety.criterion_items if event.holds.get(item, "")]
    ticked = [item for item in why if item in dict(safety.criteria) and event.holds[item] == "yes"]
    yield about.row("serious_participant", each.number, WORDS, SAID)
    yield _said(about, "serious_term", event.coded[1] if event.coded else event.holds.get(safety.term, ""))
    yield _said(about, "serious_grade", event.holds.get(safety.grade, ""))
    chosen = event.holds.get(safety.criterion.item, "") if safety.criterion else " ".join(ticked)
    yield _said(about, "serious_why", chosen)
    yield from _day(about, "serious_day", event.began, each.person.included)
    dosed = each.person.dosed
    yield from _day(about, "serious_dose_day", event.began, dosed.first if dosed else None)
    yield from _day(about, "serious_ended", event.ended, each.person.included)
    for statistic, item in (
        ("serious_relation", safety.relation.item), ("serious_action", safety.action.item),
        ("serious_outcome", safety.outcome.item),
    ):  # fmt: skip
        yield _said(about, statistic, event.holds.get(item, ""))
    yield about.row("serious_fatal", "yes" if each.fatal else "no", WORDS, SAID)
    yield about.row("serious_place", each.place.value, WORDS, SAID)


def _said(about: About, statistic: str, told: str) -> Row:
    """What is written, in a code or as typed; of what is not, that it is not."""
    return about.row(statistic, told or NOT_WRITTEN, WORDS, SAID)


def _day(about: About, statistic: str, at: Span | None, since: Moment | None) -> Iterator[Row]:
    """Days from a moment to a time that may be written in part: both of its ends; nothing where one is not known."""
    if at is not None and since is not None:
        yield about.row(f"{statistic}_from", (at.first - since) / DAY, DAYS, SAID)
        yield about.row(f"{statistic}_to", (at.last - since) / DAY, DAYS, SAID)


def deaths(worked: Worked) -> Iterator[Row]:
    """A death a line: whose, when, since which dose, and its cause as it was typed."""
    about = About(DEATHS, "")
    yield about.people("deaths_recorded", sum(person.died is not None for person in worked.people))
    dead = ((number, person) for number, person in numbered_people(worked) if person.died is not None)
    for place, (number, person) in enumerate(dead, 1):
        line = about.of(group=f"{place}", variable="death_line")
        assert person.died is not None
        yield line.row("death_participant", number, WORDS, SAID)
        yield line.row("death_days", (person.died - person.included) / DAY, DAYS, SAID)
        last = [each for each in person.doses if each.first <= person.died]
        if last:
            yield line.row("death_first_dose", (person.died - last[0].first) / DAY, DAYS, SAID)
            yield line.row("death_last_dose", (person.died - last[-1].first) / DAY, DAYS, SAID)
        yield _said(line, "death_cause", person.cause)
