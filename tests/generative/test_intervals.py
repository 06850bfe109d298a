"""The interval algebra: each operation is the hull of what its operands' points give, no more and no less."""

from collections.abc import Callable
from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bedside.values import interval
from bedside.values.interval import Interval, hull

WHOLE = st.integers(-5, 5).map(float)
INTERVALS = st.tuples(WHOLE, WHOLE).map(lambda ends: Interval(min(ends), max(ends)))
VERDICTS = st.sampled_from((interval.MET, interval.NOT_MET, interval.CANNOT_TELL))
Pairwise = Callable[[Interval, Interval], Interval]


def points(held: Interval) -> list[float]:
    return [float(n) for n in range(int(held.low), int(held.high) + 1)]


@pytest.mark.parametrize(
    ("operation", "plain"),
    [
        (interval.add, lambda x, y: x + y),
        (interval.subtract, lambda x, y: x - y),
        (interval.multiply, lambda x, y: x * y),
        (interval.least, min),
        (interval.greatest, max),
        (interval.below, lambda x, y: float(x < y)),
        (interval.at_most, lambda x, y: float(x <= y)),
    ],
)
@given(a=INTERVALS, b=INTERVALS)
def test_an_operation_is_the_hull_of_its_points(
    operation: Pairwise, plain: Callable[[float, float], float], a: Interval, b: Interval
) -> None:
    given_by_points = [plain(x, y) for x, y in product(points(a), points(b))]
    assert operation(a, b) == Interval(min(given_by_points), max(given_by_points))


@given(INTERVALS, INTERVALS)
def test_a_quotient_is_the_hull_of_its_points(a: Interval, b: Interval) -> None:
    assume(0.0 not in b)
    quotients = [x / y for x, y in product(points(a), points(b))]
    assert interval.divide(a, b) == Interval(min(quotients), max(quotients))


FLOATS = st.floats(-1e9, 1e9, allow_nan=False)


@pytest.mark.parametrize("operation", [interval.add, interval.subtract, interval.multiply, interval.divide])
@given(ends=st.lists(FLOATS, min_size=4, max_size=4), inside=st.tuples(st.floats(0, 1), st.floats(0, 1)))
def test_rounding_never_leaves_the_interval(
    operation: Pairwise, ends: list[float], inside: tuple[float, float]
) -> None:
    a, b = (Interval(*sorted(pair)) for pair in (ends[:2], ends[2:]))
    assume(operation is not interval.divide or not b.low <= 1e-3 <= b.high + 1e-3)
    assume(operation is not interval.divide or 0.0 not in b)
    x, y = (min(max(i.low + (i.high - i.low) * at, i.low), i.high) for i, at in zip((a, b), inside, strict=True))
    assert operation(a, b).encloses(operation(Interval.point(x), Interval.point(y)))


@given(VERDICTS)
def test_not_is_its_own_inverse(verdict: Interval) -> None:
    assert interval.negate(interval.negate(verdict)) == verdict


@given(VERDICTS, VERDICTS)
def test_de_morgan(a: Interval, b: Interval) -> None:
    one = interval.negate(interval.least(a, b))
    assert one == interval.greatest(interval.negate(a), interval.negate(b))


@given(st.lists(VERDICTS, min_size=1, max_size=4), st.data())
def test_at_least_counts_every_completion(verdicts: list[Interval], data: st.DataObject) -> None:
    count = data.draw(st.integers(1, len(verdicts)))
    sums = [sum(choice) >= count for choice in product(*(points(v) for v in verdicts))]
    assert interval.at_least(count, verdicts) == Interval(float(min(sums)), float(max(sums)))


@given(st.lists(INTERVALS, min_size=1, max_size=4))
def test_a_hull_is_the_smallest_that_encloses(several: list[Interval]) -> None:
    whole = hull(several)
    assert all(whole.encloses(one) for one in several)
    assert any(one.low == whole.low for one in several) and any(one.high == whole.high for one in several)
