"""CTCAE grades as intervals: worse values never have milder grades, and what is not known stays open.

Of any value, range and baseline: the grade of a wider value encloses that of every value inside it; knowing a limit or
the baseline only narrows; and a grade never leaves 0 to 4.
"""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from bedside.records.dictionary import dictionary
from bedside.scores.ctcae import Baseline, Limits, Version, baseline_grades, grades, terms
from bedside.values.interval import Interval
from bedside.values.variable import Variable

GRADED = [each for each in dictionary().values() if terms(each, Version.V5)]
FALLING = {"below", "at most"}


def number(variable: Variable) -> st.SearchStrategy[Decimal]:
    """A value of a variable, most often where grades begin."""
    whole = st.decimals(variable.low, variable.high, places=variable.decimals)
    near = st.decimals(variable.low, min(variable.high, Decimal(400)), places=variable.decimals)
    return st.one_of(near, whole)


@st.composite
def cases(draw: st.DrawFn) -> tuple[Variable, Version, Interval, Limits, Baseline | None]:
    variable, version = draw(st.sampled_from(GRADED)), draw(st.sampled_from(Version))
    low, high = sorted((draw(number(variable)), draw(number(variable))))
    baseline = st.builds(Baseline, number(variable).map(lambda n: Interval.point(float(n))), limits(variable))
    value = Interval(float(low), float(high))
    return variable, version, value, draw(limits(variable)), draw(st.none() | baseline)


def limits(variable: Variable) -> st.SearchStrategy[Limits]:
    """A range: both limits, one, or none."""
    both = st.tuples(number(variable), number(variable)).map(sorted)
    return both.flatmap(lambda ends: st.sampled_from(
        [Limits(*ends), Limits(ends[0], None), Limits(None, ends[1]), Limits()]))  # fmt: skip


@given(cases())
def test_a_wider_value_encloses_the_grades_of_its_ends(
    case: tuple[Variable, Version, Interval, Limits, Baseline | None],
) -> None:
    variable, version, value, held, baseline = case
    whole = grades(variable, value, held, baseline, version)
    for end in (value.low, value.high):
        for wide, one in zip(whole, grades(variable, Interval.point(end), held, baseline, version), strict=True):
            assert wide.number.encloses(one.number)
            assert wide.value.encloses(one.value)
            assert 0 <= one.number.low <= one.value.high <= 4


@given(cases())
def test_grades_are_monotone_in_their_direction(
    case: tuple[Variable, Version, Interval, Limits, Baseline | None],
) -> None:
    variable, version, value, held, baseline = case
    ends = [grades(variable, Interval.point(end), held, baseline, version) for end in (value.low, value.high)]
    for term, less, more in zip(terms(variable, version), *ends, strict=True):
        falling = term.steps[0].bounds[0].word in FALLING
        mild, worse = (more, less) if falling else (less, more)
        assert mild.number.low <= worse.number.low
        assert mild.number.high <= worse.number.high


@given(cases())
def test_what_is_not_known_only_widens(case: tuple[Variable, Version, Interval, Limits, Baseline | None]) -> None:
    variable, version, value, held, baseline = case
    known = grades(variable, value, held, baseline, version)
    blind = grades(variable, value, Limits(), None, version)
    nothing = grades(variable, variable.bounds, Limits(), None, version)
    for full, open_, all_ in zip(known, blind, nothing, strict=True):
        assert open_.number.encloses(full.number)
        assert all_.number.encloses(full.number)


@given(cases())
def test_a_baseline_grade_needs_no_baseline(case: tuple[Variable, Version, Interval, Limits, Baseline | None]) -> None:
    variable, version, value, held, _ = case
    for each in baseline_grades(variable, value, held, version):
        assert "baseline" not in each.lacking
        if value.known and held.low is not None and held.high is not None:
            assert each.number.known
