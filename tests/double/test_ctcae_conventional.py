"""CTCAE v5.0 grades of values typed in conventional units, against the numbers that the NCI prints in those units.

The sheet is that of `test_ctcae_printed`. We grade by the SI number of a row, so a value is converted first; the two
numbers of a row are the same amount but for triglycerides, where 300, 500 and 1000 mg/dL are 1 % below 3.42, 5.7 and
11.4 mmol/L.
"""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from bedside.records.dictionary import dictionary
from bedside.scores.ctcae import Baseline, Limits, Version, grades
from bedside.values.interval import Interval
from bedside.values.quantity import Quantity
from bedside.values.variable import measured
from tests.double.test_ctcae_printed import printed

TERMS = {
    "Anemia": ("hemoglobin", "g/dL", "g/dL", Limits(Decimal(200), None)),
    "Platelet count decreased": ("platelets", "/mm3", "/uL", Limits(Decimal(150), None)),
    "White blood cell decreased": ("wbc", "/mm3", "/uL", Limits(Decimal(4), None)),
    "Neutrophil count decreased": ("neutrophils", "/mm3", "/uL", Limits(Decimal(2), None)),
    "Lymphocyte count decreased": ("lymphocytes", "/mm3", "/uL", Limits(Decimal(1), None)),
    "Hypoalbuminemia": ("albumin", "g/dL", "g/dL", Limits(Decimal(35), None)),
    "Fibrinogen decreased": ("fibrinogen", "mg/dL", "mg/dL", Limits(Decimal("0.1"), None)),
    "Hypertriglyceridemia": ("triglycerides", "mg/dL", "mg/dL", Limits()),
}
"""Term -> variable, the unit as printed and in UCUM, a range of whose limit nothing here is near."""
OURS = {
    "albumin": measured("albumin", "g/L", "0", "100", 1),
    "lymphocytes": measured("lymphocytes", "10*9/L", "0", "100", 3),
}
APART = Decimal("1.02")
NUMBER = r"(\d+(?:,\d{3})*(?:\.\d+)?)"


def begins(text: str, unit: str) -> Decimal | None:
    """The number in this unit from which a printed grade begins; None where it begins at a limit of the range."""
    found = re.search(rf"[<>]\s*{NUMBER}(?:\s*{re.escape(unit)})?(?:\s*-\s*{NUMBER})?\s*{re.escape(unit)}", text)
    return Decimal(found[1].replace(",", "")) if found else None


def graded(term: str, value: Decimal) -> Interval:
    """The grade of a value typed in the term's conventional unit."""
    name, _, unit, limits = TERMS[term]
    variable = OURS.get(name) or dictionary()[name]
    held = variable.round(Quantity(value, unit).to(variable.unit, name).number)
    baseline = Baseline(Interval.point(float(variable.high)), limits)
    found = grades(variable, Interval.point(held), limits, baseline, Version.V5)
    return next(each.number for each in found if each.term.en == term)


@pytest.mark.parametrize("term", TERMS)
def test_a_grade_begins_where_the_sheet_says_in_conventional_units(term: str) -> None:
    tried = 0
    for grade, text in printed()[term].items():
        cut = begins(text, TERMS[term][1])
        if cut is None:
            continue
        tried += 1
        rises = text.lstrip().startswith(">")
        step = max(cut * (APART - 1), Decimal("0.1")) * (1 if rises else -1)
        before, beyond = graded(term, cut), graded(term, cut + step)
        assert beyond == Interval.point(int(grade)), (grade, cut)
        assert before.high < int(grade), (grade, cut)
    assert tried >= (1 if term == "Fibrinogen decreased" else 2)
