"""The day on the sites' clock, by the one clock of all of bedside (`values.moment.now`)."""

from __future__ import annotations

import datetime

from django.utils import timezone

from bedside.values.moment import Moment, now, to_datetime


def today() -> datetime.date:
    """The day on the sites' clock."""
    return on_day(now())


def on_day(at: Moment) -> datetime.date:
    """The day of a moment on the sites' clock."""
    return timezone.localtime(to_datetime(at)).date()
