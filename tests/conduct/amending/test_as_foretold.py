"""What a dry run foretells is what then is: for made-up changes of a schedule, the timeline after the approval is the
one that the dry run told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bedside.conduct.amending.impact import Kind
from bedside.conduct.inclusion.timeline import Progress, Timeline, timelines
from bedside.conduct.participants.reading import protocol_for

Make = Callable[..., Any]
SPANS = st.sampled_from(["PT0H", "PT6H", "P1D", "P3D", "P9D"])


@st.composite
def schedules(draw: st.DrawFn) -> Callable[[Any], Any]:
    """Any visits left out, and windows and days of the others drawn anew."""
    gone = draw(st.sets(st.integers(0, 9), max_size=2))
    parts = draw(st.lists(st.tuples(st.integers(-2, 2), SPANS, SPANS, st.booleans()), min_size=10, max_size=10))

    def made(schedule: Any) -> Any:
        visits = []
        for place, visit in enumerate(schedule.visits):
            moved, before, after, changes = parts[place % 10]
            day = max(0, visit.day + moved) if visit.until_day is None and visit.day else visit.day
            if place == 0 or place not in gone:
                visits.append(replace(visit, day=day, before=before, after=after) if changes else visit)
        names = {visit.id for visit in visits}
        events = [replace(e, remains=tuple(r for r in e.remains if r.visit in names)) for e in schedule.events]
        return replace(schedule, visits=tuple(visits), events=tuple(events))

    return made


def overdue(line: Timeline) -> set[str]:
    return {visit.due.visit for visit in line.visits if visit.progress is Progress.OVERDUE and not visit.daily}


def windows(line: Timeline) -> dict[str, tuple[Any, ...]]:
    return {v.due.visit: (v.due.opens, v.due.target, v.due.closes) for v in line.visits if not v.daily}


@pytest.fixture
def person(included: Make) -> Any:
    return included(8.5, "patient")


@pytest.mark.proves("amending as-foretold")
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(change=schedules(), reconsent=st.booleans())
def test_the_timeline_after_is_the_one_that_was_told(
    person: Any, keep: Make, look: Make, on: Make, approve: Make, agree: Make, running: Any, change: Any,
    reconsent: bool,
) -> None:  # fmt: skip
    with transaction.atomic():
        version = keep(_planned(running.protocol, change(running.protocol.schedule)), reconsent)
        before, told = timelines([person])[person.pk], on(look(version), person)
        approve(version)
        held = protocol_for(person).version
        assert held == told.then
        after = timelines([agree(person)] if reconsent else [person])[person.pk]
        assert after.protocol.version == "1.1"
        _agrees(told.lines, before, after)
        transaction.set_rollback(True)


def _planned(protocol: Any, schedule: Any) -> Any:
    """The protocol by another schedule, without the alerts that are told until a visit which that one has not."""
    visits = {visit.id for visit in schedule.visits}
    alerts = tuple(each for each in protocol.alerts if each.until in visits)
    return replace(protocol, schedule=schedule, alerts=alerts)


def _agrees(lines: Any, before: Timeline, after: Timeline) -> None:
    """Every visit that differs is told, every visit that is told differs."""
    said = {kind: {line.where.en for line in lines if line.kind is kind} for kind in Kind}
    names = {v.due.visit: v.text.en for line in (before, after) for v in line.visits if not v.daily}
    late, was = overdue(after), overdue(before)
    old, new = windows(before), windows(after)
    assert {names[name] for name in late - was} == said[Kind.OVERDUE] & set(names.values())
    assert {names[name] for name in was - late if name in new} == said[Kind.IN_TIME] & set(names.values())
    assert {names[name] for name in new if name not in old} == said[Kind.VISIT_ADDED] & set(names.values())
    assert {names[name] for name in old if name not in new} == said[Kind.VISIT_REMOVED] & set(names.values())
    other = said[Kind.VISIT_MOVED] | said[Kind.WINDOW] | said[Kind.OUTSIDE]
    assert {names[name] for name in old if name in new and old[name] != new[name]} == other & set(names.values())
