"""What a two-stage trial shows of the rate, its early stop accounted for, whatever size its second stage came to have.

Koyama T, Chen H, Proper inference from Simon's two-stage designs, Stat Med 2008;27:3145-3154. An outcome of the second
stage is more extreme than any of the first. With the second stage as planned, outcomes are ordered by the total of
successes (§3). With another size (§4), the conditional p-value of what was seen, P(X2 ≥ x2) of the achieved stage, is
carried to the planned one: pi* is the rate at which the planned stage, after the same first one, succeeds with that
probability; the p-value is the sum over first stages that go on of P(X1) · P(the planned stage succeeds | pi*).
The interval and the median-unbiased estimate are the rates at which the p-value is (1 ∓ level)/2 and 1/2.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from bedside.design.binomial import at_least, exactly, rate_below
from bedside.design.two_stage import TwoStage
from bedside.errors import UsageError
from bedside.statistics.answer import Absent, Estimate, Test
from bedside.statistics.given import LEVEL, count, proportion
from bedside.statistics.solving import crossing
from bedside.values.wording import Text

METHOD = "two-stage inference (Koyama and Chen 2008)"
BEGUN = Absent(
    Text(
        "the second stage was to follow and nobody of it was analysed",
        "la seconde étape devait suivre et personne n’y a été analysé",
    )
)
HOPELESS = Absent(
    Text(
        "after this first stage the planned second one could not have succeeded, so none can be carried to it",
        "après cette première étape la seconde prévue ne pouvait pas réussir : aucune ne peut y être ramenée",
    )
)
NONE_AT_ALL = Absent(
    Text(
        "no success at all is as extreme as anything else, at every rate",
        "aucun succès est aussi extrême que tout le reste, quel que soit le taux",
    )
)


@dataclass(frozen=True, slots=True)
class Stages:
    """A plan: stop after `n1` with `r1` successes or fewer, go on to `n`, succeed with more than `r`."""

    n1: int
    r1: int
    n: int
    r: int

    @classmethod
    def of(cls, design: TwoStage) -> Stages:
        """The stages of a design that was searched for."""
        return cls(design.n1, design.r1, design.n, design.r)

    def __post_init__(self) -> None:
        if not (0 <= self.r1 < self.n1 < self.n and self.r1 <= self.r < self.n):
            raise UsageError(
                Text(f"{self.r1}/{self.n1} {self.r}/{self.n} is no plan of two stages.",
                     f"{self.r1}/{self.n1} {self.r}/{self.n} n’est pas un plan à deux étapes."),
                "stages",
                Text("Give r1 < n1 < n and r1 ≤ r < n, as in 7/16 23/46.",
                     "Donnez r1 < n1 < n et r1 ≤ r < n, comme dans 7/16 23/46."),
            )  # fmt: skip


@dataclass(frozen=True, slots=True)
class AfterTwoStages:
    """The one-sided test of p0, and the median-unbiased estimate with its interval."""

    test: Test
    rate: Estimate


def after_two_stages(
    stages: Stages, first: int, second: int, second_size: int, p0: float, level: float = LEVEL
) -> AfterTwoStages:
    """`first` successes of the n1 planned, then `second` of the `second_size` achieved (0 and 0 after an early stop).

    Raises UsageError for counts that cannot be, and where a second stage follows a first one that was to be the last.
    """
    x1, m2 = count(first, "first", stages.n1), count(second_size, "second_size")
    x2 = count(second, "second", m2)
    proportion(p0, "p0")
    proportion(level, "level")
    if x1 <= stages.r1 and m2:
        raise UsageError(
            Text(f"{x1} of {stages.n1} was to end the trial.", f"{x1} sur {stages.n1} devait arrêter l’essai."),
            "second_size",
            Text("Analyse the first stage alone.", "Analysez la première étape seule."),
        )
    ordering = _ordering(stages, x1, x2, m2)
    if isinstance(ordering, Absent):
        return AfterTwoStages(Test(METHOD, ordering), Estimate(METHOD, ordering, ordering, ordering, level))
    test = Test(METHOD, ordering(p0))
    if not x1 + x2:
        return AfterTwoStages(test, Estimate(METHOD, NONE_AT_ALL, NONE_AT_ALL, NONE_AT_ALL, level))
    low, middle, high = (crossing(ordering, share) for share in ((1 - level) / 2, 0.5, (1 + level) / 2))
    return AfterTwoStages(test, Estimate(METHOD, middle, low, high, level))


def _ordering(stages: Stages, x1: int, x2: int, m2: int) -> Callable[[float], float] | Absent:
    """The probability of an outcome at least as extreme, as a function of the rate."""
    if x1 <= stages.r1:
        return lambda rate: float(at_least(x1, stages.n1, rate))
    if not m2:
        return BEGUN
    if m2 == stages.n - stages.n1:
        return lambda rate: _going_on(stages, rate, rate, x1 + x2)
    if stages.r + 1 - x1 > stages.n - stages.n1:
        return HOPELESS
    return lambda rate: _going_on(stages, rate, _carried(stages, x1, x2, m2, rate), stages.r + 1)


def _going_on(stages: Stages, rate: float, later: float, needed: int) -> float:
    """P(the first stage goes on, and with a second one of rate `later` the total is `needed` or more)."""
    x = np.arange(stages.r1 + 1, stages.n1 + 1)
    reached = at_least(needed - x, stages.n - stages.n1, later)
    return min(1.0, float(exactly(x, stages.n1, rate) @ reached))


def _carried(stages: Stages, x1: int, x2: int, m2: int, rate: float) -> float:
    """The rate at which the planned second stage succeeds as often as the achieved one does at least as well.

    Where the first stage alone has succeeded that is 0: such first stages are taken together, as in the program that
    the authors publish.
    """
    needed, planned = stages.r + 1 - x1, stages.n - stages.n1
    if needed <= 0:
        return 0.0
    conditional = at_least(x2, m2, rate)
    return float(rate_below(conditional, needed, planned - needed + 1))
