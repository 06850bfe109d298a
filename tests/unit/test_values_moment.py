"""Moments, lengths and windows in integer microseconds."""

import pytest

from bedside.errors import RuleError
from bedside.values.moment import (
    ALWAYS,
    DAY,
    EVER,
    HOUR,
    NOW,
    SECOND,
    Window,
    days,
    hours,
    last,
    length,
    moment,
    read_length,
    show,
    to_datetime,
)


@pytest.mark.parametrize(
    ("text", "microseconds"),
    [
        ("1970-01-01", 0),
        ("1970-01-01T01:00", HOUR),
        ("1970-01-01T01:00+01:00", 0),
        ("1970-01-01T00:00:00.000001", 1),
        ("1969-12-31T23:59:59.999999", -1),
    ],
)
def test_reading_times(text: str, microseconds: int) -> None:
    assert moment(text) == microseconds


def test_a_time_that_is_none_is_refused() -> None:
    with pytest.raises(RuleError, match=r"“yesterday” is not a time\. Write it like 2026-11-22T08:00\."):
        moment("yesterday")


@pytest.mark.parametrize("text", ["0001-01-01T00:00+14:00", "9999-12-31T23:59-12:00", "10000-01-01"])
def test_a_time_outside_the_calendar_is_refused(text: str) -> None:
    """An offset may lead out of it: there is no year 0 and no year 10000 to be shown."""
    with pytest.raises(RuleError, match="is not a time"):
        moment(text)


def test_the_ends_of_the_calendar_can_be_read() -> None:
    for text in ("0001-01-01T14:00+14:00", "9999-12-31T11:59-12:00"):
        assert show(moment(text))


def test_showing_times() -> None:
    assert show(moment("2150-03-01T08:00:59")) == "2150-03-01 08:00"
    assert to_datetime(moment("2150-03-01T08:00:59.000001")).microsecond == 1


@pytest.mark.parametrize(
    ("span", "text"),
    [
        (DAY, "PT24H"),
        (HOUR // 2, "PT1800S"),
        (90 * SECOND, "PT90S"),
        (1, "PT0.000001S"),
        (EVER, "ever"),
        (0, "PT0H"),
    ],
)
def test_lengths_there_and_back(span: int, text: str) -> None:
    assert length(span) == text
    assert read_length(text) == span


def test_lengths_people_write() -> None:
    assert (read_length("P2D"), read_length("PT30M"), hours(1.5), days(2)) == (
        2 * DAY,
        HOUR // 2,
        90 * 60 * SECOND,
        2 * DAY,
    )


@pytest.mark.parametrize(
    "text", ["", "24h", "PT", "P2W", "PTxH", "PT24", "1", "PTinfH", "PTnanH", "PT1e300H", "P1000000D"]
)
def test_a_length_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(RuleError, match="is not a length of time"):
        read_length(text)


def test_windows_look_back() -> None:
    assert (last(DAY), NOW, ALWAYS) == (Window(DAY, 0), Window(0, 0), Window(EVER, 0))
    for back, until in ((HOUR, DAY), (-HOUR, 0), (HOUR, -HOUR)):
        with pytest.raises(RuleError, match="a window must look back"):
            Window(back, until)
