"""What must hold of every inference after looks, whatever the plan and however the trial goes."""

from __future__ import annotations

from itertools import pairwise
from math import isfinite

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bedside.design.binomial import exactly
from bedside.design.boundaries import plan_of
from bedside.design.characteristics import ways
from bedside.design.hypotheses import Hypotheses
from bedside.design.monitoring import Kind, Monitoring, Rule
from bedside.design.orders import logarithms
from bedside.design.plan import Look, Plan
from bedside.errors import UsageError
from bedside.statistics.after_looks import after_looks, chance_of_extreme
from bedside.statistics.answer import Absent, Number
from bedside.statistics.proportions import binomial_test, interval
from bedside.statistics.stages import InForce, Said

RATES = st.integers(2, 95).map(lambda percent: percent / 100)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Boundaries of one to four looks that do not meet."""
    sizes = sorted(draw(st.sets(st.integers(1, 40), min_size=1, max_size=4)))
    looks = []
    for size in sizes[:-1]:
        futile = draw(st.none() | st.integers(0, size - 1))
        success = draw(st.none() | st.integers((-1 if futile is None else futile) + 1, size))
        looks.append(Look(size, futile, success))
    needed = draw(st.integers(0, sizes[-1]))
    return Plan((*looks, Look(sizes[-1], needed - 1, needed)))


def outcomes(plan: Plan, rate: float) -> list[tuple[int, int, float]]:
    """Every outcome that can be, by look and successes, with its probability."""
    found = []
    for number, held in enumerate(ways(plan)):
        look = plan.looks[number]
        chance = exactly(np.arange(len(held)), look.size, rate, logarithms(held))
        found += [(number, x, float(chance[x])) for x, many in enumerate(held) if many and not look.goes_on(x)]
    return found


def number(given: Number) -> float:
    assert isinstance(given, float) and isfinite(given)
    return given


@pytest.mark.proves("analysis looks-in-force")
@given(plans(), RATES)
def test_outcomes_at_least_as_extreme_have_the_probability_that_is_told(plan: Plan, p0: float) -> None:
    """At p0 an outcome at least as extreme as the observed one comes with just the probability that is told."""
    came = outcomes(plan, p0)
    held = [(after_looks(plan.looks[:look], plan.looks[look].size, x, p0).test.p, p) for look, x, p in came]
    for told, _ in held:
        assert sum(p for other, p in held if number(other) <= number(told) + 1e-12) == pytest.approx(
            number(told), abs=1e-9
        )


@given(plans(), RATES)
def test_at_one_look_more_successes_are_more_extreme(plan: Plan, p0: float) -> None:
    for look in range(len(plan.looks)):
        mine = [x for number_, x, _ in outcomes(plan, p0) if number_ == look]
        p = [number(after_looks(plan.looks[:look], plan.looks[look].size, x, p0).test.p) for x in mine]
        assert all(one >= other - 1e-15 for one, other in pairwise(p))


@given(plans(), RATES, st.data())
def test_the_interval_holds_the_estimate_and_excludes_what_is_tested_out(
    plan: Plan, p0: float, data: st.DataObject
) -> None:
    look, x, _ = data.draw(st.sampled_from(outcomes(plan, p0)))
    found = after_looks(plan.looks[:look], plan.looks[look].size, x, p0)
    low, high = number(found.rate.low), number(found.rate.high)
    assert 0 <= low < high <= 1
    if not isinstance(found.rate.value, Absent):
        assert low <= found.rate.value <= high
    if abs(number(found.test.p) - 0.025) > 1e-6:
        assert (number(found.test.p) < 0.025) == (low > p0)


@given(st.integers(1, 60), st.data(), RATES)
def test_one_look_is_the_plain_exact_binomial(size: int, data: st.DataObject, p0: float) -> None:
    x = data.draw(st.integers(0, size))
    found, plain = after_looks((), size, x, p0), interval(x, size)
    assert found.test.p == pytest.approx(binomial_test(x, size, p0).p, rel=1e-9, abs=1e-14)
    assert (found.rate.low, found.rate.high) == pytest.approx((plain.low, plain.high), abs=1e-9)


@given(plans(), st.data())
def test_the_probability_of_what_is_as_extreme_grows_with_the_rate(plan: Plan, data: st.DataObject) -> None:
    look, x, _ = data.draw(st.sampled_from(outcomes(plan, 0.5)))
    rates = [0.05 * step for step in range(1, 20)]
    found = [chance_of_extreme(plan.looks[:look], plan.looks[look].size, x, rate) for rate in rates]
    assert all(one <= other + 1e-12 for one, other in pairwise(found))


@st.composite
def simon(draw: st.DrawFn) -> InForce:
    n1 = draw(st.integers(2, 15))
    n = draw(st.integers(n1 + 1, n1 + 20))
    r1 = draw(st.integers(0, n1 - 1))
    most = draw(st.integers(r1, n - 1))
    rules = (Rule(Kind.SUCCESSES, counts=counts) for counts in ((None, most + 1), (r1, most)))
    p0 = draw(st.integers(5, 70)) / 100
    return InForce(Monitoring((n1, n), *rules), Hypotheses(p0, p0 + 0.2, 0.05, 0.8))


@given(simon(), st.lists(st.booleans(), min_size=1, max_size=45))
def test_two_stages_of_any_size_keep_the_type_one_error_of_the_plan(held: InForce, came: list[bool]) -> None:
    """Success is told where, and only where, the p-value is at most the exact type I error of the plan."""
    course = held.course(came)
    shown = held.shown(course)
    assume(not isinstance(shown.success, Absent) and not isinstance(shown.test.p, Absent))
    if abs(number(shown.test.p) - held.alpha) > 1e-9:
        assert shown.success == (number(shown.test.p) < held.alpha)


RULES = st.sampled_from(
    [
        Monitoring((7, 14, 21), futility=Rule(Kind.PREDICTIVE, 0.05), decides=Rule(Kind.POSTERIOR, 0.95)),
        Monitoring((10, 20), Rule(Kind.POSTERIOR, 0.99), Rule(Kind.PREDICTIVE, 0.05), Rule(Kind.POSTERIOR, 0.95)),
        Monitoring((10, 20, 30), Rule(Kind.SPENDING, function="pocock")),
        Monitoring((8, 16, 24), Rule(Kind.SUCCESSES, counts=(7, 13, 14)), Rule(Kind.SUCCESSES, counts=(1, 5, 13))),
    ]
)


@given(RULES, st.lists(st.booleans(), min_size=1, max_size=40))
def test_a_course_ends_at_the_first_look_that_ends_it_and_takes_nobody_after(
    monitoring: Monitoring, came: list[bool]
) -> None:
    held = InForce(monitoring, Hypotheses(0.3, 0.6))
    plan = plan_of(monitoring, held.asked)
    course, shown = held.course(came), held.shown(held.course(came))
    assert course.size + course.beyond == len(came) and course.successes == sum(came[: course.size])
    for seen in course.seen[:-1]:
        assert seen.said is Said.GOES_ON
    if course.stopped:
        assert shown.success == plan.looks[len(course.seen) - 1].is_success(course.successes)
    elif course.size == plan.size:
        assert shown.success == (course.successes >= plan.needed)
    assert isinstance(shown.success, Absent) == course.waits
    if course.waits:
        assert isinstance(shown.test.p, Absent) and isinstance(shown.rate.value, Absent)


def test_what_cannot_have_happened_is_refused() -> None:
    with pytest.raises(UsageError, match="3 of 20 cannot come"):
        after_looks((Look(16, 7),), 20, 3, 0.4)
    with pytest.raises(UsageError, match="30"):
        after_looks((Look(16, 7),), 20, 30, 0.4)
