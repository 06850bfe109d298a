"""What must hold of every proportion, and the reasons and refusals where there is none."""

from __future__ import annotations

from itertools import pairwise
from math import isfinite

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.design.hypotheses import Hypotheses
from bedside.design.two_stage import best_by_size
from bedside.errors import UsageError
from bedside.statistics.after_two_stages import Stages, after_two_stages
from bedside.statistics.answer import NOBODY, Absent, Number
from bedside.statistics.posterior import posterior
from bedside.statistics.proportions import Interval, Side, binomial_test, interval, mid_p_test
from bedside.statistics.tipping import tipping

RATES = st.integers(1, 99).map(lambda percent: percent / 100)


@st.composite
def counted(draw: st.DrawFn, most: int = 120) -> tuple[int, int]:
    n = draw(st.integers(1, most))
    return draw(st.integers(0, n)), n


@st.composite
def two_stages(draw: st.DrawFn) -> tuple[Stages, int, int, int]:
    """A plan and what came of it."""
    n1 = draw(st.integers(2, 25))
    n = draw(st.integers(n1 + 1, n1 + 30))
    r1 = draw(st.integers(0, n1 - 1))
    r = draw(st.integers(r1, n - 1))
    x1 = draw(st.integers(0, n1))
    m2 = 0 if x1 <= r1 else draw(st.integers(1, 40))
    return Stages(n1, r1, n, r), x1, draw(st.integers(0, m2)), m2


def number(given: Number) -> float:
    assert isinstance(given, float) and isfinite(given)
    return given


@given(counted(), RATES)
def test_a_rate_is_inside_the_exact_interval_where_neither_one_sided_test_rejects_it(
    found: tuple[int, int], p0: float
) -> None:
    x, n = found
    exact = interval(x, n)
    inside = all(number(binomial_test(x, n, p0, side).p) > 0.025 for side in (Side.GREATER, Side.LESS))
    assert inside == (number(exact.low) < p0 < number(exact.high))


@given(counted())
def test_every_interval_holds_the_estimate_and_turns_with_the_outcome(found: tuple[int, int]) -> None:
    x, n = found
    for kind in Interval:
        one, other = interval(x, n, kind), interval(n - x, n, kind)
        assert 0 <= number(one.low) <= number(one.value) <= number(one.high) <= 1
        assert (one.low, one.high) == pytest.approx((1 - number(other.high), 1 - number(other.low)), abs=1e-9)


@given(counted(), RATES)
def test_mid_p_lies_below_the_exact_p_and_both_sides_make_one(found: tuple[int, int], p0: float) -> None:
    x, n = found
    up, down = (number(mid_p_test(x, n, p0, side).p) for side in (Side.GREATER, Side.LESS))
    assert up <= number(binomial_test(x, n, p0).p)
    assert up + down == pytest.approx(1)


@given(counted(), RATES)
def test_under_the_even_prior_success_and_failure_are_treated_alike(found: tuple[int, int], p0: float) -> None:
    x, n = found
    assert posterior(x, n, p0).above == pytest.approx(1 - posterior(n - x, n, 1 - p0).above, abs=1e-12)


@given(counted(), st.integers(0, 20), st.integers(0, 130))
def test_no_fewer_than_the_tipping_number_would_do(found: tuple[int, int], missing: int, cut: int) -> None:
    table = tipping(*found, missing, cut)
    for row in table.rows:
        assert row.success == (not isinstance(table.needed, Absent) and row.succeed >= table.needed)


@given(two_stages(), RATES)
def test_the_inference_after_two_stages_is_ordered(trial: tuple[Stages, int, int, int], p0: float) -> None:
    found = after_two_stages(*trial, p0)
    if isinstance(found.test.p, Absent):
        stages, x1, _, m2 = trial
        assert stages.r + 1 - x1 > stages.n - stages.n1 != m2
        return
    assert 0 <= number(found.test.p) <= 1
    if not isinstance(found.rate.value, Absent):
        assert number(found.rate.low) <= number(found.rate.value) <= number(found.rate.high)
        assert (number(found.test.p) <= 0.5) == (p0 <= found.rate.value) or p0 == pytest.approx(found.rate.value)


@given(two_stages(), RATES)
def test_the_p_value_falls_with_every_success_of_the_planned_size(
    trial: tuple[Stages, int, int, int], p0: float
) -> None:
    stages, x1, _, m2 = trial
    if m2:
        planned = stages.n - stages.n1
        p = [number(after_two_stages(stages, x1, x2, planned, p0).test.p) for x2 in range(planned + 1)]
        assert all(one >= other for one, other in pairwise(p))


def test_without_anybody_there_is_a_reason() -> None:
    assert binomial_test(0, 0, 0.4).p is NOBODY
    assert mid_p_test(0, 0, 0.4).p is NOBODY
    assert interval(0, 0).value is NOBODY
    assert posterior(0, 0, 0.4).above == pytest.approx(0.6)
    assert tipping(0, 0, 0, 0).needed == 0
    assert isinstance(tipping(1, 5, 2, 4).needed, Absent)


def test_the_stages_of_a_design_that_was_searched_for() -> None:
    design = best_by_size(Hypotheses(0.4, 0.6))[-1]
    assert Stages.of(design) == Stages(16, 7, 46, 23)


def test_an_early_stop_without_success_and_a_missing_second_stage_say_why() -> None:
    stages = Stages(16, 7, 46, 23)
    none = after_two_stages(stages, 0, 0, 0, 0.4)
    assert none.test.p == 1 and isinstance(none.rate.value, Absent)
    begun = after_two_stages(stages, 9, 0, 0, 0.4)
    assert isinstance(begun.test.p, Absent) and "second stage" in begun.test.p.reason.en


@pytest.mark.parametrize(
    ("called", "said"),
    [
        (lambda: binomial_test(5, 4, 0.4), "successes: 5 is no whole number from 0 to 4. Count participants."),
        (lambda: interval(-1, 4), "successes: -1 is no whole number from 0 to 4. Count participants."),
        (lambda: binomial_test(1, 4, 1.4), "p0: 1.4 is not between 0 and 1. "
         "Write a proportion, such as 0.95 for 95 %."),
        (lambda: posterior(1, 4, 0.4, (0.0, 1.0)), "prior: 0 is not above 0. Give a finite number above 0."),
        (lambda: tipping(1, 4, -1, 3), "missing: -1 is no whole number from 0. Count participants."),
        (lambda: Stages(16, 16, 46, 23), "stages: 16/16 23/46 is no plan of two stages. "
                                         "Give r1 < n1 < n and r1 ≤ r < n, as in 7/16 23/46."),
        (lambda: after_two_stages(Stages(16, 7, 46, 23), 7, 3, 9, 0.4),
         "second_size: 7 of 16 was to end the trial. Analyse the first stage alone."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(called: object, said: str) -> None:
    with pytest.raises(UsageError) as refused:
        called()  # type: ignore[operator]
    assert str(refused.value) == said
