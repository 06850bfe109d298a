"""What must hold of every design, whatever the rates: errors are kept, power grows with the rate, rules agree."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bedside.design.binomial import at_least
from bedside.design.boundaries import plan_of
from bedside.design.characteristics import characteristics
from bedside.design.hypotheses import Hypotheses, inflated
from bedside.design.monitoring import Kind, Monitoring, Rule
from bedside.design.plan import single
from bedside.design.precision import clopper_pearson, expected_width, size_for_width, wilson
from bedside.design.single_stage import exact_test, exact_tests, has_power, smallest, stable
from bedside.design.spending import SPENDING
from bedside.design.two_stage import admissible, best_by_size, minimax, optimal
from bedside.errors import DesignError

RATES = st.integers(2, 75).map(lambda percent: percent / 100)


@st.composite
def hypotheses(draw: st.DrawFn) -> Hypotheses:
    """Rates at least 15 points apart, so that a search is short."""
    p0 = draw(RATES)
    p1 = draw(st.integers(round(100 * p0) + 15, 97).map(lambda percent: percent / 100))
    alpha, power = draw(st.sampled_from([0.025, 0.05, 0.1])), draw(st.sampled_from([0.8, 0.85, 0.9]))
    return Hypotheses(p0, p1, alpha, power)


@st.composite
def sizes(draw: st.DrawFn, most: int = 60) -> tuple[int, ...]:
    return tuple(sorted(draw(st.sets(st.integers(4, most), min_size=1, max_size=6))))


LEVELS = st.integers(1, 99).map(lambda percent: percent / 100)
RULES = st.one_of(
    st.builds(Rule, st.sampled_from([Kind.P_VALUE, Kind.POSTERIOR, Kind.PREDICTIVE]), LEVELS),
    st.sampled_from(sorted(SPENDING)).map(lambda name: Rule(Kind.SPENDING, function=name)),
)
FUTILITY = st.builds(Rule, st.sampled_from([Kind.POSTERIOR, Kind.PREDICTIVE]), LEVELS)


@pytest.mark.proves("design single-stage")
@given(hypotheses())
def test_the_smallest_and_the_stable_test_keep_both_errors(asked: Hypotheses) -> None:
    first, last = smallest(asked), stable(asked)
    for each in (first, last):
        found = characteristics(each.plan, [asked.p0, asked.p1])
        assert found.power[0] <= asked.alpha + 1e-12 and found.power[1] >= asked.power - 1e-12
        assert (found.power[0], found.power[1]) == pytest.approx((each.alpha, each.power), rel=1e-10)
    assert first.size <= last.size <= asked.enough
    assert not any(has_power(each, asked) for each in exact_tests(range(1, first.size), asked))


@pytest.mark.proves("design single-stage")
@given(hypotheses(), st.integers(1, 120))
def test_one_success_less_would_break_alpha(asked: Hypotheses, size: int) -> None:
    found = exact_test(size, asked)
    assert found.alpha <= asked.alpha + 1e-12
    assert at_least(found.successes - 1, size, asked.p0) > asked.alpha


@pytest.mark.proves("design two-stage")
@given(hypotheses())
def test_two_stages_keep_both_errors_and_are_in_order(asked: Hypotheses) -> None:
    designs = best_by_size(asked)
    for each in designs:
        found = characteristics(each.plan, [asked.p0, asked.p1])
        assert found.power[0] <= asked.alpha + 1e-12 and found.power[1] >= asked.power - 1e-12
        told = (each.alpha, each.power, each.expected, each.stopped)
        assert (found.power[0], found.power[1], found.expected[0], found.early[0]) == pytest.approx(told, rel=1e-9)
    assert [each.n for each in designs] == sorted({each.n for each in designs})
    assert [each.expected for each in designs] == sorted((each.expected for each in designs), reverse=True)
    assert minimax(designs).n <= optimal(designs).n and minimax(designs).expected >= optimal(designs).expected


@pytest.mark.proves("design two-stage")
@given(hypotheses(), st.floats(0, 1))
def test_an_admissible_design_is_the_best_for_its_weights(asked: Hypotheses, weight: float) -> None:
    designs = best_by_size(asked)
    hull = admissible(designs)
    assert (hull[0].design, hull[-1].design) == (minimax(designs), optimal(designs))
    assert hull[0].greatest_weight == 1.0 and hull[-1].least_weight == 0.0
    mine = next(each.design for each in hull if each.least_weight <= weight <= each.greatest_weight)
    risks = [weight * each.n + (1 - weight) * each.expected for each in designs]
    assert weight * mine.n + (1 - weight) * mine.expected == pytest.approx(min(risks))


@pytest.mark.proves("design exact", "design monitoring")
@given(sizes(), hypotheses(), st.none() | RULES, st.none() | FUTILITY)
def test_chances_sum_to_one_and_success_grows_with_the_rate(
    looks: tuple[int, ...], asked: Hypotheses, success: Rule | None, futility: Rule | None
) -> None:
    try:
        plan = plan_of(Monitoring(looks, success, futility), asked)
    except DesignError:
        assume(False)
    found = characteristics(plan, np.linspace(0, 1, 51))
    assert (found.success + found.futile).sum(axis=0) == pytest.approx(1.0, abs=1e-11)
    assert (np.diff(found.power) >= -1e-11).all()
    assert (found.expected >= looks[0] - 1e-9).all() and (found.expected <= looks[-1] + 1e-9).all()


@pytest.mark.proves("design monitoring")
@given(sizes(), hypotheses(), st.sampled_from(sorted(SPENDING)), st.none() | FUTILITY)
def test_spending_keeps_alpha_even_if_nobody_stops_for_futility(
    looks: tuple[int, ...], asked: Hypotheses, function: str, futility: Rule | None
) -> None:
    rule = Rule(Kind.SPENDING, function=function)
    alone = characteristics(plan_of(Monitoring(looks, rule), asked), [asked.p0])
    allowed = [SPENDING[function](size / looks[-1], asked.alpha) for size in looks]
    assert (alone.success[:, 0].cumsum() <= np.array(allowed) + 1e-11).all()
    try:
        plan = plan_of(Monitoring(looks, rule, futility), asked)
    except DesignError:
        return
    assert characteristics(plan, [asked.p0]).power[0] <= alone.power[0] + 1e-12


@pytest.mark.proves("design monitoring")
@given(sizes(), hypotheses(), LEVELS)
def test_more_looks_for_futility_cost_power_and_never_alpha(
    looks: tuple[int, ...], asked: Hypotheses, level: float
) -> None:
    plain = characteristics(plan_of(Monitoring(looks), asked), [asked.p0, asked.p1])
    watched = Monitoring(looks, futility=Rule(Kind.PREDICTIVE, level))
    found = characteristics(plan_of(watched, asked), [asked.p0, asked.p1])
    assert (found.power <= plain.power + 1e-12).all() and (found.expected <= plain.expected + 1e-9).all()


@pytest.mark.proves("design monitoring")
@given(st.integers(1, 80), RATES, st.sampled_from([0.01, 0.025, 0.05, 0.1]))
def test_a_posterior_rule_under_its_own_prior_is_the_exact_test(size: int, p0: float, alpha: float) -> None:
    """P(rate > p0 | x, beta(0, 1)) is 1 − P(X ≥ x | p0): the least informative prior that makes the two one rule."""
    asked = Hypotheses(p0, 0.99, alpha, 0.995)
    rule = Rule(Kind.POSTERIOR, 1 - alpha)
    bayes = plan_of(Monitoring((size,), decides=rule, prior=(1e-12, 1.0)), asked)
    exact = exact_test(size, asked)
    assert bayes.needed == exact.successes
    flat = plan_of(Monitoring((size,), decides=rule), asked)
    assert flat.needed in (exact.successes, exact.successes - 1)


@pytest.mark.proves("design monitoring")
def test_a_flat_prior_asks_for_as_many_successes_as_the_exact_test_of_42() -> None:
    asked = Hypotheses(0.4, 0.6)
    bayes = plan_of(Monitoring((42,), decides=Rule(Kind.POSTERIOR, 0.95)), asked)
    assert bayes == smallest(asked).plan == single(42, 23)


@pytest.mark.proves("design precision")
@given(st.integers(1, 90), st.floats(0.01, 0.99), st.sampled_from([0.8, 0.9, 0.95, 0.99]))
def test_the_exact_interval_covers_and_holds_wilsons_middle(size: int, rate: float, level: float) -> None:
    low, high = clopper_pearson(size, level)
    covers = [
        at_least(x, size, rate) - at_least(x + 1, size, rate) for x in range(size + 1) if low[x] <= rate <= high[x]
    ]
    assert sum(covers) >= level - 1e-9
    for ends in ((low, high), wilson(size, level)):
        assert (np.diff(ends[0]) > 0).all() and (ends[0] <= np.arange(size + 1) / size + 1e-12).all()
        assert ends[0] == pytest.approx(1 - ends[1][::-1])


@pytest.mark.proves("design precision")
@given(st.sampled_from(["clopper_pearson", "wilson"]), st.sampled_from([0.2, 0.3, 0.4]), st.floats(0.1, 0.9))
def test_the_size_for_a_width_is_the_first_that_is_enough(method: str, width: float, rate: float) -> None:
    found = size_for_width(method, width, rate)
    assert expected_width(method, found, rate) <= width < expected_width(method, found - 1, rate)


@pytest.mark.proves("design drop-out")
@given(st.integers(1, 5000), st.integers(0, 99))
def test_whoever_is_left_is_enough(evaluable: int, percent: int) -> None:
    enrolled = inflated(evaluable, percent / 100)
    assert enrolled * (100 - percent) >= 100 * evaluable > (enrolled - 1) * (100 - percent)
