"""JAKAHDI's outcomes: each is worked out by a rule, with what is not known kept open."""

from pathlib import Path
from shutil import copytree

import pytest

from bedside.protocol.evaluating import Reached, evaluate, time_to
from bedside.protocol.forms import Answer, facts_from, recorded_by
from bedside.protocol.loading import find_trial, load
from bedside.protocol.model import Duration
from bedside.protocol.worked import read_cases
from bedside.rules.chart import Chart, Fact
from bedside.rules.nodes import variables
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


@pytest.mark.proves("outcome P1")
@pytest.mark.parametrize("case", CASES)
def test_success_at_day_7(case: str) -> None:
    before, after, deaths, expected = CASES[case]
    endpoint = PROTOCOL.endpoint("P1")
    assert endpoint is not None
    chart = Chart.of([*day(0, before), *day(7, after), *deaths], RECORDED)
    found = evaluate(endpoint, chart, INCLUSION, Moment(INCLUSION + 200 * DAY))
    assert found.verdict.value == expected


@pytest.mark.proves("outcome P1", "outcome P1 description")
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


@pytest.mark.proves("outcome S12", "outcome S12 time frame")
def test_a_measurement_of_day_28_is_taken_within_its_window() -> None:
    endpoint = PROTOCOL.endpoint("S12")
    assert endpoint is not None
    for number, known in ((24, False), (25, True), (28, True), (30, True), (31, False)):
        chart = Chart.of(day(number, {"ferritin": 900.0}))
        assert evaluate(endpoint, chart, INCLUSION).verdict.value.known is known, number


def sofa_at_day_28(*found: tuple[float, dict[str, float]]) -> Interval:
    endpoint = PROTOCOL.endpoint("S1")
    assert endpoint is not None
    facts = [
        Fact(name, Moment(INCLUSION + int(at * DAY)), Moment(INCLUSION + int(at * DAY)), Interval.point(value))
        for at, values in found
        for name, value in values.items()
    ]
    return evaluate(endpoint, Chart.of(facts, RECORDED), INCLUSION, Moment(INCLUSION + 200 * DAY)).verdict.value


BETTER = {**NORMAL, "platelets": 99}  # SOFA 2


@pytest.mark.proves("outcome S1", "outcome S1 time frame")
@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([(28.5, SICK)], Interval.point(4)),
        ([(25.5, SICK)], Interval.point(4)),
        ([(31, SICK)], Interval.point(4)),
        ([(25.5, BETTER), (27.5, SICK)], Interval.point(4)),
        ([(27.5, SICK), (29.5, BETTER)], Interval.point(4)),
        ([(28.5, BETTER), (27.5, SICK), (29.5, SICK)], Interval.point(2)),
        ([(28.5, {"map": 80.0}), (30.5, SICK)], Interval.point(4)),
    ],
    ids=["day 28", "day 25", "closing", "nearest", "tie: earlier", "day 28 first", "a pressure makes no SOFA day"],
)
def test_a_sofa_at_a_valid_visit_counts(found: list[tuple[float, dict[str, float]]], expected: Interval) -> None:
    assert sofa_at_day_28(*found) == expected


@pytest.mark.parametrize("outside", [24.9, 31.1])
def test_a_sofa_outside_the_visit_does_not(outside: float) -> None:
    assert not sofa_at_day_28((outside, SICK)).known


@pytest.mark.proves("outcome P1 time frame", "outcome S9 time frame", "outcome S12 time frame")
def test_the_windows_are_those_of_the_schedule(tmp_path: Path) -> None:
    """A schedule that says otherwise moves the outcomes: no length of its own stands in endpoints.py."""
    folder = tmp_path / "jakahdi"
    copytree(find_trial("jakahdi"), folder)
    path = folder / "protocol.yaml"
    text = path.read_text(encoding="utf-8")
    for old, new in (
        ("      day: 28\n      before: P3D\n      after: P3D", "      day: 28\n      before: P1D\n      after: P5D"),
        ("day: 183", "day: 180"), ("day: 7\n", "day: 8\n"),
    ):  # fmt: skip
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    moved = load(folder)
    after = {e.variable.name: e.after for each in moved.endpoints for e in each.evaluations}
    assert (after["ferritin_at_day_28"], after["alive_at_6_months"]) == ("P33D", "P180D")
    assert (after["sofa_at_day_7"], after["alive_at_day_7"]) == ("P9D", "P9D")
    assert sorted(name for name in after if name.startswith("sofa_of_day_")) == [
        f"sofa_of_day_{day}" for day in range(27, 33)
    ]


