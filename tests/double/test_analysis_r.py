"""A whole analysis of freshly drawn people against R: from the snapshot's rows to what R makes of the same raw numbers.

R has the participants' times and answers as they were drawn, not as bedside read them. So a participant that the
analysis loses, a day counted twice, or death taken for a censored time shows as a difference.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest

from bedside.analysis.describing import quantile
from bedside.analysis.results import rows_of
from bedside.analysis.rows import Row
from bedside.analysis.worked import work_on
from tests.analysis.synthetic import NO, YES, Key, Made, cut
from tests.double.in_r import r

HORIZON = 183.0
CAUSES = ("cannot tell", "left_intensive_care", "death")
SHARES = (0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0)


@dataclass(frozen=True)
class Drawn:
    """What was drawn of 42 people: times in days, causes (1 left, 2 died, 0 censored), answers."""

    people: tuple[Made, ...]
    stay: tuple[float, ...]
    cause: tuple[int, ...]
    life: tuple[float, ...]
    died: tuple[int, ...]
    success: tuple[int, ...]
    ferritin: tuple[float, ...]
    events: tuple[int, ...]
    observed: tuple[float, ...]


@lru_cache
def drawn(seed: int) -> Drawn:
    """Forty-two people; stays in whole days, so that there are ties."""
    draw, people = np.random.default_rng(seed), []
    held: dict[str, list[float]] = {name: [] for name in Drawn.__dataclass_fields__ if name != "people"}
    for number in range(42):
        life, leaves = float(np.ceil(draw.exponential(150))), float(np.ceil(draw.exponential(12)))
        lost = float(np.ceil(draw.uniform(20, 400)))
        life, lost = (300.0, 400.0) if number == 0 else (life, lost)
        died = life <= min(lost, HORIZON)
        stay = min(leaves, life if died else np.inf, lost, HORIZON)
        cause = 2 if died and stay == life else 1 if stay == leaves else 0
        success, ferritin, events = (
            bool(draw.random() < 0.55),
            float(np.round(draw.lognormal(7, 1), 1)),
            int(draw.poisson(2)),
        )
        answers: dict[Key, tuple[float, float] | tuple[float, float, str]] = {
            ("P1", ""): YES if success else NO, ("S12", ""): (ferritin, ferritin), ("S8", "number"): (events, events),
            ("S2", ""): (24 * stay, 24 * stay if cause else 24 * HORIZON, CAUSES[cause]),
        }  # fmt: skip
        until = min(life, lost)
        people.append(
            Made(f"01-S{number:03}", answers, died=life if died else None, alive_until=None if died else until)
        )
        for name, value in (
            ("stay", stay), ("cause", cause), ("life", min(until, HORIZON)), ("died", int(died)), ("success", success),
            ("ferritin", ferritin), ("events", events), ("observed", min(until, 29.0)),
        ):  # fmt: skip
            held[name].append(value)
    return Drawn(tuple(people), **{name: tuple(values) for name, values in held.items()})  # type: ignore[arg-type]


@lru_cache
def results(seed: int) -> dict[tuple[str, str, str, str], Row]:
    """The rows of the main analyses, by outcome, group, time and statistic."""
    with TemporaryDirectory() as place:
        rows = rows_of(work_on("jakahdi", cut(Path(place) / "cut", drawn(seed).people)))
    kept = [row for row in rows if row.variable not in ("interval", "null_rates", "tipping", "component")]
    return {(row.analysis, row.group, row.time, row.statistic): row for row in kept}


def of(seed: int, analysis: str, group: str, time: str, statistic: str) -> list[float]:
    """A value with both ends of its interval."""
    ends = (statistic, f"{statistic}_low", f"{statistic}_high")
    return [float(str(results(seed)[analysis, group, time, each].value)) for each in ends]


SEEDS = (1, 2, 3)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_primary_outcome(seed: int) -> None:
    other = r(
        'found <- binom.test(sum(success), length(success), p = 0.4, alternative = "greater");'
        'both <- binom.test(sum(success), length(success)); say("ends", c(both$estimate, both$conf.int));'
        'say("p", found$p.value); say("least", found$conf.int[1]); say("needed", qbinom(0.95, 42, 0.4) + 1)',
        success=drawn(seed).success,
    )  # fmt: skip
    assert of(seed, "P1", "declared", "D0 D7", "estimate") == pytest.approx(other["ends"], abs=1e-10)
    rows = results(seed)
    assert rows["P1", "declared", "D0 D7", "p_value"].value == pytest.approx(other["p"][0], abs=1e-12)
    assert rows["P1", "declared", "D0 D7", "least_rate"].value == pytest.approx(other["least"][0], abs=1e-10)
    assert rows["P1", "declared", "D0 D7", "needed"].value == other["needed"][0]


@pytest.mark.parametrize("seed", SEEDS)
def test_survival(seed: int) -> None:
    other = r(
        'fit <- survfit(Surv(life, died) ~ 1, conf.type = "log-log"); found <- summary(fit, times = c(28, 183));'
        'say("survival", c(rbind(found$surv, found$lower, found$upper))); say("at_risk", found$n.risk);'
        'say("restricted", summary(fit, rmean = 183)$table["rmean"])',
        "survival", life=drawn(seed).life, died=drawn(seed).died,
    )  # fmt: skip
    ours = [each for day in ("28", "183") for each in of(seed, "S9", "all", day, "survival")]
    assert ours == pytest.approx(other["survival"], abs=1e-10)
    rows = results(seed)
    assert [rows["S9", "all", day, "at_risk"].value for day in ("28", "183")] == other["at_risk"].tolist()
    assert rows["S9", "all", "M6", "restricted_mean"].value == pytest.approx(other["restricted"][0], abs=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_length_of_stay_with_death_competing(seed: int) -> None:
    other = r(
        'found <- timepoints(cuminc(stay, cause, cencode = 0), times = c(7, 28));'
        'say("left", found$est[1, ]); say("died", if (nrow(found$est) > 1) found$est[2, ] else c(0, 0))',
        "cmprsk", stay=drawn(seed).stay, cause=drawn(seed).cause,
    )  # fmt: skip
    for name, group in (("left", "left_intensive_care"), ("died", "death")):
        ours = [results(seed)["S2", group, day, "incidence"].value for day in ("7", "28")]
        assert ours == pytest.approx(other[name], abs=1e-10)


@pytest.mark.parametrize("seed", SEEDS)
def test_counted_events_and_measurements(seed: int) -> None:
    other = r(
        'found <- poisson.test(sum(events), sum(observed)); say("rate", 100 * c(found$estimate, found$conf.int));'
        'say("ferritin", quantile(ferritin, c(0.25, 0.5, 0.75), type = 2)); say("sd", sd(ferritin))',
        events=drawn(seed).events, observed=drawn(seed).observed, ferritin=drawn(seed).ferritin,
    )  # fmt: skip
    assert of(seed, "S8", "rate", "D28", "rate") == pytest.approx(other["rate"], rel=1e-9)
    rows = results(seed)
    living = rows["S12", "all", "D28", "measured"].value
    assert living == 42
    names = ("lower_quartile", "median", "upper_quartile")
    assert [rows["S12", "all", "D28", each].value for each in names] == pytest.approx(other["ferritin"], abs=1e-9)
    assert rows["S12", "all", "D28", "sd"].value == pytest.approx(other["sd"][0], rel=1e-12)


@pytest.mark.proves("analysis safety")
@pytest.mark.parametrize("seed", SEEDS)
def test_adverse_events_for_the_days_since_the_first_dose(seed: int) -> None:
    """R adds up the days and the events itself, from the times as they were drawn; those after death are in no rate."""
    draw, people = np.random.default_rng(seed), []
    held: dict[str, list[float]] = {name: [] for name in ("dose", "until", "dead", "who", "day", "serious")}
    for number in range(42):
        dose, until = (float(np.round(draw.uniform(*ends), 2)) for ends in ((0, 6), (2, 90)))
        days = [float(np.round(each, 2)) for each in draw.uniform(-3, 60, draw.poisson(2))]
        serious = [bool(draw.random() < 0.4) for _ in days]
        adverse = [(day, "grade_3", "yes" if grave else "no") for day, grave in zip(days, serious, strict=True)]
        treated, dead = number % 6 > 0, bool(draw.random() < 0.3)
        people.append(Made(
            f"01-S{number:03}", died=until if dead else None, alive_until=None if dead else until,
            dosed=dose if treated else None, adverse=adverse,
        ))  # fmt: skip
        held["dose"].append(dose if treated else 1e9)
        held["until"].append(until)
        held["dead"].append(float(dead))
        held["who"] += [number + 1.0] * len(days)
        held["day"] += days
        held["serious"] += [float(each) for each in serious]
    other = r(
        'treated <- dose < 1e9; days <- sum(pmax(pmin(until, 29) - dose, 0)[treated]);'
        'lived <- dead[who] == 0 | day <= until[who];'
        'counts <- treated[who] & lived & day >= dose[who] & day >= 0 & day <= 29;'
        'all <- poisson.test(sum(counts), days); grave <- poisson.test(sum(counts & serious == 1), days);'
        'say("days", days); say("all", 100 * c(all$estimate, all$conf.int));'
        'say("events", c(all$statistic, grave$statistic));'
        'say("grave", 100 * c(grave$estimate, grave$conf.int))',
        **{name: held[name] for name in held},
    )  # fmt: skip
    with TemporaryDirectory() as place:
        rows = rows_of(work_on("jakahdi", cut(Path(place) / "cut", people)))
    mine = {(row.variable, row.statistic): row.value for row in rows if row.group == "rate_from_dose"}
    for name, events, ends in (
        ("events_from_dose", other["events"][0], "all"), ("serious_from_dose", other["events"][1], "grave"),
    ):  # fmt: skip
        assert mine[name, "events_in_time"] == events > 0
        assert mine[name, "days"] == pytest.approx(other["days"][0], rel=1e-9)
        ours = [float(str(mine[name, each])) for each in ("rate", "rate_low", "rate_high")]
        assert ours == pytest.approx(other[ends], rel=1e-9)


@pytest.mark.parametrize("size", [1, 2, 5, 8, 41, 42])
def test_quantiles_by_definition_two(size: int) -> None:
    values = np.random.default_rng(size).normal(size=size).round(2)
    other = r('say("found", quantile(values, shares, type = 2))', values=values, shares=SHARES)
    assert [quantile(values.tolist(), share) for share in SHARES] == pytest.approx(other["found"], abs=1e-12)
