"""Multiple imputation: what follows from the rules, what a delta does, and what cannot be imputed."""

from __future__ import annotations

from math import inf, nan, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.errors import UsageError
from bedside.statistics.answer import NO_VARIATION, NOBODY, Absent
from bedside.statistics.delta import mean, over_deltas, share
from bedside.statistics.imputation import DEPENDENT, FEW, Kind, Missing
from bedside.statistics.logistic import SEPARATED, logistic
from bedside.statistics.pooling import ENDLESS, ONCE, pooled, pooled_share
from bedside.statistics.student import spread

SEEDS = st.integers(0, 2**32 - 1)


def holed(seed: int, people: int, binary: bool = False) -> np.ndarray:  # type: ignore[type-arg]
    chance = np.random.default_rng(seed)
    values = chance.normal(5, 2, people)
    values = (values > 5).astype(float) if binary else values
    values[: people // 4] = nan
    return values


@given(SEEDS, st.integers(3, 40))
def test_with_nothing_missing_it_is_the_t_interval(seed: int, people: int) -> None:
    values = np.random.default_rng(seed).normal(size=people)
    found = over_deltas(Missing(Kind.CONTINUOUS, values, times=3), [0.0, 9.0], mean, people - 1)
    df = (people - 1) * people / (people + 2)
    half = spread(0.95, df) * values.std(ddof=1) / sqrt(people)
    for each in found:
        assert each.result.df == pytest.approx(df)
        assert (each.result.between, each.result.estimate.value) == pytest.approx((0, values.mean()), abs=1e-12)
        assert each.result.estimate.high == pytest.approx(values.mean() + half)


@given(SEEDS, st.floats(-10, 10))
def test_a_mean_moves_by_delta_times_the_share_that_is_missing(seed: int, delta: float) -> None:
    values = holed(seed, 20)
    none, moved = over_deltas(Missing(Kind.CONTINUOUS, values, times=5, seed=seed), [0.0, delta], mean, 19)
    assert moved.result.estimate.value == pytest.approx(none.result.estimate.value + delta * 5 / 20, abs=1e-9)
    assert moved.result.between == pytest.approx(none.result.between, abs=1e-9)


@given(SEEDS)
def test_a_share_grows_with_delta_up_to_all_and_down_to_none(seed: int) -> None:
    values = holed(seed, 20, binary=True)
    missing = Missing(Kind.BINARY, values, times=20, seed=seed)
    found = [each.result.estimate.value for each in over_deltas(missing, [-1e3, -2.0, 0.0, 1.0, 1e3], share)]
    known = np.nansum(values)
    assert found == sorted(found)  # type: ignore[type-var]
    assert (found[0], found[-1]) == pytest.approx((known / 20, (known + 5) / 20))


@given(SEEDS, st.sampled_from(list(Kind)))
def test_the_same_seed_gives_the_same_and_another_another(seed: int, kind: Kind) -> None:
    values, x = holed(4, 30, kind is Kind.BINARY), np.random.default_rng(1).normal(size=30)
    one, same, other = (Missing(kind, values, x, 40, each).imputed(0.5) for each in (seed, seed, seed + 1))
    assert not isinstance(one, Absent) and not isinstance(same, Absent) and not isinstance(other, Absent)
    assert (one == same).all()
    assert (one != other).any()
    assert (one[:, 7:] == values[7:]).all()


def test_only_those_who_are_to_be_moved_are_moved() -> None:
    values = holed(1, 20)
    group = np.arange(20) % 2
    missing = Missing(Kind.CONTINUOUS, values, group, 6)
    none, moved = missing.imputed(0.0), missing.imputed(-3.0 * group)
    assert not isinstance(none, Absent) and not isinstance(moved, Absent)
    change = moved - none
    assert change[:, 1:5:2] == pytest.approx(-3.0)
    assert (change[:, 0:20:2] == 0).all()


def test_the_interval_covers_as_often_as_stated() -> None:
    """Missing by a covariate that predicts the outcome: those who are known have another mean."""
    chance, covered = np.random.default_rng(2), 0
    for trial in range(500):
        x = chance.normal(size=60)
        y = 1 + x + chance.normal(size=60)
        y[chance.random(60) < 1 / (1 + np.exp(1 - 2 * x))] = nan
        found = over_deltas(Missing(Kind.CONTINUOUS, y, x, 20, trial), [0.0], mean, 59)[0].result.estimate
        covered += found.low <= 1 <= found.high  # type: ignore[operator]
    assert 0.92 < covered / 500 < 0.98


ONES = np.ones(6)


@pytest.mark.parametrize(
    ("kind", "outcomes", "covariates", "why"),
    [
        (Kind.CONTINUOUS, [], None, NOBODY),
        (Kind.BINARY, [], None, NOBODY),
        (Kind.CONTINUOUS, [nan], None, FEW),
        (Kind.BINARY, [nan, nan], None, FEW),
        (Kind.CONTINUOUS, [1.0, nan], None, FEW),
        (Kind.CONTINUOUS, [3.0, 3.0, 3.0, nan], None, NO_VARIATION),
        (Kind.CONTINUOUS, [1.0, 2.0, 4.0, 5.0, 3.0, nan], ONES, DEPENDENT),
        (Kind.BINARY, [0, 1, 0, 1, 0, nan], ONES, SEPARATED),
        (Kind.BINARY, [0, 0, 0, 1, 1, nan], [1, 2, 3, 4, 5, 6], SEPARATED),
        (Kind.BINARY, [1, 1, 1, 1, 1, nan], [1, 2, 3, 4, 5, 6], SEPARATED),
        (Kind.BINARY, [0, 1, 0, 1, 1, 1, nan], [0, 0, 0, 0, 1, 1, 1], SEPARATED),
    ],
)
def test_what_cannot_be_imputed_has_its_reason(kind: Kind, outcomes: object, covariates: object, why: Absent) -> None:
    missing = Missing(kind, outcomes, covariates, 3)  # type: ignore[arg-type]
    assert missing.imputed() == why
    found = over_deltas(missing, [0.0], mean)[0].result
    assert found.estimate.value == found.estimate.low == found.df == found.p == found.missing_information == why


def test_all_successes_are_still_uncertain() -> None:
    """Jeffreys' prior: a missing one among 9 successes is a success in about 9.5 of 10 imputations."""
    drawn = Missing(Kind.BINARY, [1.0] * 9 + [nan], None, 10_000).imputed()
    assert not isinstance(drawn, Absent)
    assert drawn[:, 9].mean() == pytest.approx(0.95, abs=0.01)


@pytest.mark.parametrize(
    ("estimates", "variances", "value", "why"),
    [
        ([2.0], [1.0], 2.0, ONCE),
        ([2.0, 2.0], [0.0, 0.0], 2.0, NO_VARIATION),
        ([1.0, 3.0], [0.0, 0.0], 2.0, NO_VARIATION),
    ],
)
def test_what_cannot_be_pooled_has_its_reason(
    estimates: list[float], variances: list[float], value: float, why: Absent
) -> None:
    found = pooled(estimates, variances)
    assert (found.estimate.value, found.estimate.low, found.df, found.p) == (value, why, why, why)


def test_without_any_loss_degrees_of_freedom_are_unlimited() -> None:
    found = pooled([2.0, 2.0], [1.0, 1.0])
    assert found.df == ENDLESS
    assert found.estimate.high == pytest.approx(2 + 1.959963984540054)
    assert pooled_share([0.5], 10).low == ONCE


@given(st.lists(st.integers(0, 10), min_size=2, max_size=20))
def test_the_interval_of_a_share_stays_within_0_and_1_around_it(successes: list[int]) -> None:
    found = pooled_share([each / 10 for each in successes], 10)
    assert 0 <= found.low <= found.value <= found.high <= 1  # type: ignore[operator]
    assert found.low < found.high  # type: ignore[operator]


@pytest.mark.parametrize(
    ("ask", "where"),
    [
        (lambda: Missing(Kind.BINARY, [0.5, nan]).imputed(), "outcomes"),
        (lambda: Missing(Kind.CONTINUOUS, [inf, nan]).imputed(), "outcomes"),
        (lambda: Missing(Kind.CONTINUOUS, [1.0, nan], [1.0, nan]).imputed(), "covariates"),
        (lambda: Missing(Kind.CONTINUOUS, [1.0, nan], [1.0]).imputed(), "covariates"),
        (lambda: Missing(Kind.CONTINUOUS, [1.0, nan], times=-1).imputed(), "times"),
        (lambda: Missing(Kind.CONTINUOUS, [1.0, nan]).imputed(nan), "delta"),
        (lambda: Missing(Kind.CONTINUOUS, [1.0, nan]).imputed([1.0, 2.0, 3.0]), "delta"),
        (lambda: over_deltas(Missing(Kind.CONTINUOUS, [1.0, nan]), [nan], mean), "deltas"),
        (lambda: pooled([], []), "variances"),
        (lambda: pooled([1.0], [-1.0]), "variances"),
        (lambda: pooled([1.0, 2.0], [1.0]), "variances"),
        (lambda: pooled([nan, 2.0], [1.0, 1.0]), "estimates"),
        (lambda: pooled([1.0], [1.0], level=95), "level"),
        (lambda: pooled_share([1.5, 1.0], 10), "shares"),
    ],
)
def test_what_cannot_be_given_is_refused(ask: object, where: str) -> None:
    with pytest.raises(UsageError) as told:
        ask()  # type: ignore[operator]
    assert told.value.where == where


def test_covariates_too_small_to_square_say_nothing() -> None:
    assert logistic(np.full((4, 1), 1e-170), np.array([0.0, 1.0, 0.0, 1.0])) == SEPARATED
