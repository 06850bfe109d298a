"""SOFA as tables: what was recorded, and the points (Vincent 1996; the options are those of `Sofa`)."""

from dataclasses import fields, replace
from decimal import Decimal

import pytest

from bedside.errors import RuleError
from bedside.records.dictionary import variable
from bedside.rules.chart import Fact
from bedside.rules.meaning import ask
from bedside.rules.nodes import variables, walk
from bedside.scores.sofa import VARIANTS, Sofa, sofa
from bedside.values.moment import days, hours
from bedside.values.quantity import Quantity
from bedside.values.unknown import Because
from tests.charting import LASTING, T, chart, during, seen, value

DEFAULT = Sofa()
ORGANS = ["respiration", "coagulation", "liver", "cardiovascular", "cns", "renal"]
VENTILATED = during("invasive_ventilation", 30)


def organ(name: str, *facts: Fact, recorded: frozenset[str] | None = None, **options: object) -> str:
    """The points of one component under options that differ from the default."""
    rule = sofa(replace(DEFAULT, **options)).component(name)  # type: ignore[arg-type]
    return value(rule, *facts) if recorded is None else value(rule, *facts, recorded=recorded)


def from_mg_dl(name: str, number: str) -> float:
    """A laboratory's mg/dL as it is recorded: in the canonical unit, rounded to its decimals."""
    kept = variable(name)
    return kept.round(Quantity(Decimal(number), "mg/dL").to(kept.unit, name).number)


# ---- coagulation, liver, renal: each bound below, at and above -------------------------------------------------


@pytest.mark.parametrize(
    ("platelets", "points"),
    [
        (0, 4), (19.9, 4), (20, 3), (20.1, 3), (49.9, 3), (50, 2), (50.1, 2), (99.9, 2), (100, 1), (100.1, 1),
        (149.9, 1), (150, 0), (150.1, 0), (3000, 0),
    ],
)  # fmt: skip
def test_coagulation(platelets: float, points: int) -> None:
    assert organ("coagulation", seen("platelets", platelets)) == str(points)


@pytest.mark.parametrize(
    ("bilirubin", "points"),
    [
        ("0", 0), ("1.19", 0), ("1.2", 1), ("1.21", 1), ("1.9", 1), ("1.95", 1), ("1.99", 1), ("2.0", 2),
        ("2.01", 2),
        ("5.9", 2), ("5.99", 2), ("6.0", 3), ("6.01", 3), ("11.9", 3), ("11.95", 3), ("12.0", 3),
        ("12.01", 4),
        ("40", 4),
    ],
)  # fmt: skip
def test_liver_in_mg_dl(bilirubin: str, points: int) -> None:
    assert organ("liver", seen("bilirubin", from_mg_dl("bilirubin", bilirubin))) == str(points)


@pytest.mark.parametrize(
    ("bilirubin", "points"),
    [
        (19.99, 0), (20, 1), (20.01, 1), (32, 1), (32.99, 1), (33, 2), (33.01, 2), (101, 2), (101.99, 2),
        (102, 3),
        (102.01, 3), (203.99, 3), (204, 3), (204.01, 4),
    ],
)  # fmt: skip
def test_liver_in_umol_l(bilirubin: float, points: int) -> None:
    assert organ("liver", seen("bilirubin", bilirubin), boundaries="umol/L") == str(points)


@pytest.mark.parametrize(
    ("creatinine", "points"),
    [
        ("0.3", 0), ("1.19", 0), ("1.2", 1), ("1.21", 1), ("1.99", 1), ("2.0", 2), ("2.01", 2), ("3.49", 2),
        ("3.5", 3),
        ("3.51", 3), ("4.9", 3), ("4.95", 3), ("5.0", 3), ("5.01", 4),
    ],
)  # fmt: skip
def test_renal_by_creatinine_in_mg_dl(creatinine: str, points: int) -> None:
    assert organ("renal", seen("creatinine", from_mg_dl("creatinine", creatinine))) == str(points)


