"""Cox regression against R's survival::coxph, Fine-Gray against cmprsk::crr, on published and fresh data with ties."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pytest
from numpy.typing import NDArray

from bedside.statistics.answer import Number
from bedside.statistics.hazards import Effects, cox, fine_gray
from bedside.statistics.risk_sets import Ties
from tests.double.in_r import r
from tests.double.test_competing_r import MGUS2

Floats = NDArray[np.float64]
NAMES = ("mgus2", "1/60/1", "2/200/3", "3/400/0", "4/25/7")


@lru_cache
def data(name: str) -> tuple[Floats, Floats, Floats]:
    """Times, causes and two covariates: mgus2 as R ships it, or freshly drawn, `seed/size/unit of time`."""
    if name == "mgus2":
        held = r(MGUS2, "survival")
        return held["time"], held["event"], np.column_stack([held["group"], held["age"]])
    seed, size, unit = (int(each) for each in name.split("/"))
    draw = np.random.default_rng(seed)
    covariates = np.column_stack([draw.normal(50, 10, size), draw.integers(0, 2, size)])
    time = draw.exponential(12 * np.exp(-0.03 * (covariates[:, 0] - 50) + 0.5 * covariates[:, 1]))
    time = np.ceil(time / unit) * unit if unit else time
    return time, draw.choice([0.0, 1.0, 2.0], size, p=[0.3, 0.45, 0.25]), covariates


def vectors(name: str, cause: int) -> dict[str, Floats | list[int]]:
    time, event, covariates = data(name)
    return {"time": time, "event": event, "one": covariates[:, 0], "two": covariates[:, 1], "cause": [cause]}


def told(found: Effects) -> tuple[list[Number | None], list[Number | None]]:
    return [each.log_ratio.value for each in found.effects], [each.log_ratio.se for each in found.effects]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("cause", [1, 2])
@pytest.mark.parametrize("ties", list(Ties))
def test_cox_regression_is_that_of_r(name: str, cause: int, ties: Ties) -> None:
    other = r(
        f'fit <- coxph(Surv(time, event == cause) ~ one + two, ties = "{ties.lower()}",\n'
        "             control = coxph.control(eps = 1e-13, iter.max = 50))\n"
        'say("value", coef(fit)); say("se", sqrt(diag(vcov(fit)))); say("likelihood", fit$loglik)\n'
        'say("p", summary(fit)$coefficients[, 5]); say("ends", summary(fit)$conf.int[1, c(1, 3, 4)])',
        "survival", **vectors(name, cause),
    )  # fmt: skip
    found = cox(*data(name), cause=cause, ties=ties)
    value, se = told(found)
    assert value == pytest.approx(other["value"].tolist(), rel=1e-7, abs=1e-9)
    assert se == pytest.approx(other["se"].tolist(), rel=1e-8)
    assert (found.null, found.log_likelihood) == pytest.approx(tuple(other["likelihood"]), rel=1e-10)
    assert [each.test.p for each in found.effects] == pytest.approx(other["p"].tolist(), rel=1e-6)
    ratio = found.effects[0].ratio
    assert (ratio.value, ratio.low, ratio.high) == pytest.approx(tuple(other["ends"]), rel=1e-8)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("cause", [1, 2])
def test_fine_gray_regression_is_that_of_r(name: str, cause: int) -> None:
    other = r(
        "fit <- crr(time, event, cbind(one, two), failcode = cause, cencode = 0, gtol = 1e-12, maxiter = 60)\n"
        'say("value", fit$coef); say("se", sqrt(diag(fit$var)))\n'
        'say("likelihood", c(fit$loglik.null, fit$loglik))',
        "cmprsk", **vectors(name, cause),
    )  # fmt: skip
    found = fine_gray(*data(name), cause=cause)
    value, se = told(found)
    assert value == pytest.approx(other["value"].tolist(), rel=1e-6, abs=1e-8)
    assert (found.null, found.log_likelihood) == pytest.approx(tuple(other["likelihood"]), rel=1e-10)
    assert se == pytest.approx(other["se"].tolist(), rel=1e-7)
