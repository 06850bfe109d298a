"""What the laboratory measures, when, and when the result is there."""

from __future__ import annotations

import numpy as np

from bedside.virtual.calibration import Numbers, calibration
from bedside.virtual.course import Stay
from bedside.virtual.sheet import Sheet
from bedside.virtual.trajectories import BEFORE, curve

LABORATORY = "virtual/laboratory"
BLOOD_COUNT = ("platelets", "hemoglobin", "wbc", "neutrophils")
CHEMISTRY = ("creatinine", "bilirubin", "ast", "alt", "crp", "ldh")


def measure_blood(
    rng: np.random.Generator, sheet: Sheet, stay: Stay, suspected_h: float | None, complete: bool
) -> None:
    """Laboratory values before, in and after intensive care; ferritin and its like once HS is suspected."""
    rounds = _rounds(rng, stay, complete)
    bench = _Bench(rng, sheet, stay, complete)
    bench.blood_count(rounds)
    daily = _daily(rounds, stay.admitted_h)
    for name in CHEMISTRY:
        share = {"crp": 0.8, "ldh": 0.35 if suspected_h is None else 0.8, "ast": 0.85, "alt": 0.85}.get(
            name, 1.0 if name == "creatinine" else 0.92
        )
        bench.measure(name, bench.some(rounds if name == "creatinine" else daily, share), "chemistry")
    coagulation = 0.9 if suspected_h is not None else 0.6 if stay.family == "sepsis" else 0.3
    bench.measure("fibrinogen", bench.some(daily, coagulation), "fibrinogen")
    _syndrome(rng, bench, rounds, suspected_h)
    if stay.state.course.person.female and 15 <= stay.state.course.person.age <= 50:
        bench.pregnancy(rounds[0])


def _rounds(rng: np.random.Generator, stay: Stay, complete: bool) -> Numbers:
    """Hours of blood draws: on admission, each morning, evenings while unstable, the ward every day or two."""
    hours: list[float] = [-stay.before_h + 1.0, stay.admitted_h + float(rng.uniform(0.3, 1.2))]
    jitter = rng.uniform(-0.4, 0.4, 2000)
    skip, day = rng.random(2000), 0
    for h in range(int(-stay.before_h) + 4, int(min(stay.hospital_h, 24 * 60))):
        clock = (stay.admitted_clock + h) % 24
        inside = 3 <= h < stay.icu_h
        unstable = inside and (h < 72 or stay.care.rate[h] > 0 or stay.care.replaced[h])
        if clock == 6:
            day += 1
            late = h > stay.icu_h + 72
            if inside or h < 0 or not late or (skip[day] < 0.5) or (complete and h < 24 * 30):
                hours.append(h + float(jitter[day]))
        elif clock == 18 and unstable:
            hours.append(h + float(jitter[-day - 1]))
    return np.array([h for h in sorted(hours) if -stay.before_h < h < stay.hospital_h - 0.2])


def _daily(rounds: Numbers, admitted_h: float) -> Numbers:
    """One draw a day, 18 h or more after the last, and always the first in intensive care."""
    kept: list[float] = []
    for hour in rounds.tolist():
        if not kept or hour - kept[-1] >= 18 or kept[-1] < admitted_h <= hour:
            kept.append(hour)
    return np.array(kept)


def _syndrome(rng: np.random.Generator, bench: _Bench, rounds: Numbers, suspected_h: float | None) -> None:
    """Ferritin, triglycerides, soluble CD25, cytokines."""
    known = calibration().section("recording")["measured"]
    sent = {name: rng.random() < share for name, share in known.items()}
    again = rng.random(len(rounds))
    stray, week = rng.random() < 0.08, rng.random() < 0.35
    if bench.complete:
        for name in ("ferritin", "triglycerides", "scd25"):
            bench.measure(name, _daily(rounds, bench.stay.admitted_h), name)
        return
    if suspected_h is None:
        if stray and len(rounds):
            bench.measure("ferritin", rounds[:1], "ferritin")
        if week:
            bench.measure("triglycerides", rounds[3:4], "triglycerides")
        return
    after = rounds[rounds >= suspected_h]
    first, later = after[:1], after[1:][again[: len(after[1:])] < 0.4]
    bench.measure("ferritin", np.concatenate([first, later]), "ferritin")
    bench.measure("triglycerides", np.concatenate([first, later[::2]]), "triglycerides")
    if sent["scd25"]:
        bench.measure("scd25", np.concatenate([first, after[14:15]]), "scd25")
    if sent["cytokines"]:
        for name in ("il6", "ifn_gamma"):
            bench.measure(name, first, "cytokines")


