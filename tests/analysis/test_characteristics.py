"""Who the participants are before treatment, counted by hand for the ten."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bedside.analysis.characteristics import CHARACTERISTICS, characteristics
from bedside.analysis.rows import Row
from bedside.analysis.tables_of_characteristics import characteristics_tables
from bedside.analysis.worked import Worked
from bedside.rules.chart import Fact
from bedside.values.interval import MET, Interval
from bedside.values.moment import DAY, Moment


def told(rows: tuple[Row, ...], variable: str) -> dict[str, object]:
    """The values of a variable's rows by statistic."""
    return {row.statistic: row.value for row in rows if (row.analysis, row.variable) == (CHARACTERISTICS, variable)}


@pytest.mark.proves("analysis sets")
def test_the_baseline_is_the_worst_before_inclusion(rows: tuple[Row, ...]) -> None:
    """Eight have temperatures of 38.0 and 39.5 and platelets of 20 and 45 in the hours before; two have none."""
    temperature, platelets = told(rows, "temperature"), told(rows, "platelets")
    assert (temperature["measured"], temperature["not_measured"], temperature["median"]) == (8, 2, 39.5)
    assert (platelets["measured"], platelets["median"], platelets["maximum"]) == (8, 20.0, 20.0)


def test_sex_and_age_are_the_last_recorded_until_inclusion(worked: Worked) -> None:
    first, second, *others = worked.people
    at, later = Moment(first.included - DAY), Moment(first.included + DAY)
    facts = {
        "female": (Fact("female", at, at, MET, at),),
        "age": (Fact("age", at, at, Interval.point(61), at), Fact("age", later, later, Interval.point(62), later)),
    }
    known = replace(first, chart=replace(first.chart, facts={**first.chart.facts, **facts}))
    found = tuple(characteristics(replace(worked, people=(known, second, *others))))
    sexes = {row.group: row.value for row in found if row.variable == "female"}
    assert sexes == {"yes": 1, "no": 0, "not_recorded": len(others) + 1}
    assert (told(found, "age")["measured"], told(found, "age")["median"]) == (1, 61.0)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_tables_name_the_set_and_every_unit(worked: Worked, rows: tuple[Row, ...], language: str) -> None:
    numbers, measured = characteristics_tables(rows, worked, language)
    assert numbers.body[0][-1] == "10" and "n = 10" in numbers.footnotes[-1]
    assert all(name.endswith(")") for name, *_ in measured.body)
    assert len(measured.body) == 1 + len(worked.promised.baseline.worst)  # type: ignore[union-attr]
