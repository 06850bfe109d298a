"""Cumulative incidence, Gray's test and the log-rank test against R (cmprsk, survival)."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pytest

from bedside.statistics.group_tests import gray, log_rank
from bedside.statistics.incidence import aalen_johansen
from bedside.statistics.transformed import Scale
from tests.double.in_r import r

Vectors = dict[str, tuple[float, ...]]
MGUS2 = """
held <- mgus2
say("time", ifelse(held$pstat == 0, held$futime, held$ptime))
say("event", ifelse(held$pstat == 0, 2 * held$death, 1))
say("group", as.integer(held$sex)); say("age", held$age)
"""


@lru_cache
def data(name: str) -> Vectors:
    """Times, events of two causes and groups: mgus2 as R ships it, or freshly drawn, `seed/size/groups/unit`."""
    if name == "mgus2":
        return {key: tuple(held) for key, held in r(MGUS2, "survival").items()}
    seed, size, groups, unit = (float(each) for each in name.split("/"))
    draw = np.random.default_rng(int(seed))
    time = draw.exponential(12, int(size))
    time = np.ceil(time / unit) * unit if unit else time
    event = draw.choice([0, 1, 2], int(size), p=[0.25, 0.45, 0.3])
    return {
        "time": tuple(time),
        "event": tuple(event.astype(float)),
        "group": tuple(draw.integers(0, int(groups), int(size)).astype(float)),
    }


NAMES = ("mgus2", "1/42/2/1", "2/200/3/2", "3/9/2/4", "4/300/4/0", "5/60/2/7")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("cause", [1, 2])
def test_the_incidence_and_its_variance_are_those_of_r(name: str, cause: int) -> None:
    held = data(name)
    at = np.unique(np.quantile(held["time"], [0.1, 0.3, 0.5, 0.8], method="nearest"))
    other = r(
        "found <- timepoints(cuminc(time, event)[paste('1', cause)], at)\n"
        'say("est", found$est); say("var", found$var)\n'
        'fit <- survfit(Surv(time, factor(event, 0:2)) ~ 1, conf.type = "log-log")\n'
        'say("at_all", fit$time); say("all", fit$pstate[, cause + 1])',
        "cmprsk", "survival", time=held["time"], event=held["event"], cause=[cause], at=at,
    )  # fmt: skip
    curve = aalen_johansen(held["time"], held["event"], cause)
    assert curve.seen.time == pytest.approx(other["at_all"])
    assert curve.incidence == pytest.approx(other["all"], rel=1e-11, abs=1e-14)
    place = np.searchsorted(curve.seen.time, at)
    assert curve.incidence[place] == pytest.approx(other["est"], rel=1e-11)
    assert curve.se[place] == pytest.approx(np.sqrt(other["var"]), rel=1e-8)


@pytest.mark.parametrize("name", NAMES)
def test_the_log_log_interval_is_that_of_r_for_the_same_standard_error(name: str) -> None:
    """survival's own standard error is another one, so its formula of the interval is asked for ours."""
    held = data(name)
    curve = aalen_johansen(held["time"], held["event"])
    inside = (curve.incidence > 0) & (curve.incidence < 1)
    other = r(
        "made <- survival:::survfit_confint(p, se / p, conf.type = 'log-log', conf.int = 0.9)\n"
        'say("low", made$lower); say("high", made$upper)',
        "survival", p=curve.incidence[inside], se=curve.se[inside],
    )  # fmt: skip
    low, high = curve.band(Scale.LOG_LOG, 0.9)
    assert low[inside] == pytest.approx(other["low"], rel=1e-10)
    assert high[inside] == pytest.approx(other["high"], rel=1e-10)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("cause", [1, 2])
def test_grays_test_is_that_of_r(name: str, cause: int) -> None:
    held = data(name)
    other = r('say("test", cuminc(time, event, group)$Tests[cause, ])', "cmprsk", cause=[cause], **given(held))
    found = gray(held["time"], held["event"], held["group"], cause)
    assert (found.statistic, found.p, found.df) == pytest.approx(tuple(other["test"]), rel=1e-8)


@pytest.mark.parametrize("name", NAMES)
def test_the_log_rank_test_is_that_of_r(name: str) -> None:
    held = data(name)
    other = r(
        "found <- survdiff(Surv(time, event > 0) ~ group)\n"
        'say("test", c(found$chisq, pchisq(found$chisq, length(found$n) - 1, lower.tail = FALSE)))',
        "survival", **given(held),
    )  # fmt: skip
    found = log_rank(held["time"], np.array(held["event"]) > 0, held["group"])
    assert (found.statistic, found.p) == pytest.approx(tuple(other["test"]), rel=1e-9)


def given(held: Vectors) -> Vectors:
    return {key: held[key] for key in ("time", "event", "group")}
