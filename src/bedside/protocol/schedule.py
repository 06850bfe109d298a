"""What is due for a participant, and when: visits from inclusion, their windows, what events leave of them.

Day k is the 24 hours that begin k times 24 hours after inclusion, never a calendar day; only the moment for which a
visit is proposed may follow the clock (`on_the_clock`). What a death, a discharge
or a withdrawal does to what is due is data of the protocol (`model.Event`), not code.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo

from bedside.protocol.model import Event, Protocol, Schedule, Visit
from bedside.values.moment import DAY, Moment, of_datetime, read_length, to_datetime

Period = tuple[Moment, Moment | None]
"""From, and until (None: still so)."""


@dataclass(frozen=True, slots=True)
class Happened:
    """An event of the schedule happened to a participant."""

    event: str
    at: Moment


@dataclass(frozen=True, slots=True)
class Due:
    """Forms due: at a visit on a day within a window, or (`day` None, `closes` None) with an event."""

    visit: str
    day: int | None
    opens: Moment
    target: Moment
    closes: Moment | None
    forms: tuple[str, ...]


def due(
    schedule: Schedule,
    inclusion: Moment,
    happened: Iterable[Happened] = (),
    periods: Mapping[str, Sequence[Period]] | None = None,
) -> tuple[Due, ...]:
    """All that is due, in order of time, after what happened.

    `periods` say when the state that a daily visit depends on (`icu_stay`) was in force; without any it is not due.
    """
    planned = [each for visit in schedule.visits for each in _planned(visit, inclusion, periods or {})]
    planned = _once_a_day(schedule, planned)
    asked: list[Due] = []
    over: set[str] = set()
    for event in sorted(happened, key=lambda each: (each.at, each.event)):
        effect = schedule.event(event.event)
        planned = [after for each in planned for after in _left(each, effect, event.at)]
        asks = tuple(form for form in effect.asks if form not in over)
        if effect.otherwise == "nothing":
            over |= set(asks)  # what closes a follow-up is filled once, however often it is closed
        if asks:
            asked.append(Due(effect.id, None, event.at, event.at, None, asks))
    return tuple(sorted([*planned, *asked], key=lambda each: (each.target, each.visit)))


def samples_due(
    protocol: Protocol,
    inclusion: Moment,
    happened: Iterable[Happened] = (),
    periods: Mapping[str, Sequence[Period]] | None = None,
) -> tuple[Due, ...]:
    """The same of research samples: `forms` holds their ids. What leaves nothing due, or single forms, leaves none."""
    drawn = {
        visit.id: tuple(each.id for each in protocol.samples if visit.id in each.visits)
        for visit in protocol.schedule.visits
    }
    visits = tuple(replace(each, forms=drawn[each.id]) for each in protocol.schedule.visits if drawn[each.id])
    events = tuple(replace(each, asks=(), remains=()) for each in protocol.schedule.events)
    return due(Schedule(visits, events), inclusion, happened, periods)


def window(visit: Visit, inclusion: Moment, day: int | None = None) -> tuple[Moment, Moment, Moment]:
    """When a visit opens, its target, and when it closes; `day` for one day of a daily visit."""
    target = inclusion + (visit.day if day is None else day) * DAY
    return (
        Moment(target - read_length(visit.before)),
        Moment(target),
        Moment(target + read_length(visit.after)),
    )


def on_the_clock(planned: Due, inclusion: Moment, zone: tzinfo) -> Due:
    """The same with its target at the time of day of the inclusion on a clock, where its window holds that moment.

    The clock may have changed in between; windows stay elapsed time, as rules count. What an event asks, and a time of
    day that the clock leaves out on that day, stay where they are.
    """
    if planned.day is None or planned.closes is None:
        return planned
    wanted, elapsed = (to_datetime(at).astimezone(zone) for at in (inclusion, planned.target))
    moved = of_datetime(to_datetime(planned.target) + (_offset(wanted) - _offset(elapsed)))
    shown = to_datetime(moved).astimezone(zone)
    held = planned.opens <= moved < planned.closes and shown.time() == wanted.time()
    return replace(planned, target=moved) if held else planned


def _offset(at: datetime) -> timedelta:
    return at.utcoffset() or timedelta(0)


def last_close(schedule: Schedule, inclusion: Moment) -> Moment:
    """When the last window of the schedule closes, for somebody included then; the inclusion, without any visit."""
    closes = (window(visit, inclusion, visit.until_day)[2] for visit in schedule.visits)
    return max(closes, default=inclusion)


def _planned(visit: Visit, inclusion: Moment, periods: Mapping[str, Sequence[Period]]) -> Iterator[Due]:
    last = visit.day if visit.until_day is None else visit.until_day
    for day in range(visit.day, last + 1):
        opens, target, closes = window(visit, inclusion, day)
        if not visit.during or _overlaps(periods.get(visit.during, ()), target, Moment(target + DAY)):
            yield Due(visit.id, day, opens, target, closes, visit.forms)


def _overlaps(periods: Sequence[Period], start: Moment, end: Moment) -> bool:
    return any(begun < end and (until is None or until > start) for begun, until in periods)


def _once_a_day(schedule: Schedule, planned: list[Due]) -> list[Due]:
    """A daily visit leaves a form to the fixed visit that asks it on the same day."""
    daily = {visit.id for visit in schedule.visits if visit.until_day is not None}
    fixed = {(each.day, form) for each in planned if each.visit not in daily for form in each.forms}
    found = []
    for each in planned:
        taken = fixed if each.visit in daily else set()
        forms = tuple(form for form in each.forms if (each.day, form) not in taken)
        if forms:
            found.append(replace(each, forms=forms))
    return found


def _left(planned: Due, effect: Event, at: Moment) -> Iterator[Due]:
    if planned.target <= at:
        yield planned
        return
    remains = {each.visit: each.forms for each in effect.remains}
    usual = planned.forms if effect.otherwise == "all" else ()
    forms = tuple(form for form in planned.forms if form in remains.get(planned.visit, usual))
    if forms:
        yield replace(planned, forms=forms)
