"""How long competing risks take on many rows, and the plain way beside them, in one run.

usage: python benchmarks/fine_gray.py [--write]     (--write puts the table into docs/benchmarks.md)

Five covariates, times to the day and continuous. The plain way sums over everybody at each event, as cmprsk::crr does.
"""

from __future__ import annotations

import datetime
import platform
import sys

import numpy as np
from page import put, said, seconds

from bedside.design.binomial import Floats
from bedside.statistics.group_tests import gray
from bedside.statistics.hazards import cox, fine_gray
from bedside.statistics.incidence import aalen_johansen

TITLE = "## Competing risks on many rows"
MANY, FEW = 100_000, 2_000
Drawn = tuple[Floats, Floats, Floats]


def main() -> int:
    continuous, days, few = drawn(MANY), drawn(MANY, True), drawn(FEW)
    rows = [
        (
            f"Fine-Gray with robust variance, {MANY:,} rows, continuous times",
            seconds(lambda: fine_gray(*continuous)),
            1.0,
        ),
        ("the same, times to the day", seconds(lambda: fine_gray(*days)), 1.0),
        (f"Cox (Efron), {MANY:,} rows, continuous times", seconds(lambda: cox(*continuous)), None),
        (
            f"Aalen-Johansen with standard errors, {MANY:,} rows",
            seconds(lambda: aalen_johansen(*continuous[:2]).se),
            None,
        ),
        (f"Gray's test, {MANY:,} rows", seconds(lambda: gray(*continuous[:2], continuous[2][:, 4])), None),
        (f"Fine-Gray with robust variance, {FEW:,} rows", seconds(lambda: fine_gray(*few)), None),
        (f"the likelihood alone, once, everybody at each event, {FEW:,} rows", seconds(lambda: plain(*few), 1), None),
    ]
    report = [
        f"{TITLE}\n",
        f"{datetime.date.today()}, {platform.system()}, Python {platform.python_version()}, NumPy {np.__version__};"
        " medians of one process.\n",
        "| what | s | goal s | |",
        "|---|--:|--:|---|",
        *(f"| {name} | {taken_:.4f} | {goal or ''} | {said(taken_, goal)} |" for name, taken_, goal in rows),
        f"\nThe whole fit of {FEW:,} rows takes {rows[5][1] / rows[6][1]:.3f} of the time of one plain likelihood.\n",
    ]
    print("\n".join(report))
    if "--write" in sys.argv[1:]:
        put(TITLE, "\n".join(report))
    return 0


def drawn(size: int, by_day: bool = False) -> Drawn:
    """Times, causes (0 censored, 1, 2) and five covariates, the last one yes or no."""
    draw = np.random.default_rng(5)
    covariates = np.column_stack([draw.normal(size=(size, 4)), draw.integers(0, 2, size)])
    times = draw.exponential(20 * np.exp(covariates @ [0.3, -0.2, 0.1, 0.0, 0.4]))
    return np.ceil(times) if by_day else times, draw.choice([0.0, 1.0, 2.0], size, p=[0.3, 0.4, 0.3]), covariates


def plain(times: Floats, event: Floats, covariates: Floats) -> float:
    """The logarithm of the likelihood without effect, which the fit must agree with."""
    order = np.argsort(times)
    times, event = times[order], event[order]
    step = np.append(1.0, np.cumprod(1 - (event == 0) / np.arange(len(times), 0, -1)))[:-1]
    found = 0.0
    for place in np.flatnonzero(event == 1):
        gone = np.flatnonzero(event[:place] == 2)
        found -= np.log(len(times) - place + (step[place] / step[gone]).sum())
    null = fine_gray(times, event, covariates[order]).null
    assert isinstance(null, float) and abs(found - null) < 1e-8 * abs(found)
    return found


if __name__ == "__main__":
    sys.exit(main())
