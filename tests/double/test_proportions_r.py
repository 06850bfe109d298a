"""Tests and intervals of one proportion against R (binom.test, prop.test, qbeta, pbinom), Newcombe's printed table, and
Koyama and Chen's inference against R's distribution functions and Simon's printed design."""

from __future__ import annotations

import pytest

from bedside.statistics.after_two_stages import Stages, after_two_stages
from bedside.statistics.answer import Estimate
from bedside.statistics.posterior import posterior
from bedside.statistics.proportions import Interval, Side, binomial_test, interval, mid_p_test
from bedside.statistics.tipping import tipping
from tests.double.in_r import r

CASES = (
    (23, 42, 0.4),
    (0, 42, 0.4),
    (42, 42, 0.4),
    (1, 1, 0.5),
    (0, 1, 0.01),
    (81, 263, 0.3),
    (15, 148, 0.12),
    (7, 16, 0.9),
)
SAME = {"rel": 1e-10, "abs": 1e-13}


def ends(found: Estimate) -> tuple[object, object]:
    return found.low, found.high


@pytest.mark.parametrize(("x", "n", "p0"), CASES)
def test_the_exact_test_is_that_of_r(x: int, n: int, p0: float) -> None:
    other = r(
        'for (side in c("greater", "less", "two.sided")) say(side, binom.test(x, n, p0, side)$p.value)\n'
        'say("mid", pbinom(x, n, p0, lower.tail = FALSE) + dbinom(x, n, p0) / 2)',
        x=[x], n=[n], p0=[p0],
    )  # fmt: skip
    for side in Side:
        assert binomial_test(x, n, p0, side).p == pytest.approx(other[side.replace("_", ".")][0], **SAME)
    mid = other["mid"][0]
    assert mid_p_test(x, n, p0).p == pytest.approx(mid, **SAME)
    assert mid_p_test(x, n, p0, Side.TWO_SIDED).p == pytest.approx(min(1, 2 * min(mid, 1 - mid)), **SAME)


