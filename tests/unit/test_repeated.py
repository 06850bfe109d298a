"""The mixed model for repeated measures where its answer is known without it, and where there is none."""

from __future__ import annotations

from collections.abc import Callable
from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.design.binomial import Floats
from bedside.errors import UsageError
from bedside.statistics.answer import NOBODY, Absent
from bedside.statistics.repeated.contrasts import NO_VALUE, TOO_MANY, Repeated
from bedside.statistics.repeated.covariance import Structure, covariance
from bedside.statistics.repeated.fitting import DEPENDENT, NO_SPREAD, SINGULAR, TOO_FEW
from bedside.statistics.repeated.freedom import Freedom
from bedside.statistics.repeated.likelihood import Point, point
from bedside.statistics.repeated.model import repeated
from bedside.statistics.repeated.patterns import Patterns, patterns
from bedside.statistics.student import beyond, spread, two_sided

SEEDS = st.integers(0, 2**32 - 1)


def complete(values: Floats, **chosen: object) -> Repeated:
    """Of values of all participants (rows) at all visits (columns)."""
    people, visits = values.shape
    visit = list(range(visits)) * people
    return repeated(values.ravel(), np.repeat(range(people), visits), visit, range(visits), **chosen)  # type: ignore[arg-type]


def uneven(seed: int, people: int, visits: int, missing: float = 0.3) -> tuple[Floats, Floats, Floats]:
    """Values of some visits of participants, with their participant and visit: the first visit is always known."""
    chance = np.random.default_rng(seed)
    together = chance.normal(size=(visits, visits)) + 2 * np.eye(visits)
    values = chance.normal(size=(people, visits)) @ together + chance.normal(size=(people, visits))
    known = chance.random((people, visits)) > missing
    known[:, 0] = True
    person, visit = np.nonzero(known)
    return values[known], person, visit


# --- where the answer is known --------------------------------------------------------------------------------------


@given(SEEDS, st.integers(6, 30), st.integers(1, 4), st.sampled_from(list(Freedom)))
def test_complete_data_have_their_own_means_and_covariance(
    seed: int, people: int, visits: int, freedom: Freedom
) -> None:
    values = np.random.default_rng(seed).normal(size=(people, visits))
    found = complete(values, freedom=freedom)
    means = [found.mean("", visit) for visit in range(visits)]
    assert [each.estimate.value for each in means] == pytest.approx(values.mean(axis=0).tolist(), abs=1e-9)
    assert np.asarray(found.covariance) == pytest.approx(np.cov(values.T).reshape(visits, visits), rel=1e-6, abs=1e-9)
    assert [each.df for each in means] == pytest.approx([people - 1] * visits, rel=1e-6)


@given(SEEDS, st.integers(3, 30), st.sampled_from([Freedom.SATTERTHWAITE, Freedom.KENWARD_ROGER]))
def test_two_visits_are_the_paired_t_test(seed: int, people: int, freedom: Freedom) -> None:
    values = np.random.default_rng(seed).normal(size=(people, 2))
    change = values[:, 1] - values[:, 0]
    error = change.std(ddof=1) / sqrt(people)
    found = complete(values, freedom=freedom).change("", 1, 0)
    half = spread(0.95, people - 1) * error
    assert (found.estimate.value, found.estimate.se) == pytest.approx((change.mean(), error), rel=1e-6)
    assert (found.estimate.low, found.estimate.high) == pytest.approx((change.mean() - half, change.mean() + half))
    assert (found.df, found.p) == pytest.approx((people - 1, two_sided(change.mean() / error, people - 1)), rel=1e-6)


