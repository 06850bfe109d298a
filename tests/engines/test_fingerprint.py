"""Two moments share a fingerprint when, and only when, what would settle them hangs on the same answers."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bedside.engines.fingerprint import Counts, Fingerprint, fingerprint
from bedside.engines.numbering import Numbering
from bedside.protocol.loading import find_trial, load

RULE = load(find_trial("jakahdi")).population
NUMBERING = Numbering()
PRINT = fingerprint(RULE, NUMBERING)
NUMBERS = (PRINT.rule, *(number for number, _, _ in PRINT.parts))
ENDS = np.array([0.0, 1.0, 2.5, 7.35, 1e6])
"""Few, so that rows are often alike."""
FEW, MANY = 0.05, 0.95
"""Shares of unknown answers: where few matter those are hashed alone, else every row is."""


@given(st.integers(0, 2**32 - 1), st.sampled_from((FEW, 0.5, MANY)), st.integers(1, 60))
def test_rows_alike_where_it_matters_share_one_and_no_others_do(seed: int, share: float, size: int) -> None:
    drawn = np.random.default_rng(seed)
    low, high = {}, {}
    alike = drawn.integers(0, 6, size)  # rows are copies of six, a few of their answers changed
    for number in NUMBERS:
        low[number] = ENDS[drawn.integers(0, 5, 6)][alike]
        wide = (drawn.random(6) < share)[alike] ^ (drawn.random(size) < 0.002)
        high[number] = np.where(wide, low[number] + 1, low[number])
    found = PRINT.of({number: (low[number], high[number]) for number in NUMBERS}, size)
    rows = [{number: (low[number][row], high[number][row]) for number in NUMBERS} for row in range(size)]
    told = [_told(PRINT, row) for row in rows]
    assert [mark == 0 for mark in found] == [each is None for each in told]
    assert len({int(mark) for mark in found}) == len(set(told))
    assert len(set(zip(found.tolist(), told, strict=True))) == len(set(told))


def _told(of: Fingerprint, row: dict[int, tuple[float, float]]) -> tuple[object, ...] | None:
    """What a fingerprint is of, written out; None where the rule is known."""
    unknown = {number for number, (low, high) in row.items() if low < high}
    if of.rule not in unknown:
        return None
    held: list[object] = []
    for number, counts, above in of.parts:
        low, high = row[number]
        said = {
            Counts.ENDS: (low, high),
            Counts.SOME: (min(low, 1), min(high, 1)),
            Counts.ANY: high > 0,
            Counts.VALUE: None if number in unknown else low,
        }
        held.append(said[counts] if unknown & set(above) else None)
    return tuple(held)


def test_an_answer_that_is_the_same_for_everyone_counts_as_on_every_row() -> None:
    drawn = np.random.default_rng(1)
    pairs = {number: (ENDS[drawn.integers(0, 5, 40)], np.full(40, 2e6)) for number in NUMBERS}
    fixed = NUMBERS[-1]
    alone = {**pairs, fixed: (np.asarray(2.5), np.asarray(7.35))}
    spread = {**pairs, fixed: (np.full(40, 2.5), np.full(40, 7.35))}
    assert PRINT.of(alone, 40).tolist() == PRINT.of(spread, 40).tolist()
