"""Every laboratory term of CTCAE that is graded, row by row: what `ctcae_rows` has from print against our grades.

Each row is tried at every number that it prints and one step to each side, under limits and baselines of every kind,
and at whatever else Hypothesis finds; results are typed in the row's unit, as a laboratory reports them.
"""

from __future__ import annotations

import json
from decimal import Decimal
from functools import cache
from math import ceil, floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.records.dictionary import dictionary
from bedside.scores.ctcae import Baseline, Limits, Version, grades, terms
from bedside.values.interval import Interval
from bedside.values.quantity import conversion
from bedside.values.variable import Variable, measured
from tests import needs
from tests.double.ctcae_cells import Places, Row, printed_in
from tests.double.ctcae_rows import LDH, PRINTED, V5

DECLARED = (
    measured("lymphocytes", "10*9/L", "0", "500", 3), measured("alp", "U/L", "0", "50000", 1),
    measured("ggt", "U/L", "0", "50000", 1), measured("inr", "1", "0", "30", 2), measured("aptt", "1", "0", "600", 1),
    measured("cholesterol", "mmol/L", "0", "100", 3), measured("potassium", "mmol/L", "0", "20", 2),
    measured("sodium", "mmol/L", "80", "220", 1), measured("glucose", "mmol/L", "0", "200", 2),
    measured("cpk", "U/L", "0", "900000", 1), measured("lipase", "U/L", "0", "90000", 1),
    measured("amylase", "U/L", "0", "90000", 1), measured("albumin", "g/L", "0", "100", 1),
    measured("ph", "1", "6.5", "8", 2),
)  # fmt: skip
"""What a protocol declares beside the dictionary."""
VARIABLES = {**dictionary(), **{each.name: each for each in DECLARED}}
IN_MASS = {"cholesterol": measured("cholesterol", "mg/dL", "0", "4000", 1),
           "glucose": measured("glucose", "mg/dL", "0", "4000", 1)}  # fmt: skip
"""Declared in mass units, as no molar mass is: a protocol could offer them in no other."""
STEPS = {"/uL": Decimal(100), "mg/dL": Decimal(1), "g/L": Decimal(1), "10*9/L": Decimal("0.1")}
"""How finely a laboratory reports; to one decimal in all other units, where the variable has one."""


def named(row: Row) -> str:
    return " ".join(filter(None, (row.version, row.term, row.code, row.baseline)))


@cache
def sheet() -> dict[str, dict[str, str]]:
    """v5.0 as the Institute prints it: term -> grade -> text."""
    held = json.loads(needs.shared("reference", "ctcae_v5.json").read_text(encoding="utf-8"))
    return {row["term"]: row["grades"] for row in held["terms"]}


@pytest.mark.proves("law ctcae-rows")
@pytest.mark.parametrize("row", [row for row in PRINTED if row.version is V5], ids=named)
def test_what_is_typed_here_is_what_is_printed(row: Row) -> None:
    for grade, cell in enumerate(row.cells, 1):
        printed = sheet()[row.term].get(str(grade), "")
        assert not cell or printed_in(row, cell, printed), (grade, cell, printed)


def test_every_term_that_is_graded_has_its_rows() -> None:
    graded = {(version, term.text.en) for version in Version for each in VARIABLES.values()
              for term in terms(each, version)}  # fmt: skip
    assert graded == {(row.version, row.term) for row in PRINTED}


@pytest.mark.proves("law ctcae-rows")
@given(st.data())
@pytest.mark.parametrize("row", PRINTED, ids=named)
def test_a_result_has_the_grade_of_its_row(row: Row, data: st.DataObject) -> None:
    variable = (IN_MASS if row.code == "mg/dL" else {}).get(row.variable, VARIABLES[row.variable])
    given = row.code or variable.unit
    number = _reported(variable, given)
    low, high = sorted((data.draw(number), data.draw(number)))
    before = data.draw(number.filter(lambda each: _is(row.baseline, each, low, high)))
    places = {"LLN": low, "ULN": high, "baseline": before}
    value = data.draw(st.one_of(number, st.sampled_from(_near(row, places, variable, given))))
    assert _graded(row, variable, given, value, places) == Interval.point(row.grade(value, places)), (value, places)


def test_a_row_says_what_it_says() -> None:
    """The reader of rows by examples, so that two wrongs do not agree."""
    row = next(each for each in PRINTED if each.term == LDH)
    places = {"LLN": Decimal(10), "ULN": Decimal(20), "baseline": Decimal(30)}
    assert [row.grade(Decimal(each), places) for each in (20, 21)] == [0, 1]
    made = Row(V5, "", "", "", "", ("<LLN - 8", "<8 - 4.5", "2 - <3", ">=100; >4.0 - 5.0 x baseline"))
    found = [made.grade(Decimal(each), places) for each in ("10", "9.9", "8", "7.9", "4.5", "4", "3", "2", "100", "120",
                                                             "150.1", "99")]  # fmt: skip
    assert found == [0, 1, 1, 2, 2, 0, 0, 3, 4, 4, 4, 0]


def _graded(row: Row, variable: Variable, given: str, value: Decimal, places: Places) -> Interval:
    """Our grade of a result that is typed in a unit, its limits and its baseline too."""
    own = {name: Decimal(repr(_own(variable, given, each))) for name, each in places.items()}
    limits = Limits(own["LLN"], own["ULN"])
    before = Baseline(Interval.point(float(own["baseline"])), limits, given)
    held = Interval.point(_own(variable, given, value))
    found = grades(variable, held, limits, before, row.version, given)
    return next(each.number for each in found if each.term.en == row.term)


def _own(variable: Variable, given: str, number: Decimal) -> float:
    return variable.round(conversion(given, variable.unit, variable.name)(number))


def _step(variable: Variable, given: str) -> Decimal:
    return STEPS.get(given, Decimal(1).scaleb(-min(1, variable.decimals)))


def _reported(variable: Variable, given: str) -> st.SearchStrategy[Decimal]:
    """Numbers as reported in a unit, most often where grades begin."""
    back, step = conversion(variable.unit, given, variable.name), _step(variable, given)
    low, high = ceil(back(variable.low) / step), floor(back(variable.high) / step)
    return st.one_of(st.integers(low, min(high, 2000)), st.integers(low, high)).map(lambda count: count * step)


def _near(row: Row, places: Places, variable: Variable, given: str) -> list[Decimal]:
    """Every cut of a row, and one step to each side of it."""
    step, own = _step(variable, given), conversion(given, variable.unit, variable.name)
    found = [each.quantize(step) + way * step for each in row.cuts(places) for way in (-1, 0, 1)]
    return [each for each in found if variable.low <= own(each) <= variable.high] or [places["LLN"]]


def _is(wanted: str, baseline: Decimal, low: Decimal, high: Decimal) -> bool:
    """Whether a baseline is one of those that a row is about."""
    return {"": True, "high": baseline > high, "low": baseline < low, "normal": low <= baseline <= high}[wanted]
