"""Times from the first dose on against R, which has the times as they were drawn and subtracts the dose itself."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest

from bedside.analysis.results import rows_of
from bedside.analysis.worked import work_on
from tests.analysis.synthetic import Made, cut
from tests.double.in_r import r

IN_R = """
kept <- !is.na(dosed) & (is.na(died) | died > dosed)
d <- data.frame(dosed, died, seen, icu)[kept, ]
d$life <- pmin(ifelse(is.na(d$died), d$seen, d$died) - d$dosed, 183)
d$dead <- as.integer(!is.na(d$died) & d$died - d$dosed <= 183)
fit <- survfit(Surv(life, dead) ~ 1, d, conf.type = "log-log")
found <- summary(fit, times = c(7, 28))
say("survival", c(rbind(found$surv, found$lower, found$upper))); say("at_risk", found$n.risk)
first <- pmin(d$icu, ifelse(is.na(d$died), Inf, d$died))
cause <- ifelse(!is.na(d$died) & d$died <= d$icu, 2, 1)
inc <- timepoints(cuminc(first - d$dosed, cause, cencode = 0), times = c(7, 28))
say("left", inc$est[1, ]); say("death", inc$est[2, ])
"""


def _stay(icu: float, died: float) -> tuple[float, float, str]:
    """The stay from inclusion in hours, and why it ended."""
    if died <= icu:
        return 24 * died, 24 * died, "death"
    return 24 * icu, 24 * icu, "left_intensive_care"


@pytest.mark.parametrize("seed", [1, 2])
def test_from_the_first_dose_on(seed: int) -> None:
    draw = np.random.default_rng(seed)
    dosed = np.where(draw.random(30) < 0.15, np.nan, draw.uniform(0.1, 3, 30).round(2))
    died = np.where(draw.random(30) < 0.5, draw.uniform(0.5, 40, 30).round(2), np.nan)
    icu, seen = draw.uniform(4, 30, 30).round(1), draw.uniform(60, 300, 30).round(1)
    dosed[0], died[0], icu[0] = (
        1.0,
        np.nan,
        40.0,
    )  # somebody is still there at day 28: R ends a curve with its last time
    people = [
        Made(f"01-S{n:03}", {("S2", ""): _stay(float(icu[n]), float(died[n]))},
             died=None if np.isnan(died[n]) else float(died[n]), icu_days=float(icu[n]),
             alive_until=float(seen[n]) if np.isnan(died[n]) else None,
             dosed=None if np.isnan(dosed[n]) else float(dosed[n]))
        for n in range(30)
    ]  # fmt: skip
    other = r(IN_R, "survival", "cmprsk", dosed=dosed, died=died, seen=seen, icu=icu)
    with TemporaryDirectory() as place:
        rows = rows_of(work_on("jakahdi", cut(Path(place) / "cut", people)))
    ours = {(row.analysis, row.group, row.time, row.statistic): row.value for row in rows}
    ends = ("survival", "survival_low", "survival_high")
    assert [ours["S9.first_dose", "all", day, end] for day in ("7", "28") for end in ends] == pytest.approx(
        other["survival"], abs=1e-9
    )
    assert [ours["S9.first_dose", "all", day, "at_risk"] for day in ("7", "28")] == other["at_risk"].tolist()
    for name, group in (("left", "left_intensive_care"), ("death", "death")):
        assert [ours["S2.first_dose", group, day, "incidence"] for day in ("7", "28")] == pytest.approx(
            other[name], abs=1e-9
        )
