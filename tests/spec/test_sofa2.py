"""SOFA-2 as tables: what was recorded, and the points (Ranzani 2025; the options are those of `Sofa2`)."""

from dataclasses import fields, replace
from decimal import Decimal
from typing import Any

import pytest

from bedside.errors import RuleError
from bedside.records.dictionary import variable
from bedside.rules.chart import Fact
from bedside.rules.meaning import ask
from bedside.rules.nodes import variables, walk
from bedside.rules.text import tell
from bedside.scores.sofa2 import VARIANTS, Sofa2, sofa2
from bedside.values.moment import days, hours
from bedside.values.quantity import Quantity
from bedside.values.unknown import Because
from tests.charting import LASTING, T, chart, during, seen, value

ORGANS = ["respiration", "coagulation", "liver", "cardiovascular", "cns", "renal"]
VENTILATED = during("invasive_ventilation", 30)
NOTHING: frozenset[str] = frozenset()


def organ(name: str, *facts: Fact, recorded: frozenset[str] = LASTING, **options: object) -> str:
    """The points of one component under options that differ from the default."""
    chosen = replace(Sofa2(), **options)  # type: ignore[arg-type]
    return value(sofa2(chosen).component(name), *facts, recorded=recorded)


def from_mg_dl(name: str, number: str) -> float:
    """A laboratory's mg/dL as it is recorded: in the canonical unit, rounded to its decimals."""
    kept = variable(name)
    return kept.round(Quantity(Decimal(number), "mg/dL").to(kept.unit, name).number)


# ---- haemostasis, liver, creatinine: each bound below, at and above ---------------------------------------------


@pytest.mark.parametrize(
    ("platelets", "points"),
    [
        (0, 4), (49.9, 4), (50, 4), (50.1, 3), (79.9, 3), (80, 3), (80.1, 2), (99.9, 2), (100, 2), (100.1, 1),
        (149.9, 1), (150, 1), (150.1, 0), (3000, 0),
    ],
)  # fmt: skip
def test_haemostasis(platelets: float, points: int) -> None:
    assert organ("coagulation", seen("platelets", platelets)) == str(points)


@pytest.mark.parametrize(
    ("bilirubin", "points"),
    [
        ("0", 0), ("1.19", 0), ("1.2", 0), ("1.21", 1), ("2.99", 1), ("3.0", 1), ("3.01", 2), ("5.99", 2), ("6.0", 2),
        ("6.01", 3), ("11.99", 3), ("12.0", 3), ("12.01", 4), ("40", 4),
    ],
)  # fmt: skip
def test_liver_in_mg_dl(bilirubin: str, points: int) -> None:
    assert organ("liver", seen("bilirubin", from_mg_dl("bilirubin", bilirubin))) == str(points)


@pytest.mark.parametrize(
    ("bilirubin", "points"),
    [
        (20.59, 0), (20.6, 0), (20.61, 1), (51.29, 1), (51.3, 1), (51.31, 2), (102.59, 2), (102.6, 2), (102.61, 3),
        (204.99, 3), (205, 3), (205.01, 4),
    ],
)  # fmt: skip
def test_liver_in_umol_l(bilirubin: float, points: int) -> None:
    assert organ("liver", seen("bilirubin", bilirubin), boundaries="umol/L") == str(points)


@pytest.mark.parametrize(
    ("creatinine", "points"),
    [("0.3", 0), ("1.19", 0), ("1.2", 0), ("1.21", 1), ("1.99", 1), ("2.0", 1), ("2.01", 2), ("3.49", 2), ("3.5", 2),
     ("3.51", 3), ("12", 3)],
)  # fmt: skip
def test_kidney_by_creatinine_in_mg_dl(creatinine: str, points: int) -> None:
    at = seen("creatinine", from_mg_dl("creatinine", creatinine))
    assert organ("renal", at, seen("potassium", 4), seen("ph", 7.4), seen("bicarbonate", 24)) == str(points)


@pytest.mark.parametrize(
    ("creatinine", "points"),
    [(109.99, 0), (110, 0), (110.01, 1), (169.99, 1), (170, 1), (170.01, 2), (299.99, 2), (300, 2), (300.01, 3)],
)
def test_kidney_by_creatinine_in_umol_l(creatinine: float, points: int) -> None:
    found = organ("renal", seen("creatinine", creatinine), boundaries="umol/L", replacement_criteria="not used")
    assert found == str(points)