@pytest.mark.parametrize(
    ("creatinine", "points"),
    [
        (109.99, 0), (110, 1), (110.01, 1), (170, 1), (170.99, 1), (171, 2), (171.01, 2), (299.99, 2),
        (300, 3),
        (300.01, 3), (439.99, 3), (440, 3), (440.01, 4),
    ],
)  # fmt: skip
def test_renal_by_creatinine_in_umol_l(creatinine: float, points: int) -> None:
    assert organ("renal", seen("creatinine", creatinine), boundaries="umol/L") == str(points)


@pytest.mark.parametrize(
    ("name", "component", "number", "unit", "above", "from_"),
    [
        ("bilirubin", "liver", "12.0", "mg/dL", "3", "4"),
        ("creatinine", "renal", "5.0", "mg/dL", "3", "4"),
        ("bilirubin", "liver", "204", "umol/L", "3", "4"),
        ("creatinine", "renal", "440", "umol/L", "3", "4"),
    ],
)
def test_the_top_band_is_open_as_printed_or_closed_by_option(
    name: str, component: str, number: str, unit: str, above: str, from_: str
) -> None:
    at = from_mg_dl(name, number) if unit == "mg/dL" else float(number)
    assert organ(component, seen(name, at), boundaries=unit) == above
    assert organ(component, seen(name, at), boundaries=unit, top_band="from") == from_


def test_the_two_printed_units_disagree_between_their_bounds() -> None:
    """20.1 µmol/L is 1.18 mg/dL: 0 by the first column, 1 by the second. Hence the option."""
    assert organ("liver", seen("bilirubin", 20.1)) == "0"
    assert organ("liver", seen("bilirubin", 20.1), boundaries="umol/L") == "1"


@pytest.mark.parametrize(
    ("component", "facts", "points"),
    [
        ("coagulation", [seen("platelets", 160, 2), seen("platelets", 45, 20), seen("platelets", 90, 1)], "3"),
        ("liver", [seen("bilirubin", 10, 2), seen("bilirubin", 300, 23.9)], "4"),
        ("renal", [seen("creatinine", 80, 2), seen("creatinine", 200, 10)], "2"),
        ("cardiovascular", [seen("map", 90, 1), seen("map", 65, 20)], "1"),
        ("coagulation", [seen("platelets", 160, 0), seen("platelets", 10, 24)], "0"),  # 24 h old: outside
        ("coagulation", [seen("platelets", 10, 24)], "0–4"),
        ("coagulation", [seen("platelets", 15, 3), seen("platelets", 160, 3)], "4"),  # a tie in time: the worst
        ("coagulation", [seen("platelets", (15, 60), 3)], "2–4"),  # a range touches every band between
        ("liver", [seen("bilirubin", (0, 2000), 3, Because.PENDING), seen("bilirubin", 110, 9)], "3–4"),
    ],
)
def test_the_worst_value_of_the_last_24_hours_counts(component: str, facts: list[Fact], points: str) -> None:
    assert organ(component, *facts) == points


# ---- respiration -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pao2", "fio2", "supported", "unsupported"),
    [
        (39.9, 0.40, 4, 2), (40, 0.40, 3, 2), (40.1, 0.40, 3, 2),  # P/F 100
        (79.9, 0.40, 3, 2), (80, 0.40, 2, 2), (80.1, 0.40, 2, 2),  # 200
        (119.9, 0.40, 2, 2), (120, 0.40, 1, 1), (120.1, 0.40, 1, 1),  # 300
        (159.9, 0.40, 1, 1), (160, 0.40, 0, 0), (160.1, 0.40, 0, 0),  # 400
        (83.9, 0.21, 1, 1), (84, 0.21, 0, 0), (399.9, 1.0, 1, 1), (400, 1.0, 0, 0), (32, 0.40, 4, 2),
    ],
)  # fmt: skip
def test_respiration_with_and_without_support(pao2: float, fio2: float, supported: int, unsupported: int) -> None:
    gas = (seen("pao2", pao2, 3), seen("fio2", fio2, 3))
    assert organ("respiration", *gas, VENTILATED) == str(supported)
    assert organ("respiration", *gas) == str(unsupported)


