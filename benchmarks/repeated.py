"""How long a mixed model for repeated measures takes; its likelihood by patterns and by participants.

usage: python benchmarks/repeated.py [--write]     (--write puts the table into docs/benchmarks.md)

500 participants of two groups at 8 visits, one value in seven missing at random and one participant in five leaving, a
baseline that acts at each visit: 24 fixed effects and 36 parameters of the covariance, Kenward-Roger.
"""

from __future__ import annotations

import datetime
import platform
import sys
from math import log, pi

import numpy as np
from page import milliseconds, put, said

from bedside.design.binomial import Floats
from bedside.statistics.answer import Absent
from bedside.statistics.repeated.contrasts import Fit, Repeated
from bedside.statistics.repeated.covariance import Structure
from bedside.statistics.repeated.likelihood import point
from bedside.statistics.repeated.model import repeated

TITLE = "## Mixed model for repeated measures"
VISITS = tuple(range(8))


def main() -> int:
    large, small = drawn(500), drawn(42)
    found = {each: fit(large, each) for each in Structure}
    last = fitted(found[Structure.UNSTRUCTURED])
    rows = [
        ("500 × 8, unstructured", milliseconds(lambda: fit(large, Structure.UNSTRUCTURED)), 1000.0),
        *(
            (f"500 × 8, {each.replace('_', ' ')}", milliseconds(lambda each=each: fit(large, each)), None)
            for each in found
            if each is not Structure.UNSTRUCTURED
        ),
        ("42 × 8, compound symmetry", milliseconds(lambda: fit(small, Structure.COMPOUND_SYMMETRY)), None),
        ("one likelihood of 500 × 8, by patterns", milliseconds(lambda: by_patterns(last)), None),
        ("the same, participant by participant", milliseconds(lambda: one_by_one(last), 5), None),
    ]  # fmt: skip
    assert abs(one_by_one(last) - last.at.deviance) < 1e-6
    data = last.at.data
    report = [
        f"{TITLE}\n",
        f"{datetime.date.today()}, {platform.system()}, Python {platform.python_version()}, NumPy {np.__version__};"
        f" medians of one process; {data.observations} values, {len(data.counts)} patterns of missing visits.\n",
        "| what | ms | goal ms | |",
        "|---|--:|--:|---|",
        *(f"| {name} | {ms:.1f} | {goal or ''} | {said(ms, goal)} |" for name, ms, goal in rows),
        f"\nA likelihood by patterns takes {rows[-2][1] / rows[-1][1]:.2f} of the time of one by participants.\n",
    ]
    print("\n".join(report))
    if "--write" in sys.argv[1:]:
        put(TITLE, "\n".join(report))
    return 0


def drawn(many: int) -> dict[str, Floats]:
    """Values that are known, with their participant, visit, group and baseline."""
    chance = np.random.default_rng(7)
    t = len(VISITS)
    root = chance.normal(size=(t, t)) / 3 + np.eye(t)
    baseline, group = chance.normal(50, 10, many), np.arange(many) % 2
    values = (
        0.5 * baseline[:, None] + group[:, None] * np.linspace(0, 4, t) + 5 * chance.normal(size=(many, t)) @ root.T
    )
    leaves = np.where(chance.random(many) < 0.2, chance.integers(1, t, many), t)
    known = (chance.random((many, t)) > 1 / 7) & (np.arange(t) < leaves[:, None])
    person, visit = np.nonzero(known)
    return {"values": values[known], "person": person, "visit": visit, "group": group[person], "at": baseline[person]}


def fit(held: dict[str, Floats], structure: Structure) -> Repeated:
    return repeated(
        held["values"], held["person"], held["visit"].tolist(), VISITS, held["group"].tolist(),
        {"baseline": held["at"]}, ("baseline",), structure,
    )  # fmt: skip


def fitted(found: Repeated) -> Fit:
    assert not isinstance(found.fit, Absent)
    return found.fit


def by_patterns(found: Fit) -> object:
    return point(found.at.data, found.at.covariance, found.at.theta)


def one_by_one(found: Fit) -> float:
    """The deviance, from the matrices of each participant."""
    data, matrix = found.at.data, found.at.covariance.matrix(found.at.theta)
    sums, logs = np.zeros((data.columns + 1,) * 2), 0.0
    for row, pattern in zip(data.rows, data.of, strict=True):
        seen = data.seen[pattern]
        part = matrix[np.ix_(seen, seen)]
        sums += row[seen].T @ np.linalg.solve(part, row[seen])
        logs += np.linalg.slogdet(part)[1] * data.counts[pattern] / (data.of == pattern).sum()
    inner = sums[:-1, :-1]
    squares = sums[-1, -1] - sums[-1, :-1] @ np.linalg.solve(inner, sums[:-1, -1])
    return float((data.observations - data.columns) * log(2 * pi) + logs + np.linalg.slogdet(inner)[1] + squares)


if __name__ == "__main__":
    sys.exit(main())
