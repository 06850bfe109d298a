"""Times as typed: every way of writing one comes to the same, nothing is completed, what is kept reads back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.conduct.casebook.times import YEARS, NotATime, canonical, shown, twice
from bedside.protocol.forms import read_time
from bedside.values.moment import of_datetime

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 8, 10, 42, 7, tzinfo=PARIS)
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))
CLOCKS = st.times().map(lambda time: time.replace(second=0, microsecond=0))


@pytest.mark.proves("ground partial-dates")
@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("08112026", "2026-11-08"), ("8/11/2026", "2026-11-08"), ("08.11.2026", "2026-11-08"), ("20261108",
        "2026-11-08"),
        ("2026-11-08", "2026-11-08"), ("2026-11", "2026-11"), ("11/2026", "2026-11"), ("2026", "2026"),
        ("112026", "2026-11"), ("012199", "2199-01"),
        ("2026-11-08 08:00", "2026-11-08T08:00+01:00"), ("2026-11-08T08:00", "2026-11-08T08:00+01:00"),
        ("08/11/2026 8:00", "2026-11-08T08:00+01:00"), ("08112026 0800", "2026-11-08T08:00+01:00"),
        ("081120260800", "2026-11-08T08:00+01:00"), ("8/11/2026 8h05", "2026-11-08T08:05+01:00"),
        ("8/11/2026 8h", "2026-11-08T08:00+01:00"), (" 08112026   23:59 ", "2026-11-08T23:59+01:00"),
        ("2026-07-08 08:00", "2026-07-08T08:00+02:00"), ("2026-11-08T07:00Z", "2026-11-08T07:00+00:00"),
        ("t", "2026-11-08T10:42+01:00"), ("T", "2026-11-08T10:42+01:00"), ("y", "2026-11-07"),
        ("t 8:00", "2026-11-08T08:00+01:00"), ("y 0730", "2026-11-07T07:30+01:00"), ("Y 7h", "2026-11-07T07:00+01:00"),
    ],
)  # fmt: skip
def test_ways_of_typing_a_time(typed: str, kept: str) -> None:
    assert canonical(typed, True, NOW) == kept


def test_the_day_alone() -> None:
    assert canonical("t", False, NOW) == "2026-11-08" and canonical("y", False, NOW) == "2026-11-07"


@pytest.mark.parametrize(
    ("typed", "with_time", "check"),
    [
        ("", True, "time"), ("soon", True, "time"), ("31/02/2026", True, "time"), ("2026-13", True, "time"),
        ("13/2026", True, "time"), ("081126", True, "time"),
        ("132026", True, "time"), ("202611", True, "time"), ("1899-12-31", True, "time"), ("2026-11-08 24:00",
        True, "time"),
        ("2026-11-08 8:60", True, "time"), ("2026-11 08:00", True, "time"), ("08/11/2026 8:00", False, "day_only"),
        ("2026-03-29 02:30", True, "no_such_hour"),
        ("１２３４", False, "time"), ("2026-11-08 08:00+99:99", True, "time"),
    ],
)  # fmt: skip
def test_what_is_no_time_is_refused(typed: str, with_time: bool, check: str) -> None:
    with pytest.raises(NotATime) as error:
        canonical(typed, with_time, NOW)
    assert error.value.check == check


def test_an_hour_that_was_twice_is_told_apart_by_its_offset() -> None:
    first = canonical("2026-10-25 02:30", True, NOW)
    second = canonical("2026-10-25T02:30+01:00", True, NOW)
    assert (first, second) == ("2026-10-25T02:30+02:00", "2026-10-25T02:30+01:00")
    assert twice(first, PARIS) and twice(second, PARIS) and not twice("2026-10-25T03:30+01:00", PARIS)
    assert not twice("2026-03-29T03:30+02:00", PARIS)
    assert shown(first, PARIS) == "2026-10-25 02:30" and shown(second, PARIS) == second


@given(DAYS)
def test_every_way_of_writing_a_day_is_that_day(day: date) -> None:
    ways = [day.isoformat(), f"{day:%d%m%Y}", f"{day:%Y%m%d}", f"{day.day}/{day.month}/{day.year}", f"{day:%d.%m.%Y}"]
    assert {canonical(way, False, NOW) for way in ways} == {day.isoformat()}


@given(DAYS, CLOCKS)
def test_what_is_kept_reads_back_as_the_moment_on_the_sites_clock(day: date, clock: object) -> None:
    local = datetime.combine(day, clock, PARIS)  # type: ignore[arg-type]
    try:
        kept = canonical(f"{day:%d/%m/%Y} {clock:%H:%M}", True, NOW)
    except NotATime as error:
        assert error.check == "no_such_hour"
        return
    start, end = read_time(kept, zone=PARIS)
    assert start == end == of_datetime(local)
    assert canonical(kept, True, NOW) == kept
    assert canonical(shown(kept, PARIS), True, NOW) == kept


@pytest.mark.proves("ground partial-dates")
@given(st.text(max_size=20) | st.text("0123456789/-.: thyTZ+", max_size=20), st.booleans())
def test_anything_typed_is_kept_canonical_or_refused(typed: str, with_time: bool) -> None:
    try:
        kept = canonical(typed, with_time, NOW)
    except NotATime:
        return
    assert canonical(kept, with_time, NOW) == kept
    first, last = read_time(kept, zone=PARIS)
    assert first <= last and int(kept[:4]) in YEARS
    assert with_time or "T" not in kept


@given(DAYS)
def test_a_day_is_that_of_the_sites(day: date) -> None:
    first, last = read_time(day.isoformat(), zone=PARIS)
    midnight = datetime(day.year, day.month, day.day, tzinfo=PARIS).astimezone(UTC)
    assert first == of_datetime(midnight)
    following = day + timedelta(days=1) if day < date.max else day
    assert last == of_datetime(datetime(following.year, following.month, following.day, tzinfo=PARIS)) - 1
