"""Designs of a single group against R: the package rpact where it has them, R's own distributions where it has not.

Written against R 4.2.2 and rpact 3.3.4 (Debian 12). rpact finds the size of an exact test and of its normal
approximation, and what Lan and DeMets's functions spend (to 1e-8). Bayesian rules, the exact boundaries of spending and
the recursion over looks it does not have for one group: they are written again in R with dbinom, pbinom, pbeta and
lbeta, by adding probabilities where bedside counts orders.
"""

from __future__ import annotations

from math import ceil

import numpy as np
import pytest

from bedside.design.boundaries import plan_of
from bedside.design.characteristics import characteristics
from bedside.design.consistent import Way, approximate
from bedside.design.hypotheses import Hypotheses
from bedside.design.monitoring import Kind, Monitoring, Rule
from bedside.design.precision import INTERVALS, expected_width
from bedside.design.rows_designs import designs
from bedside.design.single_stage import exact_test, smallest, stable
from bedside.design.spending import SPENDING
from bedside.design.stated import of_protocol
from bedside.design.two_stage import best_by_size, minimax, optimal
from bedside.design.worked import work_out
from bedside.protocol.loading import load
from tests.double.in_r import r

ASKED = (
    (0.05, 0.20, 0.05, 0.80), (0.10, 0.30, 0.05, 0.90), (0.20, 0.40, 0.05, 0.90), (0.40, 0.60, 0.05, 0.80),
    (0.40, 0.60, 0.025, 0.90), (0.65, 0.85, 0.05, 0.90), (0.70, 0.90, 0.10, 0.85),
)  # fmt: skip
SIZES = (7, 14, 21, 28, 35, 42)
RATES = (0.0, 0.1, 0.25, 0.4, 0.5, 0.6, 0.85, 1.0)
LOOKED = """
looked <- function(sizes, futile, success, p) {
  held <- 1; before <- 0; won <- 0; expected <- 0; early <- 0
  for (k in seq_along(sizes)) {
    added <- sizes[k] - before; x <- 0:sizes[k]
    held <- sapply(x, function(s) { from <- 0:before; sum(held * dbinom(s - from, added, p)) })
    wins <- x >= success[k]; loses <- x <= futile[k]
    won <- won + sum(held[wins]); expected <- expected + sizes[k] * sum(held[wins | loses])
    if (k < length(sizes)) early <- early + sum(held[wins | loses])
    held[wins | loses] <- 0; before <- sizes[k]
  }
  c(won, expected, early)
}
"""
"""The recursion of Schultz and others (1973): success, expected size and early stops at a rate."""


@pytest.mark.proves("design single-stage")
def test_sizes_are_those_of_rpact() -> None:
    """rpact searches from an approximation: its exact size has the power, and lies between our smallest and stable."""
    other = r(
        "size <- function(i, normal) getSampleSizeRates(groups = 1, thetaH0 = p0[i], pi1 = p1[i], alpha = alpha[i],\n"
        "  beta = 1 - power[i], normalApproximation = normal)$nFixed\n"
        'for (normal in c("FALSE", "TRUE")) say(normal, sapply(seq_along(p0), size, normal == "TRUE"))\n',
        "rpact", **dict(zip(("p0", "p1", "alpha", "power"), zip(*ASKED, strict=True), strict=True)),
    )  # fmt: skip
    for each, exact, normal in zip(ASKED, other["FALSE"].tolist(), other["TRUE"].tolist(), strict=True):
        asked = Hypotheses(*each)
        assert smallest(asked).size <= exact <= stable(asked).size
        assert exact_test(int(exact), asked).power >= asked.power
        assert approximate(asked)[Way.NORMAL] == ceil(normal)