@pytest.mark.parametrize("ratio", [100, 200, 300, 400])
@pytest.mark.parametrize("percent", range(21, 101))
def test_no_ratio_falls_through_a_bound_by_binary_division(ratio: int, percent: int) -> None:
    """112 ÷ 0.28 is 399.99999999999994; it is P/F 400 and scores 0, and 111.9 ÷ 0.28 scores 1."""
    at = ratio * percent / 100
    expected = {100: 3, 200: 2, 300: 1, 400: 0}[ratio]
    fio2 = seen("fio2", percent / 100, 1)
    assert organ("respiration", seen("pao2", at, 1), fio2, VENTILATED) == str(expected)
    assert organ("respiration", seen("pao2", round(at - 0.1, 1), 1), fio2, VENTILATED) == str(expected + 1)


@pytest.mark.parametrize(
    ("support", "invasive", "default", "with_high_flow"),
    [
        ("invasive_ventilation", 4, 4, 4),
        ("noninvasive_ventilation", 2, 4, 4),
        ("high_flow_oxygen", 2, 2, 4),
        (None, 2, 2, 2),
    ],
)
def test_what_counts_as_respiratory_support(
    support: str | None, invasive: int, default: int, with_high_flow: int
) -> None:
    facts = [seen("pao2", 60, 2), seen("fio2", 0.8, 2), *([during(support, 10)] if support else [])]
    assert organ("respiration", *facts, respiratory_support="invasive") == str(invasive)
    assert organ("respiration", *facts) == str(default)
    assert organ("respiration", *facts, respiratory_support="with high flow") == str(with_high_flow)


@pytest.mark.parametrize(
    ("facts", "points"),
    [
        # support is asked for at the draw, not at T
        ([seen("pao2", 60, 8), seen("fio2", 0.8, 8), during("invasive_ventilation", 10, 5)], "4"),
        ([seen("pao2", 60, 8), seen("fio2", 0.8, 8), during("invasive_ventilation", 5)], "2"),
        ([seen("pao2", 60, 8), seen("fio2", 0.8, 8), during("invasive_ventilation", 8)], "4"),
        ([seen("pao2", 60, 8), seen("fio2", 0.8, 8), during("invasive_ventilation", 10, 8)], "2"),
        # the FiO2 in force: the latest at or before the draw, less than 4 h old, never a later one
        ([seen("pao2", 80, 8), seen("fio2", 0.3, 10), seen("fio2", 1.0, 7), VENTILATED], "2"),
        ([seen("pao2", 80, 8), seen("fio2", 0.3, 10), seen("fio2", 1.0, 9), VENTILATED], "4"),
        ([seen("pao2", 80, 8), seen("fio2", 0.4, 11.99), VENTILATED], "2"),
        ([seen("pao2", 80, 8), seen("fio2", 0.4, 12), VENTILATED], "1–4"),  # unpaired: any FiO2
        ([seen("pao2", 400, 8), VENTILATED], "0"),  # whatever the FiO2
        ([seen("pao2", 60, 8), VENTILATED], "2–4"),
        ([seen("pao2", 60, 8)], "2"),  # unsupported, at 0.21 or more: P/F below 300, capped
        # the worst draw counts, each with its own FiO2 (not the lowest PaO2 over the highest FiO2)
        ([seen("pao2", 60, 8), seen("fio2", 0.21, 8), seen("pao2", 300, 2), seen("fio2", 1.0, 2)], "2"),
        ([seen("pao2", 100, 8), seen("fio2", 0.25, 8), seen("pao2", 400, 2), seen("fio2", 1.0, 2)], "0"),
        # two draws with an FiO2 tie: the range of both
        ([seen("pao2", 80, 8), seen("fio2", 0.4, 9), seen("fio2", 1.0, 9), VENTILATED], "2–4"),
        # no gas: 3 and 4 are out of reach where no support was in force in the window
        ([], "0–2"),
        ([VENTILATED], "0–4"),
        ([during("invasive_ventilation", 40, 23.5)], "0–4"),
        ([during("invasive_ventilation", 40, 24.5)], "0–2"),
    ],
)
def test_respiration_of_windows(facts: list[Fact], points: str) -> None:
    assert organ("respiration", *facts) == points


