"""Dates and times as nurses type them, made ISO 8601: nothing is ever completed, nothing guessed.

`08112026`, `8/11/2026`, `2026-11-08`, `11/2026`, `112026`, `2026`, `t` (today; now, where a time is asked), `y`
(yesterday); a time after the day as `8:00`, `0800`, `8h` or `8h05`. Day comes before month. A day with its time is
kept with the offset that the sites' clock had then (`2026-11-08T08:00+01:00`); a day, a month or a year alone
stays one.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, tzinfo

YEARS = range(1900, 2200)
"""Years that a date may have: enough for records whose dates were shifted to keep patients unknown."""

_DAY = re.compile(
    r"(?:(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})|(?P<d2>\d{1,2})[/.-](?P<m2>\d{1,2})[/.-](?P<y2>\d{4})|(?P<eight>\d{8}))"
)
_MONTH = re.compile(r"(?:(?P<y>\d{4})-(?P<m>\d{1,2})|(?P<m2>\d{1,2})[/.-](?P<y2>\d{4})|(?P<six>\d{6}))")
_HOUR = re.compile(r"(?P<h>\d{1,2})(?:[:hH](?P<m>\d\d)?(?::(?P<s>\d\d))?)|(?P<h4>\d\d)(?P<m4>\d\d)")
_OFFSET = re.compile(r"(?<=\d)\s*(Z|[+-]\d\d:?\d\d(?::\d\d)?)$")


class NotATime(ValueError):
    """It cannot be read; `check` names the check that says so."""

    def __init__(self, check: str) -> None:
        super().__init__(check)
        self.check = check


def canonical(typed: str, with_time: bool, now: datetime) -> str:
    """What was typed, as ISO 8601: a year, a month, a day, or (where `with_time`) an exact time with its offset.

    `now` is this moment on the sites' clock. Raises NotATime: `time` when it is none, `day_only` when a time is given
    where the day is asked, `no_such_hour` when the clock skipped it.
    """
    text = " ".join(typed.split())
    if with_time and text.lower() == "t":
        return _written(now.replace(second=0, microsecond=0))
    partial = _month_or_year(text)
    if partial:
        return partial
    day, clock = _parted(text)
    found = _day(day, now.date())
    if not clock:
        return found.isoformat()
    if not with_time:
        raise NotATime("day_only")
    return _exact(found, clock, now.tzinfo or UTC)


def shown(text: str, zone: tzinfo) -> str:
    """A canonical time as people read it on the sites' clock; as it stands where that would not say the same."""
    if "T" not in text:
        return text
    brief = datetime.fromisoformat(text).astimezone(zone).strftime("%Y-%m-%d %H:%M")
    try:
        return brief if canonical(brief, True, datetime.now(zone)) == text else text
    except NotATime:
        return text


def twice(text: str, zone: tzinfo) -> bool:
    """Whether the sites' clock showed this canonical time twice, summer time having ended."""
    if "T" not in text:
        return False
    local = datetime.fromisoformat(text).astimezone(zone).replace(tzinfo=None)
    first, second = (local.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    return first.utcoffset() != second.utcoffset() and _exists(first)


def _month_or_year(text: str) -> str:
    """A month or a year alone. Six digits are month and year: no day, month and short year have a month 19 or more."""
    if re.fullmatch(r"\d{4}", text) and int(text) in YEARS:
        return text
    match = _MONTH.fullmatch(text)
    if match is None:
        return ""
    six = match["six"] or ""
    year, month = int(match["y"] or match["y2"] or six[2:]), int(match["m"] or match["m2"] or six[:2])
    if year not in YEARS or not 1 <= month <= 12:
        raise NotATime("time")
    return f"{year:04d}-{month:02d}"


def _parted(text: str) -> tuple[str, str]:
    """The day and the time of day, as typed."""
    if re.fullmatch(r"\d{12}", text):
        return text[:8], text[8:]
    head, _, tail = text.replace("T", " ", 1).partition(" ") if not text.startswith("T") else text.partition(" ")
    return head, tail.strip()


def _day(text: str, today: date) -> date:
    if text.lower() in ("t", "y"):
        return today - timedelta(days=text.lower() == "y")
    match = _DAY.fullmatch(text)
    if match is None:
        raise NotATime("time")
    if match["eight"]:
        return _of_eight(match["eight"])
    return _of(*(int(match[name] or match[f"{name}2"]) for name in "ymd"))


def _of_eight(digits: str) -> date:
    """Day, month, year; or year, month, day. Years being what they are, no eight digits can be both."""
    try:
        return _of(int(digits[4:]), int(digits[2:4]), int(digits[:2]))
    except NotATime:
        return _of(int(digits[:4]), int(digits[4:6]), int(digits[6:]))


def _of(year: int, month: int, day: int) -> date:
    if year not in YEARS:
        raise NotATime("time")
    try:
        return date(year, month, day)
    except ValueError:
        raise NotATime("time") from None


def _exact(day: date, clock: str, zone: tzinfo) -> str:
    offset = _OFFSET.search(clock)
    match = _HOUR.fullmatch(clock[: offset.start()] if offset else clock)
    if match is None:
        raise NotATime("time")
    hour, minute, second = int(match["h"] or match["h4"]), int(match["m"] or match["m4"] or 0), int(match["s"] or 0)
    try:
        plain = datetime(day.year, day.month, day.day, hour, minute, second)
        if offset:
            return _written(datetime.fromisoformat(f"{plain.isoformat()}{offset[1]}"))
    except ValueError:
        raise NotATime("time") from None
    local = plain.replace(tzinfo=zone)
    if not _exists(local):
        raise NotATime("no_such_hour")
    return _written(local)


def _exists(local: datetime) -> bool:
    """Whether the clock ever showed it."""
    return local.astimezone(UTC).astimezone(local.tzinfo).replace(tzinfo=None) == local.replace(tzinfo=None)


def _written(time: datetime) -> str:
    return time.isoformat(timespec="seconds" if time.second else "minutes")
