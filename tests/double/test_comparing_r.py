"""Comparisons of two arms against R, which has the times as they were drawn; two proportions as they are printed."""

from __future__ import annotations

import numpy as np
import pytest

from bedside.analysis.results import rows_of
from bedside.statistics.group_tests import gray
from bedside.statistics.two_proportions import difference, fisher_test
from tests.analysis.synthetic import NO, YES, Made
from tests.analysis.two_arms import in_two_arms
from tests.double.in_r import r

IN_R = """
fit <- coxph(Surv(life, died) ~ treated); ends <- function(f) c(summary(f)$conf.int[c(1, 3, 4)])
say("life", c(ends(fit), survdiff(Surv(life, died) ~ treated)$pvalue))
for (cause in 1:2) {
  sub <- crr(stay, how, treated, failcode = cause, cencode = 0)
  own <- coxph(Surv(stay, how == cause) ~ treated)
  say(paste0("stay", cause), c(summary(sub)$conf.int[c(1, 3, 4)], ends(own),
      cuminc(stay, how, treated, cencode = 0)$Tests[cause, "pv"]))
}
say("fisher", fisher.test(table(treated, success))$p.value)
say("rates", c(mean(success[treated == 1]), mean(success[treated == 0])))
"""
ENDS = ("", "_low", "_high")


@pytest.mark.parametrize("seed", [1, 2])
def test_two_arms(seed: int) -> None:
    draw = np.random.default_rng(seed)
    treated = np.arange(80) % 2
    life = np.ceil(draw.exponential(60 + 60 * treated)).clip(1, 150)
    died = (life < 150).astype(int)
    leaves = np.ceil(draw.exponential(14 - 5 * treated)).clip(1, 100)
    stay = np.minimum(life, leaves)
    how = np.where((died == 1) & (life <= leaves), 2, np.where(leaves < 100, 1, 0))
    success = (draw.random(80) < 0.4 + 0.25 * treated).astype(int)
    causes = {1: "left_intensive_care", 2: "death"}
    people = [
        Made(
            f"01-S{n:03}",
            {("P1", ""): YES if success[n] else NO,
             ("S2", ""): (24 * stay[n], 24 * (stay[n] if how[n] else 183), causes.get(int(how[n]), "cannot tell"))},
            died=float(life[n]) if died[n] else None, alive_until=None if died[n] else 150.0,
        )
        for n in range(80)
    ]  # fmt: skip
    other = r(IN_R, "survival", "cmprsk", life=life, died=died, stay=stay, how=how, treated=treated, success=success)
    rows = rows_of(in_two_arms(people, (treated == 1).tolist()))
    ours = {(row.analysis, row.group, row.statistic): row.value for row in rows if row.variable == "arms"}

    def of(analysis: str, group: str, *names: str) -> list[float]:
        return [float(str(ours[analysis, group, name])) for name in names]

    ratio, sub = [[f"{name}{end}" for end in ENDS] for name in ("hazard_ratio", "subdistribution_ratio")]
    assert of("S9", "death", *ratio, "two_sided_p") == pytest.approx(other["life"], rel=1e-6)
    for cause, name in causes.items():
        assert of("S2", name, *sub, *ratio, "two_sided_p") == pytest.approx(other[f"stay{cause}"], rel=1e-5)
    own = next(group for analysis, group, name in ours if analysis == "P1" and name == "difference")
    assert of("P1", own, "two_sided_p") == pytest.approx(other["fisher"], rel=1e-9)
    assert of("P1", own, "difference") == pytest.approx([other["rates"][0] - other["rates"][1]], abs=1e-12)


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
