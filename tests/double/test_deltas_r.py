"""Imputed falls against R's mice, and, where nothing is left to chance, against R's Wilson interval.

mice draws other random numbers: shares of 1000 imputations agree up to their Monte Carlo error.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest

from bedside.analysis.deltas import deltas
from bedside.analysis.worked import work_on
from tests.analysis.synthetic import Made, cut
from tests.analysis.test_deltas import DEAD, PEOPLE, scored
from tests.double.in_r import r

IN_R = """
d <- data.frame(fall, before); gone <- is.na(d$fall); least <- 3
held <- mice(d, method = c("norm", ""), m = 1000, maxit = 1, seed = 7, print = FALSE)
found <- sapply(0:6, function(delta) mean(sapply(1:1000, function(i) {
  y <- complete(held, i)$fall; y[gone] <- round(y[gone] - delta)
  y[gone] <- pmin(pmax(y[gone], d$before[gone] - 24), d$before[gone])
  c(mean(y >= least), mean(y))
}[1])))
say("share", found)
"""


def rows_with(people: list[Made], times: int) -> dict[tuple[str, str], object]:
    """The values of the deltas, with another number of imputations."""
    with TemporaryDirectory() as place:
        worked = work_on("jakahdi", cut(Path(place) / "cut", people))
    estimand = worked.protocol.estimand("P1")
    assert estimand.delta is not None
    more = replace(estimand, delta=replace(estimand.delta, imputations=times))
    return {(row.group, row.statistic): row.value for row in deltas(worked, more)}


def test_shares_are_those_of_mice() -> None:
    draw = np.random.default_rng(5)
    before = draw.integers(5, 16, 42)
    fall = np.clip(np.rint(0.3 * before + draw.normal(0, 2.5, 42)), -6, before)
    gone = draw.random(42) < 0.25
    people = [scored(n, int(before[n]), None if gone[n] else int(before[n] - fall[n])) for n in range(42)]
    other = r(IN_R, "mice", fall=np.where(gone, np.nan, fall), before=before)
    ours = rows_with(people, 1000)
    assert [ours[str(delta), "share"] for delta in range(7)] == pytest.approx(other["share"], abs=0.006)


def test_without_missing_falls_the_interval_is_wilsons() -> None:
    people = [*PEOPLE, *DEAD]
    known = sum(each.scores["", 0] - each.scores["", 8] >= 3 for each in PEOPLE)
    other = r('say("ends", prop.test(known, 32, correct = FALSE)$conf.int)', known=[known])
    ours = rows_with(people, 20)
    assert [ours["0", "share_low"], ours["0", "share_high"]] == pytest.approx(other["ends"], abs=1e-10)
