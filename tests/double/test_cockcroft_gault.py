"""Creatinine clearance against the paper's formula as printed, in mg/dL: (140 - age) × weight / (72 × creatinine)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.rules.chart import Chart, Fact
from bedside.rules.meaning import ask
from bedside.scores.cockcroft_gault import creatinine_clearance
from bedside.values.interval import Interval
from bedside.values.moment import DAY, moment

AT = moment("2026-03-01T08:00")
RULE = creatinine_clearance(3 * DAY)


def clearance(**values: float) -> Interval:
    facts = [Fact(name, AT, AT, Interval.point(each), AT) for name, each in values.items()]
    return ask(RULE, Chart.of(facts), AT).value


@given(st.integers(18, 100), st.integers(35, 180), st.booleans(), st.integers(30, 1000))
def test_it_is_the_printed_formula_but_for_the_rounding_of_its_factor(
    age: int, weight: int, female: bool, creatinine: int
) -> None:
    printed = (140 - age) * weight / (72 * creatinine / 88.42) * (0.85 if female else 1)
    found = clearance(age=age, weight=weight, female=float(female), creatinine=creatinine)
    assert found.known and found.low == pytest.approx(printed, rel=1e-3)


def test_what_is_not_known_leaves_a_range_that_holds_every_answer() -> None:
    sex_unknown = clearance(age=60, weight=75, creatinine=100)
    man, woman = (clearance(age=60, weight=75, female=female, creatinine=100) for female in (0.0, 1.0))
    assert (sex_unknown.low, sex_unknown.high) == (woman.low, man.high)
