"""Whatever the seed, virtual patients keep the contract of the records and the order of time."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.records.dictionary import dictionary
from bedside.values.moment import HOUR
from bedside.values.variable import Kind
from bedside.virtual.causes import Mix, causes
from bedside.virtual.patients import ward

BEDSIDE = {
    "map", "spo2", "fio2", "pao2", "temperature", "urine", "gcs_verbal_untestable", "sedation", "renal_replacement",
    "invasive_ventilation", "noninvasive_ventilation", "high_flow_oxygen", "norepinephrine", "epinephrine",
    "dobutamine",
}  # fmt: skip
seeds = st.integers(0, 2**32)


def facts_of(made):
    names = made.facts
    keys = (
        "patient_id",
        "variable",
        "start_us",
        "end_us",
        "available_us",
        "low",
        "high",
        "course_start_us",
        "course_end_us",
    )
    return [dict(zip(keys, row, strict=True)) for row in zip(*(names[key].tolist() for key in keys), strict=True)]


def stays_of(made):
    return {
        row[1]: dict(zip(made.stays, row, strict=True))
        for row in zip(*(c.tolist() for c in made.stays.values()), strict=True)
    }


@given(seeds, st.booleans())
def test_every_value_is_within_its_bounds_and_at_its_decimals(seed, complete):
    made = ward(2, seed, complete=complete)
    for name in set(made.facts["variable"].tolist()):
        here, declared = made.facts["variable"] == name, dictionary()[name]
        low, high = made.facts["low"][here], made.facts["high"][here]
        assert (low >= float(declared.low)).all() and (low <= high).all() and (high <= float(declared.high)).all()
        scale = 10.0**declared.decimals
        for ends in (low, high):
            assert (np.floor(ends * scale + 0.5) / scale == ends).all()
        if declared.truth:
            assert set(low.tolist()) | set(high.tolist()) <= {0.0, 1.0}
        if declared.kind is Kind.INFUSION:
            assert (low > 0).all()


@given(seeds, st.booleans())
def test_a_range_says_why_and_a_known_value_does_not(seed, complete):
    made = ward(2, seed, complete=complete)
    ranges = made.facts["low"] < made.facts["high"]
    assert [text is not None for text in made.facts["because"].tolist()] == ranges.tolist()


@given(seeds, st.booleans())
def test_stays_are_in_order(seed, complete):
    made = ward(2, seed, complete=complete)
    for stay in stays_of(made).values():
        times = [
            stay[key] for key in ("hospital_admitted_us", "admitted_us", "discharged_us", "hospital_discharged_us")
        ]
        assert times[0] < times[1] < times[2] <= times[3]
        assert stay["died_us"] is None or stay["died_us"] == times[3]


@given(seeds, st.booleans())
def test_records_stand_within_the_stay_they_belong_to(seed, complete):
    made = ward(2, seed, complete=complete)
    stays = stays_of(made)
    for fact in facts_of(made):
        stay, name = stays[fact["patient_id"]], fact["variable"]
        if name == "dead":
            assert fact["start_us"] == stay["died_us"]
            continue
        end = fact["end_us"] - (name == "icu_stay")  # still in force at the moment of discharge
        assert stay["hospital_admitted_us"] <= fact["start_us"] <= end <= stay["hospital_discharged_us"]
        assert fact["available_us"] >= fact["start_us"]
        if name in BEDSIDE:
            assert stay["admitted_us"] <= fact["start_us"] and fact["end_us"] <= stay["discharged_us"]


@given(seeds, st.booleans())
def test_what_lasts_has_a_length_a_course_and_no_overlap(seed, complete):
    made = ward(2, seed, complete=complete)
    held = {}
    for fact in facts_of(made):
        declared = dictionary()[fact["variable"]]
        if not declared.lasting:
            assert fact["course_start_us"] is None and fact["course_end_us"] is None
            assert fact["start_us"] == fact["end_us"]
            continue
        assert fact["start_us"] < fact["end_us"]
        assert fact["course_start_us"] <= fact["start_us"] and fact["end_us"] <= fact["course_end_us"]
        held.setdefault((fact["patient_id"], fact["variable"]), []).append((fact["start_us"], fact["end_us"]))
    for spans in held.values():
        assert all(a[1] <= b[0] for a, b in pairwise(sorted(spans)))


@given(seeds, st.booleans())
def test_no_two_ways_of_breathing_at_once_and_sedation_only_with_a_tube(seed, complete):
    made = ward(2, seed, complete=complete)
    facts = facts_of(made)
    ways = ("invasive_ventilation", "noninvasive_ventilation", "high_flow_oxygen")
    for patient in made.patients["patient_id"].tolist():
        spans = sorted(
            (f["start_us"], f["end_us"]) for f in facts if f["patient_id"] == patient and f["variable"] in ways
        )
        assert all(a[1] <= b[0] for a, b in pairwise(spans))
        tubes = [(f["start_us"], f["end_us"]) for f in facts if f["patient_id"] == patient and f["variable"] == ways[0]]
        for f in facts:
            if f["patient_id"] == patient and f["variable"] == "sedation":
                assert any(a <= f["start_us"] and f["end_us"] <= b for a, b in tubes)


@given(seeds, st.booleans())
def test_oxygen_and_vasopressors_move_as_nurses_move_them(seed, complete):
    made = ward(2, seed, complete=complete)
    stays = stays_of(made)
    for patient in made.patients["patient_id"].tolist():
        chart = made.chart(patient)
        for fact in chart.facts.get("fio2", ()):
            on_machine = any(
                f.start <= fact.start < f.end
                for name in ("invasive_ventilation", "noninvasive_ventilation", "high_flow_oxygen")
                for f in chart.facts.get(name, ())
            )
            if on_machine:
                assert round(fact.value.low * 100) % 5 == 0
        rates = sorted(chart.facts.get("norepinephrine", ()), key=lambda f: f.start)
        for before, after in pairwise(rates):
            if before.end == after.start:
                assert after.value.low / before.value.low <= 2.2  # doubled, and rounded to a step
                assert after.start - before.start >= (HOUR if before.start > stays[patient]["admitted_us"] else 0)


@pytest.mark.parametrize("cause", sorted(causes()))
def test_creatinine_and_platelets_change_as_slowly_as_in_people(cause):
    """Without renal replacement creatinine does not double, and platelets do not fall by two thirds, in 12 h."""
    made = ward(25, 17, Mix(((cause, 1.0),)), complete=True)
    died = dict(zip(made.truth["patient_id"].tolist(), made.truth["died_us"].tolist(), strict=True))
    for patient in made.patients["patient_id"].tolist():
        chart = made.chart(patient)
        free = "renal_replacement" not in chart.facts
        for name, most in (("creatinine", 2.0), ("platelets", 3.0), ("hemoglobin", 1.6)):
            values = sorted((f.start, f.value.low) for f in chart.facts[name])
            for (t0, a), (t1, b) in pairwise(values):
                dying = died[patient] is not None and t1 > died[patient] - 36 * HOUR
                if t1 - t0 <= 13 * HOUR and not dying and min(a, b) > 15 and (free or name != "creatinine"):
                    assert max(a, b) / min(a, b) < most, (patient, name, a, b)
