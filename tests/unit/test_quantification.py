"""Limits of quantification: what is known without a fit, and what has no answer."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.errors import UsageError
from bedside.statistics.answer import NO_VARIATION, NOBODY, Absent, Estimate
from bedside.statistics.quantification import FEW, UNLIMITED, quantified

POSITIVE = st.floats(1e-3, 1e6)
MARKED = st.lists(st.tuples(POSITIVE, st.sampled_from(["", "<", ">"])), max_size=30)


@given(st.lists(POSITIVE, min_size=2, max_size=40, unique=True))
def test_without_limits_it_is_the_mean_and_spread_of_the_logarithms(values: list[float]) -> None:
    logs = np.log(values)
    if np.ptp(logs) < 1e-6:
        return
    found = quantified(values, [""] * len(values))
    assert (found.values, found.below, found.above) == (len(values), 0, 0)
    assert found.geometric_mean.value == pytest.approx(np.exp(logs.mean()), rel=1e-7)
    assert found.geometric_sd.value == pytest.approx(np.exp(logs.std()), rel=1e-7)
    assert found.quartiles[1].value == found.geometric_mean.value
    half = 1.959963984540054 * logs.std() / len(logs) ** 0.5
    assert found.geometric_mean.low == pytest.approx(np.exp(logs.mean() - half), rel=1e-6)


@given(MARKED, st.floats(0.01, 100))
def test_another_unit_changes_no_more_than_the_unit(held: list[tuple[float, str]], factor: float) -> None:
    values, marks = [value for value, _ in held], [mark for _, mark in held]
    one, other = quantified(values, marks), quantified([factor * value for value in values], marks)
    if isinstance(one.geometric_mean.low, Absent) or isinstance(other.geometric_mean.low, Absent):
        return
    assert other.geometric_mean.low == pytest.approx(factor * one.geometric_mean.low, rel=1e-5)
    assert other.geometric_sd.value == pytest.approx(one.geometric_sd.value, rel=1e-5)


@given(MARKED)
def test_whatever_is_given_there_are_numbers_or_reasons(held: list[tuple[float, str]]) -> None:
    found = quantified([value for value, _ in held], [mark for _, mark in held])
    estimates = (found.geometric_mean, found.geometric_sd, *found.quartiles)
    told = [number for each in estimates for number in (each.value, each.low, each.high, each.se)]
    told += [end for each in found.observed for end in (each.low, each.high)]
    assert all(isinstance(number, Absent) or np.isfinite(number) for number in told)


@given(MARKED.filter(len))
def test_the_quartiles_in_order_hold_for_any_values_behind_the_limits(held: list[tuple[float, str]]) -> None:
    values, marks = np.array([value for value, _ in held]), np.array([mark for _, mark in held])
    behind = np.where(marks == "<", values / 3, np.where(marks == ">", values * 3, values))
    found = quantified(values, marks.tolist()).observed
    for each, true in zip(found, np.quantile(behind, (0.25, 0.5, 0.75), method="averaged_inverted_cdf"), strict=True):
        assert each.low <= true * (1 + 1e-12)  # type: ignore[operator]
        assert isinstance(each.high, Absent) or true <= each.high * (1 + 1e-12)


def test_a_median_below_the_limit_is_a_range() -> None:
    found = quantified([5, 5, 5, 8, 11], ["<", "<", "<", "", ""]).observed
    assert [(each.low, each.high) for each in found] == [(0, 5), (0, 5), (8, 8)]
    above = quantified([5, 8, 9], ["", ">", ">"]).observed
    assert [(each.low, each.high) for each in above] == [(5, 5), (8, UNLIMITED), (9, UNLIMITED)]


@pytest.mark.parametrize(
    ("values", "marks", "value", "low"),
    [
        ([], [], NOBODY, NOBODY),
        ([7], [""], 7.0, NO_VARIATION),
        ([7, 7, 7], ["", "", ""], 7.0, NO_VARIATION),
        ([7], ["<"], FEW, FEW),
        ([5, 5, 5], ["<", "<", "<"], FEW, FEW),
        ([9, 9], [">", ">"], FEW, FEW),
        ([5, 7, 7], ["<", "", ""], FEW, FEW),
        ([5, 9], ["<", ">"], FEW, FEW),
    ],
)
def test_too_little_has_its_reason(values: list[float], marks: list[str], value: object, low: object) -> None:
    found = quantified(values, marks)
    each: Estimate
    for each in (found.geometric_mean, *found.quartiles):
        told = each.value if isinstance(each.value, Absent) else pytest.approx(each.value)
        assert (told, each.low, each.se) == (value, low, low)
    assert found.geometric_sd.low == low


@pytest.mark.parametrize(
    ("values", "marks", "where"),
    [([0.0], [""], "values"), ([np.nan], [""], "values"), ([1.0], [], "marks"), ([1.0], ["≤"], "marks")],
)
def test_what_cannot_be_read_is_refused(values: list[float], marks: list[str], where: str) -> None:
    with pytest.raises(UsageError) as told:
        quantified(values, marks)
    assert told.value.where == where
