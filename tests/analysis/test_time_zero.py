"""The first dose as time zero: who is in the analysis, and that the rules are asked from then on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from bedside.analysis.results import rows_of
from bedside.analysis.rows import Row
from bedside.analysis.worked import work_on
from tests.analysis.synthetic import NO, YES, Made, cut
from tests.charting import LASTING

HEALTHY = {
    "pao2": 95.0, "fio2": 0.21, "platelets": 250.0, "bilirubin": 8.0, "map": 85.0, "gcs": 15.0, "creatinine": 60.0,
    "urine": 2000.0,
}  # fmt: skip
Key = tuple[str, str, str, str]


def falling(code: str, bad_until: float, dosed: float | None) -> Made:
    """Somebody with 3 points of platelets until a day and none afterwards, all else well."""
    days = [-0.1, *(day - 0.05 for day in range(1, 12))]
    held = {name: [(day, value) for day in days] for name, value in HEALTHY.items()}
    held["platelets"] = [(day, 40.0 if day < bad_until else 250.0) for day in days]
    return Made(code, {("P1", ""): YES if bad_until > 0 else NO}, alive_until=60.0, dosed=dosed, icu_days=30.0,
                measured=held, recorded=LASTING)  # fmt: skip


def found(people: list[Made]) -> dict[Key, Row]:
    """Rows by analysis, variable, group and statistic."""
    with TemporaryDirectory() as place:
        rows = rows_of(work_on("jakahdi", cut(Path(place) / "cut", people)))
    return {(row.analysis, row.variable, row.group, row.statistic): row for row in rows}


@pytest.mark.proves("analysis time-zero")
def test_the_primary_is_asked_from_the_first_dose() -> None:
    """Of the first the points fall before the dose: by then nothing is left to fall. Of the second, after it."""
    people = [falling("01-S001", 1.5, 2.9), falling("01-S002", 4.5, 2.9), falling("01-S003", 4.5, None)]
    people.append(Made("01-S004", {("P1", ""): NO}, died=1.0, dosed=2.0))
    rows = found(people)
    main = [rows["P1", "success", "declared", each].value for each in ("participants", "successes")]
    later = [rows["P1.first_dose", "success", "declared", each].value for each in ("participants", "successes")]
    assert (main, later) == ([4, 3], [2, 1])
    assert rows["P1.first_dose", "success", "declared", "known_failures"].value == 1
    told = rows["P1.first_dose", "success", "declared", "participants"].warnings[0].en
    assert told.startswith("2 participants are left out")


@pytest.mark.proves("analysis time-zero")
def test_times_begin_with_the_first_dose() -> None:
    rows = found([Made(f"01-S{n:03}", {("S2", ""): (96, 96, "death")}, died=4.0, dosed=1.0) for n in range(3)])
    assert rows["S2", "ending", "any", "median"].value == 4.0
    assert rows["S2.first_dose", "ending", "any", "median"].value == pytest.approx(3.0, abs=1e-6)
    assert rows["S9.first_dose", "survival", "all", "median"].value == pytest.approx(3.0, abs=1e-6)


def test_who_left_before_a_dose_has_no_stay_from_then_on() -> None:
    gone = Made("01-S001", {("S2", ""): (48, 48, "left_intensive_care")}, alive_until=60.0, dosed=3.0)
    rows = found([gone, replace(gone, code="01-S002", dosed=1.0)])
    first = rows["S2.first_dose", "ending", "any", "participants"]
    assert first.value == 1 and "1 participant is left out" in first.warnings[0].en
    assert rows["S9.first_dose", "survival", "all", "participants"].value == 2


def test_nobody_treated_gives_stated_results() -> None:
    rows = found([Made("01-S001", {("P1", ""): YES}, alive_until=60.0)])
    for analysis in ("P1", "S2", "S4", "S9"):
        held = [row for key, row in rows.items() if key[0] == f"{analysis}.first_dose"]
        assert held and all(row.value is not None or row.warnings for row in held)


def test_there_is_no_adjudication() -> None:
    row = found([])["P1", "adjudication", "all", "estimate"]
    assert row.value is None and "no form of the protocol records" in row.warnings[0].en