@pytest.mark.parametrize(
    ("component", "facts", "points"),
    [
        ("coagulation", [seen("platelets", 160, 2), seen("platelets", 45, 20), seen("platelets", 90, 1)], "4"),
        ("liver", [seen("bilirubin", 10, 2), seen("bilirubin", 300, 23.9)], "4"),
        ("cardiovascular", [seen("map", 90, 1), seen("map", 65, 20)], "1"),
        ("coagulation", [seen("platelets", 160, 0), seen("platelets", 10, 24)], "0"),  # 24 h old: outside
        ("coagulation", [seen("platelets", 10, 24)], "0–4"),
        ("coagulation", [seen("platelets", (60, 90), 3)], "2–3"),
        ("liver", [seen("bilirubin", (0, 2000), 3, Because.PENDING), seen("bilirubin", 110, 9)], "3–4"),
    ],
)
def test_a_the_worst_value_of_24_hours_counts(component: str, facts: list[Fact], points: str) -> None:
    assert organ(component, *facts) == points


# ---- respiration -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pao2", "fio2", "supported", "unsupported"),
    [
        (29.9, 0.40, 4, 2), (30, 0.40, 4, 2), (30.1, 0.40, 3, 2),  # P/F 75
        (59.9, 0.40, 3, 2), (60, 0.40, 3, 2), (60.1, 0.40, 2, 2),  # 150
        (89.9, 0.40, 2, 2), (90, 0.40, 2, 2), (90.1, 0.40, 1, 1),  # 225
        (119.9, 0.40, 1, 1), (120, 0.40, 1, 1), (120.1, 0.40, 0, 0),  # 300
        (62.9, 0.21, 1, 1), (63, 0.21, 1, 1), (63.1, 0.21, 0, 0), (300, 1.0, 1, 1), (300.1, 1.0, 0, 0),
    ],
)  # fmt: skip
def test_respiration_by_pao2_with_and_without_support(
    pao2: float, fio2: float, supported: int, unsupported: int
) -> None:
    gas = (seen("pao2", pao2, 3), seen("fio2", fio2, 3))
    assert organ("respiration", *gas, VENTILATED) == str(supported)
    assert organ("respiration", *gas) == str(unsupported)


@pytest.mark.parametrize(("kpa", "points"), [("10", 4), ("10.1", 3), ("20", 3), ("20.1", 2), ("30", 2), ("30.1", 1)])
def test_respiration_in_kpa(kpa: str, points: int) -> None:
    """10 kPa is 75.006 mmHg: at whole kilopascals the two printed units of the ratio disagree by their rounding."""
    pressure = variable("pao2").round(Quantity(Decimal(kpa) - Decimal("0.01"), "kPa").to("mm[Hg]").number)
    gas = (seen("pao2", pressure, 3), seen("fio2", 1.0, 3))
    assert organ("respiration", *gas, VENTILATED) == str(points)


@pytest.mark.parametrize("ratio", [75, 150, 225, 300])
@pytest.mark.parametrize("percent", range(21, 101))
def test_no_ratio_passes_a_bound_by_binary_division(ratio: int, percent: int) -> None:
    expected = {75: 4, 150: 3, 225: 2, 300: 1}[ratio]
    at, fio2 = ratio * percent / 100, seen("fio2", percent / 100, 1)
    assert organ("respiration", seen("pao2", at, 1), fio2, VENTILATED) == str(expected)
    assert organ("respiration", seen("pao2", at + 0.1, 1), fio2, VENTILATED) == str(expected - 1)


@pytest.mark.parametrize(
    ("spo2", "fio2", "supported", "unsupported"),
    [
        (90, 0.75, 4, 2), (90.1, 0.75, 3, 2),  # S/F 120
        (90, 0.45, 3, 2), (90.1, 0.45, 2, 2),  # 200
        (90, 0.36, 2, 2), (90.1, 0.36, 1, 1),  # 250
        (90, 0.30, 1, 1), (90.1, 0.30, 0, 0), (97.9, 0.21, 0, 0),  # 300
    ],
)  # fmt: skip
def test_f_respiration_by_spo2(spo2: float, fio2: float, supported: int, unsupported: int) -> None:
    taken = (seen("spo2", spo2, 3), seen("fio2", fio2, 3))
    assert organ("respiration", *taken, VENTILATED) == str(supported)
    assert organ("respiration", *taken) == str(unsupported)