def test_support_that_a_source_does_not_record_is_unknown() -> None:
    gas = (seen("pao2", 40, 2), seen("fio2", 0.8, 2))
    nothing: frozenset[str] = frozenset()
    assert organ("respiration", *gas, recorded=nothing) == "2–4"
    assert organ("respiration", recorded=nothing) == "0–4"
    assert organ("respiration", *gas, VENTILATED, recorded=nothing) == "4"


@pytest.mark.parametrize(
    ("facts", "range_", "ignored", "room_air"),
    [
        ([seen("pao2", 80, 2)], "1–2", "0–2", "1"),  # 80 / 0.21 = 381
        ([seen("pao2", 80, 2), VENTILATED], "1–4", "0–4", "1–4"),
        ([seen("pao2", 80, 2), seen("pao2", 90, 9), seen("fio2", 0.6, 9), VENTILATED], "3–4", "3", "3–4"),
    ],
)
def test_a_pao2_without_fio2(facts: list[Fact], range_: str, ignored: str, room_air: str) -> None:
    assert organ("respiration", *facts) == range_
    assert organ("respiration", *facts, unpaired_fio2="ignored") == ignored
    assert organ("respiration", *facts, unpaired_fio2="room air unless supported") == room_air


@pytest.mark.parametrize(
    ("facts", "points"),
    [
        ([seen("spo2", 90, 2), seen("fio2", 0.25, 2)], "1"),  # S/F 360.0, just under 360.9
        ([seen("spo2", 94, 2), seen("fio2", 0.26, 2)], "0"),  # 361.5
        ([seen("spo2", 88, 2), seen("fio2", 1.0, 2), VENTILATED], "4"),
        ([seen("spo2", 88, 2), seen("fio2", 1.0, 2)], "2"),
        ([seen("spo2", 98, 2), seen("fio2", 1.0, 2), VENTILATED], "0–4"),  # above 97 % it says nothing
        ([seen("spo2", 97, 2), seen("fio2", 1.0, 2), VENTILATED], "4"),
        ([seen("spo2", 88, 2), seen("pao2", 90, 3), seen("fio2", 0.21, 3)], "0"),  # a gas goes first
    ],
)
def test_spo2_stands_in_by_option_only(facts: list[Fact], points: str) -> None:
    assert organ("respiration", *facts, spo2_surrogate="Fukuda 2021") == points


def test_without_the_option_spo2_says_nothing() -> None:
    assert organ("respiration", seen("spo2", 88, 2), seen("fio2", 1.0, 2), VENTILATED) == "0–4"


# ---- cardiovascular --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pressure", "points"), [(0, 1), (69, 1), (70, 0), (71, 0)]
)  # fmt: skip
def test_map_alone(pressure: float, points: int) -> None:
    assert organ("cardiovascular", seen("map", pressure)) == str(points)


@pytest.mark.parametrize(
    ("drug", "rate", "points"),
    [
        ("dobutamine", 0.5, 2), ("dobutamine", 20, 2),
        ("dopamine", 0.5, 2), ("dopamine", 4.999, 2), ("dopamine", 5, 2), ("dopamine", 5.001, 3),
        ("dopamine", 15, 3), ("dopamine", 15.001, 4),
        ("epinephrine", 0.0001, 3), ("epinephrine", 0.0999, 3), ("epinephrine", 0.1, 3),
        ("epinephrine", 0.1001, 4),
        ("norepinephrine", 0.0001, 3), ("norepinephrine", 0.1, 3), ("norepinephrine", 0.1001, 4),
    ],
)  # fmt: skip
def test_catecholamines(drug: str, rate: float, points: int) -> None:
    assert organ("cardiovascular", seen("map", 80), during(drug, 5, rate=rate)) == str(points)
    assert organ("cardiovascular", during(drug, 5, rate=rate)) == str(points), "known without a pressure"


NORADRENALINE = "norepinephrine"


