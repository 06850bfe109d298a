"""How many of those whose outcome is missing would have to succeed for the trial to succeed.

Tipping-point analysis of a binary outcome (Yan X, Lee S, Li N, J Biopharm Stat 2009;19:1085-1098), for one group: it
is exact, since each number of successes among the missing is one row.
"""

from __future__ import annotations

from dataclasses import dataclass

from bedside.statistics.answer import Absent, Number
from bedside.statistics.given import count
from bedside.statistics.proportions import binomial_test
from bedside.values.wording import Text

METHOD = "tipping point over all numbers of successes among the missing"
OUT_OF_REACH = Absent(
    Text(
        "success is out of reach even if all of them succeeded",
        "le succès est hors d’atteinte même si tous réussissaient",
    )
)


@dataclass(frozen=True, slots=True)
class Assumed:
    """One assumption: `succeed` of the missing succeed. `p` is the exact one-sided p-value of the p0 asked for."""

    succeed: int
    successes: int
    size: int
    p: Number | None
    success: bool


@dataclass(frozen=True, slots=True)
class Tipping:
    """All assumptions, from none of the missing to all of them.

    `needed` is the fewest of the missing that must succeed; 0 where success does not depend on them.
    """

    method: str
    rows: tuple[Assumed, ...]
    needed: int | Absent


def tipping(successes: int, size: int, missing: int, cut: int, p0: float | None = None) -> Tipping:
    """`successes` of the `size` whose outcome is known, `missing` more; success from `cut` successes of all on.

    Raises UsageError where `successes` is not from 0 to `size`, and for a negative number.
    """
    n = count(size, "size")
    x, m, c = count(successes, "successes", n), count(missing, "missing"), count(cut, "cut")
    total = n + m
    rows = tuple(
        Assumed(k, x + k, total, None if p0 is None else binomial_test(x + k, total, p0).p, x + k >= c)
        for k in range(m + 1)
    )
    return Tipping(METHOD, rows, next((row.succeed for row in rows if row.success), OUT_OF_REACH))