@pytest.mark.parametrize(
    ("facts", "points"),
    [
        ([seen("spo2", 98, 2), seen("fio2", 1.0, 2), VENTILATED], "0–4"),  # from 98 % on it says nothing
        ([seen("spo2", 97.9, 2), seen("fio2", 1.0, 2), VENTILATED], "4"),
        ([seen("spo2", 80, 2), seen("fio2", 1.0, 2), seen("pao2", 90, 9), seen("fio2", 0.21, 9)], "0"),  # a gas first
        ([seen("spo2", 80, 2), seen("fio2", 1.0, 2), seen("pao2", 90, 25), seen("fio2", 0.21, 25)], "2"),
    ],
)
def test_f_spo2_only_without_a_pao2_and_below_98(facts: list[Fact], points: str) -> None:
    assert organ("respiration", *facts) == points


def test_f_spo2_by_option_not_at_all() -> None:
    taken = (seen("spo2", 80, 2), seen("fio2", 1.0, 2), VENTILATED)
    assert organ("respiration", *taken) == "4"
    assert organ("respiration", *taken, spo2_surrogate="not used") == "0–4"


@pytest.mark.parametrize(
    ("support", "points"),
    [
        ("invasive_ventilation", "4"), ("noninvasive_ventilation", "4"), ("high_flow_oxygen", "4"), (None, "2"),
    ],
)  # fmt: skip
def test_g_advanced_support(support: str | None, points: str) -> None:
    facts = [seen("pao2", 60, 2), seen("fio2", 0.8, 2), *([during(support, 10)] if support else [])]
    assert organ("respiration", *facts) == points


@pytest.mark.parametrize(
    ("start", "end", "points"),
    [(10, 5, "4"), (8, 5, "4"), (7.9, 5, "2"), (10, 8, "2"), (10, 7.9, "4")],
)
def test_g_support_is_asked_for_when_the_gas_was_drawn(start: float, end: float, points: str) -> None:
    gas = (seen("pao2", 60, 8), seen("fio2", 0.8, 8))
    assert organ("respiration", *gas, during("invasive_ventilation", start, end)) == points


def test_h_without_support_at_most_2_unless_it_was_not_to_be_had() -> None:
    for ratio, alone in ((0.8, "4"), (0.5, "3")):
        gas = (seen("pao2", 60, 2), seen("fio2", ratio, 2))
        assert organ("respiration", *gas) == "2"
        assert organ("respiration", *gas, treatment_limits="vasopressors") == "2"
        assert organ("respiration", *gas, treatment_limits="ventilation") == alone
        assert organ("respiration", *gas, treatment_limits="ventilation and vasopressors") == alone


@pytest.mark.parametrize(
    ("device", "respiration", "cardiovascular"),
    [("ecmo_respiratory", "4", "0"), ("ecmo_circulatory", "4", "4"), ("mechanical_circulation", "0", "4")],
)
def test_i_n_ecmo_and_mechanical_support(device: str, respiration: str, cardiovascular: str) -> None:
    well = (seen("map", 80), seen("pao2", 100), seen("fio2", 0.21))
    for lasted in (during(device, 5), during(device, 40, 23.9)):
        assert organ("respiration", *well, lasted) == respiration
        assert organ("cardiovascular", *well, lasted) == cardiovascular
    over = during(device, 40, 24)
    assert (organ("respiration", *well, over), organ("cardiovascular", *well, over)) == ("0", "0")
    assert organ("respiration", *well, during(device, 5), devices="none given") == "0"
    assert organ("cardiovascular", *well, during(device, 5), devices="none given") == "0"


