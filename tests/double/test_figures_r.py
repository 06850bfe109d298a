"""What the figures draw, point by point, against R: from people as they were made to the rows behind the pictures."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import pytest

from bedside.analysis.figures.gathered import figures_of
from bedside.analysis.results import rows_of
from bedside.analysis.rows import Row
from tests.analysis.in_memory import worked_of
from tests.analysis.many import many
from tests.analysis.synthetic import Made
from tests.double.in_r import r

SEEDS = (1, 2, 3)
HORIZON = 183.0
CLOSE = 1e-9


@lru_cache
def people(seed: int) -> tuple[Made, ...]:
    return tuple(many(42, seed))


@lru_cache
def rows(seed: int) -> dict[str, tuple[Row, ...]]:
    """The rows behind each figure."""
    worked = worked_of(people(seed))
    return {name: each.rows for name, each in figures_of(rows_of(worked), worked).items()}


def drawn(found: Sequence[Row], statistic: str, **parts: str) -> list[float]:
    """The values of a statistic in the order in which they are drawn; not a number where there is none."""
    kept = [row for row in found if row.statistic == statistic and all(getattr(row, k) == v for k, v in parts.items())]
    return [np.nan if row.value is None else float(str(row.value)) for row in kept]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_survival_curve(seed: int) -> None:
    held = [(min(each.died or each.alive_until or 0.0, HORIZON), int(each.died is not None)) for each in people(seed)]
    other = r(
        'fit <- survfit(Surv(time, died) ~ 1, conf.type = "log-log"); say("time", fit$time);'
        'say("survival", fit$surv); say("low", fit$lower); say("high", fit$upper); say("risk", fit$n.risk);'
        'say("lost", fit$n.censor); say("later", sapply(seq(0, 168, 28), function(t) sum(time >= t)))',
        "survival", time=[time for time, _ in held], died=[died for _, died in held],
    )  # fmt: skip
    ours = rows(seed)["S9-survival"]
    at = [float(row.time) for row in ours if row.statistic == "survival"]
    assert at == pytest.approx(other["time"], abs=1e-4)
    for statistic, name in (("survival", "survival"), ("survival_low", "low"), ("survival_high", "high")):
        found = np.array(drawn(ours, statistic))
        assert found == pytest.approx(other[name], abs=CLOSE, nan_ok=True)
    assert drawn(ours, "at_risk", variable="curve") == other["risk"].tolist()
    assert drawn(ours, "censored", variable="curve") == other["lost"].tolist()
    assert drawn(ours, "at_risk", variable="at_risk") == other["later"].tolist()


@pytest.mark.parametrize("seed", SEEDS)
def test_the_incidence_of_leaving_and_of_death(seed: int) -> None:
    causes = {"left_intensive_care": 1, "death": 2}
    told = [each.answers["S2", ""] for each in people(seed)]
    time, cause = [each[0] / 24 for each in told], [causes.get(str(each[2]), 0) for each in told]
    other = r(
        'at <- sort(unique(time)); found <- timepoints(cuminc(time, cause, cencode = 0), times = at);'
        'z <- qnorm(0.975); ends <- function(k, sign) {e <- found$est[k, ]; s <- sqrt(found$var[k, ]);'
        'e ^ exp(-sign * z * s / abs(e * log(e)))};'
        'say("left", found$est[1, ]); say("died", found$est[2, ]); say("low", ends(1, -1)); say("high", ends(1, 1))',
        "cmprsk", time=time, cause=cause,
    )  # fmt: skip
    ours = rows(seed)["S2-incidence"]
    for name, group in (("left", "left_intensive_care"), ("died", "death")):
        found = np.array(drawn(ours, "incidence", group=group))
        assert found == pytest.approx(other[name], abs=CLOSE)
    for statistic in ("low", "high"):
        found = np.array(drawn(ours, f"incidence_{statistic}", group="left_intensive_care"))
        assert np.isfinite(found).sum() > 10
        assert found == pytest.approx(other[statistic], abs=CLOSE, nan_ok=True)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("day", [0, 3, 7, 14])
def test_quartiles_of_a_day(seed: int, day: int) -> None:
    values = [
        low for each in people(seed) for name, at, low, _ in each.ranged if name == "platelets" and int(at) == day
    ]
    other = r('say("found", quantile(values, c(0.25, 0.5, 0.75), type = 2))', values=values)
    ours = [row for row in rows(seed)["S16-course"] if row.time == str(day)]
    assert drawn(ours, "measured") == [len(values)]
    found = [drawn(ours, name)[0] for name in ("lower_quartile", "median", "upper_quartile")]
    assert found == pytest.approx(other["found"], abs=CLOSE)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("day", [0, 5, 12])
def test_the_median_score_of_a_day(seed: int, day: int) -> None:
    """Of those alive then, ranges that are all a score can be left out; both ends where any is a range."""
    living = [each for each in people(seed) if each.died is None or each.died > day]
    held = [each.scores["", day] for each in living if ("", day) in each.scores]
    ends = [each for each in held if each != (0.0, 24.0)]
    low, high = [each[0] for each in ends], [each[1] for each in ends]  # type: ignore[index]
    other = r('say("found", c(quantile(low, 0.5, type = 2), quantile(high, 0.5, type = 2)))', low=low, high=high)
    ours = [row for row in rows(seed)["S1-trajectories"] if row.time == str(day) and row.group == "all"]
    told = [*drawn(ours, "median"), *drawn(ours, "median_from"), *drawn(ours, "median_to")]
    assert drawn(ours, "measured") == [len(ends)]
    assert [each for each in told if np.isfinite(each)][-2:] in (other["found"].tolist(), other["found"][:1].tolist())


@pytest.mark.parametrize("seed", SEEDS)
def test_the_change_of_everybody(seed: int) -> None:
    """Both ends of the change, from the scores as they were made, by vector arithmetic in R; the dead have none."""
    known = [(n, each) for n, each in enumerate(people(seed), 1) if ("", 8) in each.scores and (each.died or 99) > 8]
    ends = [(n, each.scores["", 0], each.scores["", 8]) for n, each in known if each.scores["", 8] != (0.0, 24.0)]
    other = r(
        'say("low", after_low - before); say("high", after_high - before)',
        before=[before[0] for _, before, _ in ends],  # type: ignore[index]
        after_low=[after[0] for _, _, after in ends],  # type: ignore[index]
        after_high=[after[1] for _, _, after in ends],  # type: ignore[index]
    )
    ours = rows(seed)["P1-waterfall"]
    assert [row.group for row in ours if row.statistic == "low"] == [str(n) for n, _, _ in ends]
    assert drawn(ours, "low") == other["low"].tolist() and drawn(ours, "high") == other["high"].tolist()