class _Bench:
    """The laboratory at work on one patient."""

    def __init__(self, rng: np.random.Generator, sheet: Sheet, stay: Stay, complete: bool) -> None:
        self.rng, self.sheet, self.stay, self.complete = rng, sheet, stay, complete
        known = calibration().section("recording")
        limit = known["ferritin_limit"]
        capped = rng.random() < limit["share"] and not complete
        at = float(rng.choice(limit["at"]))
        self.most = {"ferritin": at} if capped else {}
        self.least: dict[str, float] = {} if complete else known["least"]
        self.segmented = float(rng.beta(5, 3) if stay.family == "hs" else rng.beta(16, 4))

    def some(self, rounds: Numbers, share: float) -> Numbers:
        """A share of the draws; all of them in a complete recording."""
        chosen = self.rng.random(len(rounds)) < share
        return rounds if self.complete else rounds[chosen]

    def measure(self, name: str, hours: Numbers, delay: str) -> None:
        """A value at each of these hours, with analytical noise, delay and the limits of the assay."""
        self.report(name, hours, self.at(self.true(name), hours) * self.noise(name, len(hours)), delay)

    def report(self, name: str, hours: Numbers, values: Numbers, delay: str) -> None:
        """Results of known values: some are still pending when the records end."""
        known = calibration().section("recording")
        low, high = known["delay_min"][delay]
        later = self.rng.uniform(low, high, len(hours))
        pending = self.rng.random(len(hours)) < known["pending"].get(delay, 0.0)
        if self.complete:
            later, pending = np.zeros(len(hours)), np.zeros(len(hours), dtype=bool)
        limits = (self.least.get(name, -np.inf), self.most.get(name, np.inf))
        here = ~pending
        self.sheet.measured(name, hours[here], _as_reported(values[here]), LABORATORY, later[here], limits)
        for hour in hours[pending].tolist():
            self.sheet.pending(name, hour, LABORATORY)

    def noise(self, name: str, count: int) -> Numbers:
        """Factors around 1."""
        return np.asarray(np.exp(calibration().laws[name].noise * self.rng.normal(size=count)))

    def at(self, hourly: Numbers, hours: Numbers) -> Numbers:
        """An hourly curve at hours of the stay."""
        return np.asarray(np.interp(hours + BEFORE, np.arange(len(hourly)), hourly))

    def true(self, name: str) -> Numbers:
        """The true course of a value; creatinine as renal replacement left it."""
        free = curve(self.stay.state.course, name)
        if name != "creatinine":
            return free
        done = np.array(self.stay.care.creatinine)
        after = free[BEFORE + len(done) :]
        left = (done[-1] - free[BEFORE + len(done) - 1]) * np.exp(-np.arange(1, len(after) + 1) / 48)
        return np.concatenate([free[:BEFORE], done, np.maximum(after + left, 25)])

    def blood_count(self, rounds: Numbers) -> None:
        """Transfusions show: platelets below 15 10⁹/L and haemoglobin below 70 g/L are treated within hours."""
        platelets = self.at(self.true("platelets"), rounds) * self.noise("platelets", len(rounds))
        hemoglobin = self.at(self.true("hemoglobin"), rounds) * self.noise("hemoglobin", len(rounds))
        white = self.at(self.true("wbc"), rounds) * self.noise("wbc", len(rounds))
        gains = self.rng.uniform(6, 22, len(rounds)), self.rng.uniform(9, 17, len(rounds))
        platelets = _transfused(rounds, platelets, 15.0, gains[0], 30.0)
        hemoglobin = _transfused(rounds, hemoglobin, 70.0, gains[1], 300.0)
        self.report("platelets", rounds, np.maximum(np.round(platelets), 1), "blood_count")
        self.report("hemoglobin", rounds, np.maximum(hemoglobin, 30), "blood_count")
        self.report("wbc", rounds, white, "blood_count")
        shares = np.clip(self.segmented + 0.05 * self.rng.normal(size=len(rounds)), 0.02, 0.97)
        counted = (white >= 0.5) | self.complete
        self.report("neutrophils", rounds[counted], (white * shares)[counted], "blood_count")

    def pregnancy(self, hour: float) -> None:
        """A pregnancy test on admission, in two of three women."""
        positive, done = self.rng.random() < 0.015, self.rng.random() < 0.66
        if done or self.complete:
            self.sheet.measured("hcg_positive", [hour], [float(positive)], LABORATORY, 0 if self.complete else 90)


def _transfused(hours: Numbers, values: Numbers, trigger: float, gains: Numbers, lasts_h: float) -> Numbers:
    """Values with what was transfused after each one below the trigger, fading with `lasts_h`."""
    kept, extra, last = [], 0.0, 0.0
    for hour, value, gain in zip(hours.tolist(), values.tolist(), gains.tolist(), strict=True):
        extra *= float(np.exp(-(hour - last) / lasts_h))
        last = hour
        kept.append(value + extra)
        extra += gain if value + extra < trigger else 0.0
    return np.array(kept)


def _as_reported(values: Numbers) -> Numbers:
    """Three significant digits, as laboratories print them."""
    size = 10.0 ** (np.floor(np.log10(np.maximum(values, 1e-6))) - 2)
    return np.asarray(np.round(values / size) * size)
