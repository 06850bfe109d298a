"""Whatever the counts: no small one is told, and nothing that is told says what a hidden one is.

What an outsider could work out is asked of a linear program: over all counts from zero on that fit every sum and every
count that is told, the least and the greatest that a hidden one can be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from bedside.feasibility.masking import Key, Sum, hidden

STANDING = ("met", "open", "out")
numbers = st.one_of(st.integers(0, 6), st.integers(0, 60))


def tables(
    held: Sequence[Sequence[int]], other: Sequence[int], chain: Sequence[int]
) -> tuple[dict[Key, int], list[Sum]]:
    """Units by standing with all margins, years by standing that share the totals, and what is left step by step."""
    counts: dict[Key, int] = {}
    sums: list[Sum] = []
    totals = [sum(row[place] for row in held) for place in range(3)]
    for name, total in zip(STANDING, totals, strict=True):
        counts["all", name] = total
    counts["all", "assessed"] = sum(totals)
    sums.append(Sum(("all", "assessed"), tuple(("all", name) for name in STANDING)))
    first = [min(part, total) for part, total in zip(other, totals, strict=True)]
    years = [first, [total - part for part, total in zip(first, totals, strict=True)]]
    for analysis, rows in (("units", held), ("years", years)):
        for number, row in enumerate(rows):
            key = (analysis, str(number))
            counts |= {(*key, name): count for name, count in zip(STANDING, row, strict=True)}
            counts[*key, "assessed"] = sum(row)
            sums.append(Sum((*key, "assessed"), tuple((*key, name) for name in STANDING)))
        for name in (*STANDING, "assessed"):
            sums.append(Sum(("all", name), tuple((analysis, str(number), name) for number, _ in enumerate(rows))))
    before: Key = ("all", "assessed")
    for step, gone in enumerate(chain):
        left = max(counts[before] - gone, 0)
        counts |= {("left", str(step)): left, ("gone", str(step)): counts[before] - left}
        sums.append(Sum(before, (("left", str(step)), ("gone", str(step)))))
        before = ("left", str(step))
    return counts, sums


def range_of(cell: Key, counts: Mapping[Key, int], sums: Sequence[Sum], held: frozenset[Key]) -> tuple[float, float]:
    """The least and the greatest that a hidden count can be, to somebody who sees all others."""
    unknown = sorted(held)
    rows, right = [], []
    for each in sums:
        row, known = np.zeros(len(unknown)), 0.0
        for part, sign in [(each.total, 1.0), *((part, -1.0) for part in each.parts)]:
            if part in held:
                row[unknown.index(part)] += sign
            else:
                known -= sign * counts[part]
        rows.append(row)
        right.append(known)
    ends = []
    for sign in (1.0, -1.0):
        aim = np.zeros(len(unknown))
        aim[unknown.index(cell)] = sign
        found = linprog(aim, A_eq=np.array(rows), b_eq=np.array(right), bounds=(0, None), method="highs")
        ends.append(sign * found.fun if found.status == 0 else float("inf"))
    return ends[0], ends[1]


@given(
    st.lists(st.tuples(numbers, numbers, numbers), min_size=1, max_size=4),
    st.tuples(numbers, numbers, numbers),
    st.lists(numbers, max_size=4),
    st.integers(2, 8),
)
def test_nothing_told_says_what_is_hidden(
    held: list[tuple[int, int, int]], other: tuple[int, int, int], chain: list[int], below: int
) -> None:
    counts, sums = tables(held, other, chain)
    assert all(counts[each.total] == sum(counts[part] for part in each.parts) for each in sums)
    masked = hidden(counts, sums, below, {("all", "assessed"): 2})
    assert {cell for cell, count in counts.items() if 0 < count < below} <= masked
    assert not {cell for cell in masked if counts[cell] == 0}
    for cell in masked:
        least, greatest = range_of(cell, counts, sums, masked)
        assert greatest - least >= 1 - 1e-6, f"{cell} can only be {least}"


@given(st.lists(st.tuples(numbers, numbers, numbers), min_size=1, max_size=4), st.integers(0, 1))
def test_without_a_limit_everything_is_told(held: list[tuple[int, int, int]], below: int) -> None:
    counts, sums = tables(held, (1, 1, 1), [])
    assert not hidden(counts, sums, below, {})
