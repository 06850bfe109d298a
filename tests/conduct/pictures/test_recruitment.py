"""The projection of recruitment, its interval against printed values, and the picture's words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.conduct.pictures.recruitment import Recruitment, cumulative, garwood, poisson
from bedside.conduct.pictures.recruitment_figure import figure, told
from bedside.values.moment import DAY, Moment, moment

BEGAN = moment("2026-01-01T00:00")
PRINTED = {0: (0.0, 3.6889), 1: (0.0253, 5.5716), 5: (1.6235, 11.6683), 10: (4.7954, 18.3904), 50: (37.1110, 65.9186)}
"""Exact 95 % limits of a Poisson count: Garwood 1936; in handbooks as chi-square quantiles, halved."""


def recruited(count: int, days: int, target: int | None = 42) -> Recruitment:
    at = Moment(BEGAN + days * DAY)
    return Recruitment(BEGAN, at, tuple(Moment(BEGAN + place * DAY) for place in range(count)), target)


@pytest.mark.parametrize("count", PRINTED)
def test_the_interval_is_the_printed_one(count):
    assert garwood(count) == pytest.approx(PRINTED[count], abs=5e-4)


@given(st.integers(0, 80))
def test_its_ends_cut_off_what_they_should(count):
    low, high = garwood(count)
    assert low <= count <= high
    assert poisson(count, high) == pytest.approx(0.025, abs=1e-6)
    assert count == 0 or 1 - poisson(count - 1, low) == pytest.approx(0.025, abs=1e-6)


@pytest.mark.proves("law dashboards")
def test_at_the_same_rate_the_rest_takes_as_long_as_it_should():
    expected, early, late = recruited(10, 100).reached()
    assert expected == Moment(BEGAN + 420 * DAY), "32 more at one in ten days"
    assert early is not None and late is not None
    assert early < expected < late


@given(st.integers(0, 60), st.integers(0, 400), st.one_of(st.none(), st.integers(1, 80)))
def test_the_ends_are_in_order_and_nothing_is_projected_beyond_the_target(count, days, target):
    found = recruited(count, max(days, count), target)
    dates = [each for each in (found.reached()[1], found.reached()[0], found.reached()[2]) if each is not None]
    assert dates == sorted(dates)
    if target is None or count >= target:
        assert dates == []


@pytest.mark.parametrize(
    ("count", "days", "target", "words"),
    [(0, 10, 42, "0 enrolled of 42 in 10 days; at this rate 42 by not in sight (95 %: "),
     (42, 100, 42, "42 enrolled of 42 in 100 days: the target is reached."),
     (3, 20, None, "3 enrolled in 20 days.")],
)  # fmt: skip
def test_the_picture_is_told_in_a_sentence(count, days, target, words):
    assert told(recruited(count, days, target)).startswith(words)


@pytest.mark.parametrize("days", [0, 1, 400])
@pytest.mark.parametrize("count", [0, 1, 41, 42, 60])
def test_it_is_drawn_at_every_stage(count, days):
    drawn = figure(recruited(count, days))
    assert drawn.startswith("<svg") and "nan" not in drawn and "inf" not in drawn


def test_enrolments_are_counted_in_order_of_time():
    assert cumulative([Moment(3), Moment(1), Moment(2)]) == [(1, 1), (2, 2), (3, 3)]
