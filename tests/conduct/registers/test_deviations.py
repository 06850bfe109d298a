"""Deviations from first notice to closure, driven through every order, and the clocks of the law."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bedside.conduct.registers import actions
from bedside.conduct.registers.breaches import Severity, State, deviations, line, urgent
from bedside.conduct.registers.clocks import BREACH, URGENT, deadline
from bedside.conduct.registers.models import Classified
from bedside.conduct.trail.models import Event
from bedside.errors import UsageError
from bedside.values.moment import DAY, HOUR, Moment, moment, now, to_datetime

pytestmark = pytest.mark.usefixtures("study")
PARIS = ZoneInfo("Europe/Paris")
STEPS = ("minor", "major", "serious breach", "notify", "plan", "finish", "close")


@pytest.mark.proves("inspection breach-clock")
@pytest.mark.parametrize(
    ("aware", "late_from"),
    [
        ("2026-11-02T08:00+01:00", "2026-11-10T00:00+01:00"),  # a Monday: seven days after it, the whole of the 9th
        ("2026-11-02T23:59+01:00", "2026-11-10T00:00+01:00"),
        ("2026-11-03T00:00+01:00", "2026-11-11T00:00+01:00"),
        ("2026-11-07T12:00+01:00", "2026-11-15T00:00+01:00"),  # ends on a Saturday: not longer for that
        ("2026-03-25T12:00+01:00", "2026-04-02T00:00+02:00"),  # across the beginning of summer time
        ("2026-10-21T12:00+02:00", "2026-10-29T00:00+01:00"),  # and its end
        ("2026-12-28T12:00+01:00", "2027-01-05T00:00+01:00"),
    ],
)
def test_the_clock_of_a_breach(aware: str, late_from: str) -> None:
    assert BREACH.days == URGENT.days == 7
    assert deadline(BREACH, moment(aware)) == moment(late_from) - 1


@given(st.datetimes(datetime.datetime(2020, 1, 1), datetime.datetime(2035, 1, 1)))
def test_a_deadline_ends_at_midnight_seven_whole_days_after_the_first(at: datetime.datetime) -> None:
    since = moment(at.replace(tzinfo=datetime.UTC).isoformat())
    due = to_datetime(Moment(deadline(BREACH, since) + 1)).astimezone(PARIS)
    begun = to_datetime(since).astimezone(PARIS)
    assert due.time() == datetime.time() and (due.date() - begun.date()).days == 8


class _Undo(Exception):
    """Takes back what an example wrote."""


@pytest.mark.proves("inspection breach-states")
@given(steps=st.lists(st.sampled_from(STEPS), max_size=9), whole=st.booleans())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_whatever_is_done_in_whatever_order(
    steps: list[str], whole: bool, deviation: Callable[..., Any], of_the_site: Callable[..., Any],
    actor: Callable[..., Any],
) -> None:  # fmt: skip
    """The state follows from the acts that were allowed, and each of them left one event; of a site as of somebody."""
    try:
        with transaction.atomic():
            _play(steps, of_the_site() if whole else deviation(), actor)
            raise _Undo
    except _Undo:
        pass


def _play(steps: list[str], held: Any, actor: Callable[..., Any]) -> None:
    severity, notified, open_measures, closed = "", False, 0, False
    safety, nurse = actor("safety officer", ""), actor("nurse", "01")
    for step in steps:
        before, state = Event.objects.count(), line(held).state
        allowed = {
            "notify": state is State.TO_NOTIFY, "plan": not closed, "finish": bool(open_measures),
            "close": bool(severity) and not closed and state is not State.TO_NOTIFY and not open_measures,
        }.get(step, True)  # fmt: skip
        try:
            _do(step, held, safety, nurse)
        except UsageError:
            assert not allowed and Event.objects.count() == before
            continue
        assert allowed and Event.objects.count() == before + 1
        if step in set(Severity):
            severity, closed = step, False
        notified, closed = notified or step == "notify", closed or step == "close"
        open_measures += {"plan": 1, "finish": -1}.get(step, 0)
    told = line(held)
    expected = (
        State.TO_ASSESS if not severity else State.CLOSED if closed else State.NOTIFIED if notified
        else State.TO_NOTIFY if severity == "serious breach" else State.ASSESSED
    )  # fmt: skip
    assert told.state is expected and len(told.undone) == open_measures
    assert (told.due is not None) == (severity == "serious breach")


def _do(step: str, held: Any, safety: Any, nurse: Any) -> None:
    from bedside.conduct.participants.models import Deviation

    held = Deviation.objects.get(pk=held.pk)
    if step in set(Severity):
        actions.classify(safety, held, Severity(step), Moment(held.found_us + HOUR), "so it seems")
    elif step == "notify":
        actions.notify(safety, held, now(), "CTIS 1")
    elif step == "plan":
        actions.plan_measure(nurse, held, "corrective", "2030-01-01", "say it again")
    elif step == "finish":
        undone = line(held).undone
        if not undone:
            raise UsageError("nothing is planned.", "", "")
        actions.finish_measure(nurse, undone[0], "2020-01-01")
    else:
        actions.close(safety, held)


def test_what_is_refused_and_how_it_is_told(deviation: Callable[..., Any], actor: Callable[..., Any]) -> None:
    safety, held = actor("safety officer", ""), deviation()
    for told, refused in (
        ("this deviation was not assessed.", lambda: actions.close(safety, held)),
        ("there is nothing to notify.", lambda: actions.notify(safety, held, now(), "CTIS 1")),
        ("something is left empty.", lambda: actions.classify(safety, held, Severity.MINOR, now(), " ")),
        ("the sponsor cannot have known then.",
         lambda: actions.classify(safety, held, Severity.MINOR, Moment(held.found_us - 1), "x")),
        ("the sponsor cannot have known then.",
         lambda: actions.classify(safety, held, Severity.MINOR, Moment(now() + DAY), "x")),
        ("“curative” is no kind of action.",
         lambda: actions.plan_measure(safety, held, "curative", "2030-01-01", "x")),
        ("“soon” is not a day.", lambda: actions.plan_measure(safety, held, "corrective", "soon", "x")),
    ):  # fmt: skip
        with pytest.raises(UsageError) as error:
            refused()
        assert str(error.value).find(told) >= 0
    assert not Classified.objects.exists()


@pytest.mark.proves("inspection breach-site")
def test_a_deviation_of_a_site_names_nobody(of_the_site: Callable[..., Any], actor: Callable[..., Any]) -> None:
    held, safety = of_the_site("02"), actor("safety officer", "")
    assert held.person is None and [each.deviation for each in deviations(["02"])] == [held]
    assert deviations(["01"]) == []
    actions.classify(safety, held, Severity.SERIOUS, Moment(held.found_us), "samples may be lost")
    actions.notify(safety, held, now(), "CTIS 1")
    actions.close(safety, held)
    told = Event.objects.filter(site="02", place=f"deviation {held.pk}").order_by("number")
    assert [each.action for each in told] == ["assess deviation", "notify breach", "close deviation"]
    assert not any(each.participant for each in told)


def test_a_deviation_of_a_site_that_is_not_told_is_not_kept(actor: Callable[..., Any]) -> None:
    nurse = actor("nurse", "01")
    for told, site, kind, found, text in (
        ("there is no site 99.", "99", "equipment", now(), "x"),
        ("“gossip” is no kind of deviation.", "01", "gossip", now(), "x"),
        ("in time to come.", "01", "equipment", Moment(now() + DAY), "x"),
        ("something is left empty.", "01", "equipment", now(), " "),
    ):
        with pytest.raises(UsageError) as error:
            actions.deviate_at(nurse, site, kind, found, text)
        assert told in str(error.value)
    assert deviations() == []


def test_an_urgent_safety_measure_and_its_clock(actor: Callable[..., Any]) -> None:
    by = actor("safety officer", "")
    held = actions.record_urgent(by, Moment(now() - 9 * DAY), "a lot was recalled; dosing stopped")
    assert urgent(["01"])[0].late
    with pytest.raises(UsageError, match="before it could be"):
        actions.notify_urgent(by, held, Moment(held.taken_us - 1), "CTIS 2")
    actions.notify_urgent(by, held, Moment(now() - 3 * DAY), "CTIS 2")
    assert not urgent()[0].late
    with pytest.raises(UsageError, match="notified already"):
        actions.notify_urgent(by, held, now(), "CTIS 3")
