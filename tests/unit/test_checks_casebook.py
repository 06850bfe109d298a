"""Forms, numbers and costs: each fault is found, and the clean protocol has none."""

from dataclasses import replace
from typing import Any

from bedside.protocol.model import Code, Parameter, Protocol, Text
from bedside.records.dictionary import variable
from bedside.rules.language import constant, latest, named
from bedside.values.moment import hours
from tests.clean_protocol import assuming, check, clean, codes, only

TEXT = Text("words", "mots")


def with_item(form_id: str, item_id: str, **changes: Any) -> Protocol:
    def changed(form: Any) -> Any:
        items = tuple(replace(each, **changes) if each.id == item_id else each for each in form.items)
        return replace(form, items=items)

    return replace(clean(), forms=tuple(changed(f) if f.id == form_id else f for f in clean().forms))


def test_a_question_on_no_form_is_found() -> None:
    found = only(with_item("eligibility", "consent_signed", variable=""))
    assert (found.code, found.message.en) == ("P047", "no form asks it: “Has the patient signed the consent?”")


def test_a_variable_on_no_form_is_found() -> None:
    found = only(with_item("bedside_values", "temperature", variable="weight"))
    assert found.code == "P048"
    assert found.message.en == "no form records temperature, read by criterion I2, outcome P1."


def test_a_variable_of_the_trials_own_on_no_form_is_found() -> None:
    aura = replace(variable("temperature"), name="aura")
    first, *others = clean().endpoints
    evaluation = replace(first.evaluations[0], rule=named("aura", latest(aura, hours(24)) >= constant("38 Cel")))
    read = replace(first, evaluations=(evaluation, *first.evaluations[1:]))
    found = check(replace(clean(), variables=(aura,), endpoints=(read, *others)))
    assert [each.message.en for each in found.with_code("P048")] == ["no form records aura, read by outcome P1."]


def test_a_choice_may_record_a_variable() -> None:
    code = Code("hot", TEXT, variable="temperature")
    assert codes(with_item("status", "vital", codes=(code,))) == ()
    both = replace(clean(), forms=with_item("bedside_values", "temperature", variable="weight").forms)
    forms = tuple(
        replace(f, items=tuple(replace(i, codes=(code,)) if i.id == "vital" else i for i in f.items))
        for f in both.forms
    )
    assert codes(replace(both, forms=forms)) == ()


def test_an_item_that_no_program_can_read_is_found() -> None:
    assert "P049" in codes(with_item("bedside_values", "alt", variable=""))
    found = only(with_item("eligibility", "eligible", rule=""))
    assert (found.code, found.message.en) == ("P049", "“Eligible” names no rule: no program can read it.")


def test_a_form_that_is_not_filled_at_the_outcomes_visit_is_found() -> None:
    visits = tuple(replace(v, forms=("status",)) if v.id == "D2" else v for v in clean().schedule.visits)
    assert codes(replace(clean(), schedule=replace(clean().schedule, visits=visits))) == ("P050",)


def test_a_form_filled_whenever_needed_or_at_an_event_is_silent() -> None:
    """The form `events` repeats; `status` is asked at death."""
    assert clean().form("events").repeats
    visits = tuple(replace(v, forms=()) if v.id == "M1" else v for v in clean().schedule.visits)
    assert codes(replace(clean(), schedule=replace(clean().schedule, visits=visits))) == ()


def test_a_number_from_nowhere_is_an_error() -> None:
    stray = Parameter("stray", "7 days", TEXT)
    found = only(replace(clean(), parameters=(*clean().parameters, stray)))
    assert (found.code, found.severity) == ("P051", "error")
    leaning = replace(stray, assumption="missing")
    assert codes(replace(clean(), parameters=(*clean().parameters, leaning))) == ("P051",)
    held = assuming(replace(clean(), parameters=(*clean().parameters, leaning)), "missing", "Why?", "So.")
    assert codes(held) == ()


def test_a_cost_of_nobodys_stating_is_told() -> None:
    bedside, blood = clean().costs.classes
    costs = replace(clean().costs, classes=(bedside, replace(blood, variables=())))
    found = only(replace(clean(), costs=costs))
    assert found.code == "P052"
    assert found.message.en == "no cost of their own: alt; they count as “at the bedside” (1)."
    found = only(replace(clean(), costs=replace(clean().costs, answers=())))
    assert "consent_signed" in found.message.en
