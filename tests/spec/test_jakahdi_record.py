"""Every sentence of JAKAHDI's public record is in the protocol, once, word for word."""

from collections import Counter

import pytest

from bedside.protocol.loading import load
from bedside.protocol.model import Protocol
from bedside.registry.reading import read_registry
from bedside.values.quantity import quantity
from bedside.values.variable import Answerer
from tests.needs import shared


@pytest.fixture(scope="module")
def jakahdi() -> Protocol:
    return load("jakahdi")


@pytest.mark.proves("ground record-whole")
def test_each_sentence_of_the_record_is_claimed_by_exactly_one_place(jakahdi: Protocol) -> None:
    record = read_registry(shared("reference", jakahdi.record.file))
    written = Counter((str(each.place.line), each.text) for each in record.sentences())
    claimed = Counter((claim.said.at, claim.said.text) for claim in jakahdi.claims())
    assert claimed == written
    assert set(claimed.values()) == {1}


@pytest.mark.proves("ground record-whole")
def test_the_counts_of_the_record(jakahdi: Protocol) -> None:
    kinds = Counter(str(outcome.kind) for outcome in jakahdi.outcomes)
    assert (len(jakahdi.inclusion), len(jakahdi.exclusion)) == (6, 13)
    assert kinds == {"primary": 1, "secondary": 16}
    assert len(jakahdi.consent_routes) == 4


def test_sentences_and_time_frames_of_the_record_without_the_file(jakahdi: Protocol) -> None:
    first = jakahdi.outcome("P1")
    assert first.said.text == "Survival with a decrease in SOFA score ≥ 3 points"
    frames = Counter(outcome.time_frame.text for outcome in jakahdi.outcomes)
    assert frames == {
        "At day 7": 2,
        "At day 28": 10,
        "Until day 28": 2,
        "Up to 6 months": 2,
        "At 6 months": 1,
    }


@pytest.mark.proves("record registration_number", "record phase", "record sex", "record study_type", "record design")
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("registration_number", "NCT06244862"),
        ("phase", "2"),
        ("status", "not yet recruiting"),
        ("condition", "hemophagocytic syndromes"),
        ("sponsor", "Assistance Publique - Hôpitaux de Paris"),
        ("sex", "all"),
        ("target_enrolment", "42"),
        ("study_type", "interventional"),
        ("design", "single group"),
    ],
)
def test_what_the_record_says_of_the_trial(jakahdi: Protocol, name: str, value: str) -> None:
    line = jakahdi.line(name)
    assert line is not None and line.value == value and line.said is not None


@pytest.mark.parametrize(
    ("criterion", "answerers"),
    [
        ("I1", {Answerer.DATA}),
        ("I2", {Answerer.DATA, Answerer.INVESTIGATOR, Answerer.DOCUMENT}),
        ("I3", {Answerer.DATA}),
        ("I4", {Answerer.DATA, Answerer.INVESTIGATOR}),
        ("I5", {Answerer.INVESTIGATOR, Answerer.PATIENT, Answerer.DOCUMENT}),
        ("E1", {Answerer.INVESTIGATOR}),
        ("E3", {Answerer.DOCUMENT}),
        ("E13", {Answerer.PATIENT}),
    ],
)
def test_who_can_answer(jakahdi: Protocol, criterion: str, answerers: set[Answerer]) -> None:
    assert set(jakahdi.criterion(criterion).answerers) == answerers


def test_what_hospital_data_can_answer(jakahdi: Protocol) -> None:
    assert [c.id for c in jakahdi.criteria if c.data_rule is not None] == ["I1", "I2", "I3", "I4", "E2"]


@pytest.mark.proves("law no-dose-advice", "intervention ruxolitinib")
def test_what_the_record_does_not_say_is_an_assumption_with_its_reason(jakahdi: Protocol) -> None:
    for parameter in jakahdi.parameters:
        assert bool(parameter.source) != bool(parameter.assumption), parameter.name
    for assumption in jakahdi.assumptions:
        assert assumption.reason.en and assumption.reason.fr and jakahdi.used_in(assumption.name)
    assert all(each.dose is None for arm in jakahdi.arms for each in arm.interventions)


def test_the_costs_put_a_question_before_a_blood_test_before_an_assay_before_a_marrow(jakahdi: Protocol) -> None:
    variables = {name: v for criterion in jakahdi.criteria for name, v in criterion.variables.items()}
    costs = [jakahdi.costs.of(variables[name]) for name in ("hs_acquired", "care_limited", "ferritin", "scd25")]
    assert [*costs, jakahdi.costs.of(variables["hemophagocytosis"])] == [1, 2, 3, 10, 20]


@pytest.mark.proves("criterion I6")
def test_contraception_runs_to_one_day_after_the_last_dose(jakahdi: Protocol) -> None:
    assert jakahdi.parameter("contraception_after_last_dose").value == quantity("1 d")
    condition = jakahdi.criterion("I6").condition
    assert condition is not None and condition.name == "childbearing"


def test_every_outcome_is_fed_by_items_that_record_or_tell_something(jakahdi: Protocol) -> None:
    for outcome in jakahdi.outcomes:
        assert outcome.items and outcome.visits, outcome.id


def test_every_variable_that_a_rule_reads_is_recorded_by_an_item_with_its_time(jakahdi: Protocol) -> None:
    recorded = {item.variable for form in jakahdi.forms for item in form.items}
    recorded |= {code.variable for form in jakahdi.forms for item in form.items for code in item.codes}
    read = {name for criterion in jakahdi.criteria for name in criterion.variables}
    assert read <= recorded


def test_what_law_or_we_add_to_the_record_is_an_open_question() -> None:
    """Independence and attestation come from article L1122-1-1 CSP, waiver and present use from ourselves."""
    protocol = load("jakahdi")
    places = {
        "signatory_conditions": {
            "question signatory_independent", "question consent_attested", "consent route attested",
            "consent route relative", "criterion I5",
        },
        "childbearing_answer": {"question childbearing_potential", "criterion E2"},
        "contraception_in_use": {"question effective_contraception", "criterion I6"},
    }  # fmt: skip
    for assumption, used in places.items():
        assert set(protocol.used_in(assumption)) == used, assumption
    assert "L1122-1-1" in protocol.assumption("signatory_conditions").taken.en
    assert "L1122-1-1" in protocol.assumption("signatory_conditions").taken.fr
