"""Values with limits of quantification against R: survival's survreg on intervals, and quantile of type 2."""

from __future__ import annotations

import numpy as np
import pytest

from bedside.statistics.quantification import quantified
from tests.double.in_r import r

Z = 1.959963984540054


@pytest.mark.parametrize(
    ("seed", "people", "lower", "upper"),
    [(1, 42, 0.0, np.inf), (2, 42, 60.0, np.inf), (3, 42, 0.0, 400.0), (4, 500, 90.0, 110.0), (5, 12, 70.0, 200.0)],
)
def test_the_fit_is_that_of_survreg(seed: int, people: int, lower: float, upper: float) -> None:
    """From no value to nine in ten beyond a limit; with a lower limit, a second one of another laboratory."""
    chance = np.random.default_rng(seed)
    values = np.exp(chance.normal(4.6, 0.8, people))
    limit = np.where(chance.random(people) < 0.3, lower / 2, lower)
    marks = np.where(values < limit, "<", np.where(values > upper, ">", ""))
    held = np.where(marks == "<", limit, np.where(marks == ">", upper, values))
    other = r(
        "f <- survreg(Surv(low, high, type = 'interval2') ~ 1, dist = 'lognormal',"
        " control = survreg.control(rel.tolerance = 1e-14, maxiter = 200))\n"
        "say('at', c(coef(f), log(f$scale))); say('se', sqrt(diag(vcov(f))))\n"
        "q <- predict(f, newdata = data.frame(one = 1), type = 'uquantile', p = c(.25, .5, .75), se.fit = TRUE)\n"
        "say('quartiles', q$fit); say('errors', q$se.fit)",
        "survival", low=np.where(marks == "<", np.nan, held), high=np.where(marks == ">", np.nan, held),
    )  # fmt: skip
    found = quantified(held, marks.tolist())
    (mu, tau), (error, spread) = other["at"], other["se"]
    mean, sd = found.geometric_mean, found.geometric_sd
    assert (mean.value, mean.low, mean.high) == pytest.approx(
        tuple(np.exp([mu, mu - Z * error, mu + Z * error])), rel=1e-6
    )
    ends = np.exp(np.exp([tau, tau - Z * spread, tau + Z * spread]))
    assert (sd.value, sd.low, sd.high) == pytest.approx(tuple(ends), rel=1e-6)
    for each, at, se in zip(found.quartiles, other["quartiles"], other["errors"], strict=True):
        assert (each.value, each.low, each.high) == pytest.approx(
            tuple(np.exp([at, at - Z * se, at + Z * se])), rel=1e-6
        )


@pytest.mark.parametrize("people", [1, 2, 3, 4, 5, 7, 42])
def test_the_quartiles_in_order_are_those_of_r(people: int) -> None:
    chance = np.random.default_rng(people)
    values = np.round(np.exp(chance.normal(3, 1, people)), 1)
    marks = chance.choice(["", "<"], people, p=[0.6, 0.4])
    code = "say(at, quantile(get(at), c(.25, .5, .75), type = 2))"
    low = np.where(marks == "<", 0.0, values)
    other = r(f"for (at in c('low', 'high')) {code}", low=low, high=values)
    found = quantified(values, marks.tolist()).observed
    assert [each.low for each in found] == pytest.approx(other["low"].tolist())
    assert [each.high for each in found] == pytest.approx(other["high"].tolist())