@pytest.mark.parametrize(
    ("facts", "points"),
    [
        ([], "0–1"),  # no drug for certain, pressure unknown
        ([seen("map", 80), during(NORADRENALINE, 5, rate=0)], "0"),  # a recorded rate of 0 is no drug
        ([seen("map", 60), during(NORADRENALINE, 5, rate=0)], "1"),
        ([seen("map", 80), during(NORADRENALINE, 5, 4.01, 0.2)], "0"),  # 59 minutes
        ([seen("map", 80), during(NORADRENALINE, 5, 4, 0.2)], "4"),  # 60 minutes
        ([seen("map", 80), during(NORADRENALINE, 0.5, rate=0.2)], "0"),  # not yet an hour at T
        ([seen("map", 80), during(NORADRENALINE, 1, rate=0.2)], "4"),  # an hour at T
        ([seen("map", 60), during(NORADRENALINE, 0.5, rate=0.2)], "1"),
        # once its course has lasted an hour every rate of it counts, the first and the briefest too
        ([seen("map", 80), during(NORADRENALINE, 5, 4.9, 0.3, course=(9, 2))], "4"),
        ([seen("map", 80), during(NORADRENALINE, 9, 8.5, 0.3, course=(9, 2)),
          during(NORADRENALINE, 8.5, 2, 0.05, course=(9, 2))], "4"),
        # the greatest of all; the window
        ([seen("map", 60), during("dobutamine", 9, rate=5), during(NORADRENALINE, 5, rate=0.05)], "3"),
        ([seen("map", 80), during("dopamine", 9, rate=16), during(NORADRENALINE, 5, rate=0.05)], "4"),
        ([seen("map", 80), during(NORADRENALINE, 40, 23.9, 0.3)], "4"),
        ([seen("map", 80), during(NORADRENALINE, 40, 24, 0.3)], "0"),  # ended as the window opens
    ],
)  # fmt: skip
def test_cardiovascular_of_windows(facts: list[Fact], points: str) -> None:
    assert organ("cardiovascular", *facts) == points


def test_the_minimum_of_an_hour_is_an_option() -> None:
    facts = (seen("map", 80), during(NORADRENALINE, 5, 4.5, 0.2))
    assert organ("cardiovascular", *facts) == "0"
    assert organ("cardiovascular", *facts, vasopressor_minimum=0) == "4"


def test_drugs_that_a_source_does_not_record_leave_the_range_open() -> None:
    assert organ("cardiovascular", seen("map", 60), recorded=frozenset()) == "1–4"
    dobutamine = during("dobutamine", 5, rate=3)
    assert organ("cardiovascular", dobutamine, recorded=frozenset()) == "2–4"


# ---- central nervous system ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("gcs", "points"),
    [(3, 4), (5, 4), (6, 3), (7, 3), (9, 3), (10, 2), (11, 2), (12, 2), (13, 1), (14, 1), (15, 0)],
)
def test_cns(gcs: float, points: int) -> None:
    assert organ("cns", seen("gcs", gcs)) == str(points)


@pytest.mark.parametrize(
    ("facts", "before", "charted", "assumed"),
    [
        ([seen("gcs", 8, 2)], "3", "3", "3"),
        # sedated since 10 h: the worst charted without sedation in the window
        ([seen("gcs", 14, 12), seen("gcs", 13, 11), seen("gcs", 3, 2), during("sedation", 10)], "1", "4", "1"),
        # sedated since 40 h: the last one charted before it
        ([seen("gcs", 9, 50), seen("gcs", 13, 41), seen("gcs", 3, 2), during("sedation", 40)], "1", "4", "0"),
        # charted as the sedation starts: under sedation; as it ends: no longer
        ([seen("gcs", 3, 10), during("sedation", 10)], "0–4", "4", "0"),
        ([seen("gcs", 3, 10), during("sedation", 30, 10)], "4", "4", "4"),
        # none before it, or too long ago: not known
        ([seen("gcs", 3, 2), during("sedation", 40)], "0–4", "4", "0"),
        ([seen("gcs", 13, 24 * 7), seen("gcs", 3, 2), during("sedation", 24 * 6)], "0–4", "4", "0"),
        ([seen("gcs", 13, 24 * 7 - 1), seen("gcs", 3, 2), during("sedation", 24 * 6)], "1", "4", "0"),
        # two at the moment before sedation: the range of both
        ([seen("gcs", 13, 41), seen("gcs", 15, 41), during("sedation", 40)], "0–1", "0–4", "0–4"),
        ([], "0–4", "0–4", "0–4"),
    ],
)
def test_sedation(facts: list[Fact], before: str, charted: str, assumed: str) -> None:
    assert organ("cns", *facts) == before
    assert organ("cns", *facts, sedated_gcs="as charted") == charted
    assert organ("cns", *facts, sedated_gcs="assume 15") == assumed