@pytest.mark.proves("design single-stage")
@pytest.mark.parametrize("asked", ASKED)
def test_smallest_and_stable_are_those_of_rs_distribution(asked: tuple[float, float, float, float]) -> None:
    """From every number up to the one that is proved to be enough, and a hundred beyond it."""
    p0, p1, alpha, power = asked
    first, last = smallest(Hypotheses(*asked)), stable(Hypotheses(*asked))
    other = r(
        "n <- 1:most; needed <- qbinom(alpha, n, p0, lower.tail = FALSE) + 1\n"
        "found <- pbinom(needed - 1, n, p1, lower.tail = FALSE); enough <- found >= power - 1e-12\n"
        'say("first", min(n[enough])); say("last", max(n[!enough]) + 1)\n'
        "at <- min(n[enough])\n"
        'say("test", c(needed[at], pbinom(needed[at] - 1, at, p0, lower.tail = FALSE), found[at]))',
        p0=[p0], p1=[p1], alpha=[alpha], power=[power], most=[Hypotheses(*asked).enough + 100],
    )  # fmt: skip
    assert (first.size, last.size) == (other["first"][0], other["last"][0])
    assert (first.successes, first.alpha, first.power) == pytest.approx(tuple(other["test"]), rel=1e-12)


OF_RPACT = {"obrien_fleming": '"asOF"', "pocock": '"asP"', "linear": '"asKD", gammaA = 1'}


@pytest.mark.proves("design monitoring")
@pytest.mark.parametrize("function", OF_RPACT)
def test_what_may_be_spent_is_what_rpact_spends(function: str) -> None:
    """rpact finds the bounds of normal statistics to 1e-8, and tells what these spend."""
    plans = [(alpha, sizes) for alpha in (0.05, 0.025) for sizes in (SIZES, (10, 25, 42), (5, 42))]
    asked = (
        f'say("{number}", getDesignGroupSequential(typeOfDesign = {OF_RPACT[function]}, sided = 1, alpha = {alpha}, '
        f"informationRates = c{sizes} / {sizes[-1]})$alphaSpent)"
        for number, (alpha, sizes) in enumerate(plans)
    )
    other = r("\n".join(asked), "rpact")
    for (alpha, sizes), spent in zip(plans, other.values(), strict=True):
        assert [SPENDING[function](size / sizes[-1], alpha) for size in sizes] == pytest.approx(
            spent.tolist(), abs=2e-8
        )


SPENT = """
spent <- function(sizes, p0, may) {
  held <- 1; before <- 0; used <- 0; found <- c()
  for (k in seq_along(sizes)) {
    x <- 0:sizes[k]
    held <- sapply(x, function(s) sum(held * dbinom(s - 0:before, sizes[k] - before, p0)))
    above <- c(rev(cumsum(rev(held))), 0)
    found[k] <- which(used + above <= may[k] + 1e-12)[1] - 1
    used <- used + above[found[k] + 1]; held[x >= found[k]] <- 0; before <- sizes[k]
  }
  found
}
"""


@pytest.mark.proves("design monitoring")
@pytest.mark.parametrize("function", ["obrien_fleming", "pocock", "linear"])
@pytest.mark.parametrize(("p0", "p1", "alpha"), [(0.4, 0.6, 0.05), (0.1, 0.3, 0.025), (0.7, 0.9, 0.05)])
def test_boundaries_that_spend_alpha(function: str, p0: float, p1: float, alpha: float) -> None:
    watched = Monitoring(SIZES, success=Rule(Kind.SPENDING, function=function))
    plan = plan_of(watched, Hypotheses(p0, p1, alpha))
    may = [SPENDING[function](size / SIZES[-1], alpha) for size in SIZES]
    other = r(SPENT + 'say("success", spent(sizes, p0, may))', sizes=SIZES, p0=[p0], may=may)
    ours = [size + 1 if look.success is None else look.success for size, look in zip(SIZES, plan.looks, strict=True)]
    assert ours == other["success"].tolist()


