"""The rows of decisions: after each number of successes, over the rate to be ruled out, and for each analysis set."""

from __future__ import annotations

from collections.abc import Iterator

from bedside.design.binomial import at_least, fewest, rate_above
from bedside.design.candidates import EXACT
from bedside.design.precision import INTERVALS, METHODS
from bedside.design.single_stage import exact_tests
from bedside.design.worked import ONE, SUCCESSES, WORDS, Worked
from bedside.report.rows import Row

NULL_RATES = tuple(round(step / 20, 2) for step in range(1, 19))
"""The rates to be ruled out over which the decision is tabulated."""
AROUND = 6
"""How far from the planned number the analysis set may turn out."""
FLAT = "beta(1, 1) prior"


def decision(worked: Worked) -> Iterator[Row]:
    """After each number of successes among all participants: estimate, intervals, p-value, posterior, decision.

    The intervals, the p-value and the posterior are those of one look at the end.
    """
    size, asked = worked.main.size, worked.stated.asked
    ends = {name: interval(size) for name, interval in INTERVALS.items()}
    for x in range(size + 1):
        yield worked.row("decision", "estimate", x / size, ONE, "successes divided by participants", at=x)
        for name, (low, high) in ends.items():
            yield worked.row("decision", f"{name}_low", float(low[x]), ONE, METHODS[name], at=x)
            yield worked.row("decision", f"{name}_high", float(high[x]), ONE, METHODS[name], at=x)
        yield worked.row("decision", "p_value", float(at_least(x, size, asked.p0)), ONE, EXACT, at=x)
        yield worked.row("decision", "posterior", float(rate_above(asked.p0, x, size)), ONE, FLAT, at=x)
        decided = "success" if x >= worked.main.successes else "no_success"
        yield worked.row("decision", "decision", decided, WORDS, EXACT, at=x)


def null_rates(worked: Worked) -> Iterator[Row]:
    """Over the rate to be ruled out: the fewest successes that do it, which share of all that is, the type I error."""
    size = worked.main.size
    for rate in NULL_RATES:
        needed = int(fewest(size, rate, worked.stated.asked.alpha))
        alpha = float(at_least(needed, size, rate))
        yield from _needed(worked, "null_rates", f"{rate:.2f}", size, needed)
        yield worked.row("null_rates", "alpha", alpha, ONE, EXACT, at=f"{rate:.2f}")


def sizes(worked: Worked) -> Iterator[Row]:
    """Around the planned number of participants: the exact test for the number that will be evaluable."""
    size = worked.main.size
    for each in exact_tests(range(max(size - AROUND, 1), size + AROUND + 1), worked.stated.asked):
        yield from _needed(worked, "sizes", str(each.size), each.size, each.successes)
        yield worked.row("sizes", "alpha", each.alpha, ONE, EXACT, at=each.size)
        yield worked.row("sizes", "power", each.power, ONE, EXACT, at=each.size)


def _needed(worked: Worked, analysis: str, at: str, size: int, needed: int) -> Iterator[Row]:
    """The successes that are needed, and their share; none where even all would not be enough."""
    why = "" if needed <= size else "not even all successes would be enough"
    yield worked.row(analysis, "needed", None if why else needed, SUCCESSES, EXACT, at=at, warning=why)
    yield worked.row(analysis, "observed", None if why else needed / size, ONE, EXACT, at=at, warning=why)
