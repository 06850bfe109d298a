"""How a stay ends: death, leaving intensive care, leaving hospital, as competing hazards driven by severity."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bedside.virtual.calibration import calibration
from bedside.virtual.trajectories import BEFORE, Course, dying
from bedside.virtual.treatment import Body, Breathing, Care, body, pressure_noise


@dataclass(frozen=True)
class Times:
    """When a stay began and ended, in hours from hour 0: the whole hour in which the patient came to ICU.

    `admitted_h` is the fraction of it that had passed, `before_h` the hours in hospital before hour 0.
    `hospital_h` is when the patient left hospital, alive or dead; `died_h` counts deaths at home too.
    """

    admitted_h: float
    before_h: float
    icu_h: float
    hospital_h: float
    died_h: float | None

    @property
    def died_in_icu(self) -> bool:
        """True when the ICU stay ended by death."""
        return self.died_h is not None and self.died_h <= self.icu_h

    @property
    def died_in_hospital(self) -> bool:
        """True when the hospital stay ended by death."""
        return self.died_h is not None and self.died_h <= self.hospital_h


@dataclass(frozen=True)
class Stay(Times):
    """A finished stay. `care` has one entry an hour in ICU, `admitted_clock` is the hour of the day of hour 0."""

    state: Body
    care: Care
    admitted_clock: int

    @property
    def family(self) -> str:
        """The family of illnesses that the cause belongs to."""
        return self.state.course.person.cause.family

    @property
    def times(self) -> Times:
        """The beginning and end alone: the hourly state is large."""
        return Times(self.admitted_h, self.before_h, self.icu_h, self.hospital_h, self.died_h)


def live(rng: np.random.Generator, of: Course) -> Stay:
    """Treat a patient hour by hour until ICU ends, then day by day until hospital ends, then to 6 months."""
    clock = int(rng.integers(0, 24))
    arrived = float(rng.uniform(0, 0.95))
    before = float(min(BEFORE - 1, 2 + rng.lognormal(np.log(18), 1.0)))
    state, care, icu, dead = _intensive_care(rng, of, clock)
    if dead:
        return Stay(arrived, before, icu, icu, icu, state, care, clock)
    out, dead = _ward(rng, state, icu, clock)
    if dead:
        return Stay(arrived, before, icu, out, out, state, care, clock)
    return Stay(arrived, before, icu, out, _afterwards(rng, of, out), state, care, clock)


def _intensive_care(rng: np.random.Generator, of: Course, clock: int) -> tuple[Body, Care, float, bool]:
    """Hour by hour until death or discharge; who still depends on support after the longest stay dies of it."""
    known = calibration()
    hazard, fall = known.family(of.person.cause.family)["death"], None
    longest, ending = 24 * known.section("leaving")["longest_icu_days"], known.section("body")["dying"]
    most = longest + ending["longest_h"] + 1
    chance, minute = rng.random(most), float(rng.uniform(0.05, 0.95))
    noise = pressure_noise(rng, most).tolist()
    agony = int(rng.integers(ending["shortest_h"], ending["longest_h"]))
    state, care = body(of), Care(wish=Breathing.MASK if rng.random() < 0.3 else Breathing.HIGH_FLOW)
    risk = (hazard["per_day"] / 24 * np.exp(hazard["severity"] * of.general)).tolist()
    h = -1
    while True:
        h += 1
        sink = 0.0 if fall is None else 14.0 * max(0, 4 - (fall + agony - h))  # the last hours
        care.hour(state, h, (clock + h) % 24, noise[h] - sink)
        if fall is not None:
            if h >= fall + agony:
                return state, care, h + minute, True
        elif chance[h] < risk[h + BEFORE] or (h >= longest and care.dependent):
            fall = h
            state = body(dying(of, h, h + agony))
        elif h >= longest or _may_leave(care, state, h, (clock + h) % 24, chance[h]):
            return state, care, h + minute, False


def _may_leave(care: Care, state: Body, h: int, clock: int, chance: float) -> bool:
    """Weaned from support for long enough, no longer severe, in the day."""
    known = calibration().section("leaving")
    ready = care.weaned >= known["weaned_for_h"] and h >= 24 and 10 <= clock < 19
    often = known["icu_per_hour"][state.course.person.cause.family]
    return ready and state.general[h + BEFORE] < known["below_severity"] and chance > 1 - often


def _ward(rng: np.random.Generator, state: Body, icu: float, clock: int) -> tuple[float, bool]:
    """The hour of leaving hospital and whether by death. Patients go home in the afternoon."""
    known = calibration().section("leaving")
    rate = known["ward_death_per_day"][state.course.person.cause.family]
    h = icu + 12.0
    for day in range(known["longest_hospital_days"]):
        h += 24.0
        severity = state.general[min(int(h) + BEFORE, len(state.general) - 1)]
        if rng.random() < min(0.5, rate * float(np.exp(known["ward_death_severity"] * (severity + 1)))):
            return h - float(rng.uniform(0, 24)), True
        if day >= 1 and rng.random() < known["hospital_per_day"] * float(np.exp(-0.8 * (severity + 1))):
            break
    afternoon = (14 - (clock + h) % 24) + float(rng.uniform(-2, 3))
    return max(h + afternoon, icu + 6.0), False


def _afterwards(rng: np.random.Generator, of: Course, out: float) -> float | None:
    """Deaths at home, up to half a year after ICU admission."""
    died = out + 24 * float(rng.exponential(1 / of.person.cause.after)) + 6
    return died if died <= 24 * 183 else None
