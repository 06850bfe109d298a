"""What must hold of every time to an event: identities between methods, and a reason where there is no number."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from math import isfinite

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from bedside.errors import UsageError
from bedside.statistics.answer import AT_THE_EDGE, NO_EVENT, NO_VARIATION, NOBODY, ONE_GROUP, Absent, Number
from bedside.statistics.curve import NOT_FOLLOWED
from bedside.statistics.group_tests import TOO_FEW, gray, log_rank
from bedside.statistics.hazards import cox, fine_gray
from bedside.statistics.incidence import aalen_johansen
from bedside.statistics.newton import INSEPARABLE, WITHOUT_END
from bedside.statistics.rates import rate
from bedside.statistics.risk_sets import Ties
from bedside.statistics.survival_curve import kaplan_meier, risk_table
from bedside.statistics.survival_summaries import (
    ALL_ALIKE,
    AT_ONCE,
    NO_LOWER,
    NO_UPPER,
    NOT_REACHED,
    median_follow_up,
    quantile,
    restricted_mean,
)

Floats = NDArray[np.float64]
Trial = tuple[Floats, Floats, Floats]


@st.composite
def trials(draw: st.DrawFn, least: int = 1, causes: int = 2, most: int = 40) -> Trial:
    """Whole days, so that ties abound; causes (0 censored); a covariate of a few values."""
    size = draw(st.integers(least, most))
    column = [draw(st.lists(values, min_size=size, max_size=size)) for values in (
        st.integers(0, 12), st.integers(0, causes), st.integers(0, 3))]  # fmt: skip
    return tuple(np.array(each, dtype=float) for each in column)  # type: ignore[return-value]


def all_finite(held: object) -> bool:
    """Whether each number in an answer is finite or says why it is none."""
    if is_dataclass(held) and not isinstance(held, Absent):
        return all(all_finite(getattr(held, each.name)) for each in fields(held))
    if isinstance(held, tuple):
        return all(map(all_finite, held))
    return not isinstance(held, float) or isfinite(held)


def number(held: Number | None) -> float:
    assert isinstance(held, float)
    return held


@given(trials())
def test_incidences_of_all_causes_and_survival_make_one(trial: Trial) -> None:
    time, event, _ = trial
    one, two = aalen_johansen(time, event, 1), aalen_johansen(time, event, 2)
    assert one.incidence + two.incidence + one.survival == pytest.approx(np.ones(len(one.survival)))


@given(trials(causes=1))
def test_without_another_cause_incidence_is_what_survival_lacks(trial: Trial) -> None:
    time, event, _ = trial
    curve, found = kaplan_meier(time, event), aalen_johansen(time, event)
    assert found.incidence == pytest.approx(1 - curve.survival)


@given(trials())
def test_no_incidence_is_above_1_or_falls(trial: Trial) -> None:
    time, event, _ = trial
    found = aalen_johansen(time, event).incidence
    assert found.max() <= 1 and found.min() >= 0 and (np.diff(found) >= 0).all()


@given(st.integers(1, 120), st.integers(0, 3))
def test_an_incidence_of_1_is_1_to_the_last_digit_and_so_is_its_interval(people: int, unknown: int) -> None:
    """As R has it. Whoever is censored before the first event leaves the others as they are."""
    time = np.append(np.zeros(unknown), np.arange(1.0, people + 1))
    found = aalen_johansen(time, time > 0, 1)
    low, high = found.band()
    assert found.incidence[-1] == low[-1] == high[-1] == 1
    told = found.at(people)
    assert (told.value, told.low, told.high) == (1.0, AT_THE_EDGE, AT_THE_EDGE)


@given(trials(causes=1, least=4))
def test_without_another_cause_or_ties_the_variance_has_a_closed_form(trial: Trial) -> None:
    """Then S(u−)/n of an event at u is S(u)/(n − 1), and what it moves of F(t) is S(t)/S(u) of that."""
    event = trial[1]
    found = aalen_johansen(np.arange(1.0, len(event) + 1), event)
    others = np.arange(len(event) - 1, 0, -1)
    closed = found.survival[:-1] * np.sqrt(np.cumsum(event[:-1] / others**2))
    assert found.se[:-1] == pytest.approx(closed, abs=1e-7)


@given(trials())
def test_without_censoring_incidence_is_a_share(trial: Trial) -> None:
    time, event, _ = trial
    event = np.where(event == 0, 2, event)
    found = aalen_johansen(time, event)
    shares = [((time <= t) & (event == 1)).mean() for t in found.seen.time]
    assert found.incidence == pytest.approx(shares)


@given(trials(), st.integers(1, 12))
def test_the_restricted_mean_without_censoring_is_the_mean_of_the_times_within(trial: Trial, horizon: int) -> None:
    time = trial[0]
    found = restricted_mean(kaplan_meier(time, np.ones(len(time))), horizon)
    assert found.value == pytest.approx(np.minimum(time, horizon).mean())


@given(trials(), st.lists(st.integers(-1, 14), max_size=5))
def test_the_risk_table_counts_those_whose_time_is_t_or_later(trial: Trial, at: list[int]) -> None:
    time, event, _ = trial
    for row in risk_table(kaplan_meier(time, event > 0).seen, at):
        assert row.at_risk == (time >= row.time).sum()
        assert row.events == ((time < row.time) & (event > 0)).sum()
        assert row.at_risk + row.events + row.censored == len(time)


@given(trials(causes=1, least=12))
def test_without_another_cause_fine_gray_is_cox(trial: Trial) -> None:
    one, other = fine_gray(*trial), cox(*trial, ties=Ties.BRESLOW)
    assert one.log_likelihood == pytest.approx(other.log_likelihood) or one.log_likelihood == other.log_likelihood
    left, right = one.effects[0].log_ratio.value, other.effects[0].log_ratio.value
    assert left == right or number(left) == pytest.approx(number(right), rel=1e-6, abs=1e-8)


@given(trials(least=12), st.floats(-100, 100), st.floats(0.01, 100))
def test_effects_follow_the_unit_of_the_covariate(trial: Trial, origin: float, unit: float) -> None:
    time, event, covariate = trial
    one, other = cox(time, event, covariate), cox(time, event, origin + unit * covariate)
    left, right = one.effects[0].log_ratio.value, other.effects[0].log_ratio.value
    assert left == right or number(left) == pytest.approx(unit * number(right), rel=1e-5, abs=1e-7)


@given(trials(causes=1, least=4))
def test_names_of_groups_do_not_matter(trial: Trial) -> None:
    time, event, group = trial
    words = np.array(["d", "b", "c", "a"])[group.astype(int)]
    for test in (log_rank, gray):
        one, other = test(time, event, group), test(time, event, words)
        assert one.p == other.p or number(one.p) == pytest.approx(number(other.p), abs=1e-6)


@given(trials(least=0))
def test_every_answer_is_finite_or_says_why(trial: Trial) -> None:
    time, event, covariate = trial
    any_event = event > 0
    curve = kaplan_meier(time, any_event)
    answers = [
        *(curve.at(t) for t in (0, 3, 20)), *(quantile(curve, share) for share in (0.25, 0.5, 0.9)),
        restricted_mean(curve, 5), median_follow_up(time, any_event), log_rank(time, any_event, covariate),
        *(aalen_johansen(time, event, cause).at(t) for cause in (1, 2, 3) for t in (0, 3, 20)),
        *(gray(time, event, covariate, cause) for cause in (1, 2, 3)),
        *(model(time, event, covariate, cause=cause) for model in (cox, fine_gray) for cause in (1, 2, 3)),
    ]  # fmt: skip
    for each in answers:
        assert all_finite(each), each


# --- each degenerate input, by its reason ----------------------------------------------------------------------------


def test_nobody() -> None:
    curve = kaplan_meier([], [])
    assert curve.at(1).value is NOBODY and quantile(curve).value is NOBODY and restricted_mean(curve, 1).value is NOBODY
    assert aalen_johansen([], []).at(1).value is NOBODY
    assert log_rank([], [], []).p is NOBODY and gray([], [], []).p is NOBODY
    assert cox([], [], np.zeros((0, 1))).log_likelihood is NOBODY
    assert [row.at_risk for row in risk_table(curve.seen, [0, 5])] == [0, 0]


def test_one_participant() -> None:
    dead, alive = kaplan_meier([4], [1]), kaplan_meier([4], [0])
    assert (quantile(dead).value, quantile(alive).value) == (4.0, NOT_REACHED)
    assert alive.at(5).value is NOT_FOLLOWED and dead.at(5).value == 0
    assert log_rank([4], [1], ["a"]).p is ONE_GROUP
    assert cox([4], [1], [2.5]).effects[0].log_ratio.value is INSEPARABLE


def test_a_missing_limit_says_which_one_it_is() -> None:
    """Three of five had the event; the upper end of the interval around the curve stays above a half."""
    few = quantile(kaplan_meier([1, 2, 3, 9, 9], [1, 1, 1, 0, 0]))
    assert (few.value, few.high) == (3.0, NO_UPPER) and not isinstance(few.low, Absent)
    none = quantile(kaplan_meier([1, *[9] * 29], [1, *[0] * 29]))
    assert (none.value, none.low, none.high) == (NOT_REACHED, NO_LOWER, NO_UPPER)
    assert "no lower limit" in NO_LOWER.reason.en and "pas de limite supérieure" in NO_UPPER.reason.fr


def test_all_censored() -> None:
    time, none, group = [1, 2, 2, 3], [0, 0, 0, 0], [0, 1, 0, 1]
    found = kaplan_meier(time, none).at(2)
    assert (found.value, found.low) == (1.0, NO_EVENT)
    mean = restricted_mean(kaplan_meier(time, none), 3)
    assert (mean.value, mean.low) == (3.0, NO_EVENT)
    assert aalen_johansen(time, none).at(2).low is NO_EVENT
    assert log_rank(time, none, group).p is NO_EVENT and gray(time, none, group).p is NO_EVENT
    assert cox(time, none, group).effects[0].ratio.value is NO_EVENT
    assert fine_gray(time, none, group).effects[0].ratio.value is NO_EVENT


def test_all_dead_at_once() -> None:
    time, dead, group = [3, 3, 3, 3], [1, 1, 1, 1], [0, 1, 0, 1]
    curve = kaplan_meier(time, dead)
    median, mean = quantile(curve), restricted_mean(curve, 5)
    assert (median.value, median.low, median.high, curve.at(3).value) == (3.0, AT_ONCE, AT_ONCE, 0.0)
    assert (mean.value, mean.low, mean.high, mean.se) == (3.0, ALL_ALIKE, ALL_ALIKE, 0.0)
    assert log_rank(time, dead, group).p is NO_VARIATION
    assert cox(time, dead, group).effects[0].log_ratio.value == pytest.approx(0, abs=1e-12)


def test_a_covariate_that_separates_or_says_nothing() -> None:
    time, event = [1, 2, 3, 4, 5, 6], [1, 1, 1, 0, 0, 0]
    assert cox(time, event, [1, 1, 1, 0, 0, 0]).effects[0].log_ratio.value is WITHOUT_END
    assert fine_gray(time, event, [1, 1, 1, 0, 0, 0]).effects[0].log_ratio.value is WITHOUT_END
    assert cox(time, event, [2, 2, 2, 2, 2, 2]).effects[0].log_ratio.value is INSEPARABLE
    twice = np.column_stack([[1, 4, 2, 3, 2, 5], [2, 8, 4, 6, 4, 10]])
    assert [each.test.p for each in cox(time, event, twice).effects] == [INSEPARABLE, INSEPARABLE]


def test_so_few_at_risk_that_grays_variance_is_negative() -> None:
    assert gray([3, 1, 1, 3, 3], [1, 0, 1, 1, 1], [1, 0, 1, 0, 0]).p is TOO_FEW


def test_no_time_at_risk() -> None:
    assert isinstance(rate(0, 0).value, Absent)


@pytest.mark.parametrize(
    ("called", "said"),
    [
        (lambda: kaplan_meier([1, -2], [1, 0]), "time: a time is -2. Count times from 0 on."),
        (lambda: kaplan_meier([1, np.nan], [1, 0]), "time: a value is missing or infinite. "
                                                    "Leave out whom it is not known of, and count them."),
        (lambda: kaplan_meier([1, 2], [1]), "event: 1 values for 2 participants. Give one value a participant."),
        (lambda: aalen_johansen([1], [0.5]), "event: a code is no whole number from 0 on. "
                                             "Write 0 for censored, 1, 2, ... for events."),
        (lambda: gray([1], [1], ["a"], cause=0), "cause: 0 is no cause. Causes are 1, 2, ...; 0 is censored."),
        (lambda: cox([1, 2], [1, 0], [1, 2], names=["a", "b"]), "names: 2 names for 1 covariates. "
                                                                "Name each covariate."),
        (lambda: rate(3, 0), "time: 3 events in a time of 0 cannot be. Give the time at risk of all participants."),
        (lambda: restricted_mean(kaplan_meier([1], [1]), 0), "horizon: 0 is not above 0. "
                                                             "Give a finite number above 0."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(called: object, said: str) -> None:
    with pytest.raises(UsageError) as refused:
        called()  # type: ignore[operator]
    assert str(refused.value) == said