@pytest.mark.parametrize("level", [0.8, 0.9, 0.95])
@pytest.mark.parametrize(("x", "n"), [each[:2] for each in CASES])
def test_the_intervals_are_those_of_r(x: int, n: int, level: float) -> None:
    other = r(
        'say("clopper_pearson", binom.test(x, n, conf.level = level)$conf.int)\n'
        'say("wilson", prop.test(x, n, conf.level = level, correct = FALSE)$conf.int)\n'
        'tails <- c((1 - level) / 2, (1 + level) / 2)\n'
        'say("jeffreys", ifelse(c(x == 0, x == n), c(0, 1), qbeta(tails, x + 0.5, n - x + 0.5)))\n'
        'mid <- function(p) pbinom(x, n, p, lower.tail = FALSE) + dbinom(x, n, p) / 2\n'
        'end <- function(tail) uniroot(function(p) mid(p) - tail, c(0, 1), tol = 1e-14)$root\n'
        'say("mid_p", c(if (x == 0) 0 else end(tails[1]), if (x == n) 1 else end(tails[2])))',
        x=[x], n=[n], level=[level],
    )  # fmt: skip
    for kind in Interval:
        assert ends(interval(x, n, kind, level)) == pytest.approx(tuple(other[kind]), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize(
    ("x", "n", "exact", "score", "mid"),
    [
        (81, 263, (0.2527, 0.3676), (0.2553, 0.3662), (0.2544, 0.3658)),
        (15, 148, (0.0578, 0.1617), (0.0624, 0.1605), (0.0601, 0.1581)),
        (0, 20, (0.0, 0.1684), (0.0, 0.1611), (0.0, 0.1391)),
        (1, 29, (0.0009, 0.1776), (0.0061, 0.1718), (0.0017, 0.1585)),
    ],
)
def test_the_intervals_are_those_that_newcombe_prints(
    x: int, n: int, exact: tuple[float, float], score: tuple[float, float], mid: tuple[float, float]
) -> None:
    """Newcombe RG, Stat Med 1998;17:857-872, table I, methods 5, 3 and 6."""
    kinds = (Interval.CLOPPER_PEARSON, exact), (Interval.WILSON, score), (Interval.MID_P, mid)
    for kind, printed in kinds:
        assert ends(interval(x, n, kind)) == pytest.approx(printed, abs=5.1e-5)


@pytest.mark.parametrize("prior", [(1.0, 1.0), (0.5, 0.5), (4.0, 6.0)])
@pytest.mark.parametrize(("x", "n", "p0"), CASES)
def test_the_posterior_is_that_of_r(x: int, n: int, p0: float, prior: tuple[float, float]) -> None:
    other = r(
        'say("above", pbeta(p0, prior[1] + x, prior[2] + n - x, lower.tail = FALSE))\n'
        'say("ends", qbeta(c(0.025, 0.975), prior[1] + x, prior[2] + n - x))',
        x=[x], n=[n], p0=[p0], prior=prior,
    )  # fmt: skip
    found = posterior(x, n, p0, prior)
    assert found.above == pytest.approx(other["above"][0], rel=1e-10, abs=1e-14)
    assert ends(found.rate) == pytest.approx(tuple(other["ends"]), rel=1e-9, abs=1e-14)


def test_the_tipping_table_has_the_p_values_of_r() -> None:
    found = tipping(20, 36, 6, 23, 0.4)
    other = r('say("p", sapply(20:26, function(x) binom.test(x, 42, 0.4, "greater")$p.value))')
    assert [row.p for row in found.rows] == pytest.approx(other["p"].tolist(), **SAME)
    assert found.needed == 3


KOYAMA_CHEN = """
ordering <- function(p) {
  if (x1 <= r1) return(pbinom(x1 - 1, n1, p, lower.tail = FALSE))
  first <- (r1 + 1):n1
  if (m2 == n - n1) return(sum(dbinom(first, n1, p) * pbinom(x1 + x2 - first - 1, n - n1, p, lower.tail = FALSE)))
  succeeds <- function(rate) pbinom(r - x1, n - n1, rate, lower.tail = FALSE)
  seen <- pbinom(x2 - 1, m2, p, lower.tail = FALSE)
  carried <- if (seen <= 0) 0 else if (seen >= 1) 1 else
    uniroot(function(rate) succeeds(rate) - seen, c(0, 1), tol = 1e-15)$root
  sum(dbinom(first, n1, p) * pbinom(r - first, n - n1, carried, lower.tail = FALSE))
}
at <- function(share) uniroot(function(p) ordering(p) - share, c(1e-9, 1 - 1e-9), tol = 1e-14)$root
say("p", ordering(p0))
say("rate", c(at(0.5), at(0.05), at(0.95)))
"""


@pytest.mark.parametrize(
    ("stages", "x1", "x2", "m2", "p0"),
    [
        (Stages(10, 1, 29, 5), 2, 4, 19, 0.1),  # the example of §3
        (Stages(19, 6, 39, 16), 7, 10, 23, 0.3),  # the example of §4: 20 were planned, 23 were achieved
        (Stages(19, 6, 39, 16), 12, 3, 17, 0.3),
        (Stages(16, 7, 46, 23), 9, 14, 26, 0.4),
        (Stages(16, 7, 46, 23), 9, 20, 30, 0.4),
        (Stages(16, 7, 46, 23), 6, 0, 0, 0.4),
    ],
)
def test_inference_after_two_stages_is_that_of_r(stages: Stages, x1: int, x2: int, m2: int, p0: float) -> None:
    given = dict(n1=[stages.n1], r1=[stages.r1], n=[stages.n], r=[stages.r], x1=[x1], x2=[x2], m2=[m2], p0=[p0])
    other = r(KOYAMA_CHEN, **given)
    found = after_two_stages(stages, x1, x2, m2, p0, level=0.9)
    assert found.test.p == pytest.approx(other["p"][0], rel=1e-7)
    assert (found.rate.value, found.rate.low, found.rate.high) == pytest.approx(tuple(other["rate"]), abs=1e-7)


def test_the_p_value_at_the_boundary_of_simons_design_is_its_alpha() -> None:
    """Simon 1989, table 1: 1/10 5/29 for .10 and .30; its type I error is .047."""
    assert after_two_stages(Stages(10, 1, 29, 5), 2, 4, 19, 0.1).test.p == pytest.approx(0.047, abs=5e-4)
