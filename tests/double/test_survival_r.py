"""Kaplan-Meier, quantiles, restricted means, risk tables and rates against R (survival, poisson.test)."""

from __future__ import annotations

from functools import lru_cache
from itertools import product

import numpy as np
import pytest
from numpy.typing import NDArray

from bedside.statistics.answer import Absent, Number
from bedside.statistics.rates import rate
from bedside.statistics.survival_curve import kaplan_meier, risk_table
from bedside.statistics.survival_summaries import median_follow_up, quantile, restricted_mean
from bedside.statistics.transformed import Scale
from tests.double.in_r import r

Floats = NDArray[np.float64]
FIT = """
for (scale in c("log-log", "log")) {
  fit <- survfit(Surv(time, event) ~ 1, conf.type = scale, conf.int = level)
  say(paste0(scale, "/low"), fit$lower); say(paste0(scale, "/high"), fit$upper)
  found <- quantile(fit, c(0.25, 0.5, 0.75))
  say(paste0(scale, "/quantiles"), c(rbind(found$quantile, found$lower, found$upper)))
}
say("time", fit$time); say("at_risk", fit$n.risk); say("survival", fit$surv); say("se", summary(fit)$std.err)
say("follow_up", quantile(survfit(Surv(time, 1 - event) ~ 1, conf.type = "log-log", conf.int = level), 0.5)$quantile)
say("restricted", summary(fit, rmean = horizon)$table[c("rmean", "se(rmean)")])
"""


@lru_cache
def data(name: str) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Times and events: a data set that R ships, or freshly drawn with ties as days make them."""
    if name == "lung":
        found = r('say("time", lung$time); say("event", lung$status == 2)', "survival")
        return tuple(found["time"]), tuple(found["event"])
    seed, size = (int(each) for each in name.split("/"))
    draw = np.random.default_rng(seed)
    time = np.ceil(draw.exponential(12, size))
    return tuple(time), tuple((draw.random(size) < 0.6).astype(float))


NAMES = ("lung", "1/42", "2/42", "3/7", "4/300", "5/2")


def as_r(each: Number) -> float:
    return np.nan if isinstance(each, Absent) else each


@pytest.mark.parametrize(("name", "level"), [*product(NAMES, [0.9, 0.95])])
def test_the_curve_is_that_of_r(name: str, level: float) -> None:
    time, event = data(name)
    horizon = float(np.quantile(time, 0.7))
    other = r(FIT, "survival", time=time, event=event, level=[level], horizon=[horizon])
    curve = kaplan_meier(time, event)
    assert curve.seen.time == pytest.approx(other["time"])
    assert curve.seen.at_risk == pytest.approx(other["at_risk"])
    assert curve.survival == pytest.approx(other["survival"], rel=1e-12, abs=1e-15)
    left = curve.seen.any_event * curve.survival > 0
    assert curve.se[left] == pytest.approx(other["se"][: left.sum()], rel=1e-11)
    assert [row.at_risk for row in risk_table(curve.seen, other["time"])] == other["at_risk"].tolist()
    for scale in Scale:
        low, high = curve.band(scale, level)
        shown = (curve.survival > 0) & (curve.survival < 1)
        assert low[shown] == pytest.approx(other[f"{scale}/low"][shown], rel=1e-11)
        assert high[shown] == pytest.approx(other[f"{scale}/high"][shown], rel=1e-11)
        found = [quantile(curve, share, scale, level) for share in (0.25, 0.5, 0.75)]
        ours = [as_r(each) for one in found for each in (one.value, one.low, one.high)]
        assert ours == pytest.approx(other[f"{scale}/quantiles"].tolist(), rel=1e-12, nan_ok=True)
    assert as_r(median_follow_up(time, event).value) == pytest.approx(other["follow_up"][0], nan_ok=True)
    mean = restricted_mean(curve, horizon, level)
    assert (mean.value, mean.se) == pytest.approx(tuple(other["restricted"]), rel=1e-10)


@pytest.mark.parametrize(("events", "time"), [(0, 812.0), (1, 10.0), (4, 812.0), (250, 33.3)])
@pytest.mark.parametrize("level", [0.9, 0.95])
def test_the_rate_is_that_of_r(events: int, time: float, level: float) -> None:
    other = r('say("ends", poisson.test(k, t, conf.level = level)$conf.int)', k=[events], t=[time], level=[level])
    found = rate(events, time, 1000, level)
    assert (found.value, found.low, found.high) == pytest.approx(
        (1000 * events / time, *1000 * other["ends"]), rel=1e-10
    )


def test_garwoods_table() -> None:
    """Garwood 1936, 95 %: 0 events 0 to 3.69, 1 event .0253 to 5.57, 10 events 4.80 to 18.39."""
    for events, low, high in ((0, 0, 3.69), (1, 0.0253, 5.57), (10, 4.80, 18.39)):
        found = rate(events, 1.0)
        assert (found.low, found.high) == pytest.approx((low, high), abs=5e-3)
