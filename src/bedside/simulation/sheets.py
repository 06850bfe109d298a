"""What one day's sheet records of six organs, each at a level of 0 to 4 or not measured.

Levels are the points of SOFA 1996 (Vincent, Intensive Care Med 1996;22:707-710, table 3); each is shown by values
inside its band, far from every bound. What a trial makes of these values is for its rules to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bedside.records.dictionary import dictionary
from bedside.rules.chart import Fact
from bedside.values.interval import Interval
from bedside.values.moment import HOUR, Moment

ORGANS = ("respiration", "coagulation", "liver", "cardiovascular", "cns", "renal")
LEVELS = 5
MISSING = LEVELS
"""The code of an organ of which nothing was measured."""
CODES = LEVELS + 1
SHEETS = CODES ** len(ORGANS)
"""All sheets there can be: every organ at every level, or not measured."""
BEFORE = 12 * HOUR
"""How long before the moment of asking a sheet was recorded."""
LASTING = 2 * HOUR
"""What lasts does so for this long before the sheet and after it: longer than the hour that a drug needs to count."""
RECORDED = frozenset(name for name, each in dictionary().items() if each.lasting)
"""Of what lasts every occurrence is recorded, so that no record means none."""


@dataclass(frozen=True)
class Shown:
    """A value of a variable, in its unit."""

    variable: str
    value: float


def _of(*pairs: tuple[str, float]) -> tuple[Shown, ...]:
    return tuple(Shown(*pair) for pair in pairs)


BREATHING = (("fio2", 1.0), ("invasive_ventilation", 1.0))
CALM = ("map", 80.0)
SHOWS: dict[str, tuple[tuple[Shown, ...], ...]] = {
    "respiration": (
        _of(("pao2", 95.0), ("fio2", 0.21)),
        _of(("pao2", 105.0), ("fio2", 0.3)),
        _of(("pao2", 100.0), ("fio2", 0.4)),
        _of(("pao2", 150.0), *BREATHING),
        _of(("pao2", 80.0), *BREATHING),
    ),
    "coagulation": tuple(_of(("platelets", each)) for each in (220.0, 120.0, 70.0, 35.0, 10.0)),
    "liver": tuple(_of(("bilirubin", each)) for each in (10.0, 26.0, 60.0, 150.0, 300.0)),
    "cardiovascular": (
        _of(CALM),
        _of(("map", 60.0)),
        _of(CALM, ("dobutamine", 5.0)),
        _of(CALM, ("norepinephrine", 0.05)),
        _of(CALM, ("norepinephrine", 0.5)),
    ),
    "cns": tuple(_of(("gcs", each)) for each in (15.0, 14.0, 11.0, 8.0, 4.0)),
    "renal": tuple(_of(("creatinine", each)) for each in (80.0, 140.0, 230.0, 370.0, 600.0)),
}
"""By organ and level: what is measured or given."""
VARIABLES = frozenset(each.variable for rows in SHOWS.values() for row in rows for each in row)


def number(codes: Sequence[int]) -> int:
    """The number of a sheet among all SHEETS: its codes as the digits of one number, first organ first."""
    found = 0
    for code in codes:
        found = found * CODES + code
    return found


def codes(number: int) -> tuple[int, ...]:
    """The codes of the sheet of this number."""
    digits = []
    for _ in ORGANS:
        number, digit = divmod(number, CODES)
        digits.append(digit)
    return tuple(reversed(digits))


def facts(codes: Sequence[int], asked: Moment) -> Iterator[Fact]:
    """What the sheet with these codes records for a rule that is asked at a moment."""
    at = Moment(asked - BEFORE)
    for organ, code in zip(ORGANS, codes, strict=True):
        if code != MISSING:
            yield from (_fact(each, at) for each in SHOWS[organ][code])


def _fact(shown: Shown, at: Moment) -> Fact:
    value = Interval.point(shown.value)
    if shown.variable not in RECORDED:
        return Fact(shown.variable, at, at, value, at)
    span = Moment(at - LASTING), Moment(at + LASTING)
    return Fact(shown.variable, *span, value, span[0], span)
