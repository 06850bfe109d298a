"""Comparisons of two arms against R, which has the times as they were drawn; two proportions as they are printed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pytest
from numpy.typing import NDArray

from bedside.analysis.results import rows_of
from bedside.report.rows import Value
from bedside.statistics.group_tests import gray
from bedside.statistics.two_proportions import difference, fisher_test
from tests.analysis.synthetic import NO, YES, Made
from tests.analysis.two_arms import in_two_arms
from tests.double.in_r import r

IN_R = """
fit <- coxph(Surv(life, died) ~ treated, ties = "breslow"); ends <- function(f) c(summary(f)$conf.int[c(1, 3, 4)])
say("life", c(ends(fit), survdiff(Surv(life, died) ~ treated)$pvalue))
for (cause in 1:2) {
  sub <- crr(stay, how, treated, failcode = cause, cencode = 0)
  own <- coxph(Surv(stay, how == cause) ~ treated, ties = "breslow")
  say(paste0("stay", cause), c(summary(sub)$conf.int[c(1, 3, 4)], ends(own),
      cuminc(stay, how, treated, cencode = 0)$Tests[cause, "pv"]))
}
say("fisher", fisher.test(table(treated, success))$p.value)
say("rates", c(mean(success[treated == 1]), mean(success[treated == 0])))
"""
DIFFERENCE = ("arms", "P1", "difference")
CAUSES = {1: "left_intensive_care", 2: "death"}
ENDS = ("", "_low", "_high")


PAIRS = """
one <- which(treated == 1); other <- which(treated == 0)
later <- function(t, e, i, j) e[j] & (t[i] > t[j] | (t[i] == t[j] & !e[i]))
tally <- matrix(0, 3, 2); gone <- how == 1
for (i in one) for (j in other) {
  won <- c(later(life, died == 1, i, j), later(stay, gone, j, i), success[i] > success[j])
  lost <- c(later(life, died == 1, j, i), later(stay, gone, i, j), success[i] < success[j])
  k <- which(won | lost)[1]
  if (!is.na(k)) tally[k, 2 - won[k]] <- tally[k, 2 - won[k]] + 1
}
say("won", tally[, 1]); say("lost", tally[, 2]); say("ratio", sum(tally[, 1]) / sum(tally[, 2]))
"""


@dataclass(frozen=True)
class Two:
    """What was drawn of 80 people in two arms, and the rows that compare them."""

    drawn: dict[str, NDArray[np.float64]]
    rows: dict[tuple[str, str, str, str], Value]


@lru_cache
def two(seed: int) -> Two:
    """Those treated live longer, leave sooner, and succeed more often; times in whole days, so that there are ties."""
    draw = np.random.default_rng(seed)
    treated = np.arange(80) % 2
    life = np.ceil(draw.exponential(60 + 60 * treated)).clip(1, 150)
    died = (life < 150).astype(int)
    leaves = np.ceil(draw.exponential(14 - 5 * treated)).clip(1, 100)
    stay = np.minimum(life, leaves)
    how = np.where((died == 1) & (life <= leaves), 2, np.where(leaves < 100, 1, 0))
    success = (draw.random(80) < 0.4 + 0.25 * treated).astype(int)
    people = [
        Made(
            f"01-S{n:03}",
            {("P1", ""): YES if success[n] else NO,
             ("S2", ""): (24 * stay[n], 24 * (stay[n] if how[n] else 183), CAUSES.get(int(how[n]), "cannot tell"))},
            died=float(life[n]) if died[n] else None, alive_until=None if died[n] else 150.0,
        )
        for n in range(80)
    ]  # fmt: skip
    rows = rows_of(in_two_arms(people, (treated == 1).tolist()))
    drawn = {"life": life, "died": died, "stay": stay, "how": how, "treated": treated, "success": success}
    return Two(drawn, {(row.variable, row.analysis, row.group, row.statistic): row.value for row in rows})


@pytest.mark.parametrize("seed", [1, 2])
def test_two_arms(seed: int) -> None:
    other, ours = r(IN_R, "survival", "cmprsk", **two(seed).drawn), two(seed).rows

    def of(analysis: str, group: str, *names: str) -> list[float]:
        return [float(str(ours["arms", analysis, group, name])) for name in names]

    ratio, sub = [[f"{name}{end}" for end in ENDS] for name in ("hazard_ratio", "subdistribution_ratio")]
    assert of("S9", "death", *ratio, "two_sided_p") == pytest.approx(other["life"], rel=1e-6)
    for cause, name in CAUSES.items():
        assert of("S2", name, *sub, *ratio, "two_sided_p") == pytest.approx(other[f"stay{cause}"], rel=1e-5)
    own = next(group for variable, analysis, group, name in ours if (variable, analysis, name) == DIFFERENCE)
    assert of("P1", own, "two_sided_p") == pytest.approx(other["fisher"], rel=1e-9)
    assert of("P1", own, "difference") == pytest.approx([other["rates"][0] - other["rates"][1]], abs=1e-12)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_hierarchy_decides_pair_by_pair(seed: int) -> None:
    other, ours = r(PAIRS, **two(seed).drawn), two(seed).rows
    for name in ("won", "lost"):
        assert [ours["wins", "P1", outcome, name] for outcome in ("S9", "S2", "P1")] == other[name].tolist()
    assert ours["wins", "P1", "all", "win_ratio"] == pytest.approx(other["ratio"][0], rel=1e-12)


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [((56, 70, 48, 80), 0.0524, 0.3339), ((9, 10, 3, 10), 0.1705, 0.8090), ((10, 10, 0, 10), 0.6075, 1.0000)],
)
def test_the_hybrid_interval_is_that_printed(counts: tuple[int, int, int, int], low: float, high: float) -> None:
    """Newcombe RG, Stat Med 1998;17:873-890, table II, method 10."""
    found = difference(*counts)
    assert [found.low, found.high] == pytest.approx([low, high], abs=5e-5)


@pytest.mark.parametrize("group", [(0, 0, 1, 1), (0, 0, 0, 1, 1, 1, 1)])
def test_grays_test_where_one_group_has_ended_before_the_other_begins_to(group: tuple[int, ...]) -> None:
    """The pooled incidence is 1 before the last event."""
    time, event = range(1, len(group) + 1), [1] * len(group)
    other = r('say("found", cuminc(time, event, group)$Tests[1, 1:2])', "cmprsk", time=time, event=event, group=group)
    found = gray(list(time), event, group)
    assert [found.statistic, found.p] == pytest.approx(other["found"], rel=1e-6)


@pytest.mark.parametrize("counts", [(3, 10, 8, 12), (0, 5, 4, 6), (7, 7, 2, 9), (20, 41, 19, 40)])
def test_fishers_test(counts: tuple[int, int, int, int]) -> None:
    other = r('say("p", fisher.test(matrix(c(t[1], t[2] - t[1], t[3], t[4] - t[3]), 2))$p.value)', t=counts)
    assert fisher_test(*counts).p == pytest.approx(other["p"][0], rel=1e-9)
