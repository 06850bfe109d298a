"""Day 0 of the sponsor: worked examples of what becomes reportable later, then rules for all that may be received."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.conduct.safety.day_zero import Judged, Received, day_zero, in_order
from bedside.conduct.safety.deadlines import either, last_moment, susar
from bedside.values.moment import Moment, of_datetime, to_datetime

PARIS = ZoneInfo("Europe/Paris")
ALL = frozenset({"patient", "reporter", "drug", "event"})


def at(text):
    """A time on the clock of Paris."""
    return of_datetime(datetime.fromisoformat(text).replace(tzinfo=PARIS))


def got(when, related, serious=True, criteria=ALL):
    """A report that the sponsor received."""
    return Received(at(when), frozenset(criteria), serious, related)


def view(when, related, unexpected):
    """A view of the sponsor on information of then."""
    return Judged(at(when), related, unexpected)


FIRST, LATER, LAST = "2026-11-11T09:00", "2026-11-29T10:00", "2026-12-05T10:00"


@pytest.mark.proves("law sae-day-zero")
@pytest.mark.parametrize(
    ("received", "views", "expected"),
    [
        # nobody has said yet: it may be, from the first
        ([got(FIRST, None)], [], FIRST),
        ([got(FIRST, False)], [], FIRST),
        # assessed later: a sponsor who waits gains no day
        ([got(FIRST, True)], [view(FIRST, True, True)], FIRST),
        # unrelated for both, and closed
        ([got(FIRST, False)], [view(FIRST, False, True)], None),
        # closed as unrelated; new causality makes it one: its receipt is day 0, not the first report
        ([got(FIRST, False), got(LATER, True)], [view(FIRST, False, True)], LATER),
        # the same, and the sponsor assesses the new report
        ([got(FIRST, False), got(LATER, True)], [view(FIRST, False, False), view(LATER, True, True)], LATER),
        # expected at first; the day of the information that made it unexpected
        ([got(FIRST, True)], [view(FIRST, True, False), view(LATER, True, True)], LATER),
        # expected, and a follow-up changes nothing of that
        ([got(FIRST, True), got(LATER, True)], [view(FIRST, True, False)], None),
        # related for the sponsor alone stays related whatever the investigator says later
        ([got(FIRST, False), got(LATER, False)], [view(FIRST, True, True)], FIRST),
        # taken back by both, and then related again
        ([got(FIRST, True), got(LATER, False), got(LAST, True)], [view(LATER, False, True)], LAST),
        # not serious in between
        ([got(FIRST, True), got(LATER, True, serious=False), got(LAST, True)], [view(FIRST, True, True)], LAST),
        # the criteria came with the follow-up, and the causality after them
        ([got(FIRST, True, criteria={"patient"}), got(LATER, True, criteria=ALL - {"patient"})], [], LATER),
        ([got(FIRST, False, criteria={"drug"}), got(LATER, False), got(LAST, True)], [view(LATER, False, True)], LAST),
        # a second follow-up that repeats the first moves nothing
        ([got(FIRST, False), got(LATER, True), got(LAST, True)], [view(FIRST, False, True)], LATER),
        ([], [], None),
    ],
)  # fmt: skip
def test_day_zero_is_the_receipt_of_what_makes_it_reportable(received, views, expected):
    assert day_zero(in_order(received, views), ALL) == (expected and at(expected))


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-11-29T10:00", "2026-12-14"),  # a Sunday
        ("2026-03-28T23:59", "2026-04-12"),  # the clock changes in the night
        ("2026-10-24T23:59", "2026-11-08"),
    ],
)
def test_a_reclassified_event_is_not_born_overdue(received, due):
    known = in_order([got("2026-01-11T09:00", False), got(received, True)], [view("2026-01-11T09:00", False, True)])
    end = last_moment(day_zero(known, ALL), 15, PARIS)
    assert f"{to_datetime(end).astimezone(PARIS):%Y-%m-%d %H:%M}" == f"{due} 23:59"


TRUTHS = st.sampled_from([True, False, None])
TIMES = st.integers(0, 60).map(Moment)
RECEIVED = st.builds(Received, TIMES, st.sampled_from([ALL, ALL - {"drug"}, frozenset()]), st.booleans(), TRUTHS)
VIEWS = st.builds(Judged, TIMES, st.booleans(), st.booleans())


@given(st.lists(RECEIVED, max_size=5), st.lists(VIEWS, max_size=4))
def test_day_zero_is_there_exactly_while_all_that_is_known_allows_it(received, views):
    found = day_zero(in_order(received, views), ALL)
    last = max(enumerate(received), key=lambda row: (row[1].at, row[0]), default=(0, None))[1]
    held = frozenset().union(*(each.criteria for each in received))
    if last is None:
        assert found is None
        return
    sponsor = views[-1] if views else None
    related = either(last.related, sponsor and sponsor.related)
    may_be = susar(last.serious, related, sponsor and sponsor.unexpected) is not False
    assert (found is not None) is (held >= ALL and may_be)
    assert found is None or found in {each.at for each in (*received, *views)}


@given(st.lists(RECEIVED, min_size=1, max_size=5), st.lists(VIEWS, max_size=4), TIMES)
def test_what_comes_later_and_says_the_same_moves_nothing(received, views, later):
    known = in_order(received, views)
    found = day_zero(known, ALL)
    latest = [each for each in known if isinstance(each, Received)][-1]
    again = Received(Moment(max(each.at for each in known) + later), frozenset(), latest.serious, latest.related)
    if found is not None:
        assert day_zero([*known, again], ALL) == found


@given(st.lists(RECEIVED, min_size=1, max_size=5), VIEWS)
def test_the_first_view_of_the_sponsor_gains_no_day(received, view_):
    """It may close the event; where it does not, day 0 is as it was."""
    before = day_zero(in_order(received, []), ALL)
    after = day_zero(in_order(received, [Judged(max(each.at for each in received), *_said(view_))]), ALL)
    assert after is None or before is None or after == before


def _said(view_):
    return view_.related, view_.unexpected
