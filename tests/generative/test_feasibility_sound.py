"""Whatever the hours of patients: attrition adds up, and every possible truth lies between worst and best."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bedside.engines.patients_asked import Patterns
from bedside.feasibility.counting import attrition, costs

CRITERIA = 4
hour = st.text("10?", min_size=CRITERIA, max_size=CRITERIA)


@st.composite
def wards(draw: st.DrawFn) -> list[Patterns]:
    found: list[Patterns] = []
    for _ in range(draw(st.integers(0, 5))):
        lasts = draw(st.lists(hour, min_size=1, max_size=2, unique=True))
        hours = sorted({*lasts, *draw(st.lists(hour, max_size=4))})
        found.append((tuple(hours), tuple(lasts), draw(st.integers(1, 9))))
    return found


def passing(patterns: Sequence[Patterns], places: Sequence[int]) -> int:
    """Written plainly once more: everything is met at some hour, or at the last hour of a stay."""
    return sum(
        number
        for hours, lasts, number in patterns
        if any(all(each[place] == "1" for place in places) for each in (*hours, *lasts))
    )


def resolved(
    patterns: Sequence[Patterns], chance: random.Random, of: Sequence[int] = range(CRITERIA), to: str = ""
) -> list[Patterns]:
    """What is unknown at the hours that count, learned: as it may turn out, or `to` this."""
    return [
        (hours, tuple("".join((to or chance.choice("01")) if sign == "?" and place in of else sign
                              for place, sign in enumerate(each)) for each in lasts), number)
        for hours, lasts, number in patterns
    ]  # fmt: skip


@given(wards())
def test_attrition_adds_up(patterns: list[Patterns]) -> None:
    steps = attrition(patterns, CRITERIA)
    everybody = sum(number for *_, number in patterns)
    assert len(steps) == CRITERIA + 1
    assert (steps[0].certain, steps[0].possible) == (everybody, everybody)
    for before, after in pairwise(steps):
        assert 0 <= after.certain <= before.certain and after.possible <= before.possible
        assert after.certain <= after.possible
    assert steps[-1].certain == passing([(hours, (), number) for hours, _, number in patterns], range(CRITERIA))


@given(wards(), st.randoms(use_true_random=False))
def test_the_truth_lies_between(patterns: list[Patterns], chance: random.Random) -> None:
    steps = attrition(patterns, CRITERIA)
    truth = resolved(patterns, chance)
    for first, step in enumerate(steps):
        assert step.certain <= passing(truth, range(first)) <= step.possible
    best, worst = resolved(patterns, chance, to="1"), resolved(patterns, chance, to="0")
    assert passing(best, range(CRITERIA)) == steps[-1].possible, "the best case can be"
    assert passing(worst, range(CRITERIA)) == steps[-1].certain, "and so can the worst"


@given(wards(), st.integers(0, CRITERIA - 1), st.randoms(use_true_random=False))
def test_what_a_criterion_costs(patterns: list[Patterns], of: int, chance: random.Random) -> None:
    end = attrition(patterns, CRITERIA)[-1]
    found = costs(patterns, CRITERIA, of)
    others = [place for place in range(CRITERIA) if place != of]
    assert found.dropped.certain >= found.resolved_for >= end.certain
    assert found.dropped.possible >= end.possible >= found.resolved_for
    assert end.possible >= found.resolved_against >= end.certain
    favoured = resolved(patterns, chance, [of], "1")
    assert found.resolved_for == passing(favoured, range(CRITERIA))
    against = attrition(resolved(patterns, chance, [of], "0"), CRITERIA)[-1]
    assert found.resolved_against == against.possible
    assert found.dropped.certain == passing([(hours, (), number) for hours, _, number in patterns], others)


@given(wards())
def test_dropping_the_last_leaves_what_was_left_before_it(patterns: list[Patterns]) -> None:
    assert costs(patterns, CRITERIA, CRITERIA - 1).dropped == attrition(patterns, CRITERIA)[-2]
