"""A rule asked again with something supposed: the answer is that of asking it whole."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from bedside.rules.meaning import ask, ask_supposing
from tests.generative.strategies import VARIABLES, Case, cases, domain

Supposed = list[dict[str, float]]


@st.composite
def supposed(draw: DrawFn) -> Supposed:
    names = draw(st.lists(st.sampled_from(sorted(VARIABLES)), min_size=1, max_size=4))
    return [{name: draw(st.sampled_from(domain(VARIABLES[name])))} for name in names]


@given(cases(), supposed())
def test_what_is_supposed_is_answered_as_if_asked_by_itself(case: Case, each: Supposed) -> None:
    apart = [ask(case.rule, case.chart, case.at, given=values) for values in each]
    assert list(ask_supposing(case.rule, case.chart, case.at, case.at, each)) == apart
