"""A score's daily course against R: days without organ failure and area under the score of people freshly drawn."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest

from bedside.analysis.results import rows_of
from bedside.analysis.worked import work_on
from tests.analysis.synthetic import Made, cut
from tests.double.in_r import r

ORGANS = ("respiration", "coagulation", "liver", "cardiovascular", "cns", "renal")
PEOPLE, DAYS = 24, 28
IN_R = """
held <- array(points, c(6, 29, 24)); died <- died
whole <- pmin(floor(died), 28)
free <- sapply(1:24, function(i) if (died[i] <= 28) 0 else sum(apply(held[, 2:29, i], 2, max) < 3))
area <- sapply(1:24, function(i) {
  if (whole[i] < 1) return(NA)
  y <- colSums(held[, 1:(whole[i] + 1), i])
  sum(rowMeans(embed(y, 2)))
})
say("free", c(quantile(free, c(0.25, 0.5, 0.75), type = 2), mean(free), sd(free)))
kept <- !is.na(area)
say("area", c(quantile(area[kept], c(0.25, 0.5, 0.75), type = 2), mean(area[kept]), sd(area[kept])))
say("daily", mean((area / whole)[kept]))
"""
NAMES = ("lower_quartile", "median", "upper_quartile", "mean", "sd")


@pytest.mark.parametrize("seed", [1, 2])
def test_days_without_failure_and_area(seed: int) -> None:
    draw = np.random.default_rng(seed)
    points = draw.binomial(4, draw.uniform(0.02, 0.5, (PEOPLE, 1, 1)), (PEOPLE, DAYS + 1, 6))
    died = np.where(draw.random(PEOPLE) < 0.4, draw.uniform(0.2, 28, PEOPLE), 400.0)
    people = [
        Made(
            f"01-S{i:03}", died=float(died[i]) if died[i] < 400 else None, alive_until=None if died[i] < 400 else 400.0,
            scores={(name, day): float(points[i, day, k]) for k, name in enumerate(ORGANS) for day in range(DAYS + 1)},
        )
        for i in range(PEOPLE)
    ]  # fmt: skip
    other = r(IN_R, points=points.ravel(), died=died)
    with TemporaryDirectory() as place:
        rows = rows_of(work_on("jakahdi", cut(Path(place) / "cut", people)))
    ours = {(row.variable, row.statistic): row.value for row in rows if (row.analysis, row.group) == ("S1", "recorded")}
    assert [ours["failure_free_days", name] for name in NAMES] == pytest.approx(other["free"], abs=1e-10)
    assert [ours["score_area", name] for name in NAMES] == pytest.approx(other["area"], rel=1e-10)
    assert ours["score_mean", "mean"] == pytest.approx(other["daily"][0], rel=1e-10)
