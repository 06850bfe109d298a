"""CTCAE grades against two writings that are not ours.

v5.0: the sheet of the US National Cancer Institute (27 November 2017), as tcoRs publishes it, decoded to
../shared/reference/ctcae_v5.json: every number of our rows stands in the printed grade, and every printed grade with a
number has a row. v6.0: the cut-offs by which pharmaverse/admiral (data-raw/adlb_grading/ncictcaev6.json, read
2026-11) derives grades, as numbers here; our grade by the number equals theirs for values, ranges and baselines of all
kinds. Left out there, for admiral assumes the worst where the sheet asks for symptoms or anticoagulation, or reads it
otherwise than we do (`ctcae_terms`): potassium low, sodium low, lipase, amylase, INR, creatinine, fibrinogen with a low
baseline. Row by row, each unit and every term of both versions: `test_ctcae_rows`.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.records.dictionary import dictionary
from bedside.scores.ctcae import Baseline, Limits, Version, grades
from bedside.scores.ctcae_terms import V5, Printed
from bedside.values.interval import Interval
from bedside.values.variable import Variable, measured
from tests import needs

DIGITS = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
UNPRINTED = {"130"}
"""Of sodium: printed "125-129", closed as v6.0 closes it (`ctcae_terms`)."""


def printed() -> dict[str, dict[str, str]]:
    """The sheet: term -> grade -> text."""
    sheet = json.loads(needs.shared("reference", "ctcae_v5.json").read_text(encoding="utf-8"))
    return {row["term"]: row["grades"] for row in sheet["terms"]}


def numbers_of(text: str) -> set[Decimal]:
    """The numbers of a printed grade; counts a mm³ also as 10⁹ a litre, percentages as what is left."""
    found = {Decimal(each.replace(",", "")) for each in DIGITS.findall(text)}
    left = {1 - each / 100 for each in found} if "decrease" in text else set()
    return found | left | ({each / 1000 for each in found} if "mm3" in text else set())


@pytest.mark.parametrize("row", V5, ids=lambda row: row.term.en)
def test_every_number_of_version_5_is_printed_there(row: Printed) -> None:
    sheet = printed()[row.term.en]
    for rows in (row.rows, row.if_high, row.if_low, *row.also.values()):
        for text, brought in rows.items():
            grade = brought[0] or brought[1] if isinstance(brought, tuple) else brought
            number, _, of = re.sub(r"^(below|at most|from|above) ", "", text).partition(" ")
            if number in UNPRINTED or (Decimal(number) == 1 and of in ("LLN", "ULN", "baseline")):
                continue
            wanted = Decimal(number) * (100 if (row.variable, of) == ("fibrinogen", "g/L") else 1)  # in mg/dL there
            assert wanted in numbers_of(sheet[str(grade)]) | numbers_of(sheet.get(str(grade - 1), "")), (text, sheet)


@pytest.mark.parametrize("row", V5, ids=lambda row: row.term.en)
def test_every_printed_grade_with_a_number_has_a_row(row: Printed) -> None:
    reached = set()
    for brought in row.rows.values():
        first, most = brought if isinstance(brought, tuple) else (brought, brought)
        reached |= set(range(first, max(most, row.clinical) + 1))
    for grade, text in printed()[row.term.en].items():
        if DIGITS.search(text) or "ULN" in text or "LLN" in text:
            assert int(grade) in reached, text


# term's variable -> (direction, {grade: cut-off}); "ULN" and "LLN" times a number, else a fixed number
ADMIRAL: dict[str, tuple[str, dict[int, str]]] = {
    "hemoglobin": ("low", {3: "80", 2: "100", 1: "1 LLN"}),
    "platelets": ("low", {4: "10", 3: "50", 2: "75", 1: "1 LLN"}),
    "neutrophils": ("low", {4: "0.1", 3: "0.5", 2: "1", 1: "1.5"}),
    "wbc": ("low", {4: "1", 3: "2", 2: "3", 1: "1 LLN"}),
    "fibrinogen": ("low", {4: "0.25 LLN", 3: "0.5 LLN", 2: "0.75 LLN", 1: "1 LLN"}),
    "alt": ("high", {4: "20 ULN", 3: "5 ULN", 2: "3 ULN", 1: "1 ULN"}),
    "ast": ("high", {4: "20 ULN", 3: "5 ULN", 2: "3 ULN", 1: "1 ULN"}),
    "bilirubin": ("high", {4: "10 ULN", 3: "3 ULN", 2: "1.5 ULN", 1: "1 ULN"}),
    "triglycerides": ("high", {4: "11.4", 3: "5.7", 2: "3.42", 1: "1.71"}),
    "cholesterol": ("high", {4: "12.92", 3: "10.34", 2: "7.75", 1: "1 ULN"}),
    "albumin": ("low", {3: "20", 2: "30", 1: "1 LLN"}),
    "glucose_low": ("low", {4: "1.7", 3: "2.2", 2: "3", 1: "1 LLN"}),
    "potassium_high": ("high", {4: "7", 3: "6", 2: "5.5", 1: "1 ULN"}),
    "sodium_high": ("high", {4: "160", 3: "155", 2: "150", 1: "1 ULN"}),
}
IF_HIGH = {"alt": ("4", "2", "1.5", "1"), "ast": ("4", "2", "1.5", "1"), "bilirubin": ("10", "2.5", "1.5", "1")}
"""Multiples of a baseline above its range, from grade 4 to grade 1; the last includes the multiple itself."""
DECLARED = {
    "cholesterol": measured("cholesterol", "mmol/L", "0", "100", 2),
    "albumin": measured("albumin", "g/L", "0", "100", 1),
    "glucose_low": measured("glucose", "mmol/L", "0", "200", 1),
    "potassium_high": measured("potassium", "mmol/L", "0", "20", 1),
    "sodium_high": measured("sodium", "mmol/L", "80", "220", 0),
}
WHICH = {"glucose_low": "Hypoglycemia", "potassium_high": "Hyperkalemia", "sodium_high": "Hypernatremia",
         "wbc": "White blood cell decreased"}  # fmt: skip


def theirs(name: str, value: Decimal, limits: Limits, before: Decimal) -> int:
    """The grade by admiral's cut-offs."""
    direction, cuts = ADMIRAL[name]
    if name in IF_HIGH and limits.high is not None and before > limits.high:
        for grade, times in zip((4, 3, 2, 1), IF_HIGH[name], strict=True):
            at = Decimal(times) * before
            if value > at or (grade == 1 and value == at):
                return grade
        return 0
    if name == "fibrinogen" and value < Decimal("0.5"):
        return 4
    for grade in sorted(cuts, reverse=True):
        text, _, of = cuts[grade].partition(" ")
        at = Decimal(text) * {"LLN": limits.low, "ULN": limits.high, "": Decimal(1)}[of]  # type: ignore[operator]
        if value < at if direction == "low" else value > at:
            return grade
    return 0


