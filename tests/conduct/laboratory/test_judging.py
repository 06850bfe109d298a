"""What a result is: flags, grades and the baseline kept apart, in both trials; and what went out of range lately."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bedside.conduct.casebook import crossings
from bedside.conduct.casebook.bench import bench_of
from bedside.conduct.casebook.crossings import newly_out_of_range
from bedside.conduct.laboratory.actions import add_range
from bedside.conduct.laboratory.choices import ctcae, delta_factor
from bedside.conduct.laboratory.judging import Flag, Judged, judge, range_text
from bedside.conduct.laboratory.models import Range
from bedside.conduct.study.choices import CTCAE, DELTA
from bedside.conduct.study.models import Setting
from bedside.conduct.trail.keeping import Act, keep
from bedside.records.dictionary import dictionary
from bedside.scores.ctcae import Version
from bedside.values.interval import Interval
from bedside.values.moment import DAY, HOUR, Moment, now

pytestmark = pytest.mark.usefixtures("study")
Make = Callable[..., Any]
RANGES = {
    "platelets": ("10*9/L", "150", "400"), "wbc": ("10*9/L", "4", "10"), "alt": ("U/L", "", "40"),
    "hemoglobin": ("g/dL", "12", "16"),
}  # fmt: skip


@pytest.fixture
def ranged(typed: Make, actor: Make) -> Callable[[str], None]:
    """The ranges above, at a site."""

    def made(site: str) -> None:
        for name, (unit, low, high) in RANGES.items():
            add_range(actor("investigator", site), site, typed(variable=name, unit=unit, low=low, high=high))

    return made


def said(judged: Judged) -> str:
    return " | ".join(each.en for each in judged.lines)


def last(someone: Any, name: str) -> Judged:
    bench = bench_of(someone)
    variable = bench.protocol.vocabulary[name]
    return bench.fact(bench.results(variable)[-1], variable)


@pytest.mark.parametrize(
    ("low", "high", "flag"),
    [
        ("11.99", "11.99", Flag.LOW), ("12", "12", Flag.WITHIN), ("16", "16", Flag.WITHIN),
        ("16.01", "16.01", Flag.HIGH),
        ("1", "11.9", Flag.LOW), ("16.1", "26", Flag.HIGH), ("1", "13", Flag.UNKNOWN), ("13", "17", Flag.UNKNOWN),
    ],
)  # fmt: skip
def test_flag(low: str, high: str, flag: Flag, typed: Make, actor: Make) -> None:
    held = add_range(actor("investigator"), "01", typed())
    value = Interval(float(low) * 10, float(high) * 10)
    assert judge(dictionary()["hemoglobin"], value, held, None, Version.V5).flag is flag
    assert judge(dictionary()["hemoglobin"], value, None, None, Version.V5).flag is Flag.UNKNOWN


@pytest.mark.parametrize("limit", ["40,1", "0,1", "120,3"])
def test_a_value_on_its_limit_is_within(limit: str, typed: Make, actor: Make) -> None:
    """Whichever way the double nearest to its decimals lies."""
    value = Interval.point(float(limit.replace(",", ".")))
    for number, sides in enumerate(({"low": limit, "high": ""}, {"low": "", "high": limit})):
        parts = {"variable": "alt", "unit": "U/L", "laboratory": f"Lab {number}", **sides}
        held = add_range(actor("investigator"), "01", typed(**parts))
        assert judge(dictionary()["alt"], value, held, None, Version.V5).flag is Flag.WITHIN


def test_without_a_range_neither_flag_nor_grade_is_normal(included: Make, result: Make) -> None:
    someone = included()
    result(someone, 1, alt="30")
    judged = last(someone, "alt")
    assert judged.flag is Flag.UNKNOWN
    assert not judged.out
    assert judged.grades[0].number == Interval(0.0, 4.0)
    assert "cannot tell, grade 0 to 4" in said(judged)
    assert "No reference range" in said(judged)


def test_the_baseline_is_graded_on_its_range_and_kept_apart(included: Make, result: Make, ranged: Any) -> None:
    ranged("01")
    someone = included()
    result(someone, -0.5, alt="200")
    assert last(someone, "alt").own
    assert last(someone, "alt").grades[0].number == Interval.point(2)
    result(someone, 1, alt="230")
    judged = last(someone, "alt")
    assert (judged.flag, judged.own) == (Flag.HIGH, False)
    assert judged.grades[0].number == Interval.point(0), "less than one and a half times the baseline"
    assert judged.baseline[0].number == Interval.point(2)
    assert "Baseline: Alanine aminotransferase increased, grade 2" in said(judged)


@pytest.mark.proves("law ctcae-rows")
def test_a_result_is_graded_by_the_numbers_of_its_unit(included: Make, result: Make) -> None:
    someone = included()
    result(someone, -0.5, "g/L", triglycerides="1,5")
    result(someone, 1, "mmol/L", triglycerides="1.69")
    assert last(someone, "triglycerides").grades[0].number == Interval.point(0)
    assert last(someone, "triglycerides").baseline[0].number == Interval.point(1), "printed from 150 mg/dL"
    result(someone, 2, "mg/dL", triglycerides="150")
    assert last(someone, "triglycerides").grades[0].number == Interval.point(1)


def test_the_version_is_a_setting_of_the_study(included: Make, result: Make, ranged: Any, actor: Make) -> None:
    ranged("01")
    someone = included()
    result(someone, -0.5, alt="200", platelets="20")
    result(someone, 1, alt="330", platelets="20")
    assert last(someone, "alt").grades[0].number == Interval.point(1)
    assert last(someone, "platelets").grades[0].number == Interval.point(4)
    keep(Act(actor("administrator", ""), "set"), Setting(name=CTCAE, value="v6.0"))
    assert last(someone, "alt").grades[0].number == Interval.point(2)
    assert last(someone, "platelets").grades[0].number == Interval.point(3)
    assert "CTCAE v6.0: Thrombocytopenia, grade 3 or more (3 if transfusion is indicated, 4" in said(
        last(someone, "platelets")
    )


def test_settings_that_are_not_offered_are_the_default(actor: Make) -> None:
    assert (ctcae(), delta_factor()) == (Version.V5, 10)
    for name in (CTCAE, DELTA):
        keep(Act(actor("administrator", ""), "set"), Setting(name=name, value="9"))
    assert (ctcae(), delta_factor()) == (Version.V5, 10)
    keep(Act(actor("administrator", ""), "set"), Setting(name=DELTA, value="3"))
    assert delta_factor() == 3


def test_a_limit_of_the_assay_is_judged_by_all_it_can_be(included: Make, result: Make, ranged: Any) -> None:
    ranged("01")
    someone = included()
    result(someone, 1, platelets="<5")
    judged = last(someone, "platelets")
    assert (judged.flag, judged.grades[0].number) == (Flag.LOW, Interval.point(4))
    result(someone, 2, platelets="<60")
    assert last(someone, "platelets").grades[0].number == Interval(2.0, 4.0)


@pytest.mark.proves("ground another-trial")
def test_the_other_trial_is_judged_without_new_code(included: Make, result: Make, ranged: Any) -> None:
    someone = included("adrenal")
    ranged("90")
    result(someone, 1, wbc="0,9")
    judged = last(someone, "wbc")
    assert judged.flag is Flag.LOW
    assert "White blood cell decreased, grade 4" in said(judged)


@pytest.mark.proves("ground both-languages")
def test_every_line_is_in_both_languages(included: Make, result: Make, ranged: Any) -> None:
    ranged("01")
    someone = included()
    result(someone, -0.5, alt="200", hemoglobin="95")
    result(someone, 1, alt="230", hemoglobin="<70")
    for name in ("alt", "hemoglobin"):
        for line in last(someone, name).lines:
            assert line.en != line.fr
            assert "{" not in line.en + line.fr


@pytest.mark.parametrize(
    ("low", "high", "english", "french"),
    [("1,8", "7.5", "1.8–7.5", "1,8–7,5"), ("", "0.45", "≤ 0.45", "≤ 0,45"), ("13,0", "", "≥ 13.0", "≥ 13,0"),
     ("150", "400", "150–400", "150–400")],
)  # fmt: skip
def test_a_range_is_told_with_the_decimal_mark_of_the_reader(low: str, high: str, english: str, french: str) -> None:
    text = range_text(Range(low=low, high=high, unit="g/L"))
    assert (text.en, text.fr) == (f"{english}\u00a0g/L", f"{french}\u00a0g/L")


# --- what went out of range -------------------------------------------------------------------------------------------


def test_a_result_is_newly_out_where_the_one_before_was_not(included: Make, result: Make, ranged: Any) -> None:
    ranged("01")
    someone = included()
    result(someone, 0.5, platelets="200", wbc="2")
    result(someone, 1, platelets="90", wbc="1.8")
    result(someone, 2, platelets="80", wbc="12")
    found = newly_out_of_range("01", Moment(now() - HOUR))
    assert [(each.text.en, each.judged.flag, each.judged.value.low) for each in found] == [
        ("white blood cells", Flag.HIGH, 12.0), ("platelets", Flag.LOW, 90.0), ("white blood cells", Flag.LOW, 2.0),
    ]  # fmt: skip
    assert found[1].value.en == "90\u00a0×\u00a010⁹/L (before: 200\u00a0×\u00a010⁹/L)"
    assert found[2].before is None
    assert found[1].address.startswith(f"/participants/{someone.code}/")
    assert not newly_out_of_range("02", Moment(now() - HOUR))
    assert not newly_out_of_range("01", Moment(now() + DAY))


def test_nothing_is_newly_out_without_a_range(included: Make, result: Make) -> None:
    result(included(), 1, platelets="1")
    assert not newly_out_of_range("01", Moment(now() - HOUR))


def test_what_went_out_is_worked_out_again_after_a_save_and_not_after_a_look(
    included: Make, result: Make, ranged: Any, user: Make, client_of: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    ranged("01")
    someone, worked_out, found = included(), [], crossings._found

    def counted(person: Any, *others: Any) -> Any:
        worked_out.append(person.code)
        return found(person, *others)

    monkeypatch.setattr(crossings, "_found", counted)
    result(someone, 1, platelets="90")
    since = Moment(now() - HOUR)
    assert len(newly_out_of_range("01", since)) == 1 == len(worked_out)
    assert client_of(user("nurse", "01")).get(f"/participants/{someone.code}/").status_code == 200
    assert len(newly_out_of_range("01", since)) == 1 == len(worked_out)
    result(someone, 2, wbc="12")
    assert len(newly_out_of_range("01", since)) == 2 == len(worked_out)
