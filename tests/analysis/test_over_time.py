"""Measurements over time: who is in the model, what stands in where it cannot be fitted, limits of quantification."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest

from bedside.analysis.results import rows_of
from bedside.analysis.rows import Row
from bedside.analysis.tables_of_outcomes import tables_of
from bedside.analysis.worked import Worked, work_on
from bedside.documents.found import main_rows
from bedside.documents.sentences_beside import beside
from tests.analysis.synthetic import Made, cut

Key = tuple[str, str, str, str]


def ferritin(
    number: int, before: float | None, day_7: float | None, day_28: float | tuple[float, float] | None
) -> Made:
    """Somebody alive with a ferritin at inclusion and at two visits, as far as it was measured."""
    answers = {}
    if day_7 is not None:
        answers["S15", "ferritin"] = (day_7, day_7)
    if day_28 is not None:
        answers["S12", ""] = day_28 if isinstance(day_28, tuple) else (day_28, day_28)
    held = {} if before is None else {"ferritin": (before,)}
    return Made(f"01-S{number:03}", answers, alive_until=100.0, before=held)


def analysed(people: list[Made]) -> tuple[dict[Key, Row], Worked, tuple[Row, ...]]:
    """Rows by outcome, what was measured, time and statistic."""
    with TemporaryDirectory() as place:
        worked = work_on("jakahdi", cut(Path(place) / "cut", people))
    rows = rows_of(worked)
    return {(row.analysis, row.group, row.time, row.statistic): row for row in rows}, worked, rows


def drawn(size: int, seed: int = 1) -> list[Made]:
    """People whose ferritin falls; some values are missing."""
    draw, people = np.random.default_rng(seed), []
    for number in range(size):
        first = float(draw.lognormal(8, 0.8))
        later = [first * float(draw.lognormal(-0.5 * visit, 0.4)) for visit in (1, 2)]
        gone = draw.random(3) < 0.15
        people.append(
            ferritin(number, *(None if none else value for none, value in zip(gone, (first, *later), strict=True)))
        )
    return people


@pytest.mark.proves("analysis over-time")
def test_a_model_of_baseline_and_both_visits() -> None:
    rows, worked, every = analysed(drawn(30))
    assert rows["S12", "ferritin", "", "covariance"].value == "unstructured"
    assert [rows["S12", "ferritin", day, "at_visit"].value for day in ("0", "7", "28")] == [
        sum(("ferritin" in each.before) for each in drawn(30)),
        sum(("S15", "ferritin") in each.answers for each in drawn(30)),
        sum(("S12", "") in each.answers for each in drawn(30)),
    ]
    ratio = rows["S12", "ferritin", "28", "model_ratio"].value
    assert isinstance(ratio, float) and 0.2 < ratio < 0.6
    assert ("S12", "ferritin", "0", "model_ratio") not in rows and ("S12", "ferritin", "7", "model_change") not in rows
    table = next(each for each in tables_of(every, worked, "en") if (each.outcome, each.name) == ("S12", "over_time"))
    assert table.body[0][:2] == ("ferritin", "0")
    assert table.head[:2] == ("", "day") and "ratio to baseline (95\u00a0% interval)" in table.head
    assert not any("change from baseline" in head for head in table.head), "a column of nothing is not shown"


@pytest.mark.proves("analysis over-time")
def test_a_value_below_the_limit_is_told_and_its_mean_is_censored() -> None:
    people = [ferritin(number, 1000.0 + number, 500.0 + number, 90.0 + number) for number in range(12)]
    people += [ferritin(20 + number, 900.0, 480.0 + number, (0.0, 50.0)) for number in range(3)]
    rows, _, _ = analysed(people)
    mean = rows["S12", "ferritin", "28", "geometric_mean"]
    assert rows["S12", "ferritin", "28", "beyond_limits"].value == 3
    assert "3 values beyond a limit of quantification" in mean.warnings[0].en
    censored = rows["S12", "ferritin", "28", "censored_mean"]
    assert "censored" in censored.method and isinstance(censored.value, float) and isinstance(mean.value, float)
    assert mean.value < censored.value < 100


def test_a_change_that_hardly_anybody_s_values_show_says_so() -> None:
    """At day 28 one value, of somebody without a baseline: the change is the model's alone."""
    people = [ferritin(number, 1000.0 + 31 * number, 500.0 + 17 * number, None) for number in range(6)]
    rows, worked, every = analysed([*people, ferritin(20, None, 400.0, 100.0)])
    ratio = rows["S12", "ferritin", "28", "model_ratio"]
    assert "0 participants have values at baseline and on this day" in ratio.warnings[-1].en
    assert not rows["S12", "ferritin", "7", "model_ratio"].warnings
    told = beside(main_rows(every, worked, worked.protocol.estimand("S12"), "en"))
    (said,) = [each for each in told if "ferritin, by the mixed model" in each.lower()]
    assert "(values at day 28: 1)" in said and "the model, not the data" in said


def test_a_value_between_limits_is_left_out_and_told() -> None:
    rows, _, _ = analysed([*drawn(12), ferritin(40, None, None, (10.0, 20.0))])
    assert "1 value is not in the model" in rows["S12", "ferritin", "28", "at_visit"].warnings[-1].en


def test_what_the_data_do_not_determine_says_so_and_what_stands_in() -> None:
    """Nobody has a value at two visits: the unstructured covariance cannot be had, nor any correlation."""
    apart = [ferritin(n, 1000.0 + 7 * n * n if n % 3 == 0 else None, 500.0 + 31 * n if n % 3 == 1 else None,
                      200.0 + 17 * n if n % 3 == 2 else None) for n in range(12)]  # fmt: skip
    rows, _, _ = analysed(apart)
    covariance = rows["S12", "ferritin", "", "covariance"]
    assert "unstructured covariance was tried before" in covariance.warnings[-1].en
    assert covariance.value is None and rows["S12", "ferritin", "7", "geometric_mean"].value is None
    assert rows["S12", "ferritin", "7", "geometric_mean"].warnings[0] == covariance.warnings[0]


AWKWARD = {
    "nobody": [],
    "nothing measured": [Made("01-S001")],
    "one person": [ferritin(1, 1000.0, None, 50.0)],
    "no variation": [ferritin(number, 1000.0, 500.0, 100.0) for number in range(5)],
    "one visit": [ferritin(number, None, None, 3.0 + number) for number in range(4)],
    "no logarithm": [ferritin(number, None, 0.0, 0.0) for number in range(4)],
}


@pytest.mark.parametrize("people", AWKWARD.values(), ids=AWKWARD)
def test_awkward_series_give_stated_results(people: list[Made]) -> None:
    _, _, rows = analysed(people)
    for row in rows:
        assert row.value is not None or row.warnings, row
        assert not isinstance(row.value, float) or np.isfinite(row.value), row
