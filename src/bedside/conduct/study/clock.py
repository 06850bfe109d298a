"""The day on the sites' clock, by the one clock of all of bedside (`values.moment.now`)."""

from __future__ import annotations

import datetime

from django.utils import timezone

from bedside.errors import UsageError
from bedside.values.moment import Moment, now, to_datetime


def today() -> datetime.date:
    """The day on the sites' clock."""
    return on_day(now())


def read_day(text: str, where: str) -> datetime.date:
    """A day as ISO 8601 writes it. Raises UsageError, which names `where` it was typed, for anything else."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"“{text}” is not a day.", where, "Write it like 2026-11-22.") from error


def on_day(at: Moment) -> datetime.date:
    """The day of a moment on the sites' clock."""
    return timezone.localtime(to_datetime(at)).date()


def shown(at: Moment) -> str:
    """A moment on the sites' clock: `2026-11-22 08:05`."""
    return timezone.localtime(to_datetime(at)).strftime("%Y-%m-%d %H:%M")
