"""What a trial with looks shows of the rate, at whichever look it ended, exactly.

Outcomes are ordered stage by stage (Jennison C, Turnbull BW, Confidence intervals for a binomial parameter following a
multistage test, Technometrics 1983;25:49-58): success at an earlier look is more extreme than anything later, futility
at an earlier look less, and at one look more successes are more extreme. So what is at least as extreme as `x`
successes at a look is an earlier success, or to come to that look with `x` or more. Its probability grows with the
rate.

The p-value is that probability at p0. The interval has at its lower end the rate at which it is (1 − level)/2, at its
upper end the rate at which what is *more* extreme has the probability (1 + level)/2: it covers at least as often as it
says, and after one look is that of Clopper and Pearson. The estimate is the rate at which the probability is 1/2.

Stops for futility count as obeyed, since the trial that is analysed went past those it passed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bedside.design.binomial import Floats, exactly
from bedside.design.orders import joined, logarithms
from bedside.design.plan import Look, check_sizes
from bedside.errors import UsageError
from bedside.statistics.after_two_stages import NONE_AT_ALL
from bedside.statistics.answer import Estimate, Test
from bedside.statistics.given import LEVEL, count, proportion
from bedside.statistics.solving import crossing
from bedside.values.wording import Text

METHOD = "exact inference after looks, ordered by stage (Jennison and Turnbull 1983)"


@dataclass(frozen=True, slots=True)
class AfterLooks:
    """The one-sided test of p0, and the estimate with its interval."""

    test: Test
    rate: Estimate


@dataclass(frozen=True, slots=True)
class Extremes:
    """The outcomes beyond one: for each look that counts, its size, successes and the logarithm of their orders."""

    parts: tuple[tuple[int, Floats, Floats], ...]

    def chance(self, rate: float) -> float:
        """Their probability at a rate."""
        total = sum(float(exactly(x, size, rate, ways).sum()) for size, x, ways in self.parts)
        return min(1.0, total)


def after_looks(early: Sequence[Look], size: int, successes: int, p0: float, level: float = LEVEL) -> AfterLooks:
    """`successes` of the first `size` participants, at the look that ended the trial; `early` are those it passed.

    Raises DesignError for looks out of order, and UsageError for counts that cannot be.
    """
    x = count(successes, "successes", count(size, "size"))
    check_sizes([*(look.size for look in early), size])
    proportion(p0, "p0")
    proportion(level, "level")
    beyond, more = _beyond(early, size, x), _beyond(early, size, x + 1)
    if not beyond.parts or not _reaches(early, size, x):
        raise UsageError(
            Text(f"{x} of {size} cannot come after looks that went on.",
                 f"{x} sur {size} est impossible après des analyses qui n’ont pas arrêté l’essai."),
            "successes",
            Text("Leave out the looks that ended the trial.", "Retirez les analyses qui ont arrêté l’essai."),
        )  # fmt: skip
    test = Test(METHOD, beyond.chance(p0))
    low = crossing(beyond.chance, (1 - level) / 2) if x else 0.0
    high = crossing(more.chance, (1 + level) / 2) if x < size else 1.0
    return AfterLooks(test, Estimate(METHOD, crossing(beyond.chance, 0.5) if x else NONE_AT_ALL, low, high, level))


def chance_of_extreme(early: Sequence[Look], size: int, successes: int, rate: float) -> float:
    """The probability of an outcome at least as extreme as `successes` at a look of `size` after `early` ones."""
    return _beyond(early, size, successes).chance(rate)


def _reaches(early: Sequence[Look], size: int, x: int) -> bool:
    """Whether so many successes can be had at a look after early ones that went on."""
    *_, held = _orders(early, size)
    return held[x] > 0


def _orders(early: Sequence[Look], size: int) -> list[list[int]]:
    """At each look, by the number of successes: in how many orders the trial comes to it."""
    held, before, found = [1], 0, []
    for look in (*early, Look(size)):
        held = joined(held, look.size - before)
        found.append(held)
        held = [ways if look.goes_on(x) else 0 for x, ways in enumerate(held)]
        before = look.size
    return found


def _beyond(early: Sequence[Look], size: int, successes: int) -> Extremes:
    """Success at each early look, and `successes` or more at the last one."""
    parts = []
    starts = [look.success for look in early] + [successes]
    for held, start in zip(_orders(early, size), starts, strict=True):
        if start is not None and any(held[start:]):
            x = np.arange(start, len(held), dtype=float)
            parts.append((len(held) - 1, x, logarithms(held[start:])))
    return Extremes(tuple(parts))