@given(st.data())
@pytest.mark.parametrize("name", ADMIRAL)
def test_version_6_grades_as_admiral_does(name: str, data: st.DataObject) -> None:
    variable: Variable = DECLARED[name] if name in DECLARED else dictionary()[name]
    top = min(variable.high, Decimal(2000))
    number = st.decimals(variable.low, top, places=min(variable.decimals, 2))
    low, high = sorted((data.draw(number), data.draw(number)))
    limits = Limits(low, high)
    before = max(data.draw(number), low) if name == "fibrinogen" else data.draw(number)
    cuts = [Decimal(c.split()[0]) * {"LLN": low, "ULN": high}.get(c[-3:], 1) for c in ADMIRAL[name][1].values()]
    value = data.draw(st.one_of(number, st.sampled_from([c for c in cuts if variable.low <= c <= top] or [low])))
    value = Decimal(repr(variable.round(value)))
    if name == "triglycerides" and value == Decimal("1.71"):
        return  # printed as grade 1, and admiral grades it 0
    found = grades(variable, Interval.point(float(value)), limits, Baseline(Interval.point(float(before)), limits),
                   Version.V6)  # fmt: skip
    ours = next(each for each in found if each.term.en == WHICH.get(name, found[0].term.en))
    assert ours.number == Interval.point(theirs(name, value, limits, before)), (value, limits, before)
