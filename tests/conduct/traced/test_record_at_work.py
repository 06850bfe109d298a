"""Every line of the public record works in the software: as kept in the study, on its pages, criterion by criterion,
outcome by outcome."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bedside.conduct.casebook.actions import Typed, open_sheet, save
from bedside.conduct.casebook.charts import chart_of
from bedside.conduct.casebook.missing import none_of
from bedside.conduct.casebook.places import UNSCHEDULED, Place
from bedside.conduct.casebook.reading import zone
from bedside.conduct.inclusion.actions import in_the_way
from bedside.conduct.inclusion.preview import preview
from bedside.conduct.inclusion.standing import standing
from bedside.conduct.inclusion.timeline import timeline
from bedside.conduct.participants import actions as participants
from bedside.conduct.participants.consent import questions_of
from bedside.conduct.participants.models import Enrolled
from bedside.conduct.participants.typed_times import with_offset
from bedside.protocol.evaluating import evaluate
from bedside.protocol.loading import find_trial, load
from bedside.protocol.model import CriterionKind, OutcomeKind
from bedside.protocol.worked import Case, differences, read_cases
from bedside.registry.reading import read_registry
from bedside.rules.nodes import variables
from bedside.values.interval import CANNOT_TELL, MET, Interval
from bedside.values.moment import DAY, HOUR, Moment, to_datetime
from tests.needs import shared

JAKAHDI = load("jakahdi")
CASES = [case for case in read_cases(find_trial("jakahdi"), JAKAHDI) if case.expected]
OF_A_CASEBOOK = [case for case in CASES if "does not record" not in case.about]
"""Without those whose point is a source that records less than a casebook does."""
OF_CONSENT = {each.id for each in JAKAHDI.criteria if questions_of(JAKAHDI) & variables(each.rule).keys()}
WITH_OUTCOMES = [case for case in read_cases(find_trial("jakahdi"), JAKAHDI) if case.outcomes]
OUTCOMES = [outcome.id for outcome in JAKAHDI.outcomes]


@pytest.mark.proves("record background", "record aim", "ground record-whole")
def test_the_study_keeps_every_sentence_of_the_record_once(study: Any) -> None:
    """In the version that the database holds: what enrolment, casebook and pages go by."""
    record = read_registry(shared("reference", study.protocol.record.file))
    written = Counter((str(each.place.line), each.text) for each in record.sentences())
    assert Counter((claim.said.at, claim.said.text) for claim in study.protocol.claims()) == written
    assert {"background", "aim"} <= {line.name for line in study.protocol.record.lines if line.said}


@pytest.mark.proves("record registration_number", "record title", "record phase", "record condition", "record sponsor")
@pytest.mark.proves("record status", "record status_shown", "record target_enrolment", "record enrolment_type")
def test_the_page_of_the_study_says_which_study_it_is(study: Any, user: Any, client_of: Any) -> None:
    page = client_of(user("nurse", "01")).get("/study/").content.decode().casefold()
    for name in ("registration_number", "title", "condition", "sponsor", "status", "status_shown"):
        assert study.protocol.line(name).value.casefold() in page, name
    assert f"<dd>{study.protocol.line('phase').value}</dd>" in page
    assert f"0 of {study.protocol.line('target_enrolment').value} enrolled" in page


@pytest.mark.proves("record study_type", "record design", "arm ruxolitinib", "intervention ruxolitinib")
def test_a_single_group_receives_ruxolitinib_and_nobody_is_allocated(study: Any, enrolled: Any, user: Any,
                                                                     client_of: Any) -> None:  # fmt: skip
    """No place for an allocation; the form on which each dose given is recorded is there."""
    (arm,) = study.protocol.arms
    assert [each.name for each in arm.interventions] == ["ruxolitinib", "standard_of_care"]
    assert not {"arm", "group", "allocation"} & {field.name for field in Enrolled._meta.get_fields()}
    page = client_of(user("nurse", "01")).get(Place(UNSCHEDULED, "ruxolitinib").address(enrolled().code))
    assert 'id="f-given_at"' in page.content.decode() and 'id="f-dose"' in page.content.decode()


# --- who may take part --------------------------------------------------------------------------------------------


@pytest.fixture
def standing_of(study: Any, actor: Callable[..., Any]) -> Callable[[Case], Any]:
    """standing_of(case): a worked patient screened in the software, as they stand at the moment of the case."""

    def found(case: Case) -> Any:
        facts = [fact for those in case.chart.facts.values() for fact in those]
        person = participants.screen(actor("nurse"), "01", facts=facts, recorded=case.chart.recorded)
        return person, standing(person, case.at)

    return found


@pytest.mark.proves("criterion *")
@pytest.mark.parametrize(
    "case",
    OF_A_CASEBOOK,
    ids=[f"{case.about.split(':')[0][:5]}-{case.name}".replace(" ", "_") for case in OF_A_CASEBOOK],
)
def test_a_worked_patient_stands_in_the_software_as_worked_by_hand(case: Case, standing_of: Any) -> None:
    """Each criterion says what was written down, and keeps from enrolment whoever it is against or unanswered for.

    But for consent: whatever a source says of it, its own record alone answers, and there is none yet.
    """
    person, found = standing_of(case)
    by_id = {each.criterion.id: each.meaning.value for each in found.criteria}
    expected = {name: value for name, value in case.expected.items() if name in by_id}
    expected |= {name: CANNOT_TELL for name in OF_CONSENT & expected.keys()}
    assert {name: by_id[name] for name in expected} == expected, case.where
    reasons = [each.en for each in in_the_way(person, found)]
    for name, value in expected.items():
        wanted = MET if JAKAHDI.criterion(name).kind is CriterionKind.INCLUSION else Interval(0, 0)
        assert (value == wanted) != any(reason.split()[0].strip(",:") == name for reason in reasons), (name, reasons)


@pytest.mark.proves("criterion *")
def test_the_worked_patients_reach_each_criterion_for_against_and_unanswered() -> None:
    for criterion in JAKAHDI.criteria:
        reached = {case.expected[criterion.id] for case in CASES if criterion.id in case.expected}
        assert reached == {MET, Interval(0, 0), CANNOT_TELL}, criterion.id


@pytest.mark.proves("record sex")
@pytest.mark.parametrize("female", [0.0, 1.0])
def test_either_sex_may_take_part(female: float, standing_of: Any) -> None:
    case = next(each for each in CASES if each.expected.get("eligible") == MET)
    facts = {**case.chart.facts}
    facts["female"] = tuple(replace(fact, value=Interval.point(female)) for fact in facts["female"])
    facts["childbearing_potential"] = tuple(
        replace(fact, variable="childbearing_potential", value=Interval(0, 0)) for fact in facts["moribund"]
    )
    facts["lactating"] = tuple(replace(fact, variable="lactating") for fact in facts["childbearing_potential"])
    chart = replace(case.chart, facts=facts)
    found = standing_of(replace(case, chart=chart))[1]
    assert found.to_qualify and set(found.to_qualify) <= questions_of(JAKAHDI), "consent alone is still to be had"


# --- what is measured ---------------------------------------------------------------------------------------------

FRAMES = {"At day 7": ("D7", 7), "At day 28": ("D28", 28), "Until day 28": ("D28", 28), "At 6 months": ("M6", 183),
          "Up to 6 months": ("M6", 183)}  # fmt: skip


@pytest.mark.proves("outcome * time frame")
@pytest.mark.parametrize("outcome", OUTCOMES)
def test_a_visit_is_due_at_the_time_frame_of_each_outcome(outcome: str, enrolled: Any) -> None:
    person, held = enrolled(2), JAKAHDI.outcome(outcome)
    visit, day = FRAMES[held.time_frame.text]
    planned = {each.due.visit: each.due for each in timeline(person).visits}
    assert visit in held.visits
    target, included = (
        to_datetime(Moment(at)).astimezone(zone()).replace(tzinfo=None)
        for at in (planned[visit].target, person.enrolled.at_us)
    )
    assert target == included + timedelta(days=day), "at the hour of the inclusion, by the clock of the site"
    assert planned[visit].opens <= planned[visit].target < planned[visit].closes


@pytest.mark.proves("outcome P1", "outcome S?", "outcome S1?", "outcome S15 description")
@pytest.mark.parametrize("outcome", OUTCOMES)
def test_what_an_outcome_needs_is_asked_at_its_visits(outcome: str, enrolled: Any, user: Any, client_of: Any) -> None:
    """On a form that one of its visits asks for, or one that is filled as often as something happens."""
    person, held, browser = enrolled(2), JAKAHDI.outcome(outcome), client_of(user("nurse", "01"))
    pages: dict[str, str] = {}
    for form, _, item in (place.partition(".") for place in held.items):
        asked = [visit for visit in held.visits if form in JAKAHDI.schedule.visit(visit).forms]
        assert asked or JAKAHDI.form(form).repeats, (form, "is filled at no visit of the outcome")
        if form not in pages:
            answer = browser.get(Place(asked[0] if asked else UNSCHEDULED, form).address(person.code))
            pages[form] = answer.content.decode()
        assert f'id="f-{item}"' in pages[form], (form, item)


@pytest.mark.proves("outcome S2", "outcome S2 description", "outcome S3", "outcome S4", "outcome S4 description")
@pytest.mark.proves("outcome S8", "outcome S8 description", "outcome S9", "outcome S11", "outcome S15")
@pytest.mark.parametrize("case", WITH_OUTCOMES, ids=[case.name.replace(" ", "_") for case in WITH_OUTCOMES])
def test_a_worked_participant_comes_to_the_same_outcomes_in_the_software(case: Case, standing_of: Any) -> None:
    _, found = standing_of(case)
    told = differences(replace(case, chart=found.chart), JAKAHDI)
    assert [f"{each.rule}: {each.found}, expected {each.expected}" for each in told] == [], case.where


@pytest.mark.proves("outcome S5", "outcome S6", "outcome S7", "outcome S10")
@pytest.mark.proves("outcome S12", "outcome S13", "outcome S14", "outcome S16")
@pytest.mark.parametrize(
    ("outcome", "form", "item", "typed", "unit", "expected"),
    [
        ("S5", "vital_signs", "temperature", "38,2", "Cel", 38.2),
        ("S6", "laboratory", "triglycerides", "2,4", "mmol/L", 2.4),
        ("S7", "laboratory", "hemoglobin", "9,1", "g/dL", 91.0),
        ("S10", "laboratory", "wbc", "4,2", "10*9/L", 4.2),
        ("S12", "laboratory", "ferritin", "900", "ug/L", 900.0),
        ("S13", "laboratory", "scd25", "2400", "U/mL", 2400.0),
        ("S14", "laboratory", "fibrinogen", "280", "mg/dL", 2.8),
        ("S16", "laboratory", "platelets", "150", "10*9/L", 150.0),
    ],
)
def test_what_is_typed_at_day_28_is_the_outcome(
    outcome: str, form: str, item: str, typed: str, unit: str, expected: float, enrolled: Any, actor: Any, study: Any
) -> None:
    person, by = enrolled(30), actor("nurse")
    inclusion, endpoint = Moment(person.enrolled.at_us), JAKAHDI.endpoint(outcome)
    sheet = open_sheet(by, person, "D28", form, study.protocol.version)
    taken = Typed(with_offset(Moment(inclusion + 28 * DAY)))
    assert endpoint is not None and not evaluate(endpoint, chart_of(person), inclusion).verdict.value.known
    save(by, sheet, {"taken_at": taken, item: Typed(typed, unit)})
    assert evaluate(endpoint, chart_of(person), inclusion).verdict.value == Interval.point(expected)


WELL = {"pao2": "95", "fio2": "0,21", "platelets": "200", "bilirubin": "10", "map": "80", "gcs": "15",
        "creatinine": "60", "urine_0_6": "400", "urine_6_12": "400", "urine_12_18": "400",
        "urine_18_24": "400"}  # fmt: skip


@pytest.mark.proves("outcome P1", "outcome P1 description", "outcome S1 description")
@pytest.mark.parametrize(("platelets", "tone"), [("160", "good"), ("90", "bad")])
def test_survival_with_a_sofa_three_points_lower_typed_in_the_casebook(
    platelets: str, tone: str, enrolled: Any, actor: Any, study: Any
) -> None:
    """SOFA 4 (platelets 19) at inclusion; at day 7 it is 0 or 2, each a number and not a range: higher is worse."""
    person, by = enrolled(9), actor("nurse")
    inclusion = person.enrolled.at_us
    for form in (each for each in JAKAHDI.forms if each.complete):
        save(by, open_sheet(by, person, UNSCHEDULED, form.id, study.protocol.version), none_of(form))
    for visit, at, typed in (
        ("D0", inclusion - HOUR, {**WELL, "platelets": "19"}),
        ("D7", inclusion + 8 * DAY - HOUR, {**WELL, "platelets": platelets}),
    ):
        sheet = open_sheet(by, person, visit, "sofa_day", study.protocol.version)
        times = {name: with_offset(Moment(at)) for name in ("taken_at", "gas_at", "gcs_at")}
        save(by, sheet, {name: Typed(text) for name, text in {**times, **typed}.items()})
    status = open_sheet(by, person, "D7", "vital_status", study.protocol.version)
    told = {"known_at": with_offset(Moment(inclusion + 8 * DAY + HOUR)), "status": "alive"}
    save(by, status, {name: Typed(text) for name, text in told.items()})
    (found,) = preview(person)
    assert found.outcome.kind is OutcomeKind.PRIMARY
    assert found.tone == tone, found.trace.en
    assert "sofa_definition" in found.outcome.assumptions
