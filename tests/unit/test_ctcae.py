"""CTCAE grades of laboratory values, at every printed boundary: just below it, on it, just above it.

The cuts are typed again from the printed criteria: where the milder grade ends and the next begins. In a printed range
the second number belongs to its grade, so a value on the cut has the milder grade; what is printed the other way says
so ("from").
"""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest

from bedside.records.dictionary import dictionary
from bedside.scores.ctcae import Baseline, Graded, Limits, Version, baseline_grades, grades, terms
from bedside.values.interval import Interval
from bedside.values.variable import Variable, measured

OTHERS = {
    each.name: each
    for each in (
        measured("lymphocytes", "10*9/L", "0", "500", 3), measured("alp", "U/L", "0", "50000", 1),
        measured("ggt", "U/L", "0", "50000", 1), measured("inr", "1", "0", "30", 2),
        measured("aptt", "1", "0", "600", 1),
        measured("cholesterol", "mmol/L", "0", "100", 3), measured("potassium", "mmol/L", "0", "20", 2),
        measured("sodium", "mmol/L", "80", "220", 1), measured("glucose", "mmol/L", "0", "200", 2),
        measured("cpk", "U/L", "0", "900000", 1), measured("lipase", "U/L", "0", "90000", 1),
        measured("amylase", "U/L", "0", "90000", 1), measured("albumin", "g/L", "0", "100", 1),
        measured("ph", "1", "6.5", "8", 2),
    )
}  # fmt: skip
VARIABLES: dict[str, Variable] = {**dictionary(), **OTHERS}
"""The canonical variables, and those that a protocol of its own may declare."""
RANGE = Limits(Decimal("40"), Decimal("60"))

