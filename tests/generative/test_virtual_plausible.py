"""What a clinician would laugh at does not happen, whatever the seed: values jump, the dead pass urine, ..."""

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from bedside.values.moment import HOUR
from bedside.virtual.calibration import calibration
from bedside.virtual.causes import DEFAULT, HEMOPHAGOCYTIC
from bedside.virtual.patients import ward

SUPPORT = ("invasive_ventilation", "norepinephrine", "epinephrine", "dobutamine", "renal_replacement", "sedation")
CLEARED = {name: law.half_life_h for name, law in calibration().laws.items() if law.half_life_h is not None}
PATIENTS = 3
made = st.builds(
    lambda seed, mix: ward(PATIENTS, seed, mix, complete=True),
    st.integers(0, 2**32),
    st.sampled_from([DEFAULT, HEMOPHAGOCYTIC]),
)
few = settings(max_examples=8)


def stays(of):
    """(chart, ICU admission, ICU discharge, death in hospital or None) of every patient."""
    columns = (of.stays[name].tolist() for name in ("patient_id", "admitted_us", "discharged_us", "died_us"))
    for patient, admitted, discharged, died in zip(*columns, strict=True):
        yield of.chart(patient), admitted, discharged, died


def points(chart, name):
    return sorted((fact.start, fact.value.low) for fact in chart.facts.get(name, ()))


def spans(chart, name):
    return sorted((fact.start, fact.end, fact.value.low) for fact in chart.facts.get(name, ()))


def in_force(chart, name, at):
    return any(start <= at < end for start, end, _ in spans(chart, name))


@few
@given(made)
def test_nothing_is_measured_done_or_passed_after_death(of):
    for chart, _, _, died in stays(of):
        for name, facts in chart.facts.items():
            if died is not None and name not in ("dead", "icu_stay"):
                assert all(fact.start < died and fact.end <= died for fact in facts), name


@few
@given(made)
def test_nobody_leaves_intensive_care_alive_on_support(of):
    for chart, _, left, died in stays(of):
        if died is None or died > left:
            for name in SUPPORT:
                assert all(end <= left - HOUR for _, end, _ in spans(chart, name)), name
            last = [value for at, value in points(chart, "map") if left - 6 * HOUR < at]
            assert not last or np.median(last) >= 60


@few
@given(made)
def test_noradrenaline_is_begun_for_a_low_pressure_and_not_kept_for_a_high_one(of):
    for chart, admitted, _, _ in stays(of):
        pressure = dict(points(chart, "map"))
        courses = {fact.course for fact in chart.facts.get("norepinephrine", ())}
        for start, _ in courses:
            if start - admitted > 2 * HOUR:  # some come with the pump running
                assert min(value for at, value in pressure.items() if start - HOUR < at <= start) <= 65
        for start, end, rate in spans(chart, "norepinephrine"):
            during = [value for at, value in pressure.items() if start <= at < end]
            assert rate < 0.1 or len(during) < 6 or np.median(during) < 92


@few
@given(made)
def test_lasting_hypotension_is_treated(of):
    for chart, *_ in stays(of):
        untreated = [
            at for at, value in points(chart, "map") if value < 58 and not in_force(chart, "norepinephrine", at)
        ]
        assert not any(c - a <= 3 * HOUR for a, _, c in zip(untreated, untreated[1:], untreated[2:], strict=False))


@few
@given(made)
def test_with_a_tube_speech_is_not_tested(of):
    for chart, *_ in stays(of):
        for fact in chart.facts.get("gcs", ()):
            if in_force(chart, "invasive_ventilation", fact.start):
                assert fact.value.high - fact.value.low >= 1, "a whole coma score needs a voice"
        for at, untestable in points(chart, "gcs_verbal_untestable"):
            assert bool(untestable) == in_force(chart, "invasive_ventilation", at)


@few
@given(made)
def test_temperature_and_pressure_do_not_jump(of):
    for chart, _, _, died in stays(of):
        for name, most in (("temperature", 2.0), ("map", 35.0)):
            alive = [point for point in points(chart, name) if died is None or point[0] < died - 6 * HOUR]
            for (t0, a), (t1, b) in pairwise(alive):
                assert abs(b - a) <= most or t1 - t0 > 5 * HOUR, (name, a, b)


@few
@given(made)
def test_what_the_blood_must_be_cleared_of_falls_no_faster(of):
    for chart, *_ in stays(of):
        for name, half_life in CLEARED.items():
            noise = 6 * calibration().laws[name].noise
            for (t0, a), (t1, b) in pairwise(points(chart, name)):
                fastest = a * 0.5 ** ((t1 - t0) / HOUR / half_life)
                assert b >= fastest * (1 - noise) - 1.0, (name, a, b, (t1 - t0) / HOUR)


@few
@given(made)
def test_oxygen_in_blood_fits_the_oxygen_given(of):
    for chart, *_ in stays(of):
        given_now = dict(points(chart, "fio2"))
        for at, tension in points(chart, "pao2"):
            charted = [value for when, value in given_now.items() if abs(when - at) <= HOUR]
            assert 20 <= tension <= 713 and (not charted or tension / min(charted) <= 650)


def test_who_never_comes_off_support_dies_on_it(monkeypatch):
    """With a short longest stay many reach it: whoever depends on support then is not sent home on a pump."""
    monkeypatch.setitem(calibration().section("leaving"), "longest_icu_days", 3)
    long = 0
    for chart, admitted, left, died in stays(ward(80, 1, HEMOPHAGOCYTIC)):
        long += left - admitted > 70 * HOUR
        if died is None or died > left:
            for name in ("invasive_ventilation", "norepinephrine", "renal_replacement"):
                assert all(end <= left - HOUR / 2 for _, end, _ in spans(chart, name)), name
    assert long > 20