@given(SEEDS, st.integers(4, 20), st.integers(3, 5))
def test_compound_symmetry_of_complete_data_is_the_analysis_of_variance(seed: int, people: int, visits: int) -> None:
    values = np.random.default_rng(seed).normal(size=(people, visits)) + np.arange(people)[:, None]
    found = complete(values, structure=Structure.COMPOUND_SYMMETRY)
    rest = values - values.mean(axis=0) - values.mean(axis=1, keepdims=True) + values.mean()
    df = (people - 1) * (visits - 1)
    within = (rest**2).sum() / df
    effect = people * ((values.mean(axis=0) - values.mean()) ** 2).sum() / (visits - 1)
    joint = found.joint([{("", visit): 1, ("", 0): -1} for visit in range(1, visits)])
    assert (joint.f, joint.above, joint.below) == pytest.approx((effect / within, visits - 1, df), rel=1e-6)
    assert joint.p == pytest.approx(beyond(effect / within, visits - 1, df), rel=1e-6)
    assert found.change("", 1, 0).estimate.se == pytest.approx(sqrt(2 * within / people), rel=1e-6)


@given(SEEDS, st.integers(3, 5), st.integers(1, 20))
def test_several_changes_of_complete_data_are_hotellings_test(seed: int, visits: int, more: int) -> None:
    """Kenward and Roger 1997, §6: their test is exact here."""
    size = visits - 1
    people = size + 2 + more
    values = np.random.default_rng(seed).normal(size=(people, visits))
    change = values[:, 1:] - values[:, :1]
    mean = change.mean(axis=0)
    square = people * mean @ np.linalg.solve(np.cov(change.T), mean)
    joint = complete(values).joint([{("", visit): 1, ("", 0): -1} for visit in range(1, visits)])
    f = (people - size) / ((people - 1) * size) * square
    assert (joint.f, joint.above, joint.below) == pytest.approx((f, size, people - size), rel=1e-5)


def test_too_few_participants_for_a_joint_test_say_so() -> None:
    values = np.random.default_rng(4).normal(size=(4, 3))
    joint = complete(values).joint([{("", 1): 1, ("", 0): -1}, {("", 2): 1, ("", 0): -1}])
    assert joint.f == joint.below == joint.p == TOO_MANY
    assert isinstance(complete(values).change("", 1, 0).p, float)


@given(SEEDS)
def test_one_contrast_is_tested_alike_alone_and_jointly(seed: int) -> None:
    values, person, visit = uneven(seed, 40, 3)
    for freedom in Freedom:
        found = repeated(values, person, visit.tolist(), range(3), freedom=freedom)
        one, joint = found.change("", 2, 0), found.joint([{("", 2): 1, ("", 0): -1}])
        assert (joint.below, joint.p) == pytest.approx((one.df, one.p), rel=1e-6)


@given(SEEDS)
def test_the_order_of_the_values_does_not_matter(seed: int) -> None:
    values, person, visit = uneven(seed, 30, 3)
    order = np.random.default_rng(seed).permutation(len(values))
    one = repeated(values, person, visit.tolist(), range(3))
    other = repeated(values[order], person[order], visit[order].tolist(), range(3))
    assert other.deviance == pytest.approx(one.deviance, rel=1e-9)
    assert other.mean("", 2).estimate.se == pytest.approx(one.mean("", 2).estimate.se, rel=1e-6)


def test_least_squares_means_are_at_average_covariates_and_equal_shares() -> None:
    """One visit: the means of R's emmeans are those of a regression by hand."""
    y, x, sex = np.array([1.0, 2, 4, 3, 7, 9]), np.array([1.0, 2, 3, 2, 4, 7]), ["f", "f", "f", "m", "m", "f"]
    group = ["a", "a", "a", "b", "b", "b"]
    found = repeated(y, range(6), [1] * 6, [1], group, {"x": x, "sex": sex})
    columns = np.column_stack([[g == "a" for g in group], [g == "b" for g in group], x, [s == "m" for s in sex]])
    a, b, slope, man = np.linalg.lstsq(columns.astype(float), y, rcond=None)[0]
    at = slope * x.mean() + man / 2
    assert found.mean("a", 1).estimate.value == pytest.approx(a + at)
    assert found.mean("b", 1).estimate.value == pytest.approx(b + at)
    assert found.difference("b", "a", 1).df == pytest.approx(2)


# --- the likelihood -------------------------------------------------------------------------------------------------


