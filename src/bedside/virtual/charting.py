"""What nurses and pumps record in intensive care: pressures, temperature, coma score, urine, gases, treatments."""

from __future__ import annotations

import numpy as np

from bedside.values.unknown import Because
from bedside.virtual.calibration import Hours, Numbers, calibration
from bedside.virtual.course import Stay
from bedside.virtual.sheet import Sheet, runs
from bedside.virtual.trajectories import BEFORE, curve
from bedside.virtual.treatment import Breathing

CHART, PUMP, BLOOD_GAS = "virtual/chart", "virtual/pump", "virtual/blood gas"


def chart_bedside(rng: np.random.Generator, sheet: Sheet, stay: Stay, complete: bool) -> None:
    """Everything that is charted at the bedside during the stay in intensive care."""
    last = int(np.ceil(stay.icu_h))  # hours 1 .. last - 1 lie inside the stay
    hours = np.arange(1, last)
    known = calibration().section("recording")
    kept = np.ones(len(hours), dtype=bool) if complete else rng.random(len(hours)) >= known["lost"]
    sheet.measured("map", hours[kept], np.clip(np.array(stay.care.pressure)[hours], 25, 140)[kept], CHART)
    _gases(rng, sheet, stay, hours, complete)
    _temperature(rng, sheet, stay, hours[hours % 4 == 1])
    _coma(rng, sheet, stay, hours[hours % 4 == 2], complete)
    _urine(rng, sheet, stay, last)
    _treatments(sheet, stay)


def _gases(rng: np.random.Generator, sheet: Sheet, stay: Stay, hours: Hours, complete: bool) -> None:
    """Arterial gases as often as the way of breathing asks; FiO2 at each change; SpO2 hourly."""
    care, pf, fio2 = stay.care, np.array(stay.state.pf)[hours + BEFORE], np.array(stay.care.fio2)[hours]
    tension = np.maximum(pf * fio2, 30)
    saturation = 100 / (1 + 23400 / (tension**3 + 150 * tension))  # Severinghaus 1979, J Appl Physiol 46:599
    sheet.measured("spo2", hours, np.clip(saturation + rng.normal(0, 0.7, len(hours)), 50, 100), CHART)
    drawn = _gas_hours(rng, stay, len(hours), complete)
    minute = rng.uniform(0, 0.8, len(drawn))
    noise = np.exp(calibration().laws["pf"].noise * rng.normal(size=len(drawn)))
    low, high = calibration().section("recording")["delay_min"]["pao2"]
    delay = rng.uniform(low, high, len(drawn))
    at = drawn + 1
    inside = at + minute < stay.icu_h
    sheet.measured(
        "pao2",
        (at + minute)[inside],
        (tension[drawn] * noise)[inside],
        BLOOD_GAS,
        0 if complete else delay[inside],
    )
    charted = _fio2_hours(rng, care.breathing, care.fio2, len(hours), set(drawn.tolist()), complete)
    sheet.measured("fio2", charted + 1, fio2[charted], CHART)


def _gas_hours(rng: np.random.Generator, stay: Stay, count: int, complete: bool) -> Hours:
    """Indices (hour − 1) of the arterial gases. After extubation they stop, but for a few."""
    care, drawn, since = stay.care, [], 99
    chance = rng.random(count + 1)
    for i in range(count):
        h = i + 1
        way, line = care.breathing[h], care.rate[h] > 0 or h < 24
        new = way is not care.breathing[h - 1] and way is not Breathing.AIR
        every = {Breathing.TUBE: 5, Breathing.MASK: 7, Breathing.HIGH_FLOW: 8}.get(way, 12 if line else 999)
        if way is Breathing.AIR and not complete:
            every = 12 if care.rate[h] > 0 else 999 if chance[i] > 0.02 else 24
        due = since >= (min(every, 6) if complete else every) and (complete or chance[i] < 0.6 or since > every + 2)
        since += 1
        if (due and (since < 900 or complete)) or (new and since > 2):
            drawn.append(i)
            since = 0
    return np.array(drawn, dtype=np.int64)


def _fio2_hours(
    rng: np.random.Generator,
    ways: list[Breathing],
    fio2: list[float],
    count: int,
    drawn: set[int],
    complete: bool,
) -> Hours:
    """On a machine at each change and every 4 h; else with the gas, as the requester wrote it on the slip."""
    told, charted = rng.random(count + 1), []
    for i in range(count):
        h = i + 1
        machine = ways[h] not in (Breathing.AIR, Breathing.OXYGEN)
        changed = machine and (fio2[h] != fio2[h - 1] or ways[h] is not ways[h - 1] or i == 0)
        if changed or (machine and h % 4 == 0) or (i in drawn and (complete or told[i] < 0.85)):
            charted.append(i)
    return np.array(charted, dtype=np.int64)


