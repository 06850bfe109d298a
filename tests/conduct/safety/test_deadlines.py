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
    Sent,
    clocks,
    either,
    last_moment,
    notified_by,
    susar,
)
from bedside.protocol.loading import load
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
    sent = tuple(Sent(at(each)) for each in submitted)
    reaction = Reaction(True, minimum and at(minimum), urgent and at(urgent), sent)
    assert due(reaction) == expected


RECEIVED, WORSE, DIED = "2026-11-02T10:00", "2026-11-04T08:00", "2026-11-11T09:00"


@pytest.mark.proves("law sae-day-zero")
@pytest.mark.parametrize(
    ("urgent", "died", "submitted", "expected"),
    [
        # life-threatening from the first, reported and completed; then fatal: 7 days anew, and 8 after its report
        (RECEIVED, DIED, [("2026-11-05T12:00", False)],
         [(Duty.URGENT, "2026-11-09 23:59"), (Duty.COMPLETE, "2026-11-13 23:59"), (Duty.FATAL, "2026-11-18 23:59")]),
        (RECEIVED, DIED, [("2026-11-05T12:00", False), ("2026-11-16T12:00", True)],
         [(Duty.URGENT, "2026-11-09 23:59"), (Duty.COMPLETE, "2026-11-13 23:59"), (Duty.FATAL, "2026-11-18 23:59"),
          (Duty.COMPLETE, "2026-11-24 23:59")]),
        # what left after the death without a word of it does not report it
        (RECEIVED, DIED, [("2026-11-05T12:00", False), ("2026-11-12T12:00", False)],
         [(Duty.URGENT, "2026-11-09 23:59"), (Duty.COMPLETE, "2026-11-13 23:59"), (Duty.FATAL, "2026-11-18 23:59")]),
        # fatal before anything was reported: the 7 days that ran, and those of the death beside them
        (RECEIVED, WORSE, [], [(Duty.URGENT, "2026-11-09 23:59"), (Duty.FATAL, "2026-11-11 23:59")]),
        # one report may say both
        (RECEIVED, WORSE, [("2026-11-06T12:00", True)],
         [(Duty.URGENT, "2026-11-09 23:59"), (Duty.COMPLETE, "2026-11-14 23:59"), (Duty.FATAL, "2026-11-11 23:59")]),
        # within 15 days, then life-threatening, then fatal: each of them by its own receipt
        ("2026-11-06T08:00", DIED, [("2026-11-05T12:00", False), ("2026-11-08T12:00", False)],
         [(Duty.SUSAR, "2026-11-17 23:59"), (Duty.UPGRADE, "2026-11-13 23:59"), (Duty.COMPLETE, "2026-11-16 23:59"),
          (Duty.FATAL, "2026-11-18 23:59")]),
        # fatal from the first: there is no life-threatening event that became so
        (RECEIVED, RECEIVED, [], [(Duty.URGENT, "2026-11-09 23:59")]),
        # received on the Saturday before the clock changes
        ("2026-03-20T09:00", "2026-03-28T23:30", [],
         [(Duty.URGENT, "2026-03-27 23:59"), (Duty.FATAL, "2026-04-04 23:59")]),
    ],
)  # fmt: skip
def test_a_life_threatening_event_that_becomes_fatal_has_seven_days_anew(urgent, died, submitted, expected):
    zero = min(RECEIVED, urgent)
    sent = tuple(Sent(at(each), True, fatal) for each, fatal in submitted)
    assert due(Reaction(True, at(zero), at(urgent), sent, at(died))) == expected


def test_a_death_is_reported_by_what_says_so_and_late_after_its_seven_days():
    sent = (Sent(at("2026-11-05T12:00"), True, False), Sent(at("2026-11-19T08:00")))
    found = {each.duty: each for each in clocks(Reaction(True, at(RECEIVED), at(RECEIVED), sent, at(DIED)), PARIS)}
    assert found[Duty.FATAL].done == at("2026-11-19T08:00")
    assert found[Duty.FATAL].progress(at("2026-12-01T00:00")) is Progress.LATE
    assert found[Duty.URGENT].progress(at("2026-12-01T00:00")) is Progress.DONE


def test_an_urgent_reaction_is_not_reported_by_what_does_not_say_that_it_is():
    sent = (Sent(at("2026-11-05T12:00"), False, False), Sent(at("2026-11-08T12:00"), True, False))
    (held, _) = clocks(Reaction(True, at(RECEIVED), at(WORSE), sent), PARIS)
    assert (held.duty, held.done) == (Duty.URGENT, sent[1].at)