def somewhere(structure: Structure, seed: int) -> tuple[Patterns, Callable[[Floats], Point]]:
    values, person, visit = uneven(seed, 25, 4)
    design = np.column_stack([visit == each for each in range(4)] + [person % 3]).astype(float)
    data = patterns(values, design, person, visit, 4)
    held = covariance(structure, np.arange(4))

    def at(theta: Floats) -> Point:
        found = point(data, held, theta)
        assert found is not None
        return found

    return data, at


THETA = {
    Structure.UNSTRUCTURED: np.array([4.0, 1, 0.5, 0.2, 5, 1.5, 0.3, 6, 2, 7]),
    Structure.TOEPLITZ: np.array([4.0, 2, 1, 0.5]),
    Structure.AUTOREGRESSIVE: np.array([4.0, 0.6]),
    Structure.COMPOUND_SYMMETRY: np.array([4.0, 1.5]),
}


@pytest.mark.parametrize("structure", list(Structure))
def test_slopes_and_curvatures_are_those_of_small_steps(structure: Structure) -> None:
    _, at = somewhere(structure, 5)
    here, small = at(THETA[structure]), 1e-5
    steps = small * np.eye(len(here.theta))
    slope = [(at(here.theta + step).deviance - at(here.theta - step).deviance) / (2 * small) for step in steps]
    curve = [(at(here.theta + step).gradient - at(here.theta - step).gradient) / (2 * small) for step in steps]
    assert here.gradient == pytest.approx(np.array(slope), rel=1e-5, abs=1e-6)
    assert here.observed == pytest.approx(np.array(curve), rel=1e-5, abs=1e-6)


def test_the_expected_curvature_is_the_mean_of_the_observed_one() -> None:
    data, at = somewhere(Structure.AUTOREGRESSIVE, 6)
    here, chance = at(THETA[Structure.AUTOREGRESSIVE]), np.random.default_rng(1)
    root = np.linalg.cholesky(here.covariance.matrix(here.theta))
    found = []
    for _ in range(2000):
        rows = data.rows.copy()
        rows[:, :, -1] = (chance.normal(size=(len(rows), 4)) @ root.T) * data.seen[data.of]
        drawn = point(Patterns(data.seen, data.counts, rows, data.of, data.observations), here.covariance, here.theta)
        assert drawn is not None
        found.append(drawn.observed)
    error = np.std(found, axis=0) / sqrt(len(found))
    assert (np.abs(np.mean(found, axis=0) - here.expected) < 4 * error).all()


def test_many_participants_of_one_pattern_are_held_in_few_rows() -> None:
    values, person, visit = uneven(3, 400, 2)
    design = np.column_stack([visit == 0, visit == 1]).astype(float)
    data = patterns(values, design, person, visit, 2)
    assert (data.participants, len(data.rows)) == (400, 6 + 3)
    matrix = np.array([[2.0, 0.5], [0.5, 3.0]])
    found = point(data, covariance(Structure.UNSTRUCTURED, np.arange(2)), np.array([2.0, 0.5, 3.0]))
    assert found is not None
    rest, logs, inner = 0.0, 0.0, np.zeros((2, 2))
    for each in range(400):
        mine = person == each
        part = matrix[np.ix_(visit[mine], visit[mine])]
        left = values[mine] - design[mine] @ found.beta
        rest, logs = rest + left @ np.linalg.solve(part, left), logs + np.linalg.slogdet(part)[1]
        inner += design[mine].T @ np.linalg.solve(part, design[mine])
    whole = (len(values) - 2) * np.log(2 * np.pi) + logs + np.linalg.slogdet(inner)[1] + rest
    assert found.deviance == pytest.approx(whole)


# --- where there is none --------------------------------------------------------------------------------------------

PAIRS = [0, 1] * 5
PEOPLE = [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]


