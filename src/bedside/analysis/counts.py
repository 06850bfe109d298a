"""Counted events: who had any, how many there were, how many for the time observed, and of which kinds.

What is recorded is the least that there was until somebody has confirmed that all is recorded; the number of those of
whom nobody has stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bedside.analysis.exposures import observed_days
from bedside.analysis.firsts import EVENT, first_events
from bedside.analysis.listing_rule import counted_after_death
from bedside.analysis.people import Listed, Person
from bedside.analysis.rows import OBSERVED, ONE, PEOPLE, About, Row
from bedside.analysis.warned import (
    NO_TIME_RECORDED,
    NOT_RECORDED,
    least_rate,
    least_share,
    left_after_death,
    not_due,
    unconfirmed,
)
from bedside.analysis.worked import Worked, answer_of, counted_to, due
from bedside.protocol.estimands import Estimand, Listing
from bedside.protocol.model import Endpoint
from bedside.rules.nodes import Arithmetic, Named, Node, Operation, Over, Pick
from bedside.statistics.proportions import interval
from bedside.statistics.rates import rate
from bedside.values.interval import Interval
from bedside.values.wording import Text

EVENTS = "{events}"
AFTER_DEATH = "counted, begun after death: in no rate"
Warned = tuple[tuple[Text, ...], tuple[Text, ...]]
"""What the reader of a number of events has to know, and what that of the rate of these events."""


def counts(worked: Worked, estimand: Estimand) -> Iterator[Row]:
    """All rows of an outcome that counts events, in the main set and in each sensitivity analysis' set."""
    yield from _in_set(worked, estimand, estimand.outcome, estimand.set)
    for each in estimand.sensitivity:
        yield from _in_set(worked, estimand, f"{estimand.outcome}.{each.id}", each.set)


def _in_set(worked: Worked, estimand: Estimand, analysis: str, name: str) -> Iterator[Row]:
    members = worked.members(name)
    numbers = [each for each in worked.endpoints(estimand) if not each.verdict.truth]
    for endpoint in numbers:
        about = About(analysis, name, endpoint.part or endpoint.outcome, time=worked.visit(estimand.outcome))
        yield from _counted(worked, about, members, endpoint)
    if estimand.listing:
        about = About(analysis, name, "listed", time=worked.visit(estimand.outcome))
        yield from _listed(worked, about, estimand, members, numbers[0])
        for row in first_events(worked, about, estimand, members, counted_to(numbers[0])):
            bounded = row.group == EVENT and row.value is not None and row.statistic.startswith("incidence")
            yield replace(row, warnings=(*row.warnings, *_least(members, numbers[0]))) if bounded else row
    if estimand.exposure:
        about = About(analysis, name, numbers[0].part or numbers[0].outcome, "rate", worked.visit(estimand.outcome))
        yield from _rate(worked, about, estimand, members, numbers[0])


def _least(members: Sequence[Person], endpoint: Endpoint) -> tuple[Text, ...]:
    """That a share is of the least that there was, where nobody has confirmed of some that all is recorded."""
    found = (answer_of(person, endpoint) for person in members)
    open_ = sum(answer is None or not answer.known for answer in found)
    return (least_share(open_),) if open_ else ()


def _counted(worked: Worked, about: About, members: Sequence[Person], endpoint: Endpoint) -> Iterator[Row]:
    """One number of each participant: who has any, and how many there are in all."""
    ready = [person for person in members if due(person, endpoint, worked.taken)]
    found = [answer.value for person in ready if (answer := answer_of(person, endpoint)) is not None]
    open_, later = sum(not each.known for each in found), len(members) - len(ready)
    warned = ((unconfirmed(open_),) if open_ else ()) + ((not_due(later),) if later else ())
    yield about.people("members", len(members))
    yield about.people("not_due", later)
    yield about.people("participants", len(found), *((not_due(later),) if later else ()))
    yield about.people("confirmed", len(found) - open_)
    if not is_number(endpoint):
        yield from _levels(about, found, warned)
        return
    yield about.people("any_at_least", sum(each.low >= 1 for each in found), *warned)
    shared = (*((least_share(open_),) if open_ else ()), *warned[1 if open_ else 0 :])
    yield from about.estimate("share", interval(sum(each.low >= 1 for each in found), len(found)), "1", *shared)
    yield about.people("any_at_most", sum(each.high >= 1 for each in found))
    yield about.row("events", round(sum(each.low for each in found)), EVENTS, "counted", *warned)
    yield from _most(about, found)


def is_number(endpoint: Endpoint) -> bool:
    """Whether a part tells how many events there were; else it tells of their worst, and is never added up."""
    return _counts_records(endpoint.evaluations[0].rule)


def _counts_records(rule: Node) -> bool:
    match rule:
        case Named(of=held):
            return _counts_records(held)
        case Arithmetic(operation=Operation.ADD, of=parts):
            return all(map(_counts_records, parts))
        case _:
            return isinstance(rule, Over) and rule.pick is Pick.COUNT


