"""What a design of a single group is asked to show: the rate to be ruled out, the rate hoped for, and both errors."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import ceil, inf, isfinite, log

from bedside.errors import DesignError

MOST = 5_000
"""Participants up to which designs are looked for."""


@dataclass(frozen=True)
class Hypotheses:
    """A one-sided test of a rate of successes: `p0` is ruled out at type I error `alpha`, `p1` found with `power`.

    All four are probabilities. Raises DesignError where one is none, where `p1` is not above `p0`, and where the power
    is not above the type I error.
    """

    p0: float
    p1: float
    alpha: float = 0.05
    power: float = 0.80

    def __post_init__(self) -> None:
        for name in ("p0", "p1", "alpha", "power"):
            within(getattr(self, name), name)
        if self.p1 <= self.p0:
            todo = "Give the rate hoped for as the higher one; where fewer are better, count the opposite event."
            raise DesignError(f"the rate hoped for ({self.p1:g}) is not above the one to rule out ({self.p0:g}).",
                              "p1", todo)  # fmt: skip
        if self.power <= self.alpha:
            what = f"a power of {self.power:g} is not above the type I error of {self.alpha:g}."
            raise DesignError(what, "power", "Ask for a power such as 0.8, at a type I error such as 0.05.")

    @property
    def beta(self) -> float:
        """The type II error."""
        return 1.0 - self.power

    @cached_property
    def enough(self) -> int:
        """A number of participants from which on every number is enough.

        A test that asks for a share c of successes has both its errors below exp(−n·D), D the divergence of c from the
        rate in question (Chernoff 1952); c is taken where both bounds are met at once.
        """
        low, high = self.p0, self.p1
        for _ in range(60):
            c = (low + high) / 2
            by_alpha = log(1 / self.alpha) / _divergence(c, self.p0)
            by_beta = log(1 / self.beta) / _divergence(c, self.p1)
            low, high = (c, high) if by_alpha > by_beta else (low, c)
        found = max(by_alpha, by_beta)
        return ceil(found) if isfinite(found) else MOST + 1


def within(value: float, name: str) -> float:
    """The value, if it lies between 0 and 1. Raises DesignError."""
    if not 0.0 < value < 1.0:
        raise DesignError(f"{value:g} is not between 0 and 1.", name, "Write a proportion, such as 0.4 for 40 %.")
    return value


def inflated(evaluable: int, lost: float) -> int:
    """How many to enrol so that `evaluable` are expected to be left after a share `lost` is not evaluable.

    evaluable ÷ (1 − lost), rounded up; multiplying by (1 + lost) instead would enrol too few.
    """
    if not 0.0 <= lost < 1.0:
        raise DesignError(f"{lost:g} is no share that can be lost.", "lost", "Write 0 or more, and less than 1.")
    return ceil(evaluable / (1.0 - lost) - 1e-9)


def _divergence(c: float, p: float) -> float:
    """Of a coin with c from one with p (Kullback and Leibler), in nats."""
    found = c * log(c / p) + (1 - c) * log((1 - c) / (1 - p)) if 0 < c < 1 else inf
    return max(found, 1e-300)
