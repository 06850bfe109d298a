"""The clocks of law: worked examples over weekends, changes of the clock and upgrades, then rules for all times."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.conduct.safety.deadlines import (
    LIMITS,
    Clock,
    Duty,
    Progress,
    Reaction,
    clocks,
    either,
    last_moment,
    notified_by,
    susar,
)
from bedside.values.moment import DAY, HOUR, Moment, moment, of_datetime, to_datetime

PARIS = ZoneInfo("Europe/Paris")
TRUTHS = st.sampled_from([True, False, None])
TIMES = st.integers(int(moment("2020-01-01")), int(moment("2035-01-01"))).map(Moment)


def at(text: str) -> Moment:
    """A time on the clock of Paris."""
    return of_datetime(datetime.fromisoformat(text).replace(tzinfo=PARIS))


def due(reaction: Reaction) -> list[tuple[Duty, str]]:
    """Each duty with the last minute of its time, on the clock of Paris."""
    return [
        (each.duty, f"{to_datetime(each.due).astimezone(PARIS):%Y-%m-%d %H:%M}") for each in clocks(reaction, PARIS)
    ]


@pytest.mark.proves("law sae-deadlines")
@pytest.mark.parametrize(
    ("minimum", "urgent", "submitted", "expected"),
    [
        # received on a Friday afternoon: weekends count
        ("2026-11-27T16:30", None, [], [(Duty.SUSAR, "2026-12-12 23:59")]),
        ("2026-11-27T16:30", "2026-11-27T16:30", [], [(Duty.URGENT, "2026-12-04 23:59")]),
        # a minute before midnight and a minute after are two days
        ("2026-11-27T23:59", "2026-11-27T23:59", [], [(Duty.URGENT, "2026-12-04 23:59")]),
        ("2026-11-28T00:00", "2026-11-28T00:00", [], [(Duty.URGENT, "2026-12-05 23:59")]),
        # over the change of the clock in spring (29 March) and in autumn (25 October)
        ("2026-03-27T09:00", "2026-03-27T09:00", [], [(Duty.URGENT, "2026-04-03 23:59")]),
        ("2026-10-20T09:00", None, [], [(Duty.SUSAR, "2026-11-04 23:59")]),
        # upgraded on day 4: 7 days from then; on day 12: not beyond the 15 days that ran already
        ("2026-11-02T10:00", "2026-11-06T08:00", [], [(Duty.URGENT, "2026-11-13 23:59")]),
        ("2026-11-02T10:00", "2026-11-14T08:00", [], [(Duty.URGENT, "2026-11-17 23:59")]),
        # the news came after the 15 days, and nothing was reported: they are overdue as they were
        ("2026-11-02T10:00", "2026-11-19T08:00", [], [(Duty.SUSAR, "2026-11-17 23:59")]),
        # known to be fatal before the minimum criteria were complete: the clock waits for them
        ("2026-11-05T10:00", "2026-11-02T08:00", [], [(Duty.URGENT, "2026-11-12 23:59")]),
        # reported on day 3: eight more days for the whole report
        ("2026-11-02T10:00", "2026-11-02T10:00", ["2026-11-05T12:00"],
         [(Duty.URGENT, "2026-11-09 23:59"), (Duty.COMPLETE, "2026-11-13 23:59")]),
        # reported within 15 days, fatal afterwards: that news has 7 days of its own
        ("2026-11-02T10:00", "2026-11-20T09:00", ["2026-11-10T09:00"],
         [(Duty.SUSAR, "2026-11-17 23:59"), (Duty.UPGRADE, "2026-11-27 23:59")]),
        ("2026-11-02T10:00", "2026-11-20T09:00", ["2026-11-10T09:00", "2026-11-22T09:00"],
         [(Duty.SUSAR, "2026-11-17 23:59"), (Duty.UPGRADE, "2026-11-27 23:59"), (Duty.COMPLETE, "2026-11-30 23:59")]),
        # the minimum criteria are not there yet
        (None, "2026-11-02T10:00", [], []),
    ],
)  # fmt: skip
def test_worked_examples(minimum, urgent, submitted, expected):
    reaction = Reaction(True, minimum and at(minimum), urgent and at(urgent), tuple(map(at, submitted)))
    assert due(reaction) == expected


@pytest.mark.proves("law sae-clock")
@pytest.mark.parametrize(
    ("aware", "by"),
    [
        ("2026-03-28T20:00", "2026-03-29T21:00"),  # 24 hours, whatever the clock shows: one was left out
        ("2026-10-24T20:00", "2026-10-25T19:00"),  # and one was struck twice
        ("2026-11-28T23:30", "2026-11-29T23:30"),
    ],
)
def test_24_hours_are_24_hours_over_a_change_of_the_clock(aware, by):
    assert notified_by(at(aware), 24 * HOUR) == at(by)


def test_late_and_overdue_are_after_the_last_moment_and_not_at_it():
    clock = Clock(Duty.NOTIFY, Moment(0), Moment(DAY))
    assert [clock.progress(Moment(DAY + each)) for each in (0, 1)] == [Progress.RUNNING, Progress.OVERDUE]
    done = [Clock(Duty.NOTIFY, Moment(0), Moment(DAY), Moment(DAY + each)) for each in (0, 1)]
    assert [each.progress(Moment(9 * DAY)) for each in done] == [Progress.DONE, Progress.LATE]
    assert done[1].left(Moment(9 * DAY)) == 1


@given(TIMES, st.integers(0, 40), st.sampled_from(["Europe/Paris", "Pacific/Auckland", "America/St_Johns", "UTC"]))
def test_a_deadline_ends_with_its_calendar_day(received, days, name):
    zone = ZoneInfo(name)
    end = last_moment(received, days, zone)
    first, last, after = (to_datetime(Moment(each)).astimezone(zone).date() for each in (received, end, end + 1))
    assert (last - first).days == days and (after - last).days == 1
    assert abs(end - received - days * DAY) <= DAY + HOUR


@given(TIMES, st.integers(0, 30 * DAY), st.booleans())
def test_an_upgrade_never_gives_more_time(minimum, later, upgraded):
    urgent = Moment(minimum + later)
    (plain,) = clocks(Reaction(True, minimum), PARIS)
    (held,) = clocks(Reaction(True, minimum, urgent), PARIS)
    assert held.due <= plain.due
    assert held.due <= last_moment(urgent, LIMITS[Duty.URGENT].days, PARIS)


@given(TIMES, st.lists(st.integers(1, 60 * DAY), max_size=4), st.one_of(st.none(), st.integers(0, 60 * DAY)), TRUTHS)
def test_whatever_happens_clocks_begin_at_the_receipt_and_are_certain_only_of_a_susar(minimum, sent, urgent, told):
    submitted = tuple(sorted(Moment(minimum + each) for each in sent))
    reaction = Reaction(told, minimum, None if urgent is None else Moment(minimum + urgent), submitted)
    found = list(clocks(reaction, PARIS))
    assert bool(found) is (told is not False)
    assert all(each.since >= minimum and each.due >= each.since and each.certain is (told is True) for each in found)
    assert len({each.duty for each in found}) == len(found)


@pytest.mark.proves("law sae-causality")
@given(TRUTHS, TRUTHS)
def test_the_sponsor_never_downgrades(investigator, sponsor):
    assert either(True, sponsor) is True and either(investigator, True) is True
    assert (either(investigator, sponsor) is False) is (investigator is False and sponsor is False)


@given(st.booleans(), TRUTHS, TRUTHS)
def test_what_is_unknown_neither_makes_a_susar_nor_rules_it_out(serious, related, unexpected):
    found = susar(serious, related, unexpected)
    for known in (True, False) if related is None else (related,):
        for expected in (True, False) if unexpected is None else (unexpected,):
            assert found is None or found is susar(serious, known, expected)
