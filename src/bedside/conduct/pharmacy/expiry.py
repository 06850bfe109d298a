"""Dates of expiry as they are printed: a day, or a month, which is good until its last day.

“2027-03” is kept as it is printed and never completed. That a month includes its last day is the convention of the
EU (EMA Q&A of the working group on quality review of documents; from knowledge, to be confirmed by the sponsor).
"""

from __future__ import annotations

import calendar
import datetime
import re

from bedside.errors import UsageError

PRINTED = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?")
SOON, LATER = 30, 90
"""Days before expiry at which a lot is told of, and told of again: our choice, no law asks for it."""


def read_expiry(text: str) -> str:
    """A date of expiry, `2027-03` or `2027-03-15`. Raises UsageError for anything else."""
    try:
        last_good_day(text)
    except ValueError:
        todo = "Write it as printed, like 2027-03 or 2027-03-15."
        raise UsageError(f"“{text}” is no date of expiry.", "pharmacy", todo) from None
    return text


def last_good_day(printed: str) -> datetime.date:
    """The last day on which it may be used. Raises ValueError for what is no such date."""
    match = PRINTED.fullmatch(printed)
    if match is None:
        raise ValueError(printed)
    year, month, day = (int(part) if part else 0 for part in match.groups())
    if not 1 <= month <= 12:
        raise ValueError(printed)
    return datetime.date(year, month, day or calendar.monthrange(year, month)[1])


def days_left(printed: str, today: datetime.date) -> int:
    """Days until the last good day, 0 on it; negative once it is over."""
    return (last_good_day(printed) - today).days