# term -> (variable, range, direction, where grade 1 begins, where grade 2 begins, ...); "-": a grade without a number
Cuts = dict[str, tuple[str, Limits, str, tuple[str, ...]]]
V5: Cuts = {
    "Anemia": ("hemoglobin", Limits(Decimal(120), Decimal(160)), "low", ("120", "100", "80")),
    "Platelet count decreased": ("platelets", Limits(Decimal(150), None), "low", ("150", "75", "50", "25")),
    "Neutrophil count decreased": ("neutrophils", Limits(Decimal("1.8"), None), "low", ("1.8", "1.5", "1", "0.5")),
    "White blood cell decreased": ("wbc", Limits(Decimal(4), None), "low", ("4", "3", "2", "1")),
    "Leukocytosis": ("wbc", Limits(), "high", ("-", "-", "100")),
    "Lymphocyte count decreased": ("lymphocytes", Limits(Decimal(1), None), "low", ("1", "0.8", "0.5", "0.2")),
    "Alanine aminotransferase increased": ("alt", Limits(None, Decimal(40)), "high", ("40", "120", "200", "800")),
    "Aspartate aminotransferase increased": ("ast", Limits(None, Decimal("40.1")), "high",
                                             ("40.1", "120.3", "200.5", "802")),
    "Alkaline phosphatase increased": ("alp", Limits(None, Decimal(100)), "high", ("100", "250", "500", "2000")),
    "GGT increased": ("ggt", Limits(None, Decimal(60)), "high", ("60", "150", "300", "1200")),
    "Blood bilirubin increased": ("bilirubin", Limits(None, Decimal(20)), "high", ("20", "30", "60", "200")),
    "Creatinine increased": ("creatinine", Limits(None, Decimal(100)), "high", ("100", "150", "300", "600")),
    "Fibrinogen decreased": ("fibrinogen", Limits(Decimal(4), None), "low", ("4", "3", "2", "1")),
    "INR increased": ("inr", Limits(), "high", ("1.2", "1.5", "2.5")),
    "Activated partial thromboplastin time prolonged": ("aptt", Limits(None, Decimal(40)), "high",
                                                         ("40", "60", "100")),
    "Hypertriglyceridemia": ("triglycerides", Limits(), "high", ("from 1.71", "3.42", "5.7", "11.4")),
    "Cholesterol high": ("cholesterol", Limits(None, Decimal(5)), "high", ("5", "7.75", "10.34", "12.92")),
    "Hyperkalemia": ("potassium", Limits(None, Decimal(5)), "high", ("5", "5.5", "6", "7")),
    "Hypokalemia": ("potassium", Limits(Decimal("3.5"), None), "low", ("3.5", "-", "3", "2.5")),
    "Hypernatremia": ("sodium", Limits(None, Decimal(145)), "high", ("145", "150", "155", "160")),
    "Hyponatremia": ("sodium", Limits(Decimal(135), None), "low", ("135", "130", "125", "120")),
    "Hypoglycemia": ("glucose", Limits(Decimal(4), None), "low", ("4", "3", "2.2", "1.7")),
    "CPK increased": ("cpk", Limits(None, Decimal(200)), "high", ("200", "500", "1000", "2000")),
    "Lipase increased": ("lipase", Limits(None, Decimal(60)), "high", ("60", "90", "300")),
    "Serum amylase increased": ("amylase", Limits(None, Decimal(100)), "high", ("100", "150", "500")),
    "Blood lactate dehydrogenase increased": ("ldh", Limits(None, Decimal(250)), "high", ("250",)),
    "Hypoalbuminemia": ("albumin", Limits(Decimal(35), None), "low", ("35", "30", "20")),
    "Acidosis": ("ph", Limits(Decimal("7.38"), None), "low", ("7.38", "-", "7.3")),
    "Fever": ("temperature", Limits(), "high", ("from 38", "39", "40")),
}  # fmt: skip
V6: Cuts = {
    **{name: row for name, row in V5.items() if name not in (
        "Platelet count decreased", "Lymphocyte count decreased", "CPK increased", "Fever")},
    "Thrombocytopenia": ("platelets", Limits(Decimal(150), None), "low", ("150", "75", "50", "10")),
    "Neutrophil count decreased": ("neutrophils", Limits(), "low", ("1.5", "1", "0.5", "0.1")),
    "Alkaline phosphatase increased": ("alp", Limits(None, Decimal(100)), "high", ("100",)),
    "Lipase increased": ("lipase", Limits(None, Decimal(60)), "high", ("60", "90", "300")),
    "Hyperglycemia": ("glucose", Limits(None, Decimal(6)), "high", ("-", "-", "13.9", "27.8")),
}  # fmt: skip
PANCREAS = {("Lipase increased", 3), ("Serum amylase increased", 3)}
"""Between twice and five times the limit, symptoms decide: the number brings 2."""
PRINTED = {Version.V5: V5, Version.V6: V6}
BOUNDARIES = [
    pytest.param(version, name, grade, cut, id=f"{version}-{name}-{grade}")
    for version, rows in PRINTED.items()
    for name, (_, _, _, cuts) in rows.items()
    for grade, cut in enumerate(cuts, 1)
    if cut != "-"
]


def graded(
    version: Version,
    name: str,
    variable: Variable,
    value: Decimal | Interval,
    limits: Limits,
    baseline: Baseline | None,
) -> Graded:
    """The grade under one term."""
    held = value if isinstance(value, Interval) else Interval.point(float(value))
    return next(each for each in grades(variable, held, limits, baseline, version) if each.term.en == name)


def normal(limits: Limits) -> Baseline:
    """A baseline inside its range, and low enough never to matter by its multiples."""
    low, high = limits.low or Decimal(0), limits.high or Decimal(1000)
    return Baseline(Interval.point(float((low + high) / 2)), Limits(low, high))


def milder(cuts: tuple[str, ...], grade: int) -> int:
    """The grade before this one that has a number."""
    return max((n for n, cut in enumerate(cuts[: grade - 1], 1) if cut != "-"), default=0)