def test_what_left_before_day_zero_reports_nothing():
    (held,) = clocks(Reaction(True, at("2026-11-29T10:00"), None, (Sent(at("2026-11-12T10:00")),)), PARIS)
    assert (held.duty, held.done, held.due) == (Duty.SUSAR, None, at("2026-12-15T00:00") - 1)


def test_in_time_and_written_down_afterwards_is_not_late():
    clock = Clock(Duty.NOTIFY, Moment(0), Moment(DAY), Moment(HOUR), entered=Moment(5 * DAY))
    assert clock.progress(Moment(9 * DAY)) is Progress.DONE and clock.entered_late
    assert not Clock(Duty.NOTIFY, Moment(0), Moment(DAY), Moment(HOUR), entered=Moment(DAY)).entered_late
    assert not Clock(Duty.NOTIFY, Moment(0), Moment(DAY), Moment(2 * DAY), entered=Moment(5 * DAY)).entered_late


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


@pytest.mark.proves("law sae-clock")
@given(TIMES, st.integers(0, 4 * DAY), st.integers(0, 4 * DAY))
def test_late_is_what_was_told_late_and_never_what_was_written_late(aware, later, written):
    """Over every weekend and change of the clock: 24 hours from awareness, whenever somebody types."""
    told, entered = Moment(aware + later), Moment(aware + later + written)
    clock = Clock(Duty.NEWS, aware, notified_by(aware, 24 * HOUR), told, entered=entered)
    late = later > 24 * HOUR
    assert (clock.progress(entered) is Progress.LATE) is late
    assert clock.entered_late is (not late and later + written > 24 * HOUR)


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


@st.composite
def reactions(draw):
    """A reaction of which anything was received and sent at any time, in whatever order."""
    zero = draw(TIMES)
    after = st.one_of(st.none(), st.integers(-30 * DAY, 60 * DAY).map(lambda each: Moment(zero + each)))
    urgent, died = draw(after), draw(after)
    if died is not None:
        urgent = died if urgent is None else min(urgent, died)
    times = sorted(draw(st.lists(st.integers(-10 * DAY, 60 * DAY), max_size=4)))
    sent = tuple(Sent(Moment(zero + each), *draw(st.tuples(st.booleans(), st.booleans()))) for each in times)
    return Reaction(draw(TRUTHS), zero, urgent, sent, died)


@given(reactions())
def test_whatever_happens_clocks_begin_at_day_zero_and_are_certain_only_of_a_susar(reaction):
    found = list(clocks(reaction, PARIS))
    assert bool(found) is (reaction.susar is not False)
    assert all(each.since >= reaction.zero and each.due >= each.since for each in found)
    assert all(each.certain is (reaction.susar is True) for each in found)
    assert all(each.done is None or each.done >= reaction.zero for each in found)
    assert len({(each.duty, each.since) for each in found}) == len(found)


@given(reactions())
def test_a_death_received_after_an_urgent_report_always_has_seven_days_from_its_receipt(reaction):
    found = {each.duty: each for each in clocks(reaction, PARIS)}
    times = [None if each is None else max(each, reaction.zero) for each in (reaction.urgent, reaction.fatal)]
    expected = reaction.susar is not False and None not in times and times[1] > times[0]
    assert (Duty.FATAL in found) is expected
    if expected:
        died = max(reaction.fatal, reaction.zero)
        assert (found[Duty.FATAL].since, found[Duty.FATAL].due) == (died, last_moment(died, 7, PARIS))
        says = [each.at for each in reaction.submitted if each.fatal and each.at >= died]
        assert found[Duty.FATAL].done == (says[0] if says else None)


@given(reactions())
def test_every_urgent_reaction_has_a_deadline_within_seven_days_of_its_receipt(reaction):
    if reaction.urgent is None or reaction.susar is False:
        return
    by = last_moment(max(reaction.urgent, reaction.zero), 7, PARIS)
    open_ = [each for each in clocks(reaction, PARIS) if each.duty in (Duty.SUSAR, Duty.URGENT, Duty.UPGRADE)]
    assert min(each.due for each in open_) <= by
    unsaid = not any(
        each.urgent and each.at >= reaction.urgent and each.at >= reaction.zero for each in reaction.submitted
    )
    assert not unsaid or any(each.done is None for each in open_), "what was not said is still to be reported"


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


def test_a_grade_of_death_is_a_death_whatever_else_is_said():
    (safety,) = (form.safety for form in load("jakahdi").forms if form.safety)
    says_no = dict.fromkeys(safety.criterion_items, "no")
    assert safety.fatal({**says_no, safety.grade: "grade_5"}) and safety.urgent({**says_no, safety.grade: "grade_5"})
    assert not safety.urgent({**says_no, safety.grade: "grade_4"})
