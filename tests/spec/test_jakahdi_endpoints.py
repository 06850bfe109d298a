"""JAKAHDI's primary outcome: alive at day 7 and SOFA at least 3 points lower, with what is not known kept open."""

import pytest

from bedside.protocol.evaluating import evaluate
from bedside.protocol.loading import load
from bedside.rules.chart import Chart, Fact
from bedside.values.interval import CANNOT_TELL, MET, NOT_MET, Interval
from bedside.values.moment import DAY, EVER, HOUR, Moment, moment

PROTOCOL = load("jakahdi")
INCLUSION = moment("2026-03-01T08:00")
RECORDED = [
    "norepinephrine",
    "epinephrine",
    "dopamine",
    "dobutamine",
    "invasive_ventilation",
    "noninvasive_ventilation",
    "renal_replacement",
    "sedation",
    "icu_stay",
    "dead",
]
NORMAL = {"pao2": 100, "fio2": 0.21, "platelets": 200, "bilirubin": 10, "map": 80, "gcs": 15, "creatinine": 60}
SICK = {**NORMAL, "platelets": 19}  # SOFA 4


def day(number: int, values: dict[str, float]) -> list[Fact]:
    at = Moment(INCLUSION + number * DAY + (12 * HOUR if number else -HOUR))
    return [Fact(name, at, at, Interval.point(value), at) for name, value in values.items()]


def died(after: int) -> list[Fact]:
    at = Moment(INCLUSION + after)
    return [Fact("dead", at, Moment(at + EVER), Interval.point(1.0), at)]


CASES = {
    "four to one": (SICK, {**NORMAL, "platelets": 149}, [], MET),
    "four to two": (SICK, {**NORMAL, "platelets": 99}, [], NOT_MET),
    "four to zero": (SICK, NORMAL, [], MET),
    "better, but dead on day 7": (SICK, NORMAL, died(7 * DAY + HOUR), NOT_MET),
    "dead on day 3, nothing measured since": (SICK, {}, died(3 * DAY), NOT_MET),
    "dead after day 7": (SICK, NORMAL, died(8 * DAY + HOUR), MET),
    "nothing measured at day 7": (SICK, {}, [], CANNOT_TELL),
    "coma score not known at day 7": (SICK, {k: v for k, v in NORMAL.items() if k != "gcs"}, [], CANNOT_TELL),
    "worse for certain although incomplete": (SICK, {"platelets": 19, "gcs": 15}, [], NOT_MET),
}


@pytest.mark.parametrize("case", CASES)
def test_success_at_day_7(case: str) -> None:
    before, after, deaths, expected = CASES[case]
    endpoint = PROTOCOL.endpoint("P1")
    assert endpoint is not None
    chart = Chart.of([*day(0, before), *day(7, after), *deaths], RECORDED)
    found = evaluate(endpoint, chart, INCLUSION, Moment(INCLUSION + 200 * DAY))
    assert found.verdict.value == expected


def test_the_two_scores_can_be_seen_with_their_components() -> None:
    endpoint = PROTOCOL.endpoint("P1")
    assert endpoint is not None
    found = evaluate(endpoint, Chart.of([*day(0, SICK), *day(7, {"platelets": 149})], RECORDED), INCLUSION)
    assert found.answers["sofa_at_inclusion"].value == Interval.point(4)
    assert found.answers["sofa_at_day_7"].find("coagulation").value == Interval.point(1)
    # 1 to 1 (platelets) + 2 (no ventilation: at most 2) + 4 (liver) + 1 (no drugs) + 4 (coma) + 4 (kidney)
    assert found.answers["sofa_at_day_7"].value == Interval(1, 16)


def test_vital_status_that_nobody_recorded_leaves_the_outcome_open() -> None:
    endpoint = PROTOCOL.endpoint("P1")
    assert endpoint is not None
    chart = Chart.of([*day(0, SICK), *day(7, NORMAL)], [name for name in RECORDED if name != "dead"])
    assert evaluate(endpoint, chart, INCLUSION).verdict.value == CANNOT_TELL


def test_a_measurement_of_day_28_is_taken_within_its_window() -> None:
    endpoint = PROTOCOL.endpoint("S12")
    assert endpoint is not None
    for number, known in ((24, False), (25, True), (28, True), (30, True), (31, False)):
        chart = Chart.of(day(number, {"ferritin": 900.0}))
        assert evaluate(endpoint, chart, INCLUSION).verdict.value.known is known, number