BAYES = """
above <- function(rate, x, n) pbeta(rate, prior[1] + x, prior[2] + n - x, lower.tail = FALSE)
predicted <- function(y, m, x, n) {
  a <- prior[1] + x; b <- prior[2] + n - x
  exp(lchoose(m, y) + lbeta(a + y, b + m - y) - lbeta(a, b))
}
last <- max(sizes); all <- 0:last
needed <- min(all[above(p0, all, last) >= 0.95])
hope <- function(n) sapply(0:n, function(x) { y <- 0:(last - n); sum(predicted(y, last - n, x, n)[x + y >= needed]) })
first <- function(holds) if (any(holds)) which(holds)[1] - 1 else NA
posterior <- sapply(sizes, function(n) first(above(p0, 0:n, n) >= 0.99)); posterior[length(sizes)] <- needed
hopeless <- sapply(sizes, function(n) sum(hope(n) <= 0.05) - 1); hopeless[length(sizes)] <- needed - 1
sure <- sapply(sizes, function(n) first(hope(n) >= 0.95)); sure[length(sizes)] <- needed
unlikely <- sapply(sizes, function(n) sum(above(p1, 0:n, n) <= 0.1) - 1); unlikely[length(sizes)] <- needed - 1
say("posterior", posterior); say("hopeless", hopeless); say("sure", sure); say("unlikely", unlikely)
"""


@pytest.mark.proves("design monitoring")
@pytest.mark.parametrize("prior", [(1.0, 1.0), (0.5, 0.5), (4.0, 6.0)])
@pytest.mark.parametrize(("p0", "p1"), [(0.4, 0.6), (0.1, 0.3), (0.65, 0.85)])
def test_boundaries_of_posterior_and_predictive_rules(p0: float, p1: float, prior: tuple[float, float]) -> None:
    """Both pairs of rules: posterior success with predictive futility, and the other way round."""
    decides, asked = Rule(Kind.POSTERIOR, 0.95), Hypotheses(p0, p1)
    pairs = {
        ("hopeless", "posterior"): (Rule(Kind.POSTERIOR, 0.99), Rule(Kind.PREDICTIVE, 0.05)),
        ("unlikely", "sure"): (Rule(Kind.PREDICTIVE, 0.95), Rule(Kind.POSTERIOR, 0.1)),
    }
    other = r(BAYES, sizes=SIZES, p0=[p0], p1=[p1], prior=prior)
    for (futile, success), (wins, loses) in pairs.items():
        plan = plan_of(Monitoring(SIZES, wins, loses, decides, prior), asked)
        ours = [np.nan if look.success is None else look.success for look in plan.looks]
        assert ours == pytest.approx(other[success].tolist(), nan_ok=True)
        assert [-1 if look.futile is None else look.futile for look in plan.looks] == other[futile].tolist()


@pytest.mark.proves("design exact")
def test_operating_characteristics_of_six_looks() -> None:
    """The tables' four decimals and beyond: probabilities to 1e-13, expected sizes to 1e-12."""
    watched = Monitoring(
        SIZES, Rule(Kind.POSTERIOR, 0.99), Rule(Kind.PREDICTIVE, 0.05), Rule(Kind.POSTERIOR, 0.95), (1.0, 1.0)
    )
    plan = plan_of(watched, Hypotheses(0.4, 0.6))
    found = characteristics(plan, RATES)
    other = r(
        LOOKED + 'for (p in rates) say(paste0("at", p), looked(sizes, futile, success, p))',
        sizes=SIZES, rates=RATES, futile=[-1 if each.futile is None else each.futile for each in plan.looks],
        success=[999 if each.success is None else each.success for each in plan.looks],
    )  # fmt: skip
    for number, held in enumerate(other.values()):
        assert (found.power[number], found.early[number]) == pytest.approx((held[0], held[2]), abs=1e-13)
        assert found.expected[number] == pytest.approx(held[1], rel=1e-12)
    assert len(other) == len(RATES)