def _temperature(rng: np.random.Generator, sheet: Sheet, stay: Stay, hours: Hours) -> None:
    law = calibration().laws["temperature"]
    clock = (hours + stay.admitted_clock) % 24
    rhythm = 0.25 * np.cos(2 * np.pi * (clock - 18) / 24)
    value = curve(stay.state.course, "temperature")[hours + BEFORE] + rhythm - _cooling(stay.care.replaced)[hours]
    sheet.measured("temperature", hours, value + law.noise * rng.normal(size=len(hours)), CHART)


def _cooling(replaced: list[bool]) -> Numbers:
    """By how much the blood outside the body cools it, °C at each hour: within some hours, and back again."""
    known, path, now = calibration().section("body")["cooling"], [], 0.0
    for on in replaced:
        now += ((known["by"] if on else 0.0) - now) / known["within_h"]
        path.append(now)
    return np.array(path)


def _coma(rng: np.random.Generator, sheet: Sheet, stay: Stay, hours: Hours, complete: bool) -> None:
    """With a tube the verbal part cannot be tested; under sedation it is often left out and means little."""
    if stay.care.breathing[0] is Breathing.TUBE and (complete or rng.random() < 0.7):
        sheet.measured("gcs", [-1.0], [stay.state.coma[BEFORE]], CHART)  # before the tube
    tube = np.array([way is Breathing.TUBE for way in stay.care.breathing])[hours]
    asleep = np.array(stay.care.sedated, dtype=bool)[hours]
    told = rng.random(len(hours)) < calibration().section("recording")["gcs_when_sedated"]
    wobble = np.where(rng.random(len(hours)) < 0.15, rng.integers(-1, 2, len(hours)), 0)
    true = np.array(stay.state.coma)[hours + BEFORE]
    score = np.where(true >= 15, 15, np.clip(true + wobble, 3, 15))
    awake = ~tube
    sheet.measured("gcs", hours[awake], score[awake], CHART)
    seen = tube & (~asleep | told | complete)
    eyes_and_motor = np.where(asleep, rng.integers(2, 5, len(hours)), np.clip(np.round(score * 2 / 3), 2, 10))[seen]
    sheet.ranged(
        "gcs",
        hours[seen],
        eyes_and_motor + 1,
        np.minimum(eyes_and_motor + 5, 15),
        Because.PARTLY_RECORDED,
        CHART,
    )
    sheet.measured("gcs_verbal_untestable", hours[seen | awake], tube[seen | awake], CHART)


def _urine(rng: np.random.Generator, sheet: Sheet, stay: Stay, last: int) -> None:
    """Every 2 h under vasopressors or renal replacement, else every 4 or 6 h."""
    care, times, amounts = stay.care, [], []
    slow = int(rng.choice([4, 6]))
    h, since = 0, 0
    while h + 1 < last:
        h += 1
        if h - since >= (2 if care.rate[h] > 0 or care.replaced[h] else slow):
            flow = sum(stay.state.urine[since + BEFORE : h + BEFORE])
            times.append(h)
            amounts.append(flow * float(np.exp(0.25 * rng.normal())))
            since = h
    sheet.measured("urine", times, np.round(np.array(amounts) / 5) * 5, CHART)


def _treatments(sheet: Sheet, stay: Stay) -> None:
    care = stay.care
    for way in (Breathing.TUBE, Breathing.MASK, Breathing.HIGH_FLOW):
        _support(sheet, stay, way.value, [now is way for now in care.breathing])
    _support(sheet, stay, "sedation", care.sedated)
    _support(sheet, stay, "renal_replacement", care.replaced)
    _infusion(sheet, stay, "norepinephrine", care.rate)
    _infusion(
        sheet,
        stay,
        "epinephrine",
        [round(0.1 * (rate - 1.3), 2) if rate > 1.5 else 0.0 for rate in care.rate],
    )
    if stay.state.course.person.cause.name == "cardiac":
        _infusion(
            sheet,
            stay,
            "dobutamine",
            [10.0 if rate > 0.3 else 5.0 if rate > 0 else 0.0 for rate in care.rate],
        )


def _support(sheet: Sheet, stay: Stay, name: str, on: list[bool]) -> None:
    spans = [_inside(sheet, stay, a, b) for a, b, _ in runs([float(v) for v in on])]
    sheet.lasting(name, [(a, b, 1.0, a, b) for a, b in spans], CHART)


def _infusion(sheet: Sheet, stay: Stay, name: str, rates: list[float]) -> None:
    """One record a rate; the course is the stretch without a pause."""
    courses = [_inside(sheet, stay, a, b) for a, b, _ in runs([float(rate > 0) for rate in rates])]
    spans = [(*_inside(sheet, stay, a, b), rate) for a, b, rate in runs(rates)]
    rows = [(a, b, rate, *next(c for c in courses if c[0] <= a < c[1] or a >= b)) for a, b, rate in spans if a < b]
    sheet.lasting(name, rows, PUMP)


def _inside(sheet: Sheet, stay: Stay, first: int, after: int) -> tuple[int, int]:
    """Hours as microseconds, cut to the stay in intensive care."""
    start, end = sheet.at([max(first, stay.admitted_h), min(after, stay.icu_h)]).tolist()
    return int(start), int(end)
