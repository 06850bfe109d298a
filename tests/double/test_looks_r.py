"""Inference after looks against R, which lists every outcome, ranks them and adds up: no shortcut of ours is in it."""

from __future__ import annotations

import pytest

from bedside.design.hypotheses import Hypotheses
from bedside.design.monitoring import Kind, Monitoring, Rule
from bedside.design.plan import Look
from bedside.statistics.after_looks import after_looks
from bedside.statistics.stages import InForce
from tests.double.in_r import r
from tests.double.test_proportions_r import KOYAMA_CHEN

LISTED = """
outcomes <- function(p) {
  held <- c(1); before <- 0; found <- NULL
  for (k in seq_along(sizes)) {
    add <- dbinom(0:(sizes[k] - before), sizes[k] - before, p)
    reached <- rep(0, sizes[k] + 1)
    for (i in seq_along(held)) for (j in seq_along(add)) reached[i + j - 1] <- reached[i + j - 1] + held[i] * add[j]
    x <- 0:sizes[k]
    last <- k == length(sizes)
    won <- if (last) rep(FALSE, length(x)) else x >= success[k]
    lost <- if (last) rep(TRUE, length(x)) else x <= futile[k]
    ends <- won | lost
    # a success ranks above everything later, a stop for futility below; the last look lies between them
    rank <- ifelse(won, 1e6 * (1 + length(sizes) - k), ifelse(last, 0, -1e6 * (1 + length(sizes) - k))) + x
    found <- rbind(found, data.frame(k = k, x = x, rank = rank, p = reached)[ends, ])
    held <- ifelse(ends, 0, reached)
    before <- sizes[k]
  }
  found
}
mine <- with(outcomes(p0), rank[k == at_look & x == at_x])
extreme <- function(p) with(outcomes(p), sum(p[rank >= mine]))
more <- function(p) with(outcomes(p), sum(p[rank > mine]))
root <- function(f, share) uniroot(function(p) f(p) - share, c(1e-9, 1 - 1e-9), tol = 1e-13)$root
say("total", sum(outcomes(p0)$p))
say("p", extreme(p0))
say("rate", c(root(extreme, 0.5), root(extreme, 0.025), root(more, 0.975)))
"""
NEVER = 10_000.0
THREE = (Look(14, 3, 11), Look(28, 10, 18))


@pytest.mark.proves("analysis looks-in-force")
@pytest.mark.parametrize(
    ("early", "size", "x", "at"),
    [
        ((), 42, 23, 1),
        ((), 7, 3, 1),
        ((Look(16, 7),), 46, 24, 2),
        ((Look(16, 7),), 41, 15, 2),
        (THREE[:1], 28, 18, 2),
        (THREE[:1], 28, 10, 2),
        (THREE, 42, 23, 3),
        (THREE, 42, 17, 3),
        (THREE, 39, 22, 3),  # fewer than planned
        (THREE, 47, 22, 3),  # more than planned
        ((Look(21, None, 14),), 42, 23, 2),
    ],
)
@pytest.mark.parametrize("p0", [0.2, 0.4])
def test_the_inference_is_what_every_outcome_ranked_gives(
    early: tuple[Look, ...], size: int, x: int, at: int, p0: float
) -> None:
    given = dict(
        sizes=[*(look.size for look in early), size], at_look=[at], at_x=[x], p0=[p0],
        success=[*(NEVER if look.success is None else look.success for look in early), NEVER],
        futile=[*(-1 if look.futile is None else look.futile for look in early), -1],
    )  # fmt: skip
    other = r(LISTED, **given)
    found = after_looks(early, size, x, p0)
    assert other["total"][0] == pytest.approx(1)
    assert found.test.p == pytest.approx(other["p"][0], rel=1e-9, abs=1e-13)
    assert (found.rate.value, found.rate.low, found.rate.high) == pytest.approx(tuple(other["rate"]), abs=1e-8)


@pytest.mark.parametrize(
    ("counts", "x1", "x2", "m2", "p0"),
    [
        (((10, 1), (29, 5)), 2, 4, 19, 0.1),  # the example of §3 of Koyama and Chen
        (((19, 6), (39, 16)), 7, 10, 23, 0.3),  # the example of §4: 20 were planned, 23 were achieved
        (((19, 6), (39, 16)), 8, 9, 17, 0.3),  # three fewer
        (((16, 7), (46, 23)), 9, 14, 26, 0.4),
        (((16, 7), (46, 23)), 6, 0, 0, 0.4),
    ],
)
def test_a_two_stage_design_in_force_is_analysed_as_koyama_and_chen(
    counts: tuple[tuple[int, int], tuple[int, int]], x1: int, x2: int, m2: int, p0: float
) -> None:
    """Followed from participant to participant, the p-value is that of R, and the boundary is where it meets alpha."""
    (n1, r1), (n, most) = counts
    success, futility = (None, most + 1), (r1, most)
    rules = (Rule(Kind.SUCCESSES, counts=each) for each in (success, futility))
    held = InForce(Monitoring((n1, n), *rules), Hypotheses(p0, p0 + 0.3))
    course = held.course([True] * x1 + [False] * (n1 - x1) + [True] * x2 + [False] * (m2 - x2))
    shown = held.shown(course, 0.9)
    given = dict(n1=[n1], r1=[r1], n=[n], r=[most], x1=[x1], x2=[x2], m2=[m2], p0=[p0])
    other = r(KOYAMA_CHEN + 'say("alpha", sum(dbinom((r1 + 1):n1, n1, p0) *'
              " pbinom(r - (r1 + 1):n1, n - n1, p0, lower.tail = FALSE)))", **given)  # fmt: skip
    assert shown.test.p == pytest.approx(other["p"][0], rel=1e-7)
    assert (shown.rate.value, shown.rate.low, shown.rate.high) == pytest.approx(tuple(other["rate"]), abs=1e-7)
    assert held.alpha == pytest.approx(other["alpha"][0], rel=1e-9)
    assert shown.success == (not course.stopped and other["p"][0] <= other["alpha"][0] + 1e-12)


def test_what_is_left_of_alpha_is_spent_at_the_number_that_was_reached() -> None:
    """O'Brien-Fleming spending: the last boundary is the fewest successes that keep alpha, as R adds it up."""
    held = InForce(Monitoring((21, 42), Rule(Kind.SPENDING, function="obrien_fleming")), Hypotheses(0.4, 0.6))
    first = held.plan.looks[0].success
    assert first is not None
    course = held.course([True] * 12 + [False] * 9 + [True] * 8 + [False] * 10)
    other = r(
        """
        early <- pbinom(first - 1, 21, 0.4, lower.tail = FALSE)
        spent <- sapply(0:40, function(c) early + sum(dbinom(0:(first - 1), 21, 0.4) *
          pbinom(c - 0:(first - 1) - 1, 18, 0.4, lower.tail = FALSE)))
        say("needed", which(spent <= 0.05)[1] - 1)
        """,
        first=[first],
    )
    assert course.size == 39 and held.needed(course) == other["needed"][0]