@pytest.mark.parametrize(
    ("values", "person", "visit", "why"),
    [
        ([], [], [], NOBODY),
        ([3.0], [0], [0], TOO_FEW),
        ([3.0, 4.0], [0, 0], [0, 1], TOO_FEW),
        ([3.0, 4.0, 5.0, 7.0], [0, 0, 1, 1], [0, 1, 0, 1], SINGULAR),
        ([2.0] * 10, PEOPLE, PAIRS, NO_SPREAD),
        ([0.0] * 10, PEOPLE, PAIRS, NO_SPREAD),
        ([1.0, 2, 2, 3, 3, 4, 4, 5, 5, 6], PEOPLE, PAIRS, SINGULAR),
        ([1.0, 2, 3, 5, 7, 11], range(6), [0, 0, 0, 1, 1, 1], SINGULAR),
    ],
)
def test_no_fit_has_its_reason(values: list[float], person: list[int], visit: list[int], why: Absent) -> None:
    found = repeated(values, person, visit, (0, 1), ["a"] * len(values))
    assert found.fit == found.deviance == found.covariance == why
    if values:
        mean, joint = found.mean("a", 1), found.joint([{("a", 0): 1}])
        assert mean.estimate.value == mean.estimate.se == mean.estimate.low == mean.df == mean.p == why
        assert joint.f == joint.below == joint.p == why


@pytest.mark.parametrize("structure", list(Structure))
@pytest.mark.parametrize("people", [1, 2, 3, 5, 8, 9])
def test_few_participants_give_numbers_or_a_reason(structure: Structure, people: int) -> None:
    values, person, visit = uneven(people, people, 8)
    found = repeated(values, person, visit.tolist(), range(8), structure=structure)
    for each in range(8):
        mean = found.mean("", each)
        told = (mean.estimate.value, mean.estimate.se, mean.estimate.low, mean.estimate.high, mean.df, mean.p)
        assert all(isinstance(number, Absent) for number in told) or np.isfinite(told).all()


def test_a_visit_that_nobody_of_a_group_has_is_the_only_one_without_a_mean() -> None:
    values = [1.0, 2, 2, 4, 3, 3, 5, 6, 4]
    found = repeated(values, [0, 0, 1, 1, 2, 2, 3, 4, 5], [1, 7] * 3 + [1] * 3, (1, 7, 28), ["a"] * 6 + ["b"] * 3)
    assert found.mean("a", 7).estimate.value == pytest.approx(3.0, abs=2)
    assert found.mean("b", 7).estimate.value == found.mean("a", 28).p == found.difference("a", "b", 7).df == NO_VALUE
    assert found.joint([{("a", 28): 1}]).p == NO_VALUE


@pytest.mark.parametrize("covariate", [[1.0] * 10, [7.0 * (each == 0) for each in PAIRS]])
def test_a_covariate_that_says_nothing_is_told(covariate: list[float]) -> None:
    values = np.random.default_rng(1).normal(size=10)
    assert repeated(values, PEOPLE, PAIRS, (0, 1), covariates={"x": covariate}).fit == DEPENDENT


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"values": [np.nan] * 10}, "values"),
        ({"visit": [9] * 10}, "visit"),
        ({"visit": PAIRS[:-1]}, "visit"),
        ({"visit": [0] * 10}, "visit"),
        ({"group": ["a"]}, "group"),
        ({"level": 95}, "level"),
        ({"by_visit": ["x"]}, "by_visit"),
        ({"covariates": {"x": [1.0]}}, "x"),
        ({"covariates": {"x": [np.inf] * 10}}, "x"),
        ({"freedom": Freedom.KENWARD_ROGER_CHOLESKY, "structure": Structure.TOEPLITZ}, "freedom"),
    ],
)
def test_what_cannot_be_fitted_is_refused(change: dict[str, object], where: str) -> None:
    held: dict[str, object] = {"values": range(10), "participant": PEOPLE, "visit": PAIRS, "visits": (0, 1)}
    with pytest.raises(UsageError) as told:
        repeated(**{**held, **change})  # type: ignore[arg-type]
    assert told.value.where == where


def test_what_cannot_be_asked_is_refused() -> None:
    found = complete(np.random.default_rng(1).normal(size=(9, 2)))
    for ask in (
        lambda: found.mean("b", 0),
        lambda: found.mean("", 5),
        lambda: found.contrast({}),
        lambda: found.contrast({("", 0): 0.0}),
        lambda: found.joint([]),
        lambda: found.joint([{("", 0): 1}, {("", 0): 2}]),
    ):
        with pytest.raises(UsageError):
            ask()