@pytest.mark.parametrize(
    ("facts", "range_", "ignored", "room_air"),
    [
        ([seen("pao2", 60, 2)], "1–2", "0–2", "1"),  # 60 / 0.21 = 286
        ([seen("pao2", 60, 2), VENTILATED], "1–4", "0–4", "1–4"),
        ([seen("pao2", 70, 2), seen("pao2", 90, 9), seen("fio2", 0.8, 9), VENTILATED], "3–4", "3", "3–4"),
        ([seen("pao2", 60, 2), seen("fio2", 0.21, 6.1)], "1–2", "0–2", "1"),  # an FiO2 too old
        ([seen("pao2", 60, 2), seen("fio2", 0.5, 5.9)], "2", "2", "2"),
    ],
)
def test_a_pao2_without_fio2(facts: list[Fact], range_: str, ignored: str, room_air: str) -> None:
    assert organ("respiration", *facts) == range_
    assert organ("respiration", *facts, unpaired_fio2="ignored") == ignored
    assert organ("respiration", *facts, unpaired_fio2="room air unless supported") == room_air


# ---- cardiovascular --------------------------------------------------------------------------------------------

WELL = seen("map", 80)


@pytest.mark.parametrize(("pressure", "points"), [(0, 1), (69, 1), (69.9, 1), (70, 0), (71, 0)])
def test_map_without_drugs(pressure: float, points: int) -> None:
    assert organ("cardiovascular", seen("map", pressure)) == str(points)


@pytest.mark.parametrize(
    ("pressure", "points"),
    [(39.9, 4), (40, 3), (49.9, 3), (50, 2), (59.9, 2), (60, 1), (69.9, 1), (70, 0)],
)
def test_m_pressure_where_vasopressors_are_not_given(pressure: float, points: int) -> None:
    assert organ("cardiovascular", seen("map", pressure), treatment_limits="vasopressors") == str(points)
    expected = "1" if pressure < 70 else "0"
    assert organ("cardiovascular", seen("map", pressure), treatment_limits="ventilation") == expected


@pytest.mark.parametrize(
    ("noradrenaline", "adrenaline", "alone", "beside"),
    [
        (0, 0, 0, 2), (0.000001, 0, 2, 3), (0.2, 0, 2, 3), (0.200001, 0, 3, 4), (0.4, 0, 3, 4), (0.400001, 0, 4, 4),
        (0, 0.2, 2, 3), (0, 0.21, 3, 4), (0, 0.4, 3, 4), (0, 0.41, 4, 4),
        (0.1, 0.1, 2, 3), (0.1, 0.11, 3, 4), (0.1, 0.3, 3, 4), (0.3, 0.11, 4, 4), (0.07, 0.13, 2, 3),
    ],
)  # fmt: skip
def test_noradrenaline_and_adrenaline_together(
    noradrenaline: float, adrenaline: float, alone: int, beside: int
) -> None:
    drugs = (during("norepinephrine", 5, rate=noradrenaline), during("epinephrine", 5, rate=adrenaline))
    assert organ("cardiovascular", WELL, *drugs) == str(alone)
    for other in ("other_vasoactive", "dobutamine", "dopamine"):
        assert organ("cardiovascular", WELL, *drugs, during(other, 5)) == str(beside), other


@pytest.mark.parametrize("hundredths", range(1, 40))
def test_no_sum_passes_a_bound_by_binary_rounding(hundredths: int) -> None:
    for whole, points in ((20, "2"), (40, "3")):
        if hundredths < whole:
            first, second = hundredths / 100, (whole - hundredths) / 100
            drugs = (during("norepinephrine", 5, rate=first), during("epinephrine", 5, rate=second))
            assert organ("cardiovascular", WELL, *drugs) == points


@pytest.mark.parametrize(
    ("rate", "points"), [(0, 0), (0.5, 2), (20, 2), (20.001, 3), (40, 3), (40.001, 4), (100, 4)]
)  # fmt: skip
def test_l_dopamine_alone(rate: float, points: int) -> None:
    assert organ("cardiovascular", WELL, during("dopamine", 5, rate=rate)) == str(points)
    assert organ("cardiovascular", WELL, during("dopamine", 5, rate=rate), during("dobutamine", 5)) == "2"


@pytest.mark.parametrize(
    ("salt", "at"),
    [("base", 0.2), ("bitartrate monohydrate", 0.4), ("bitartrate", 0.378), ("hydrochloride", 0.244)],
)
def test_k_noradrenaline_counts_as_the_base(salt: str, at: float) -> None:
    for rate, points in ((at, "2"), (at + 0.001, "3")):
        given = during("norepinephrine", 5, rate=rate)
        assert organ("cardiovascular", WELL, given, norepinephrine_as=salt) == points


