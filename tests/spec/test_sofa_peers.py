"""The options of SOFA that other programs' choices ask for, as tables: what was recorded, and the points."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bedside.rules.chart import Fact
from bedside.scores.sofa import VARIANTS, Sofa, sofa
from bedside.values.unknown import Because
from tests.charting import during, seen, value


def organ(name: str, *facts: Fact, **options: object) -> str:
    """The points of one component under options that differ from the default."""
    return value(sofa(replace(Sofa(), **options)).component(name), *facts)  # type: ignore[arg-type]


WELL = seen("map", 80)


@pytest.mark.parametrize(
    ("start", "end", "points"),
    [
        (3.5, 2.5, "4"),  # over the end of the hour that ended 3 h ago
        (3.9, 3.1, "0"),  # between two ends
        (4, 3.5, "0"),  # from the very end of an hour on: not yet at that end, and gone before the next
        (3.5, 3, "4"),  # until the very end of an hour
        (24.5, 23.5, "0"),  # over the end of the hour before the first
        (23.5, 22.5, "4"),
        (0.5, -1, "4"),
        (30, 25, "0"),
    ],
)
def test_an_infusion_looked_for_at_the_end_of_each_hour(start: float, end: float, points: str) -> None:
    given = during("norepinephrine", start, end, 0.2)
    found = organ("cardiovascular", WELL, given, infusion_counts="end of each hour", vasopressor_minimum=0)
    assert found == points
    if start <= 24:
        assert organ("cardiovascular", WELL, given, vasopressor_minimum=0) == "4"


def test_renal_replacement_that_is_not_used() -> None:
    facts = (seen("creatinine", 80), during("renal_replacement", 6, 2))
    assert organ("renal", *facts) == "4"
    assert organ("renal", *facts, renal_replacement="not used") == "0"
    assert organ("renal", *facts, renal_replacement="not used", urine="not used") == "0"


WAYS = {"partial_gcs": "earlier or normal", "untestable_verbal": "15"}


@pytest.mark.parametrize(
    ("facts", "as_it_is", "filled"),
    [
        # only eyes 2, nothing before: 2 + 5 + 6
        ((seen("gcs", (4, 13), 1, Because.PARTLY_RECORDED), seen("gcs_eye", 2, 1)), "1–4", "1"),
        # eyes 2 now, verbal 2 and motor 4 an hour before: 8 at both times
        ((seen("gcs", (4, 13), 1, Because.PARTLY_RECORDED), seen("gcs_eye", 2, 1), seen("gcs_verbal", 2, 2),
          seen("gcs_motor", 4, 2)), "1–4", "3"),
        # the same, but 6 h before: too old
        ((seen("gcs", (4, 13), 1, Because.PARTLY_RECORDED), seen("gcs_eye", 2, 1), seen("gcs_verbal", 2, 7),
          seen("gcs_motor", 4, 7)), "1–4", "1"),
        # a tube, when verbal was last charted: 15, whatever else is charted
        ((seen("gcs", (4, 13), 1, Because.PARTLY_RECORDED), seen("gcs_eye", 2, 1), seen("gcs_verbal", (1, 5), 3),
          seen("gcs_verbal_untestable", 1, 3)), "1–4", "0"),
        # a total of which no part is told stays as it is
        ((seen("gcs", 8, 1),), "3", "3"),
        ((seen("gcs", (4, 13), 1, Because.PARTLY_RECORDED),), "1–4", "1–4"),
    ],
)  # fmt: skip
def test_a_part_of_the_coma_score_that_was_not_charted(facts: tuple[Fact, ...], as_it_is: str, filled: str) -> None:
    assert organ("cns", *facts) == as_it_is
    assert organ("cns", *facts, **WAYS) == filled


def hourly(amount: float, first: int, last: int) -> list[Fact]:
    """Urine on each hour from `first` to `last` hours before the moment."""
    return [seen("urine", amount, back) for back in range(first, last + 1)]


@pytest.mark.parametrize(
    ("stay", "urine", "points"),
    [
        (40, hourly(8, 0, 39), "4"),  # 24 hourly amounts of 8: 192 mL over 24 h
        (40, hourly(9, 0, 39), "3"),  # 216 mL
        (40, hourly(20, 0, 39), "3"),  # 480 mL
        (40, hourly(21, 0, 39), "0"),  # 504 mL
        (22.5, hourly(8, 0, 22), "4"),  # the stay began 22.5 h ago: 23 amounts, 184 mL over 23 h
        (21.5, hourly(8, 0, 21), "0"),  # not yet 22 h
        (40, [seen("urine", 240, 0), seen("urine", 50, 28)], "3"),  # 240 mL over 28 h: below 500 × 28 ÷ 24
        (40, [seen("urine", 220, 0), seen("urine", 50, 28)], "4"),  # 220 mL: below 200 × 28 ÷ 24 = 233
        (40, [seen("urine", 100, 0), seen("urine", 50, 31)], "0"),  # 31 h: too long
        (26, [seen("urine", 240, 0), seen("urine", 50, 28)], "3"),  # what was before the stay is not its urine
        (40, [], "0"),
    ],
)  # fmt: skip
def test_urine_where_22_to_30_hours_are_covered(stay: float, urine: list[Fact], points: str) -> None:
    facts = (seen("creatinine", 80), during("icu_stay", stay), *urine)
    assert organ("renal", *facts, urine="22 to 30 hours covered") == points


def test_laboratory_results_drawn_in_hospital() -> None:
    outside = (seen("platelets", 15, 10), seen("platelets", 120, 2), during("hospital_stay", 5))
    assert organ("coagulation", *outside) == "4"
    assert organ("coagulation", *outside, laboratory="in hospital") == "1"
    assert organ("liver", seen("bilirubin", 250, 10), during("hospital_stay", 5), laboratory="in hospital") == "0–4"
    assert organ("renal", seen("creatinine", 500, 10), during("hospital_stay", 12), laboratory="in hospital") == "4"


@pytest.mark.parametrize(("cuff", "each", "mean"), [(65, "1", "0"), (59.9, "1", "1"), (60, "1", "0"), (80, "0", "0")])
def test_two_pressures_of_one_time(cuff: float, each: str, mean: str) -> None:
    facts = (seen("map", 80, 2), seen("map", cuff, 2))
    assert organ("cardiovascular", *facts) == each
    assert organ("cardiovascular", *facts, charted_at_once="mean of extremes") == mean


def test_ventilation_as_charted() -> None:
    gas = (seen("pao2", 60, 2), seen("fio2", 1.0, 3))
    charted, told = during("ventilation_as_charted", 5), during("invasive_ventilation", 5)
    assert organ("respiration", *gas, told) == "4"
    assert organ("respiration", *gas, told, respiratory_support="invasive as charted") == "2"
    assert organ("respiration", *gas, charted, respiratory_support="invasive as charted") == "4"


def test_missing_is_zero_in_every_component_of_mimic_code() -> None:
    assert value(sofa(VARIANTS["mimic-code"]).total) == "0"
    assert value(sofa(VARIANTS["mimic-code"]).total, recorded=frozenset()) == "0"


EXTREMES = {"gas_ratio": "lowest PaO2 by highest FiO2"}


@pytest.mark.parametrize(
    ("pao2", "fio2", "supported", "points"),
    [
        ((90, 200), (0.5, 1.0), True, "4"),  # 90 ÷ 1.0, though never at one time
        ((100, 200), (0.5, 1.0), True, "3"),  # 100
        ((200, 220), (0.5, 1.0), True, "2"),
        ((300, 320), (0.5, 1.0), True, "1"),
        ((400, 420), (0.5, 1.0), True, "0"),
        ((90, 200), (0.5, 1.0), False, "2"),
    ],
)
def test_the_lowest_gas_by_the_highest_oxygen(
    pao2: tuple[int, int], fio2: tuple[float, float], supported: bool, points: str
) -> None:
    facts = [seen("pao2", pao2[0], 20), seen("pao2", pao2[1], 4), seen("fio2", fio2[0], 20), seen("fio2", fio2[1], 4)]
    support = [during("invasive_ventilation", 3)] if supported else []  # only after the gases
    assert organ("respiration", *facts, *support, **EXTREMES) == points


@pytest.mark.parametrize(
    ("pao2", "given", "hole"), [(199, "2", "0"), (200, "2", "2"), (299, "2", "2"), (300, "1", "1")]
)
def test_the_hole_below_200_without_support(pao2: float, given: str, hole: str) -> None:
    facts = (seen("pao2", pao2, 2), seen("fio2", 1.0, 2))
    for options in ({}, EXTREMES):
        assert organ("respiration", *facts, **options) == given
        assert organ("respiration", *facts, unsupported="0 points", **options) == hole


def test_clifpy_counts_both_ends_of_its_window_and_nothing_as_zero() -> None:
    clifpy = sofa(VARIANTS["clifpy"])
    assert value(clifpy.component("coagulation"), seen("platelets", 15, 24)) == "4"
    assert organ("coagulation", seen("platelets", 15, 24)) == "0–4"
    assert value(clifpy.total) == "0"
    assert value(clifpy.total, seen("pao2", 60, 1)) == "0"
