"""Moments and windows, in integer microseconds.

A moment is a count of microseconds since 1970-01-01T00:00:00 UTC. Windows are half-open and look back from a
reference moment T: `Window(back=24 h)` is (T − 24 h, T]. What is measured at T counts, what is exactly 24 h
old no longer does, so consecutive windows share no record and lose none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import NewType

from bedside.errors import RuleError

Moment = NewType("Moment", int)

SECOND = 1_000_000
HOUR = 3_600 * SECOND
DAY = 24 * HOUR
EVER = 1_000 * 366 * DAY
"""Longer than any record: a window of this length reaches back to the beginning."""


def hours(number: float) -> int:
    """A length of time in microseconds."""
    return round(number * HOUR)


def days(number: float) -> int:
    """A length of time in microseconds; a day is 24 h, never a calendar day."""
    return round(number * DAY)


def moment(text: str) -> Moment:
    """Read an ISO 8601 time; without an offset it is UTC. Raises RuleError on anything else.

    The calendar begins with the year 1 and ends with 9999, in UTC too.
    """
    try:
        found = of_datetime(datetime.fromisoformat(text))
        to_datetime(found)  # an offset may lead out of the calendar
        return found
    except (ValueError, OverflowError) as error:
        raise RuleError(f"“{text}” is not a time.", todo="Write it like 2026-11-22T08:00.") from error


def of_datetime(time: datetime) -> Moment:
    """The moment of a datetime; without an offset it is UTC."""
    aware = time if time.tzinfo else time.replace(tzinfo=UTC)
    return Moment((aware - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1))


def now() -> Moment:
    """This moment, by the clock of this machine."""
    return of_datetime(datetime.now(UTC))


def to_datetime(at: Moment) -> datetime:
    """The UTC datetime of a moment."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=at)


def show(at: Moment, zone: tzinfo = UTC) -> str:
    """A moment as people read it by the clock of a zone, to the minute: `2150-03-01 08:00`."""
    return to_datetime(at).astimezone(zone).strftime("%Y-%m-%d %H:%M")


def length(span: int) -> str:
    """A length of time as ISO 8601: `PT24H`, `PT90S`; hours where it is whole hours."""
    if span >= EVER:
        return "ever"
    if span % HOUR == 0:
        return f"PT{span // HOUR}H"
    return f"PT{span // SECOND}S" if span % SECOND == 0 else f"PT{span / SECOND:.6f}S"


def read_length(text: str) -> int:
    """Read what `length` writes, and days (`P2D`). Raises RuleError on anything else, and beyond `ever`."""
    try:
        found = EVER if text == "ever" else _span(text)
    except (KeyError, ValueError, OverflowError):
        found = None
    if found is None or abs(found) > EVER:
        raise RuleError(f"“{text}” is not a length of time.", todo="Write it like PT24H, P2D or ever.")
    return found


def _span(text: str) -> int | None:
    if text.startswith("PT"):
        return round(float(text[2:-1]) * {"H": HOUR, "M": 60 * SECOND, "S": SECOND}[text[-1]])
    return days(float(text[1:-1])) if text.startswith("P") and text.endswith("D") else None


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """(T − back, T − until] around a reference moment T, both in microseconds; `until` defaults to T itself.

    `NOW` has no length: only what lasts (a support, an infusion) can be in force in it.
    """

    back: int
    until: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.until <= self.back:
            raise RuleError(
                f"a window must look back: from {length(self.back)} to {length(self.until)} before.",
                todo="Give the farther end first, neither of them in the future.",
            )


NOW = Window(0)
ALWAYS = Window(EVER)


def last(span: int) -> Window:
    """The window (T − span, T]."""
    return Window(span)