@pytest.mark.parametrize("drug", ["norepinephrine", "epinephrine", "dopamine", "dobutamine", "other_vasoactive"])
@pytest.mark.parametrize(
    ("start", "end", "counts"),
    [(5, 4.01, False), (5, 4, True), (0.5, -1, False), (1, -1, True), (40, 23.9, True), (40, 24, False)],
)
def test_j_an_hour_of_infusion(drug: str, start: float, end: float, counts: bool) -> None:
    given = during(drug, start, end, 0.1 if drug.endswith("nephrine") else 1)
    assert organ("cardiovascular", WELL, given) == ("2" if counts else "0")
    if end < 24:
        assert organ("cardiovascular", WELL, given, vasopressor_minimum=0) == "2"


@pytest.mark.parametrize(
    ("facts", "points"),
    [
        ([], "0–1"),  # no drug for certain, pressure unknown
        ([seen("map", 60), during("norepinephrine", 5, rate=0.1)], "2"),
        # one after the other is not one beside the other
        ([WELL, during("norepinephrine", 20, 15, 0.15), during("epinephrine", 10, 5, 0.15)], "2"),
        ([WELL, during("norepinephrine", 20, 15, 0.15), during("other_vasoactive", 10, 5)], "2"),
        ([WELL, during("norepinephrine", 20, 5, 0.15), during("epinephrine", 10, 5, 0.15)], "3"),
        # within one part of the window the highest rates are added, though they were not of one moment
        ([WELL, during("norepinephrine", 20, 9.6, 0.15), during("epinephrine", 10.4, 5, 0.15, (11, 5))], "3"),
        ([WELL, during("norepinephrine", 20, 10.1, 0.15), during("epinephrine", 9.9, 5, 0.15, (11, 5))], "2"),
        # once its course has lasted an hour every rate of a drug counts by itself, the first and the briefest too,
        ([WELL, during("norepinephrine", 9.5, 9.2, 0.5), during("norepinephrine", 9.2, 2, 0.1, (9.5, 2))], "2"),
        ([WELL, during("norepinephrine", 9.5, 9.2, 0.5, (9.5, 2)), during("norepinephrine", 9.2, 2, 0.1, (9.5, 2))],
         "4"),
        ([WELL, during("dopamine", 9.5, 9.2, 50, (9.5, 2)), during("dopamine", 9.2, 2, 5, (9.5, 2))], "4"),
        # but beside another one only from then on
        ([WELL, during("norepinephrine", 9.5, 9.2, 0.3, (9.5, 2)), during("dobutamine", 20, 9.1)], "3"),
        ([WELL, during("norepinephrine", 9.5, 2, 0.3), during("dobutamine", 20, 8.4)], "4"),
        ([WELL, during("dopamine", 20, 15, 30), during("norepinephrine", 10, 5, 0.1)], "3"),
    ],
)  # fmt: skip
def test_cardiovascular_of_windows(facts: list[Fact], points: str) -> None:
    assert organ("cardiovascular", *facts) == points


# ---- brain -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("gcs", "points"),
    [(3, 4), (5, 4), (6, 3), (8, 3), (9, 2), (12, 2), (13, 1), (14, 1), (15, 0)],
)
def test_brain(gcs: float, points: int) -> None:
    assert organ("cns", seen("gcs", gcs)) == str(points)


@pytest.mark.parametrize(
    ("facts", "points"),
    [
        ([seen("gcs", 15, 30), seen("gcs", 3, 2), during("sedation", 25)], "0"),
        ([seen("gcs", 8, 30), seen("gcs", 3, 2), during("sedation", 25)], "3"),
        ([seen("gcs", 13, 30), seen("gcs", 8, 27), seen("gcs", 3, 2), during("sedation", 25)], "3"),  # the last
        ([seen("gcs", 14, 8), seen("gcs", 3, 2), during("sedation", 7)], "1"),
        ([seen("gcs", 3, 2), during("sedation", 25)], "0–4"),
        ([seen("gcs", 8, 169), seen("gcs", 3, 2), during("sedation", 25)], "0–4"),  # more than 7 d ago
    ],
)
def test_c_the_last_before_sedation(facts: list[Fact], points: str) -> None:
    assert organ("cns", *facts) == points
    assert organ("cns", *facts, sedated_gcs="as charted") == "4"
    if points == "0–4":
        assert organ("cns", *facts, missing="zero") == "0", "unknown scores 0"


