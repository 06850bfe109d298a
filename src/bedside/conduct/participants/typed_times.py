"""Times as people type them, on the sites' clock, and back."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from bedside.errors import UsageError
from bedside.values.moment import HOUR, Moment, now, of_datetime, to_datetime


def read_local(text: str, where: str) -> Moment:
    """The moment of `2026-11-22T08:05` on the sites' clock; with an offset, as it says.

    Raises UsageError for anything else, and for an hour that the clock leaves out in spring. Of an hour that it
    strikes twice in autumn the earlier one is meant; while the second one lasts, that one, as far as it has come. The
    calendar begins with the year 1 and ends with 9999, in UTC too.
    """
    try:
        held = datetime.fromisoformat(text.strip())
        aware = _on_the_clock(held) if held.tzinfo is None else held
        there = timezone.localtime(of_aware(aware)).replace(tzinfo=None)
    except (ValueError, OverflowError):
        raise UsageError(f"“{text}” is not a time.", where, "Write it like 2026-11-22T08:05.") from None
    if held.tzinfo is None and abs(there - held) > timedelta(0):
        raise UsageError(f"the clock skipped {text}.", where, "Correct the time.")
    return of_datetime(aware)


def _on_the_clock(held: datetime) -> datetime:
    earlier, later = timezone.make_aware(held), timezone.make_aware(held.replace(fold=1))
    since = now() - of_datetime(later)
    return later if later.utcoffset() < earlier.utcoffset() and 0 <= since < HOUR else earlier


def of_aware(held: datetime) -> datetime:
    """The same moment in UTC, so that a time the clock left out shows."""
    return to_datetime(of_datetime(held))


def local(at: Moment) -> str:
    """A moment as an input of type datetime-local takes it."""
    return timezone.localtime(to_datetime(at)).replace(tzinfo=None).isoformat(timespec="minutes")


def with_offset(at: Moment) -> str:
    """A moment as it is kept in a form: the sites' clock and its offset, to the minute."""
    return timezone.localtime(to_datetime(at)).isoformat(timespec="minutes")


def local_now() -> str:
    """This moment on the sites' clock."""
    return local(now())
