"""When the states that daily visits depend on were in force, from all that says so: forms, a source, events."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bedside.conduct.casebook.charts import Known
from bedside.protocol.model import Schedule
from bedside.protocol.schedule import Happened, Period
from bedside.values.interval import MET
from bedside.values.moment import EVER, Moment

States = Sequence[tuple[str, Period]]


def periods_of(
    schedule: Schedule, typed: States, imported: States, happened: Iterable[Happened]
) -> Mapping[str, Sequence[Period]]:
    """By state, its periods: what forms say counts; where they say nothing, what came from a hospital source does.

    An event that ends the state ends what was still in force, and one that begins it lets it begin again, unless a
    period that is known covers that moment; both were meant when they were recorded, whatever a source said before.
    """
    names = {visit.during for visit in schedule.visits if visit.during}
    events = sorted(happened, key=lambda each: each.at)
    return {name: _with_events(schedule, name, _known(name, typed) or _known(name, imported), events) for name in names}


def states_in(known: Known, schedule: Schedule) -> tuple[States, States]:
    """The periods of such states in what is known of a person: what forms say, and what came from a hospital source."""
    typed: list[tuple[str, Period]] = []
    imported: list[tuple[str, Period]] = []
    for name in {visit.during for visit in schedule.visits if visit.during}:
        for fact in known.chart.facts.get(name, ()):
            if fact.value == MET and fact.superseded is None:
                end = fact.end if fact.end < max(fact.start, 0) + EVER else None
                (imported if known.entry_of(fact) is None else typed).append((name, (fact.start, end)))
    return typed, imported


def _known(name: str, states: States) -> list[Period]:
    return [period for state, period in states if state == name]


def _with_events(schedule: Schedule, name: str, known: list[Period], events: Sequence[Happened]) -> list[Period]:
    found = list(known)
    for each in events:
        effect = schedule.event(each.event)
        if effect.ends == name:
            found = [_ended(period, each.at) for period in found]
        elif effect.begins == name and not any(_covers(period, each.at) for period in found):
            after = min((start for start, _ in known if start > each.at), default=None)
            found.append((each.at, after))
    return found


def _ended(period: Period, at: Moment) -> Period:
    start, end = period
    return (start, at) if start <= at and (end is None or at < end) else period


def _covers(period: Period, at: Moment) -> bool:
    start, end = period
    return start <= at and (end is None or at < end)