@pytest.mark.parametrize(("motor", "points"), [(1, 4), (2, 4), (3, 3), (4, 2), (5, 1), (6, 0)])
def test_d_the_best_motor_response(motor: float, points: int) -> None:
    tube = (seen("gcs", (motor + 2, motor + 6)), seen("gcs_motor", motor), seen("gcs_eye", 1),
            seen("gcs_verbal", (1, 5)), seen("gcs_verbal_untestable", 1))  # fmt: skip
    alone = (seen("gcs", (motor + 2, motor + 9)), seen("gcs_motor", motor))
    assert organ("cns", *tube) == organ("cns", *alone) == organ("cns", seen("gcs_motor", motor)) == str(points)
    assert organ("cns", *tube, incomplete_gcs="range") != str(points)
    assert organ("cns", seen("gcs_motor", motor), incomplete_gcs="range") == "0–4"


def test_d_a_whole_score_is_not_told_by_its_motor_part() -> None:
    parts = (seen("gcs", 10), seen("gcs_motor", 6), seen("gcs_eye", 2), seen("gcs_verbal", 2))
    assert organ("cns", *parts) == "2"
    assert organ("cns", *parts, seen("gcs_verbal_untestable", 0)) == "2"


@pytest.mark.parametrize(("gcs", "points"), [(15, "1"), (13, "1"), (12, "2"), (3, "4")])
def test_e_a_drug_against_delirium(gcs: float, points: str) -> None:
    given = during("delirium_drug", 5, 4)
    assert organ("cns", seen("gcs", gcs), given) == points
    assert organ("cns", seen("gcs", 15), given, delirium_drug="none given") == "0"
    assert organ("cns", seen("gcs", 15), during("delirium_drug", 40, 24)) == "0"


# ---- kidney ----------------------------------------------------------------------------------------------------

HEALTHY = (seen("creatinine", 80), seen("weight", 80, 100), seen("potassium", 4), seen("ph", 7.4),
           seen("bicarbonate", 24), during("icu_stay", 100))  # fmt: skip


def hourly(amount: float, number: int, first: int = 0) -> list[Fact]:
    """Urine on each of so many hours before the moment; each an hour's worth."""
    return [seen("urine", amount, first + back) for back in range(number)]


@pytest.mark.parametrize(
    ("facts", "points"),
    [
        (hourly(40, 50), "0"),  # 0.5 mL/kg/h is not below
        (hourly(39.9, 50), "2"),
        ([*hourly(39.9, 6), *hourly(100, 44, 6)], "1"),
        ([*hourly(39.9, 5), *hourly(100, 45, 5)], "0"),
        ([*hourly(39.9, 12), *hourly(100, 38, 12)], "2"),
        ([*hourly(39.9, 11), *hourly(100, 39, 11)], "1"),
        ([*hourly(100, 30), *hourly(39.9, 20, 30)], "0"),  # before the window
        ([*hourly(100, 18), *hourly(39.9, 6, 18), *hourly(100, 20, 24)], "1"),  # earlier in the window
        (hourly(24, 50), "2"),  # 0.3 mL/kg/h is not below
        (hourly(23.9, 50), "3"),
        ([*hourly(23.9, 24), *hourly(100, 24, 24)], "3"),
        ([*hourly(23.9, 23), *hourly(100, 25, 23)], "2"),
        ([*hourly(0, 12), *hourly(500, 24, 12)], "3"),  # anuria
        ([*hourly(0, 11), *hourly(500, 24, 11)], "1"),
        ([seen("urine", 10, 1)], "0"),  # not observed
        ([seen("urine", 0, 0), seen("urine", 0, 11)], "0"),
    ],
)  # fmt: skip
def test_kidney_by_urine(facts: list[Fact], points: str) -> None:
    assert organ("renal", *HEALTHY, *facts) == points
    assert organ("renal", *HEALTHY, *facts, urine="not used") == "0"


def test_urine_by_an_unknown_weight_is_a_range() -> None:
    known = (seen("creatinine", 80), during("icu_stay", 100), seen("potassium", 4), seen("ph", 7.4))
    assert organ("renal", *known, *hourly(39.9, 50)) == "0–3"
    assert organ("renal", *known, *hourly(39.9, 50), seen("weight", 80, 800)) == "0–3"  # more than 30 d old
    assert organ("renal", *known, *hourly(2000, 50)) == "0", "enough for anyone"