# --- every outcome ----------------------------------------------------------------------------------------------


def test_every_outcome_is_worked_out() -> None:
    worked = [each.outcome for each in (*PROTOCOL.endpoints, *PROTOCOL.durations)]
    assert set(worked) == {outcome.id for outcome in PROTOCOL.outcomes}


@pytest.mark.proves("outcome P1", "outcome S?", "outcome S1?")
def test_every_variable_that_an_outcome_reads_is_recorded_on_one_of_its_forms() -> None:
    items = {f"{form.id}.{item.id}": item for form in PROTOCOL.forms for item in form.items}
    for each in (*PROTOCOL.endpoints, *PROTOCOL.durations):
        rules = each.endings if isinstance(each, Duration) else [evaluated.rule for evaluated in each.evaluations]
        read = {name for rule in rules for name in variables(rule)}
        feeding = [items[place] for place in PROTOCOL.outcome(each.outcome).items]
        recorded = {name for item in feeding for name in (item.variable, *(code.variable for code in item.codes))}
        missing = read - recorded - OF_THE_SCHEDULE
        assert not missing, (each.name, missing)


OF_THE_SCHEDULE = {"icu_stay"}
"""What SOFA looks at beside its own items: whether the day was spent in intensive care."""


def test_each_new_outcome_has_hand_worked_participants() -> None:
    worked = {name for case in read_cases(find_trial("jakahdi"), PROTOCOL) for name in case.outcomes}
    for outcome in ("S2", "S3", "S4", "S8", "S9", "S11", "S15"):
        assert any(name.split("_")[0] == outcome for name in worked), outcome


FILLED: list[tuple[str, dict[str, Answer | str]]] = [
    ("stays", {"icu_admitted": "2026-02-27T08:00", "icu_discharged": "2026-03-10T20:00",
               "hospital_discharged": "2026-03-20T08:00"}),
    ("vital_status", {"known_at": "2026-03-29T10:00", "status": "alive", "all_recorded": "yes"}),
    ("adverse_events", {"term": "Anemia", "grade": "grade_3", "began": "2026-03-04T08:00", "serious": "yes"}),
    ("adverse_events", {"term": "Fever", "grade": "grade_1", "began": "2026-03-05", "serious": "no"}),
    ("infections", {"began": "2026-03-06T08:00", "documented": "yes", "kind": "bacterial"}),
    ("infections", {"began": "2026-03-07T08:00", "documented": "no"}),
    ("infections", {"began": "2026-03-08T08:00", "documented": "yes", "kind": "fungal"}),
    ("infections", {"began": "2026-03-09T08:00", "documented": "yes", "kind": "reactivation"}),
    ("cytokines", {"taken_at": "2026-03-29T09:00", "il6": "<1,5", "il10": Answer("0.02", "ng/mL")}),
    ("laboratory", {"taken_at": "2026-03-08T12:00", "ferritin": "4200"}),
]  # fmt: skip


@pytest.mark.proves("outcome S2", "outcome S3", "outcome S4", "outcome S8", "outcome S9", "outcome S11", "outcome S15")
@pytest.mark.proves("outcome S2 description", "outcome S4 description", "outcome S8 description")
@pytest.mark.proves("law infections-apart")
def test_outcomes_are_worked_out_from_filled_forms_alone() -> None:
    facts = [fact for form, answers in FILLED for fact in facts_from(PROTOCOL, form, answers)]
    chart, known = Chart.of(facts, recorded_by(PROTOCOL)), Moment(INCLUSION + 200 * DAY)
    times = {each.name: time_to(each, chart, INCLUSION, known) for each in PROTOCOL.durations}
    assert times == {
        "S2": Reached(Interval(228, 228), "left_intensive_care"),
        "S4": Reached(Interval(456, 456), "left_hospital"),
    }
    found = {each.name: evaluate(each, chart, INCLUSION, known).verdict.value for each in PROTOCOL.endpoints}
    assert (found["S8_number"], found["S8_worst"]) == (Interval.point(2), Interval.point(3))
    assert (found["S8_severe"], found["S8_serious"]) == (Interval.point(1), Interval.point(1))
    assert (found["S11"], found["S11_number"], found["S11_fungal"]) == (MET, Interval.point(1), Interval.point(1))
    assert found["S11_reactivations"] == Interval.point(1), "reported apart, and not among those that count"
    assert (found["S3_il6"], found["S3_il10"]) == (Interval(0, 1.5), Interval.point(20))
    assert found["S15_ferritin"] == Interval.point(4200)
    assert found["S9"] == CANNOT_TELL, "nobody has said so far whether the participant lived to six months"
