"""Times on the sites' clock in the nights in which it changes (Europe/Paris, 2026)."""

from __future__ import annotations

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from bedside.conduct.participants import typed_times
from bedside.conduct.participants.typed_times import local, read_local
from bedside.errors import UsageError
from bedside.values.moment import HOUR, SECOND, Moment, moment

MINUTE = 60 * SECOND
BACK = moment("2026-10-25T01:00+00:00")
"""When the clock goes back from 3 to 2: the hour from 2 begins again."""


@pytest.fixture(autouse=True)
def _paris():
    with timezone.override("Europe/Paris"):
        yield


@pytest.mark.parametrize(
    ("now", "typed", "meant"),
    [
        (BACK - 10 * MINUTE, "2026-10-25T02:45", BACK - 15 * MINUTE),  # the second one is to come
        (BACK + 50 * MINUTE, "2026-10-25T02:45", BACK + 45 * MINUTE),
        (BACK + 40 * MINUTE, "2026-10-25T02:45", BACK - 15 * MINUTE),
        (BACK + 30 * HOUR, "2026-10-25T02:45", BACK - 15 * MINUTE),
        (BACK + 50 * MINUTE, "2026-10-25T02:45+01:00", BACK + 45 * MINUTE),
        (BACK + 50 * MINUTE, "2026-10-25T01:45", BACK - 75 * MINUTE),
    ],
)
def test_the_hour_that_is_struck_twice(monkeypatch, now, typed, meant):
    monkeypatch.setattr(typed_times, "now", lambda: Moment(now))
    assert read_local(typed, "consent") == meant


@given(st.integers(-3 * 60, 3 * 60))
def test_what_the_page_offers_as_now_is_read_as_now(minutes):
    now = Moment(BACK + minutes * MINUTE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(typed_times, "now", lambda: now)
        assert read_local(local(now), "consent") == now


def test_the_hour_that_the_clock_leaves_out():
    with pytest.raises(UsageError, match="the clock skipped 2026-03-29T02:30"):
        read_local("2026-03-29T02:30", "consent")
    assert read_local("2026-03-29T03:30", "") - read_local("2026-03-29T01:30", "") == HOUR
