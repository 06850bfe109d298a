"""The design: each fault is found, and what looks like it is not."""

from dataclasses import replace
from typing import Any

import pytest

from bedside.lint.checks import check
from bedside.protocol.model import Intervention, OutcomeKind, Parameter, Protocol, Schedule, Text
from tests.clean_protocol import assuming, clean, codes, only, with_line, with_outcome

TEXT = Text("words", "mots")


def single_group(aim: str) -> Protocol:
    held = with_line("design", "single group", "SINGLE_GROUP")
    return with_line("aim", "the aim", aim, replace(held, arms=held.arms[:1]))


@pytest.mark.parametrize(
    "aim",
    [
        "Paracetamol lowers the temperature better than standard care alone.",
        "Paracetamol is superior to placebo.",
        "The fever is shorter compared with usual care.",
        "Survival is higher under paracetamol than without it.",
    ],
)
def test_a_single_group_that_compares_is_found(aim: str) -> None:
    assert codes(single_group(aim)) == ("P020",)


@pytest.mark.parametrize(
    "aim",
    [
        "Paracetamol lowers the temperature of day 2 compared with baseline.",
        "Paracetamol does better than the historical control of 2015.",
        "The aim is to estimate the effect in adults of more than 18 years.",
    ],
)
def test_a_single_group_that_compares_with_itself_or_with_a_named_control_is_silent(aim: str) -> None:
    assert codes(single_group(aim)) == ()


def test_two_groups_may_compare() -> None:
    assert codes(with_line("aim", "the aim", "Paracetamol is superior to placebo.")) == ()


def with_intervention(**changes: Any) -> Protocol:
    arm, *others = clean().arms
    changed: Intervention = replace(arm.interventions[0], **changes)
    return replace(clean(), arms=(replace(arm, interventions=(changed,)), *others))


@pytest.mark.parametrize(("missing", "told"), [("dose", "no dose of"), ("duration", "no duration of")])
def test_a_missing_dose_or_duration_is_found(missing: str, told: str) -> None:
    found = only(with_intervention(**{missing: None}))
    assert found.code == "P021" and told in found.message.en


def test_an_assumed_dose_is_still_asked_for() -> None:
    protocol = assuming(with_intervention(assumptions=("guess",)), "guess", "Which dose is given?", "1 g.")
    found = only(protocol)
    assert (found.code, found.question.en, found.assumption.en) == ("P021", "Which dose is given?", "1 g.")


@pytest.mark.parametrize(
    ("name", "said", "line", "told"),
    [
        ("Drug: Paracetamol", "Paracetamol", "1 g IV every 6 h", True),
        ("Paracetamol", "Paracetamol", "1 g IV every 6 h", True),
        ("Paracetamol", "Paracetamol", "given when the nurse sees fit, for 2 days", False),
        ("Paracetamol", "Ibuprofen", "1 g IV every 6 h", False),
        ("Paracetamol", "Ibuprofen", "Paracetamol 15 mg/kg by mouth", True),
        ("Paracetamol", "Ibuprofen", "Noparacetamol 15 mg/kg by mouth", False),
    ],
)
def test_an_amount_in_a_description_is_told(name: str, said: str, line: str, told: bool) -> None:
    protocol = with_intervention(dose=None, duration=None, text=Text(name, name), said=None)
    protocol = with_line("interventions_1_name", said, said, protocol)
    found = only(with_line("interventions_1_description", line, line, protocol))
    where = f" where a program reads it, but the record's words give an amount: “{line}”" if told else ""
    assert (found.code, found.message.en) == ("P021", f"no dose and no duration of {name} is stated{where}.")
    assert found.question.en.startswith("What are the dose")


def test_standard_of_care_must_be_described() -> None:
    care = Text("Standard of care", "Soins habituels")
    assert codes(with_intervention(text=care, dose=None, duration=None)) == ("P022",)
    assert codes(with_intervention(text=care, dose=Text("as each site does", "selon le centre"))) == ()


def with_schedule(**changes: Any) -> Protocol:
    visits = tuple(replace(each, **changes.get(each.id, {})) for each in clean().schedule.visits)
    return replace(clean(), schedule=Schedule(visits, clean().schedule.events))


def test_assumed_visits_are_found() -> None:
    assumed = {"assumptions": ("days",)}
    every = assuming(with_schedule(D0=assumed, D2=assumed, M1=assumed), "days", "When is it done?", "As shown.")
    assert only(every).code == "P023"
    one = assuming(with_schedule(M1=assumed), "days", "How far from its day may the visit be?", "2 days.")
    found = only(one)
    assert (found.code, found.assumption.en) == ("P023", "2 days.") and found.message.en.endswith("only assumed: M1.")


def test_an_assumption_on_something_else_leaves_the_visits_alone() -> None:
    one = with_schedule(M1={"assumptions": ("phone",)})
    assert codes(assuming(one, "phone", "Who telephones the family?", "The nurse.")) == ()


def test_no_visits_at_all_are_found() -> None:
    assert "P023" in codes(replace(clean(), schedule=Schedule((), clean().schedule.events)))


def without_hypothesis(*added: Parameter) -> Protocol:
    kept = tuple(each for each in clean().parameters if each.name != "sample_size")
    return replace(clean(), parameters=(*kept, *added))


def test_a_sample_size_without_hypothesis_is_found() -> None:
    found = only(without_hypothesis())
    assert found.code == "P024" and "sample size of 120 participants" in found.message.en


@pytest.mark.parametrize("words", ["power of 80 %", "one-sided alpha 5 %", "expected proportion 60 %"])
def test_a_sourced_hypothesis_is_silent(words: str) -> None:
    assert codes(without_hypothesis(Parameter("size", words, TEXT, source="section 9"))) == ()


@pytest.mark.parametrize("words", ["TNF alpha", "power of attorney", "42 participants"])
def test_other_words_are_no_hypothesis(words: str) -> None:
    assert codes(without_hypothesis(Parameter("size", words, TEXT, source="section 9"))) == ("P024",)


def test_an_assumed_hypothesis_is_still_asked_for() -> None:
    guess = Parameter("size", "power of 80 %", TEXT, assumption="guess")
    protocol = assuming(without_hypothesis(guess), "guess", "On which hypothesis does it stand?", "None.")
    assert only(protocol).assumption.en == "None."


def test_primary_outcomes_are_counted() -> None:
    assert codes(with_outcome("P1", kind=OutcomeKind.SECONDARY)) == ("P025",)
    assert codes(with_outcome("S5", kind=OutcomeKind.PRIMARY)) == ("P025", "P045")
    rule = Parameter("several", "hierarchical testing", TEXT, source="section 9")
    two = with_outcome("S5", kind=OutcomeKind.PRIMARY)
    assert codes(replace(two, parameters=(*two.parameters, rule))) == ("P045",)


def test_what_a_draft_proposed_is_named_until_it_is_confirmed() -> None:
    (first, *others) = clean().assumptions
    draft = replace(clean(), assumptions=(replace(first, name=f"draft_{first.name}"), *others))
    found = next(each for each in check(draft).findings if each.code == "P026")
    assert f"draft_{first.name}" in found.message.en
    assert "P026" not in codes(clean())
