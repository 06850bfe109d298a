"""What a method answers: a number, or the reason why there is none, and by which method."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from bedside.values.wording import Text


@dataclass(frozen=True, slots=True)
class Absent:
    """No number, and why."""

    reason: Text


Number: TypeAlias = float | Absent
"""A finite number, or the reason why there is none."""

NOBODY = Absent(Text("no participant was analysed", "aucun participant n’a été analysé"))
NO_EVENT = Absent(Text("no event was observed", "aucun événement n’a été observé"))
NO_TIME = Absent(Text("nobody was observed for any time", "personne n’a été observé pendant un temps non nul"))
NO_VARIATION = Absent(Text("nothing varies that could be compared", "rien ne varie qui puisse être comparé"))
ONE_GROUP = Absent(Text("fewer than two groups have participants", "moins de deux groupes comptent des participants"))
AT_THE_EDGE = Absent(
    Text(
        "an estimate of 0 or 1 has no interval on this scale",
        "une estimation de 0 ou 1 n’a pas d’intervalle sur cette échelle",
    )
)


@dataclass(frozen=True, slots=True)
class Estimate:
    """An estimate with its interval.

    `level` is the share of trials in which the interval from `low` to `high` is to cover the true value; `se` the
    standard error on the scale of the value.
    """

    method: str
    value: Number
    low: Number
    high: Number
    level: float
    se: Number | None = None


@dataclass(frozen=True, slots=True)
class Test:
    """A test: its statistic where it has one, with its degrees of freedom, and the p-value."""

    __test__ = False

    method: str
    p: Number
    statistic: Number | None = None
    df: int | None = None
