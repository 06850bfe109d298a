"""What kappa and limits of agreement have to be whatever the ratings are."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.statistics.agreement import NOTHING, ONE_PAIR, Pairs, Weight, kappa, limits
from bedside.statistics.answer import AT_THE_EDGE, NO_VARIATION

POINTS = range(5)
tables = st.lists(st.integers(0, 30), min_size=25, max_size=25).map(
    lambda counts: [(float(i), float(j), n) for (i, j), n in zip(product(POINTS, POINTS), counts, strict=True) if n]
)
weights = st.sampled_from(list(Weight))


def varied(pairs: Pairs) -> bool:
    return len({value for first, second, _ in pairs for value in (first, second)}) > 1


@given(st.lists(st.integers(1, 50), min_size=2, max_size=25), weights)
def test_of_identical_ratings_it_is_1_without_an_interval(counts: list[int], weight: Weight) -> None:
    found = kappa([(float(i), float(i), n) for i, n in enumerate(counts)], weight)
    assert found.value == 1.0
    assert (found.low, found.high) == (AT_THE_EDGE, AT_THE_EDGE)


@given(tables.filter(varied), weights)
def test_it_lies_between_minus_1_and_1_and_in_its_interval(pairs: Pairs, weight: Weight) -> None:
    found = kappa(pairs, weight)
    assert isinstance(found.value, float) and -1 - 1e-12 <= found.value <= 1
    if isinstance(found.low, float) and isinstance(found.high, float):
        assert -1 <= found.low <= found.value <= found.high <= 1


@given(tables.filter(varied), weights)
def test_it_does_not_matter_who_rated_first(pairs: Pairs, weight: Weight) -> None:
    found, turned = kappa(pairs, weight), kappa([(b, a, n) for a, b, n in pairs], weight)
    assert turned.value == pytest.approx(found.value, abs=1e-12)
    assert turned.se == found.se or turned.se == pytest.approx(found.se, abs=1e-9)


@given(tables.filter(varied), st.permutations(POINTS))
def test_without_weights_labels_are_only_names(pairs: Pairs, names: list[int]) -> None:
    renamed = kappa([(names[int(a)], names[int(b)], n) for a, b, n in pairs])
    assert renamed.value == pytest.approx(kappa(pairs).value, abs=1e-12)


@given(tables.filter(varied), st.integers(-9, 9), st.integers(1, 9))
def test_with_quadratic_weights_only_distances_count(pairs: Pairs, start: int, step: int) -> None:
    moved = kappa([(start + step * a, start + step * b, n) for a, b, n in pairs], Weight.QUADRATIC)
    assert moved.value == pytest.approx(kappa(pairs, Weight.QUADRATIC).value, abs=1e-12)


@given(tables.filter(varied), weights)
def test_four_times_as_many_halve_the_standard_error(pairs: Pairs, weight: Weight) -> None:
    found, more = kappa(pairs, weight), kappa([(a, b, 4 * n) for a, b, n in pairs], weight)
    assert more.value == pytest.approx(found.value, abs=1e-12)
    if isinstance(found.se, float) and found.se > 1e-6:
        assert more.se == pytest.approx(found.se / 2)


@given(
    st.lists(st.integers(1, 9), min_size=2, max_size=5), st.lists(st.integers(1, 9), min_size=2, max_size=5), weights
)
def test_ratings_that_do_not_depend_on_each_other_have_none(
    rows: list[int], columns: list[int], weight: Weight
) -> None:
    pairs = [(float(i), float(j), a * b) for i, a in enumerate(rows) for j, b in enumerate(columns)]
    assert kappa(pairs, weight).value == pytest.approx(0, abs=1e-12)


@given(tables.filter(varied))
def test_of_two_values_the_weights_make_no_difference(pairs: Pairs) -> None:
    two = [(float(a > 2), float(b > 2), n) for a, b, n in pairs]
    if varied(two):
        assert kappa(two, Weight.QUADRATIC).value == pytest.approx(kappa(two).value, abs=1e-12)


def test_what_cannot_be_said_says_why() -> None:
    assert kappa([]).value == NOTHING
    assert kappa([(3.0, 3.0, 7)]).value == NO_VARIATION
    assert limits([]).mean == NOTHING
    assert (limits([(1.0, 3.0, 1)]).mean, limits([(1.0, 3.0, 1)]).low) == (2.0, ONE_PAIR)


@given(tables.filter(bool))
def test_the_mean_difference_turns_with_the_order(pairs: Pairs) -> None:
    found, turned = limits(pairs), limits([(b, a, n) for a, b, n in pairs])
    assert isinstance(found.mean, float) and turned.mean == pytest.approx(-found.mean, abs=1e-12)