def test_the_look_back_for_the_score_before_sedation_is_an_option() -> None:
    facts = (seen("gcs", 13, 60), during("sedation", 50))
    assert organ("cns", *facts) == "1"
    assert organ("cns", *facts, gcs_look_back=days(2)) == "0–4"


def test_sedation_that_a_source_does_not_record() -> None:
    assert organ("cns", seen("gcs", 8), recorded=frozenset()) == "0–4"
    assert organ("cns", seen("gcs", 8), recorded=frozenset(), sedated_gcs="as charted") == "3"


def test_a_verbal_response_that_a_tube_makes_untestable() -> None:
    """Eyes 4 and motor 6 with a tube: 11 to 15 in truth; mimic-code writes 15."""
    tube = (seen("gcs", (11, 15), 2, Because.PARTLY_RECORDED), seen("gcs_verbal_untestable", 1, 2))
    assert organ("cns", *tube) == "0–2"
    assert organ("cns", *tube, untestable_verbal="15") == "0"
    deep = (seen("gcs", (3, 7), 2, Because.PARTLY_RECORDED), seen("gcs_verbal_untestable", 1, 2))
    assert organ("cns", *deep) == "3–4"
    assert organ("cns", *deep, untestable_verbal="15") == "0"
    testable = (seen("gcs", 7, 2), seen("gcs_verbal_untestable", 0, 2), seen("gcs_verbal_untestable", 1, 3))
    assert organ("cns", *testable, untestable_verbal="15") == "3"


# ---- renal -----------------------------------------------------------------------------------------------------

IN_ICU = during("icu_stay", 30)


def urine(*amounts: float) -> list[Fact]:
    """One amount in each quarter of the last 24 h, the latest first."""
    return [seen("urine", amount, 6 * quarter + 3) for quarter, amount in enumerate(amounts)]


@pytest.mark.parametrize(
    ("amounts", "points"),
    [
        ((50, 50, 50, 49), "4"),  # 199
        ((50, 50, 50, 50), "3"),  # 200
        ((51, 50, 50, 50), "3"),
        ((125, 125, 125, 124), "3"),  # 499
        ((125, 125, 125, 125), "0"),  # 500
        ((126, 125, 125, 125), "0"),
        ((0, 0, 0, 0), "4"),
        ((900, -300, 100, 0), "0"),  # irrigant taken off: 700
    ],
)
def test_urine_over_an_observed_day(amounts: tuple[float, ...], points: str) -> None:
    assert organ("renal", seen("creatinine", 80), IN_ICU, *urine(*amounts)) == points


@pytest.mark.parametrize(
    ("facts", "observed_day", "as_charted", "not_used"),
    [
        ([], "0", "0", "0"),  # unobserved urine does not widen a known creatinine
        ([IN_ICU], "0", "0", "0"),
        ([IN_ICU, seen("urine", 50, 1)], "0", "4", "0"),  # one record is no day
        ([IN_ICU, *urine(10, 10, 10)], "0", "4", "0"),  # the first quarter is missing
        ([during("icu_stay", 23.9), *urine(10, 10, 10, 10)], "0", "4", "0"),  # not yet a day in intensive care
        ([during("icu_stay", 24), *urine(10, 10, 10, 10)], "4", "4", "0"),
        ([during("icu_stay", 60, 1), *urine(10, 10, 10, 10)], "0", "4", "0"),  # discharged before T
    ],
)
def test_unobserved_urine(facts: list[Fact], observed_day: str, as_charted: str, not_used: str) -> None:
    held = (seen("creatinine", 80), *facts)
    assert organ("renal", *held) == observed_day
    assert organ("renal", *held, urine="as charted") == as_charted
    assert organ("renal", *held, urine="not used") == not_used