@pytest.mark.proves("design two-stage")
@pytest.mark.parametrize("asked", [(0.4, 0.6, 0.05, 0.8), (0.1, 0.3, 0.05, 0.9), (0.7, 0.85, 0.1, 0.9)])
def test_simons_designs_keep_what_r_says_they_keep(asked: tuple[float, float, float, float]) -> None:
    found = best_by_size(Hypotheses(*asked))
    for design in (optimal(found), minimax(found)):
        other = r(
            "x <- (r1 + 1):n1\n"
            "won <- function(p) sum(dbinom(x, n1, p) * pbinom(r - x, n - n1, p, lower.tail = FALSE))\n"
            'say("held", c(won(p0), won(p1), n1 + (1 - pbinom(r1, n1, p0)) * (n - n1)))',
            r1=[design.r1], n1=[design.n1], r=[design.r], n=[design.n], p0=[asked[0]], p1=[asked[1]],
        )  # fmt: skip
        assert (design.alpha, design.power, design.expected) == pytest.approx(tuple(other["held"]), rel=1e-12)


@pytest.mark.proves("design precision")
@pytest.mark.parametrize("method", list(INTERVALS))
@pytest.mark.parametrize("rate", [0.05, 0.4, 0.6, 0.97])
def test_expected_widths(method: str, rate: float) -> None:
    call = {"clopper_pearson": "binom.test(x, n)", "wilson": "prop.test(x, n, correct = FALSE)"}[method]
    other = r(
        f"width <- sapply(0:n, function(x) diff(suppressWarnings({call})$conf.int))\n"
        'say("width", sum(dbinom(0:n, n, rate) * width))',
        n=[42], rate=[rate],
    )  # fmt: skip
    assert expected_width(method, 42, rate) == pytest.approx(other["width"][0], rel=1e-10)


@pytest.mark.proves("design monitoring")
def test_the_type_i_error_where_stops_for_futility_are_overruled() -> None:
    """Each design of JAKAHDI by R's own sums over the first look and the rest, no look of which stops for futility.

    Of designs without a stop for success it is what one exact test at the end has; heeded, it is never more.
    """
    worked = work_out(of_protocol(load("jakahdi"), {}))
    p0, rows = worked.stated.asked.p0, [row for row in designs(worked)]
    found = {row.group: row.value for row in rows if row.statistic == "alpha_overruled"}
    heeded = {row.group: row.value for row in rows if row.statistic == "alpha"}
    two_looks = worked.planned["both_two_looks"]
    (first, last) = two_looks.looks
    other = r(
        "x <- 0:(success - 1)\n"
        "late <- sum(dbinom(x, first, p0) * pbinom(needed - 1 - x, last - first, p0, lower.tail = FALSE))\n"
        'say("both", pbinom(success - 1, first, p0, lower.tail = FALSE) + late)\n'
        'say("end", pbinom(r, n, p0, lower.tail = FALSE))\n',
        first=[first.size], success=[first.success], last=[last.size], needed=[last.success], p0=[p0],
        r=[plan.needed - 1 for plan in worked.planned.values()], n=[plan.size for plan in worked.planned.values()],
    )  # fmt: skip
    at_the_end = dict(zip(worked.planned, other["end"].tolist(), strict=True))
    assert set(found) == {"minimax", "admissible_41", "optimal", "futility_six_looks", "both_two_looks"}
    assert found["both_two_looks"] == pytest.approx(other["both"][0], rel=1e-12)
    for name in set(found) - {"both_two_looks"}:
        assert found[name] == pytest.approx(at_the_end[name], rel=1e-12)
    assert all(found[name] > heeded[name] for name in found)  # type: ignore[operator]
    assert heeded["both_two_looks"] == pytest.approx(0.0424, abs=5e-5)
    assert found["both_two_looks"] == pytest.approx(0.0432, abs=5e-5)
    starred = {row.group for row in rows if row.statistic == "alpha_overruled" and row.warning}
    assert starred == {"minimax", "admissible_41", "optimal"}