def test_urine_outside_intensive_care_is_not_observed() -> None:
    rest = tuple(fact for fact in HEALTHY if fact.variable != "icu_stay")
    assert organ("renal", *rest, *hourly(10, 50)) == "0"
    assert organ("renal", *rest, *hourly(10, 50), during("icu_stay", 6)) == "1"


@pytest.mark.parametrize(
    ("start", "end", "points", "as_long_as_it_lasts"),
    [(5, -1, "4", "4"), (30, 23.9, "4", "4"), (30, 24, "4", "0"), (100, 95.9, "4", "0"), (100, 96, "0", "0")],
)
def test_q_renal_replacement_counts_between_sessions(
    start: float, end: float, points: str, as_long_as_it_lasts: str
) -> None:
    session = during("renal_replacement", start, end)
    assert organ("renal", *HEALTHY, session) == points
    assert organ("renal", *HEALTHY, session, off_days=0) == as_long_as_it_lasts


def test_o_renal_replacement_for_another_cause() -> None:
    assert organ("renal", *HEALTHY, during("renal_replacement", 5), renal_replacement="not used") == "0"


ACID = {"ph": 7.2, "bicarbonate": 12}


@pytest.mark.parametrize(
    ("creatinine", "others", "points"),
    [
        ("1.21", {"potassium": 6.0, "ph": 7.4}, "4"),
        ("1.21", {"potassium": 5.9, "ph": 7.4}, "1"),
        ("1.2", {"potassium": 6.0, "ph": 7.4}, "0"),
        ("1.21", {"potassium": 4, **ACID}, "4"),
        ("1.21", {"potassium": 4, **ACID, "ph": 7.21}, "1"),
        ("1.21", {"potassium": 4, **ACID, "bicarbonate": 12.1}, "1"),
        ("1.2", {"potassium": 6.5, **ACID}, "0"),
        ("3.6", {"potassium": 4, "ph": 7.4}, "3"),
        ("1.3", {"potassium": 4}, "1–4"),  # pH and bicarbonate unknown
        ("1.3", {"potassium": 4, "bicarbonate": 13}, "1"),
        ("1.3", {"ph": 7.4}, "1–4"),
        ("1.3", {}, "1–4"),
        ("1.0", {}, "0"),
    ],
)  # fmt: skip
def test_p_the_criteria_of_renal_replacement(creatinine: str, others: dict[str, float], points: str) -> None:
    facts = [seen("creatinine", from_mg_dl("creatinine", creatinine)), *(seen(*each) for each in others.items())]
    assert organ("renal", *facts) == points
    low = points[0] if points != "4" else "1"
    assert organ("renal", *facts, replacement_criteria="not used") == low
    assert organ("renal", *facts, missing="zero") == points[0]


@pytest.mark.parametrize(
    ("amount", "number", "points"), [(23.9, 6, "4"), (24, 6, "1"), (23.9, 5, "1")]
)  # fmt: skip
def test_p_by_urine(amount: float, number: int, points: str) -> None:
    rest = tuple(fact for fact in HEALTHY if fact.variable != "potassium")
    urine = [*hourly(amount, number), *hourly(100, 40, number)]
    assert organ("renal", *rest, seen("potassium", 6), *urine) == points


# ---- missing values, and the whole -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("component", "fact", "points"),
    [
        ("coagulation", seen("platelets", 90, 30), "2"), ("liver", seen("bilirubin", 300, 30), "4"),
        ("renal", seen("creatinine", 400, 30), "3"), ("cardiovascular", seen("map", 60, 30), "1"),
    ],
)  # fmt: skip
def test_b_missing_is_zero_or_carried_forward_by_option(component: str, fact: Fact, points: str) -> None:
    options: dict[str, Any] = {"replacement_criteria": "not used"}
    assert organ(component, fact, **options) in {"0–4", "0–3", "0–1"}
    assert organ(component, fact, **options, missing="zero") == "0"
    assert organ(component, fact, **options, carry_forward=days(2)) == points
    assert organ(component, fact, **options, missing="zero", carry_forward=days(2)) == points
    assert organ(component, fact, **options, missing="zero", carry_forward=hours(29)) == "0"


