"""Multiple imputation against R: mice pools, lm and glm say from what is to be drawn.

Draws are compared by their shares: with 20,000 of them a share is within 4 standard errors of the probability that R
has (binomial, at most .015), a mean within 4 of its own.
"""

from __future__ import annotations

import numpy as np
import pytest

from bedside.statistics.imputation import Kind, Missing
from bedside.statistics.logistic import Logistic, logistic
from bedside.statistics.pooling import pooled, pooled_share
from tests.double.in_r import r

DRAWS = 20_000


@pytest.mark.parametrize("complete_df", [3.0, 41.0, np.inf])
@pytest.mark.parametrize(("seed", "m", "apart"), [(1, 5, 1.0), (2, 20, 0.1), (3, 100, 5.0), (4, 2, 0.1)])
def test_rubins_rules_are_those_of_mice(seed: int, m: int, apart: float, complete_df: float) -> None:
    chance = np.random.default_rng(seed)
    q, u = chance.normal(2, apart, m), chance.uniform(0.5, 1.5, m)
    size = complete_df + 1 if complete_df < np.inf else "Inf"
    other = r(
        f"f <- pool.scalar(q, u, n = {size}, k = 1); say('at', c(f$qbar, sqrt(f$t), f$df, f$fmi, f$b, f$ubar))\n"
        "half <- qt(.975, f$df) * sqrt(f$t); say('ends', f$qbar + c(-half, half))\n"
        "say('p', 2 * pt(-abs(f$qbar / sqrt(f$t)), f$df))",
        "mice", q=q, u=u,
    )  # fmt: skip
    found = pooled(q.tolist(), u.tolist(), complete_df)
    told = (found.estimate.value, found.estimate.se, found.df, found.missing_information, found.between, found.within)
    assert told == pytest.approx(tuple(other["at"]), rel=1e-9)
    assert (found.estimate.low, found.estimate.high) == pytest.approx(tuple(other["ends"]), rel=1e-8)
    assert found.p == pytest.approx(other["p"][0], rel=1e-8)


def test_numbers_are_drawn_from_the_predictive_distribution_of_lm() -> None:
    chance = np.random.default_rng(5)
    x = chance.normal(size=(14, 2))
    y = 3 + x @ [1.0, -2.0] + chance.normal(size=14)
    y[:4] = np.nan
    other = r(
        "f <- lm(y ~ a + b); n <- data.frame(a, b)[is.na(y), ]\n"
        "say('low', predict(f, n, interval = 'prediction', level = 0.5)[, 2])\n"
        "say('fit', predict(f, n)); say('high', predict(f, n, interval = 'prediction', level = 0.9)[, 3])",
        y=y, a=x[:, 0], b=x[:, 1],
    )  # fmt: skip
    drawn = Missing(Kind.CONTINUOUS, y, x, DRAWS, 11).imputed(1.5)
    assert isinstance(drawn, np.ndarray)
    assert (drawn[:, 4:] == y[4:]).all()
    for end, share in (("low", 0.25), ("fit", 0.5), ("high", 0.95)):
        below = (drawn[:, :4] < other[end] + 1.5).mean(axis=0)
        assert below == pytest.approx(share, abs=4 * (share * (1 - share) / DRAWS) ** 0.5)
    apart = np.corrcoef(drawn[:, 0], drawn[:, 1])[0, 1]
    hat = np.column_stack([np.ones(14), x])
    cross = hat[:4] @ np.linalg.inv(hat[4:].T @ hat[4:]) @ hat[:4].T + np.eye(4)
    assert apart == pytest.approx(cross[0, 1] / (cross[0, 0] * cross[1, 1]) ** 0.5, abs=0.04)


def test_the_logistic_regression_is_that_of_glm() -> None:
    chance = np.random.default_rng(6)
    x = chance.normal(size=(60, 2))
    y = (chance.random(60) < 1 / (1 + np.exp(-0.5 - x[:, 0]))).astype(float)
    other = r(
        "f <- glm(y ~ a + b, binomial, control = glm.control(epsilon = 1e-14))\n"
        "say('beta', coef(f)); say('v', vcov(f))",
        y=y, a=x[:, 0], b=x[:, 1],
    )  # fmt: skip
    found = logistic(np.column_stack([np.ones(60), x]), y)
    assert isinstance(found, Logistic)
    assert found.beta == pytest.approx(other["beta"], rel=1e-9)
    assert found.covariance.ravel() == pytest.approx(other["v"], rel=1e-6)


@pytest.mark.parametrize("delta", [0.0, -1.0, 2.0])
def test_answers_are_drawn_as_glm_and_beta_say(delta: float) -> None:
    chance = np.random.default_rng(7)
    x = chance.normal(size=42)
    y = (chance.random(42) < 1 / (1 + np.exp(-x))).astype(float)
    y[:3] = np.nan
    other = r(
        "f <- glm(y ~ x, binomial); p <- predict(f, data.frame(x), se.fit = TRUE)\n"
        "of <- function(at, se)"
        " integrate(function(z) plogis(at + se * z + delta) * dnorm(z), -8, 8, rel.tol = 1e-10)$value\n"
        "say('chance', mapply(of, p$fit[is.na(y)], p$se.fit[is.na(y)]))\n"
        "s <- sum(y, na.rm = TRUE); n <- sum(!is.na(y))\n"
        "g <- function(q) plogis(qlogis(q) + delta) * dbeta(q, s + 0.5, n - s + 0.5)\n"
        "say('beta', integrate(g, 0, 1, rel.tol = 1e-10)$value)",
        y=y, x=x, delta=[delta],
    )  # fmt: skip
    drawn = Missing(Kind.BINARY, y, x, DRAWS, 12).imputed(delta)
    plain = Missing(Kind.BINARY, y, None, DRAWS, 13).imputed(delta)
    assert isinstance(drawn, np.ndarray) and isinstance(plain, np.ndarray)
    assert drawn[:, :3].mean(axis=0) == pytest.approx(other["chance"], abs=4 * 0.5 / DRAWS**0.5)
    assert plain[:, :3].mean(axis=0) == pytest.approx(other["beta"][0], abs=4 * 0.5 / DRAWS**0.5)


@pytest.mark.parametrize(("successes", "size"), [(0, 42), (23, 42), (42, 42), (1, 3)])
def test_a_share_with_nothing_missing_has_the_score_interval_of_r(successes: int, size: int) -> None:
    other = r("say('ends', prop.test(x, n, correct = FALSE)$conf.int)", x=[successes], n=[size])["ends"]
    found = pooled_share([successes / size] * 5, size)
    assert (found.low, found.high) == pytest.approx(tuple(other), abs=1e-9)
