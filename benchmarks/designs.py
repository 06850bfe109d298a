"""How long the exact numbers of a design take, and the plain ways of getting them, in one run.

usage: python benchmarks/designs.py [--write]     (--write puts the table into docs/benchmarks.md)

Operating characteristics of a six-look design of 42 by counted orders, beside 10,000 simulated trials; Simon's search
up to 100 participants beside a search that tries every boundary of every first stage.
"""

from __future__ import annotations

import datetime
import platform
import sys

import numpy as np
from page import milliseconds, put, said

from bedside.design import two_stage
from bedside.design.binomial import Floats, exactly
from bedside.design.boundaries import plan_of
from bedside.design.characteristics import characteristics
from bedside.design.consistent import consistent
from bedside.design.hypotheses import Hypotheses
from bedside.design.monitoring import Kind, Monitoring, Rule
from bedside.design.plan import Plan
from bedside.design.two_stage import optimal, within_reach

TITLE = "## Exact numbers of a design"
ASKED = Hypotheses(0.4, 0.6)
SIX_LOOKS = Monitoring((7, 14, 21, 28, 35, 42), None, Rule(Kind.PREDICTIVE, 0.05), Rule(Kind.POSTERIOR, 0.95))
TRIALS, MOST = 10_000, 100


def main() -> int:
    plan = plan_of(SIX_LOOKS, ASKED)
    rates = np.linspace(0, 1, 101)
    rows = [
        ("six looks, n = 42, one rate", milliseconds(lambda: characteristics(plan, [0.4])), 5.0),
        ("six looks, n = 42, 101 rates", milliseconds(lambda: characteristics(plan, rates)), 5.0),
        (f"the same, one rate, {TRIALS:,} simulated trials", milliseconds(lambda: simulated(plan, 0.4)), None),
        (f"Simon's search, n ≤ {MOST}", milliseconds(searched), 11.0),
        (f"the same, every boundary tried, n ≤ {MOST}", milliseconds(lambda: tried(ASKED, MOST), 1), None),
        ("hypotheses that give n = 42", milliseconds(lambda: consistent.__wrapped__(42), 1), None),
    ]
    exact, simulation, search, plain = (rows[i][1] for i in (0, 2, 3, 4))
    report = [
        f"{TITLE}\n",
        f"{datetime.date.today()}, {platform.system()}, Python {platform.python_version()}, NumPy {np.__version__};"
        " medians of one process.\n",
        "| what | ms | goal ms | |",
        "|---|--:|--:|---|",
        *(f"| {name} | {ms:.2f} | {goal or ''} | {said(ms, goal)} |" for name, ms, goal in rows),
        f"\nThe exact characteristics take {exact / simulation:.3f} of the time of the simulation, without its error;"
        f" the search takes {search / plain:.3f} of the time of trying every boundary, and finds the same design.\n",
    ]
    print("\n".join(report))
    if "--write" in sys.argv[1:]:
        put(TITLE, "\n".join(report))
    return 0


def searched() -> object:
    """A search that finds no table of an earlier one."""
    two_stage._tables.cache_clear()
    return within_reach(ASKED, MOST)


def simulated(plan: Plan, rate: float) -> float:
    """The share of simulated trials that end in success."""
    outcomes = np.random.default_rng(1).random((TRIALS, plan.size)) < rate
    sums, open_, won = outcomes.cumsum(axis=1), np.ones(TRIALS, bool), 0
    for look in plan.looks:
        x = sums[:, look.size - 1]
        success = open_ & (x >= look.success) if look.success is not None else np.zeros(TRIALS, bool)
        won += int(success.sum())
        open_ &= ~success & ((x > look.futile) if look.futile is not None else True)
    return won / TRIALS


def tried(asked: Hypotheses, most: int) -> tuple[int, int, int, int]:
    """n1, r1, n and r of the optimal design, from both errors of every boundary of every first stage."""
    best = (np.inf, 0, 0, 0, 0)
    for n in range(2, most + 1):
        for n1 in range(1, n):
            (null, stopped), (power, _) = (every_boundary(n1, n, rate) for rate in (asked.p0, asked.p1))
            for r1, r in zip(*np.nonzero((null <= asked.alpha) & (power >= asked.power)), strict=True):
                best = min(best, (n1 + (1 - stopped[r1]) * (n - n1), n1, int(r1), n, int(r)))
    found = optimal(within_reach(asked, most)[0])
    assert best[1:] == (found.n1, found.r1, found.n, found.r)
    return best[1:]


def every_boundary(n1: int, n: int, rate: float) -> tuple[Floats, Floats]:
    """The probability of success by r1 (a row) and r (a column), and that of stopping early by r1."""
    x, r = np.arange(n1 + 1), np.arange(n)
    first = exactly(x, n1, rate)
    later = np.append(exactly(np.arange(n - n1 + 1), n - n1, rate)[::-1].cumsum()[::-1], 0.0)
    reached = later[np.clip(r[None, :] - x[:, None] + 1, 0, n - n1 + 1)] * first[:, None]
    after = reached[::-1].cumsum(axis=0)[::-1]
    return np.vstack([after[1:], np.zeros((1, n))]), first.cumsum()


if __name__ == "__main__":
    sys.exit(main())
