"""The days that a time frame names, when its every word is understood; else none.

"At day 28" is day 28, "Baseline and 12 weeks" the days 0 and 84. "30 days after hospital discharge" or "day 1 of
each course" name no day after inclusion, and a word that is not understood leaves the whole frame to a person.
"""

from __future__ import annotations

import re

from bedside.registry.drafting_clauses import plain_words

FARTHEST = 36525
"""A hundred years in days: what lies beyond is a slip of the pen."""
UNITS = {"h": 1 / 24, "d": 1.0, "w": 7.0, "m": 30.4375, "y": 365.25}
"""Days in each; a month is a twelfth of a Julian year."""
NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "fourteen": 14, "eighteen": 18, "twenty-four": 24, "twenty-eight": 28, "thirty": 30,
    "sixty": 60, "ninety": 90,
}  # fmt: skip
UNIT = r"(?:hours?|hrs?|days?|weeks?|wks?|months?|years?|yrs?)"
COUNT = rf"(?:\d{{1,6}}|{'|'.join(sorted(NUMBERS, key=len, reverse=True))})"
MOMENT = re.compile(
    rf"\b(?:(?P<unit>{UNIT})\s?(?P<number>\d{{1,6}})|(?P<letter>[dwm])\s?(?P<short>\d{{1,4}})"
    rf"|(?P<count>{COUNT})[\s-]?(?P<units>{UNIT}))\b"
)
ANCHOR = r"(?:study\s)?(?:inclusion|enrol?lment|randomi[sz]ation|baseline|study\sentry|study\sstart)"
COUNTED_FROM = re.compile(
    rf"\b(?:from|after|since|post|following|of)[\s-](?:the\s)?(?:(?:time|day|date)\sof\s)?{ANCHOR}\b"
)
AT_THE_START = re.compile(rf"\b(?:from\s)?baseline\b|\b{ANCHOR}\b")
ENDS = re.compile(r"\b(?:until|up\sto|to|or|and|at|through|,)\s(?:the\s)?(?:icu\s|hospital\s)?(?:discharge|death)\b")
FILLING = re.compile(
    r"\b(?:at|on|by|for|from|to|and|or|through|throughout|until|till|up|within|of|the|an?|over|during|time|in|assessed"
    r"|approximately|about|average|follow-?\s?up|change|end|study|completion|single|timepoint|only|whichever|comes|first"
    r"|then|visit|period|an)\b|[-–,;/()&]"
)


def days_of(time_frame: str) -> tuple[int, ...]:
    """The days after inclusion (day 0) that a time frame names, in order, each once; none when in doubt."""
    words = plain_words(time_frame)
    rest, days = words, set()
    for match in MOMENT.finditer(words):
        days.add(_day(match))
    rest = MOMENT.sub(" ", rest)
    if re.search(r"\bfrom\sbaseline\b", rest):
        days.add(0)
    rest = COUNTED_FROM.sub(" ", rest)
    if AT_THE_START.search(rest):
        days.add(0)
        rest = AT_THE_START.sub(" ", rest)
    rest = FILLING.sub(" ", ENDS.sub(" ", rest))
    return () if rest.strip() or max(days, default=0) > FARTHEST else tuple(sorted(days))


def _day(match: re.Match[str]) -> int:
    number = match["number"] or match["short"] or match["count"]
    unit = (match["unit"] or match["letter"] or match["units"])[0]
    length = (int(number) if number.isdigit() else NUMBERS[number]) * UNITS[unit]
    return int(length) if unit == "h" else round(length)
