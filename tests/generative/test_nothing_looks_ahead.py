"""No rule of any kind looks ahead: a chart without all that came later gives the same answer, knowing everything."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bedside.rules.meaning import ask
from bedside.values.moment import EVER, Moment
from tests.as_known import chart_then
from tests.generative.strategies import VARIABLES, Case, cases

LASTING = frozenset(name for name, variable in VARIABLES.items() if variable.lasting)


@given(cases())
def test_what_was_known_at_a_moment_is_all_that_a_rule_reads(case: Case) -> None:
    then = chart_then(case.chart, case.at, LASTING)
    assert ask(case.rule, case.chart, case.at).value == ask(case.rule, then, case.at, Moment(EVER)).value


@given(cases(), st.integers(0, 2))
def test_knowing_less_is_the_same_as_having_less(case: Case, before: int) -> None:
    """Asked of a moment with what was known before it."""
    known = Moment(case.at - before * 3_600_000_000)
    then = chart_then(case.chart, known, frozenset())  # ends are left as they are: the moment asked about is later
    assert ask(case.rule, case.chart, case.at, known).value == ask(case.rule, then, case.at, Moment(EVER)).value
