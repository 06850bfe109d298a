"""What a plan does at a true rate of successes: exact operating characteristics, without simulation.

Given the number of successes among n participants, all their orders are equally likely whatever the true rate is. So
the orders that pass every earlier look are counted once, in whole numbers and without rounding (`ways`); each rate then
only weights them with p^x·(1−p)^(n−x). This is the recursion of Schultz and others (1973), with counts in the place of
probabilities.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from bedside.design.binomial import Floats, exactly
from bedside.design.orders import joined, logarithms
from bedside.design.plan import Plan
from bedside.errors import DesignError


@dataclass(frozen=True)
class Characteristics:
    """At each of some true rates: the probability of stopping at each look, with success and without.

    `success` and `futile` have a row a look and a column a rate.
    """

    plan: Plan
    rates: Floats
    success: Floats
    futile: Floats

    @cached_property
    def power(self) -> Floats:
        """The probability of ending in success, at each rate."""
        total: Floats = self.success.sum(axis=0)
        return total

    @cached_property
    def expected(self) -> Floats:
        """The expected number of participants, at each rate."""
        sizes = np.array([look.size for look in self.plan.looks], dtype=float)
        found: Floats = sizes @ (self.success + self.futile)
        return found

    @cached_property
    def early(self) -> Floats:
        """The probability of stopping before the last look, at each rate."""
        found: Floats = (self.success + self.futile)[:-1].sum(axis=0)
        return found


def characteristics(plan: Plan, rates: Sequence[float] | Floats) -> Characteristics:
    """The operating characteristics of a plan at these rates, 0 and 1 among them. Raises DesignError for any other."""
    at = np.asarray(rates, dtype=float)
    if ((at < 0) | (at > 1)).any():
        raise DesignError("a true rate lies from 0 to 1.", "rate", "Write a proportion, such as 0.4 for 40 %.")
    ended = [_ended(plan, number, held, at) for number, held in enumerate(ways(plan))]
    return Characteristics(plan, at, np.array([won for won, _ in ended]), np.array([lost for _, lost in ended]))


def ways(plan: Plan) -> Iterator[list[int]]:
    """At each look, by the number of successes: in how many orders the trial comes to it without an earlier stop."""
    held, before = [1], 0
    for look in plan.looks:
        held = joined(held, look.size - before)
        yield held
        held = [count if look.goes_on(x) else 0 for x, count in enumerate(held)]
        before = look.size


def _ended(plan: Plan, number: int, held: list[int], rates: Floats) -> tuple[Floats, Floats]:
    """The probabilities of stopping at one look with success and without, at each rate."""
    look = plan.looks[number]
    x = np.arange(len(held))
    chance = exactly(x[:, None], look.size, rates[None, :], logarithms(held)[:, None])
    won = np.array([look.is_success(int(each)) for each in x])
    lost = np.array([look.is_futile(int(each)) for each in x])
    return chance[won].sum(axis=0), chance[lost].sum(axis=0)