@pytest.mark.parametrize(("version", "name", "grade", "cut"), BOUNDARIES)
def test_boundary(version: Version, name: str, grade: int, cut: str) -> None:
    variable_name, limits, direction, cuts = PRINTED[version][name]
    variable = VARIABLES[variable_name]
    at = Decimal(cut.removeprefix("from "))
    step = Decimal(1).scaleb(-variable.decimals) * (1 if direction == "high" else -1)
    by_multiples = name in ("INR increased", "Creatinine increased")
    baseline = Baseline(Interval.point(float(variable.high)), Limits()) if by_multiples else normal(limits)
    steps = {n: graded(version, name, variable, at + n * step, limits, baseline).number for n in (-1, 0, 1)}
    mild = 2 if (name, grade) in PANCREAS else milder(cuts, grade)
    assert steps[1] == Interval.point(grade), "just beyond it"
    assert steps[0] == Interval.point(grade if cut.startswith("from ") else mild), "on it"
    assert steps[-1] == Interval.point(mild), "just before it"


@pytest.mark.parametrize("version", Version)
def test_every_term_is_tried(version: Version) -> None:
    known = {term.text.en for variable in VARIABLES.values() for term in terms(variable, version)}
    assert known == set(PRINTED[version])


BY_BASELINE = [
    (Version.V5, "alt", "150", ("from 225", "450", "750", "3000")),
    (Version.V5, "ast", "150", ("from 225", "450", "750", "3000")),
    (Version.V5, "alp", "150", ("from 300", "375", "750", "3000")),
    (Version.V5, "ggt", "150", ("from 300", "375", "750", "3000")),
    (Version.V5, "bilirubin", "150", ("150", "225", "450", "1500")),
    (Version.V6, "alt", "150", ("from 150", "225", "300", "600")),
    (Version.V6, "ast", "150", ("from 150", "225", "300", "600")),
    (Version.V6, "ggt", "150", ("from 150", "225", "450", "1500")),
    (Version.V6, "bilirubin", "150", ("from 150", "225", "375", "1500")),
]


@pytest.mark.parametrize(("version", "name", "baseline", "cuts"), BY_BASELINE)
def test_an_abnormal_baseline_takes_the_place_of_the_limit(
    version: Version, name: str, baseline: str, cuts: tuple[str, ...]
) -> None:
    variable = VARIABLES[name]
    before = Baseline(Interval.point(float(baseline)), RANGE)
    for mild, cut in enumerate(cuts):
        at, step = Decimal(cut.removeprefix("from ")), Decimal(1).scaleb(-variable.decimals)
        found = [grades(variable, Interval.point(float(at + n * step)), RANGE, before, version)[0].number.low
                 for n in (-1, 0, 1)]  # fmt: skip
        assert found == [mild, mild + cut.startswith("from "), mild + 1], (name, cut)


def test_fibrinogen_with_a_low_baseline_is_graded_by_its_fall() -> None:
    fibrinogen, limits = VARIABLES["fibrinogen"], Limits(Decimal(4), Decimal(8))
    before = Baseline(Interval.point(3.2), limits)
    found = [
        int(graded(Version.V5, "Fibrinogen decreased", fibrinogen, Decimal(text), limits, before).number.low)
        for text in ("3.2", "3.199", "2.401", "2.4", "1.601", "1.6", "0.801", "0.8", "0.499")
    ]
    assert found == [0, 1, 1, 2, 2, 3, 3, 4, 4]


def test_creatinine_counts_the_baseline_by_its_version() -> None:
    creatinine, limits = VARIABLES["creatinine"], Limits(Decimal(50), Decimal(100))
    low, usual = (Baseline(Interval.point(value), limits) for value in (40.0, 60.0))
    rise = Decimal(95)
    assert graded(Version.V5, "Creatinine increased", creatinine, rise, limits, usual).number == Interval.point(2)
    assert graded(Version.V6, "Creatinine increased", creatinine, rise, limits, usual).number == Interval.point(0)
    assert graded(Version.V6, "Creatinine increased", creatinine, rise, limits, low).number == Interval.point(2)


