"""How ill a virtual patient is, organ by organ and hour by hour, and the values that follow from it.

The illness has one course R(t): it worsens until treatment, then tends to `toward` with a time constant `pace`;
complications push it up. Each organ's severity starts from a Gaussian copula, follows R with its own lag, and
wanders a little. Recovery shrinks the distance to health; worsening adds to it. All severities are in standard
deviations of the severity of patients at ICU admission; hours are counted from ICU admission.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache

import numpy as np

from bedside.virtual.calibration import Calibration, Law, Numbers, calibration
from bedside.virtual.causes import Cause

KNOT = 6
"""Hours between the points that severities are computed at; between them they are interpolated."""
BEFORE = 72
"""Hours before ICU admission that are known."""
LENGTH = 110 * 24
"""Hours from the first known one to the last."""


@dataclass(frozen=True)
class Person:
    """Who a virtual patient is, and what illness came with which severity."""

    cause: Cause
    age: int
    female: bool
    weight: float
    severity: Numbers
    toward: float
    pace: float
    treated_h: float
    complications: tuple[float, ...]


def person(rng: np.random.Generator, cause: Cause) -> Person:
    """Draw a patient of a cause."""
    known = calibration()
    family = known.family(cause.family)
    female = bool(rng.random() >= family["male"])
    mean, spread = known.section("body")["weight"]["female" if female else "male"]
    age = family["age"]
    years = _within(rng, age["mean"], age["sd"], age["low"], age["high"])
    weight = _within(rng, mean, spread, 40, 160)
    severity = _severity(rng, known, cause)
    toward = family["toward"]
    general = float(np.dot(severity, known.organs.weight))
    goal = toward["mean"] + cause.course + toward["sd"] * rng.normal() + toward["with_severity"] * general
    usual = family["pace"]["better" if goal < 0 else "worse"]
    pace = usual * float(np.exp(family["pace"]["spread"] * rng.normal()))
    treated = float(rng.lognormal(np.log(14.0), 0.6)) if cause.family == "hs" else float(rng.uniform(0, 8))
    return Person(
        cause, int(years), female, round(weight, 1), severity, goal, pace, treated, _complications(rng, known)
    )


def _within(rng: np.random.Generator, mean: float, spread: float, low: float, high: float) -> float:
    for _ in range(50):
        value = mean + spread * float(rng.normal())
        if low <= value <= high:
            return value
    return mean


@cache
def _factor() -> Numbers:
    return np.asarray(np.linalg.cholesky(calibration().organs.correlation), dtype=np.float64)


def _severity(rng: np.random.Generator, known: Calibration, cause: Cause) -> Numbers:
    family = known.family(cause.family)["organs"]
    shift = np.array([family[name] + cause.organs.get(name, 0.0) for name in known.organs.names])
    mixed = (_factor() * rng.normal(size=len(shift))).sum(axis=1)  # not @: BLAS may add in another order
    return np.asarray(mixed + shift, dtype=np.float64)


def _complications(rng: np.random.Generator, known: Calibration) -> tuple[float, ...]:
    """Hours of the complications, none in the first two days."""
    gaps = rng.exponential(24 / known.section("body")["complication"]["per_day"], size=4)
    return tuple(48 + float(hour) for hour in np.cumsum(gaps))


@dataclass(frozen=True)
class Course:
    """Severity of each organ at each hour from BEFORE hours before ICU admission, and what drives it.

    severity: (hours, organs). pull: (hours, organs), the course of the illness as each organ follows it.
    wander: (hours, organs). own: (hours, laws), what moves a laboratory value beside its organ.
    """

    person: Person
    severity: Numbers
    pull: Numbers
    wander: Numbers
    own: Numbers
    start: Numbers = field(repr=False)

    def organ(self, name: str) -> Numbers:
        """The severity of an organ by hour."""
        column: Numbers = self.severity[:, calibration().organs.at(name)]
        return column

    @property
    def general(self) -> Numbers:
        """The severity that drives death and discharge, age included."""
        known = calibration()
        age = known.section("body")["age"]
        older = age["weight"] * (self.person.age - age["at"]) / age["per_years"]
        return np.asarray((self.severity * known.organs.weight).sum(axis=1) + older)


def course(rng: np.random.Generator, who: Person) -> Course:
    """Unroll the illness of a person, as if nothing ended it."""
    known = calibration()
    organs = known.organs
    knots = LENGTH // KNOT + 1
    times = np.arange(knots, dtype=np.float64) * KNOT - BEFORE
    wander, own = _wandering(rng, knots, len(organs.names)), _wandering(rng, knots, len(known.laws))
    pull = _lagged(_illness(times, who)[:, None] + np.zeros(len(organs.names)), organs.lag_days)
    here = BEFORE // KNOT
    wander = (wander - wander[here]) * organs.moves
    pull = pull - pull[here]
    start = rng.normal(size=len(known.laws))
    hours = np.arange(LENGTH, dtype=np.float64) - BEFORE
    pull, wander, own = (_hourly(hours, times, table) for table in (pull, wander, own - own[here]))
    return Course(who, _severities(who, pull, wander), pull, wander, own, start)


def _illness(times: Numbers, who: Person) -> Numbers:
    """R(t) at the knots: 0 at ICU admission, rising until treatment, then towards its end."""
    body = calibration().section("body")
    rise = body["before_treatment_per_day"] / 24
    untreated = rise * np.minimum(times, who.treated_h)
    since = np.maximum(times - who.treated_h, 0) / 24
    course = untreated + who.toward * (1 - np.exp(-since / who.pace))
    late = body["late"]  # who is still there after a while gets slowly better
    course = course + late["per_day"] * np.maximum(times / 24 - late["after_days"], 0)
    event = body["complication"]
    for hour in who.complications:
        after = np.maximum(times - hour, 0) / 24
        course = course + event["size"] * np.minimum(after / 0.5, 1) * np.exp(-after / event["days"])
    return np.asarray(course, dtype=np.float64)


def _wandering(rng: np.random.Generator, knots: int, width: int) -> Numbers:
    """Stationary autoregressive paths of standard deviation 1, smoothed once, one a column."""
    keep = float(np.exp(-KNOT / 24 / calibration().section("body")["wandering_days"]))
    steps = rng.normal(size=(knots, width))
    steps[1:] *= np.sqrt(1 - keep**2)
    path = np.empty_like(steps)
    value = smooth = steps[0]
    for k in range(knots):
        value = keep * value + steps[k] if k else value
        smooth = 0.6 * smooth + 0.4 * value
        path[k] = smooth
    return path


def _lagged(table: Numbers, lag_days: Numbers) -> Numbers:
    """Each column follows with its own lag (first order)."""
    keep = np.exp(-KNOT / 24 / lag_days)
    path = np.empty_like(table)
    value = table[0]
    for k in range(len(table)):
        value = keep * value + (1 - keep) * table[k]
        path[k] = value
    return path


def _hourly(hours: Numbers, times: Numbers, table: Numbers) -> Numbers:
    """Linear interpolation of every column, from knots to hours."""
    step = ((hours - times[0]) // KNOT).astype(np.int64)
    share = ((hours - times[0]) % KNOT / KNOT)[:, None]
    return np.asarray(table[step] * (1 - share) + table[step + 1] * share)


def _severities(who: Person, pull: Numbers, wander: Numbers) -> Numbers:
    body = calibration().section("body")
    well = body["well"]
    shrink = np.exp(body["recovery"] * np.minimum(pull, 0))
    return np.asarray(
        well + (who.severity - well) * shrink + body["worsening"] * np.maximum(pull, 0) + wander,
        dtype=np.float64,
    )


def dying(healthier: Course, from_h: int, until_h: int) -> Course:
    """The same course with every organ failing from hour `from_h` to the death at `until_h`."""
    hours = np.arange(len(healthier.severity)) - BEFORE
    size = calibration().section("body")["dying"]["size"]
    ramp = size * np.clip((hours - from_h) / max(1, until_h - from_h), 0, 1) ** 1.5
    share = np.array([1.0, 0.1, 0.15, 1.2, 0.6, 0.3, 0.1, 0.0])
    fall = ramp[:, None] * share
    return replace(healthier, severity=healthier.severity + fall, wander=healthier.wander + fall)


def curve(of: Course, name: str) -> Numbers:
    """The true value of a laboratory law at every hour (no analytical noise), within its floor and ceiling."""
    law = calibration().laws[name]
    value = _value(of, law, list(calibration().laws).index(name))
    return value if law.half_life_h is None else _cleared(value, law.half_life_h)


def _value(of: Course, law: Law, column: int) -> Numbers:
    known, who = calibration(), of.person
    organ = known.organs.at(law.organ)
    median, spread = law.at[who.cause.family]
    beside = float(np.sqrt(1 - law.closeness**2))
    family = known.family(who.cause.family)["organs"][law.organ]
    shift = who.severity[organ] - family
    drawn = law.closeness * shift + beside * float(of.start[column])
    factor = who.cause.labs.get(law.name, 1.0)
    away = law.scale(median) - law.scale(law.healthy) + (np.log(factor) if not law.linear else 0.0)
    away += law.worse * spread * drawn
    body = known.section("body")
    pull = of.pull[:, organ]
    moved = of.wander[:, organ] * law.closeness + 0.25 * beside * of.own[:, column]
    value = away * np.exp(body["recovery"] * np.minimum(pull, 0)) + law.worse * spread * (
        body["worsening"] * np.maximum(pull, 0) + moved
    )
    return _between(law, law.scale(law.healthy) + value)


def _cleared(value: Numbers, half_life_h: float) -> Numbers:
    """The value, but falling no faster than by half in each half-life; rises are left alone."""
    rate = float(np.log(2)) / half_life_h * np.arange(len(value))
    return np.asarray(np.exp(np.maximum.accumulate(np.log(value) + rate) - rate), dtype=np.float64)


def _between(law: Law, value: Numbers) -> Numbers:
    """Floor and ceiling are approached smoothly: no value sticks to a wall for days."""
    low, high = law.scale(law.floor), law.scale(law.ceiling)
    soft = 0.25 if law.linear else 0.15
    value = low + soft * np.logaddexp(0, (value - low) / soft)
    value = high - soft * np.logaddexp(0, (high - value) / soft)
    return np.asarray(value if law.linear else np.exp(value), dtype=np.float64)