@pytest.mark.parametrize(
    ("facts", "points"),
    [
        ([], "0–4"),
        ([IN_ICU, *urine(500, 500, 500, 500)], "0–4"),  # a good urine does not make a creatinine
        ([IN_ICU, *urine(100, 100, 50, 0)], "3–4"),
        ([IN_ICU, *urine(0, 0, 0, 0)], "4"),
        ([during("renal_replacement", 5)], "4"),
        ([seen("creatinine", 80), during("renal_replacement", 30, 23.5)], "4"),
        ([seen("creatinine", 80), during("renal_replacement", 30, 24)], "0"),
        ([seen("creatinine", 200), IN_ICU, *urine(100, 100, 50, 50)], "3"),
    ],
)
def test_renal_takes_the_greatest(facts: list[Fact], points: str) -> None:
    assert organ("renal", *facts) == points


# ---- options that all organs share -----------------------------------------------------------------------------


def test_values_before_the_stay_count_unless_the_option_says_no() -> None:
    facts = (seen("platelets", 15, 10), seen("platelets", 120, 2), during("icu_stay", 5))
    assert organ("coagulation", *facts) == "4"
    assert organ("coagulation", *facts, before_icu="does not count") == "1"
    assert organ("coagulation", facts[0], facts[2], before_icu="does not count") == "0–4"


def test_a_laboratory_value_is_carried_forward_only_by_option() -> None:
    old = seen("bilirubin", 110, 40)
    assert organ("liver", old) == "0–4"
    assert organ("liver", old, carry_forward=hours(48)) == "3"
    assert organ("liver", old, carry_forward=hours(40)) == "0–4"
    assert organ("liver", old, seen("bilirubin", 10, 3), carry_forward=hours(48)) == "0"


def test_another_window() -> None:
    assert organ("coagulation", seen("platelets", 15, 30), window=hours(48)) == "4"


@pytest.mark.parametrize("name", ORGANS)
def test_missing_as_zero_is_a_variant_with_a_name(name: str) -> None:
    variant = sofa(VARIANTS["missing-as-zero"])
    for recorded in (frozenset[str](), None):
        held = {} if recorded is None else {"recorded": recorded}
        assert value(variant.component(name), **held) == "0"
    unpaired = (seen("pao2", 40, 2), seen("platelets", 15, 2), VENTILATED)
    assert value(variant.component("respiration"), *unpaired) == "0"
    assert value(variant.component("coagulation"), *unpaired) == "4"


def test_missing_as_zero_scores_what_is_there_like_the_default() -> None:
    facts = (
        seen("pao2", 60, 2), seen("fio2", 0.8, 2), VENTILATED, seen("platelets", 40), seen("bilirubin", 110),
        seen("map", 60), during(NORADRENALINE, 5, rate=0.05), seen("gcs", 9), seen("creatinine", 200),
    )  # fmt: skip
    assert value(sofa().total, *facts) == value(sofa(VARIANTS["missing-as-zero"]).total, *facts) == "18"


# ---- the total -------------------------------------------------------------------------------------------------

FIVE_OF_SIX = (
    seen("pao2", 150, 2), seen("fio2", 0.4, 2), VENTILATED, seen("platelets", 90), seen("map", 80), seen("gcs", 15),
    seen("creatinine", 80),
)  # fmt: skip


def test_five_of_six_is_a_range() -> None:
    answer = ask(sofa().total, chart(*FIVE_OF_SIX), T)
    assert str(answer.value) == "3–7"
    assert [(u.name, u.because) for u in answer.unknown] == [("bilirubin", Because.NOT_MEASURED)]
    assert str(answer.find("liver").value) == "0–4"


