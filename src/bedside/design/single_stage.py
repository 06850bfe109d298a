"""One look at the end: the exact test of a rate, and the number of participants that it needs (A'Hern 2001).

A'Hern RP, Sample size tables for exact single-stage phase II designs, Stat Med 2001;20:859-866. The power of an exact
test does not grow with every participant: it falls wherever one more success becomes necessary. So two numbers are
found: the smallest that is enough, and the stable one, from which on no greater number falls short again.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from bedside.design.binomial import ROUNDING, at_least, fewest
from bedside.design.hypotheses import MOST, Hypotheses
from bedside.design.plan import Plan, single
from bedside.errors import DesignError


@dataclass(frozen=True)
class ExactTest:
    """Success is declared from `successes` of `size` on; at p0 this has the probability `alpha`, at p1 `power`."""

    size: int
    successes: int
    alpha: float
    power: float

    @property
    def plan(self) -> Plan:
        """The same as a plan of one look. Raises DesignError where even all successes would not be enough."""
        if self.successes > self.size:
            what = f"{self.size} participants are too few: not even {self.size} successes would be rare enough."
            raise DesignError(what, "participants", "Take more participants, or allow a greater type I error.")
        return single(self.size, self.successes)


def exact_tests(sizes: range, asked: Hypotheses) -> tuple[ExactTest, ...]:
    """The exact test of level alpha at each of these numbers of participants."""
    n = np.arange(sizes.start, sizes.stop)
    needed = fewest(n, asked.p0, asked.alpha)
    alphas, powers = at_least(needed, n, asked.p0), at_least(needed, n, asked.p1)
    rows = zip(n.tolist(), needed.tolist(), alphas.tolist(), powers.tolist(), strict=True)
    return tuple(ExactTest(*row) for row in rows)


def exact_test(size: int, asked: Hypotheses) -> ExactTest:
    """The exact test of level alpha at one number of participants."""
    return exact_tests(range(size, size + 1), asked)[0]


def smallest(asked: Hypotheses) -> ExactTest:
    """The exact test with the fewest participants that has the power. Raises DesignError where MOST may be too few."""
    return next(each for each in _searched(asked) if has_power(each, asked))


def stable(asked: Hypotheses) -> ExactTest:
    """The exact test with the fewest participants from which on every greater number has the power too.

    That none falls short again is proved, not tried: see `Hypotheses.enough`. Raises DesignError as `smallest`.
    """
    tests = _searched(asked)
    short = [each.size for each in tests if not has_power(each, asked)]
    return tests[max(short, default=0)]


def has_power(test: ExactTest, asked: Hypotheses) -> bool:
    """Whether a test finds p1 as often as asked."""
    return test.power >= asked.power - ROUNDING


@lru_cache(maxsize=16)
def _searched(asked: Hypotheses) -> tuple[ExactTest, ...]:
    """The tests of every number of participants up to one that is known to be enough."""
    if asked.enough > MOST:
        what = f"telling a rate of {asked.p1:g} from {asked.p0:g} may take more than {MOST} participants."
        raise DesignError(what, "p0, p1", "Take rates further apart, a lower power, or a greater type I error.")
    return exact_tests(range(1, asked.enough + 1), asked)