def test_alkaline_phosphatase_of_version_6_needs_both() -> None:
    alp, limits = VARIABLES["alp"], Limits(None, Decimal(100))
    before = Baseline(Interval.point(300.0), limits)
    name = "Alkaline phosphatase increased"
    assert graded(Version.V6, name, alp, Decimal(250), limits, before).number == Interval.point(0)
    assert graded(Version.V6, name, alp, Decimal(301), limits, before).number == Interval.point(1)


# ---- what is not known -----------------------------------------------------------------------------------------------


def test_without_a_range_nothing_is_normal() -> None:
    for variable in VARIABLES.values():
        for found in grades(variable, variable.bounds, Limits(), None):
            assert found.number.high > 0, found


def test_the_missing_limit_is_named() -> None:
    mild = graded(Version.V5, "Anemia", VARIABLES["hemoglobin"], Decimal(105), Limits(), None)
    assert (mild.number, mild.lacking) == (Interval(0.0, 1.0), ("LLN",))
    severe = graded(Version.V5, "Anemia", VARIABLES["hemoglobin"], Decimal(95), Limits(), None)
    assert (severe.number, severe.lacking) == (Interval.point(2), ())


def test_without_a_baseline_no_enzyme_has_a_known_grade() -> None:
    found = graded(Version.V5, "Alanine aminotransferase increased", VARIABLES["alt"], Decimal(130), RANGE, None)
    assert (found.number, found.lacking) == (Interval(0.0, 4.0), ("baseline",))


def test_the_baseline_is_graded_on_its_range_alone_and_never_against_itself() -> None:
    (found,) = baseline_grades(VARIABLES["alt"], Interval.point(200.0), Limits(None, Decimal(40)))
    assert found.number == Interval.point(2)
    (creatinine,) = baseline_grades(VARIABLES["creatinine"], Interval.point(200.0), Limits(None, Decimal(100)))
    assert (creatinine.number, creatinine.lacking) == (Interval.point(2), ())
    (alp,) = baseline_grades(VARIABLES["alp"], Interval.point(200.0), Limits(None, Decimal(100)), Version.V6)
    assert alp.number == Interval.point(1)


def test_a_value_beyond_its_assay_has_every_grade_it_could_have() -> None:
    found = graded(Version.V5, "Platelet count decreased", VARIABLES["platelets"], Interval(0.0, 60.0), Limits(), None)
    assert found.number == Interval(2.0, 4.0)


def test_clinical_conditions_widen_the_grade_and_are_told() -> None:
    found = graded(Version.V5, "Anemia", VARIABLES["hemoglobin"], Decimal(85), Limits(), None)
    assert (found.number, found.value, found.most) == (Interval.point(2), Interval(2.0, 4.0), 4)
    assert found.only_if is not None
    assert graded(Version.V5, "Anemia", VARIABLES["hemoglobin"], Decimal(150), RANGE, None).value == Interval.point(0)


def test_bounds_follow_the_unit_of_the_variable() -> None:
    hemoglobin = measured("hemoglobin", "g/dL", "1", "26", 2)
    found = [
        graded(Version.V5, "Anemia", hemoglobin, Decimal(text), Limits(), None).number.low for text in ("10", "9.99")
    ]
    assert found == [0, 2]
    assert not terms(measured("hemoglobin", "%", "0", "100", 0), Version.V5)


@pytest.mark.parametrize("version", Version)
def test_the_grades_of_a_term_worsen_row_by_row(version: Version) -> None:
    for variable in VARIABLES.values():
        for term in terms(variable, version):
            for steps in (term.steps, term.if_high, term.if_low):
                fixed = [s for s in steps if len(s.bounds) == 1]
                for a, b in pairwise(fixed):
                    same = (a.bounds[0].word, a.bounds[0].of) == (b.bounds[0].word, b.bounds[0].of)
                    further = b.bounds[0].number > a.bounds[0].number
                    rising = a.bounds[0].word in ("above", "from")
                    assert not same or (b.grade >= a.grade and b.most >= a.most and further is rising), term.text.en