def _levels(about: About, found: Sequence[Interval], warned: Sequence[Text]) -> Iterator[Row]:
    """How many participants have which level as their worst, as recorded, and their share."""
    if not found:
        yield about.row("at_level", NOT_RECORDED, PEOPLE, OBSERVED, *warned)
    for level in sorted({each.low for each in found}):
        having = sum(each.low == level for each in found)
        place = about.of(group=f"{level:g}")
        yield place.people("at_level", having, *warned)
        yield place.row("level_share", having / len(found), ONE, OBSERVED)


def _most(about: About, found: Sequence[Interval]) -> Iterator[Row]:
    """The greatest number of one participant, as recorded."""
    greatest = round(max(each.low for each in found)) if found else NOT_RECORDED
    yield about.row("greatest", greatest, EVENTS, "counted")


# --- what the form lists ------------------------------------------------------------------------------------------


def within(person: Person, listed: Listed, after: int) -> bool:
    """Whether an event may have begun from inclusion to a time after it; one without a time counts."""
    if listed.began is None:
        return True
    return listed.began.last >= person.included and listed.began.first <= person.included + after


def _listed(
    worked: Worked, about: About, estimand: Estimand, members: Sequence[Person], endpoint: Endpoint
) -> Iterator[Row]:
    """How many participants had an event of each kind, and how many events; those after the first dose apart."""
    assert estimand.listing is not None
    after = counted_to(endpoint)
    held = [
        (person, each)
        for person in members
        for each in person.listed.get(estimand.outcome, ())
        if within(person, each, after)
    ]
    yield about.row("listed_events", len(held), EVENTS, "counted")
    emergent = [each for person, each in held if person.dosed and each.began and each.began.last >= person.dosed.first]
    yield about.row("treatment_emergent", len(emergent), EVENTS, "counted, begun at or after the first dose")
    every = sum(len(person.listed.get(estimand.outcome, ())) for person in members)
    yield about.row("outside_window", every - len(held), EVENTS, "counted")
    yield from _kinds(about, estimand.listing, held)


def _kinds(about: About, listing: Listing, held: Sequence[tuple[Person, Listed]]) -> Iterator[Row]:
    for item in listing.by:
        for kind in sorted({each.holds.get(item, "") for _, each in held}):
            having = [person.code for person, each in held if each.holds.get(item, "") == kind]
            row = about.of(variable=item, group=kind or "none")
            yield row.people("having", len(set(having)))
            yield row.row("occurrences", len(having), EVENTS, "counted")


# --- for the time observed ----------------------------------------------------------------------------------------


def _rate(
    worked: Worked, about: About, estimand: Estimand, members: Sequence[Person], endpoint: Endpoint
) -> Iterator[Row]:
    """Events for the days over which they were counted."""
    assert estimand.exposure is not None
    exposure, after = estimand.exposure, counted_to(endpoint)
    days = sum(observed_days(person, exposure, after, worked.taken) for person in members)
    recorded = {each.code: answer.value.low for each in members if (answer := answer_of(each, endpoint))}
    late = round(sum(min(each, recorded[code]) for code, each in _after_death(worked, estimand, members, endpoint)
                     if code in recorded))  # fmt: skip
    events = round(sum(recorded.values())) - late
    counted, rated = (told_after_death(each, late) for each in warned_of_rate(worked, members, endpoint))
    yield about.row("events_in_time", events, EVENTS, "counted", *counted)
    yield about.row("events_after_death", late, EVENTS, AFTER_DEATH)
    yield about.row("days", days, "d", f"days {exposure.during or 'alive'}, from inclusion to the end of the window")
    found = rate(events, days, exposure.per) if days or not events else None
    unit = f"{{events}}/{exposure.per}.d"
    if found is None:
        yield about.row("rate", NO_TIME_RECORDED, unit, "events for the days observed", *rated)
    else:
        yield from about.estimate("rate", found, unit, *rated)


def _after_death(
    worked: Worked, estimand: Estimand, members: Sequence[Person], endpoint: Endpoint
) -> Iterator[tuple[str, int]]:
    """By code, how many of the events that count began after death, where a form lists them."""
    if (listing := estimand.listing) is not None:
        form = worked.protocol.form(listing.form)
        for person in members:
            mine = person.listed.get(estimand.outcome, ())
            yield person.code, counted_after_death(person, endpoint, form, listing, mine)


def told_after_death(warned: tuple[Text, ...], late: int) -> tuple[Text, ...]:
    """What a rate's reader has to know, with how many events are left out of it."""
    return (*warned, left_after_death(late)) if late else warned


def warned_of_rate(worked: Worked, members: Sequence[Person], endpoint: Endpoint) -> Warned:
    """Whether all events of these people are known to be recorded, and their time had come.

    A rate counts whoever is not due too, for the days that they were observed.
    """
    found = [answer for person in members if (answer := answer_of(person, endpoint)) is not None]
    open_ = len(members) - sum(answer.known for answer in found)
    later = sum(not due(person, endpoint, worked.taken) for person in members)
    early = (not_due(later),) if later else ()
    if not open_:
        return early, early
    return (unconfirmed(open_), *early), (least_rate(open_), *early)