ORDINARY = (seen("pao2", 100), seen("fio2", 0.21), seen("platelets", 90), seen("bilirubin", 10), seen("map", 80),
            seen("gcs", 15), seen("creatinine", 80))  # fmt: skip


def test_all_six_are_a_number_and_nothing_at_all_is_a_range() -> None:
    assert value(sofa2().total, *ORDINARY) == "2"
    assert value(sofa2().total, recorded=NOTHING) == "0–24"
    assert value(sofa2(VARIANTS["missing-as-zero"]).total, recorded=NOTHING) == "0"


def test_what_a_source_does_not_record_widens_its_organs_and_no_others() -> None:
    found = {name: organ(name, *ORDINARY, recorded=NOTHING) for name in ORGANS}
    assert found == {
        "respiration": "0–4", "coagulation": "2", "liver": "0", "cardiovascular": "0–4", "cns": "0–4", "renal": "0–4",
    }  # fmt: skip
    without = frozenset(LASTING) - {"mechanical_circulation", "ecmo_respiratory", "ecmo_circulatory", "delirium_drug"}
    said: dict[str, Any] = {"devices": "none given", "delirium_drug": "none given"}
    assert [organ(name, *ORDINARY, recorded=without) for name in ORGANS] == ["0–4", "2", "0", "0–4", "0–1", "0"]
    assert [organ(name, *ORDINARY, recorded=without, **said) for name in ORGANS] == ["0", "2", "0", "0", "0", "0"]


def test_what_is_missing_is_named() -> None:
    answer = ask(sofa2().component("renal"), chart(seen("creatinine", 150)), T)
    assert sorted({each.name for each in answer.unknown}) == ["bicarbonate", "ph", "potassium"]


def test_an_explanation_tells_the_periods_of_urine_apart() -> None:
    answer = ask(sofa2().component("renal"), chart(*HEALTHY, *hourly(23.9, 50)), T)
    for language, said in {
        "en": ("urine below 0.5 mL/kg/h over 6 h", "urine below 0.3 mL/kg/h over 24 h", "no urine over 12 h"),
        "fr": ("diurèse < 0,5 mL/kg/h sur 6 h", "diurèse < 0,3 mL/kg/h sur 24 h", "aucune diurèse sur 12 h"),
    }.items():
        told = "\n".join(line.text for line in tell(answer, language))
        assert all(each in told for each in said), told


def test_the_score_as_an_object() -> None:
    score = sofa2()
    assert (score.name, score.maximum, [rule.name for rule in score.components]) == ("sofa2", 24, ORGANS)
    assert all(rule.range.low == 0 and rule.range.high == 4 for rule in score.components)
    assert all(rule.say(language).startswith("SOFA-2 ") for rule in score.components for language in ("en", "fr"))
    assert all("10.1001/jama.2025.20516" in rule.source for rule in score.rules)


@pytest.mark.parametrize("name", VARIANTS)
def test_every_variant_builds_and_ranges_from_0_to_24(name: str) -> None:
    score = sofa2(VARIANTS[name])
    assert (score.total.range.low, score.total.range.high) == (0, 24)
    assert len(list(walk(score.total))) > len(variables(score.total)) > 10


def test_variants_differ_and_the_default_is_the_paper() -> None:
    assert VARIANTS["ranzani-2025"] == Sofa2()
    assert len({sofa2(options).total for options in VARIANTS.values()}) == len(VARIANTS)


def test_every_option_changes_the_score() -> None:
    for option in fields(Sofa2):
        declared = Sofa2.choices().get(option.name)
        others: list[Any] = [each for each in declared if each != option.default] if declared else [days(4)]
        for other in others:
            change: dict[str, Any] = {option.name: other}
            assert sofa2(replace(Sofa2(), **change)).total != sofa2().total, option.name


@pytest.mark.parametrize(
    ("options", "message"),
    [({"boundaries": "mmol/L"}, "“mmol/L” is no choice"), ({"window": -1}, "-1 looks into the future")],
)
def test_an_option_that_is_no_choice_is_refused(options: dict[str, object], message: str) -> None:
    with pytest.raises(RuleError, match=message):
        Sofa2(**options)  # type: ignore[arg-type]
