"""Times as forms hold them: to the minute, or only to the day, the month or the year."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import NamedTuple

from bedside.errors import RuleError
from bedside.values.moment import DAY, HOUR, Moment, moment, of_datetime, show

PARTLY = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")

MINUTE = HOUR // 60
"""Forms hold times to the minute: two within one are no contradiction."""


class Span(NamedTuple):
    """The first and the last moment that a written time can mean."""

    first: Moment
    last: Moment


def span_of(written: object) -> Span | None:
    """What a written time can mean, in UTC; None where nothing is written, or no time."""
    if not isinstance(written, str) or not written:
        return None
    try:
        if found := PARTLY.fullmatch(written):
            return _calendar(*(int(part) if part else None for part in found.groups()))
        at = moment(written)
    except (RuleError, ValueError):
        return None
    return Span(at, at)


def _calendar(year: int | None, month: int | None, day: int | None) -> Span:
    """From the beginning of a year, a month or a day to its end."""
    first = datetime(year or 1, month or 1, day or 1, tzinfo=UTC)
    if day:
        last = of_datetime(first) + DAY
    elif month:
        last = of_datetime(datetime(first.year + month // 12, month % 12 + 1, 1, tzinfo=UTC))
    else:
        last = of_datetime(datetime(first.year + 1, 1, 1, tzinfo=UTC))
    return Span(of_datetime(first), Moment(last - 1))


def when(span: Span) -> str:
    """A time as it is known: its first moment, and its last where that is another."""
    return show(span.first) if span.first == span.last else f"{show(span.first)} – {show(span.last)}"