@pytest.mark.parametrize(
    ("name", "facts", "recorded", "missing"),
    [
        # a Glasgow coma score was charted: whether under sedation is what is not known
        ("cns", (seen("gcs", 7),), LASTING - {"sedation"}, ["sedation"]),
        ("cns", (), LASTING - {"sedation"}, ["gcs", "sedation"]),
        ("cns", (seen("gcs", 7), during("sedation", 20)), LASTING, ["gcs"]),
        # the gas and its oxygen are there: whether the lungs were ventilated is not known
        ("respiration", (seen("pao2", 80, 2), seen("fio2", 0.8, 2)), LASTING - {"invasive_ventilation"},
         ["invasive_ventilation"]),
        ("respiration", (seen("pao2", 80, 2), VENTILATED), LASTING, ["fio2"]),
        ("cardiovascular", (seen("map", 80),), LASTING - {"norepinephrine"}, ["norepinephrine"]),
        ("cardiovascular", (during("norepinephrine", 6),), LASTING, []),
        ("renal", (seen("creatinine", 80),), LASTING - {"renal_replacement"}, ["renal_replacement"]),
    ],
)  # fmt: skip
def test_what_is_missing_is_what_is_not_known(
    name: str, facts: tuple[Fact, ...], recorded: frozenset[str], missing: list[str]
) -> None:
    answer = ask(sofa().component(name), chart(*facts, recorded=recorded), T)
    assert sorted({each.name for each in answer.unknown}) == missing


def test_all_six_are_a_number_and_nothing_at_all_is_a_range() -> None:
    assert value(sofa().total, *FIVE_OF_SIX, seen("bilirubin", 110)) == "6"
    assert value(sofa().total) == "0–19"  # no support and no drug in the last 24 h: 2 and 1 at most
    assert value(sofa().total, recorded=frozenset()) == "0–24"


def test_the_score_as_an_object() -> None:
    score = sofa()
    assert (score.name, score.maximum, [rule.name for rule in score.components]) == ("sofa", 24, ORGANS)
    assert [rule.name for rule in score.rules] == ["sofa", *ORGANS]
    assert all(rule.range.low == 0 and rule.range.high == 4 for rule in score.components)
    assert all(rule.say(language) != rule.name for rule in score.components for language in ("en", "fr"))
    assert all("10.1007/BF01709751" in rule.source for rule in score.rules)


def test_a_score_without_some_components() -> None:
    rest = sofa().without("coagulation", "liver")
    assert (rest.name, rest.maximum, rest.total.name) == ("sofa_without_coagulation_liver", 16, rest.name)
    assert value(rest.total, *FIVE_OF_SIX) == "1"
    assert rest.total.say("en") == "SOFA without SOFA coagulation, SOFA liver"
    assert rest.total.say("fr") == "SOFA sans SOFA coagulation, SOFA hépatique"
    with pytest.raises(RuleError, match="no component “spleen”"):
        sofa().without("spleen")
    with pytest.raises(RuleError, match="is no sum"):
        sofa().without(*ORGANS[1:])


@pytest.mark.proves("outcome P1 description", "outcome S1 description")
@pytest.mark.parametrize("name", VARIANTS)
def test_every_variant_builds_and_ranges_from_0_to_24(name: str) -> None:
    score = sofa(VARIANTS[name])
    assert (score.total.range.low, score.total.range.high) == (0, 24)
    assert len(list(walk(score.total))) > len(variables(score.total)) > 10


def test_variants_differ_and_the_default_is_the_paper() -> None:
    assert VARIANTS["vincent-1996"] == DEFAULT
    assert len({sofa(options).total for options in VARIANTS.values()}) == len(VARIANTS)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"boundaries": "mmol/L"}, "“mmol/L” is no choice"),
        ({"missing": "normal"}, "“normal” is no choice"),
        ({"window": -1}, "-1 looks into the future"),
    ],
)
def test_an_option_that_is_no_choice_is_refused(options: dict[str, object], message: str) -> None:
    with pytest.raises(RuleError, match=message):
        Sofa(**options)  # type: ignore[arg-type]


def test_the_choices_can_be_listed() -> None:
    assert Sofa.choices()["missing"] == ("unknown", "zero")
    lengths = {"window", "fio2_tolerance", "vasopressor_minimum", "gcs_look_back", "carry_forward"}
    assert Sofa.choices().keys() | lengths == {option.name for option in fields(Sofa)}
