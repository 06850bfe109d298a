"""The logic: each fault is found, and the clean protocol has none."""

from dataclasses import replace

import pytest

from bedside.protocol.model import Duration, Question, Text
from bedside.records.dictionary import variable
from bedside.rules.language import answer, constant, highest, in_force, latest, named
from bedside.rules.nodes import Named, Node, Not
from bedside.values.moment import ALWAYS, hours
from bedside.values.variable import Answerer, Kind, measured, yes_no
from tests.clean_protocol import check, clean, codes, only, with_criterion, with_outcome

TEXT = Text("words", "mots")


def rule(node: Node) -> Named:
    return named("I2", node, en="changed", fr="changé")


def all_the_same(node: Node) -> tuple[str, ...]:
    """The codes when every inclusion criterion, in data and in truth, is this one."""
    inclusion = tuple(replace(each, rule=rule(node), data_rule=rule(node)) for each in clean().inclusion)
    return codes(replace(clean(), criteria=inclusion, questions=(), consent_routes=()))


def test_a_population_that_holds_everybody_is_an_error() -> None:
    assert "P040" in all_the_same(Not(in_force(variable("invasive_ventilation"))))
    assert "P040" in all_the_same(latest(variable("age"), ALWAYS) >= constant("0 a"))


def test_a_population_that_must_be_known_is_none() -> None:
    assert "P040" not in all_the_same(in_force(variable("invasive_ventilation")))
    assert "P040" not in all_the_same(Not(highest(variable("hcg_positive"), hours(24))))


def test_no_criterion_at_all_is_an_error() -> None:
    found = check(replace(clean(), criteria=()))
    assert found.exit_code == 1 and "P040" in found.codes


def test_a_criterion_that_nobody_can_answer_is_an_error() -> None:
    nobody = measured("aura", "1", "0", "9")
    found = check(with_criterion("I2", rule=rule(latest(nobody, hours(24)) >= constant("3 1"))))
    assert found.exit_code == 1
    assert [each.message.en for each in found.with_code("P041")] == [
        "nobody can know aura: “temperature ≥ 38.5 °C in the last 6 hours”"
    ]


def test_a_question_that_is_not_asked_is_one_too() -> None:
    stray = yes_no("stray", Kind.ANSWER, Answerer.INVESTIGATOR)
    assert "P041" in codes(with_criterion("I2", rule=rule(answer(stray))))


def test_a_criterion_that_reads_nothing_is_an_error() -> None:
    found = only(with_criterion("I2", rule=rule(constant("4 1") >= constant("3 1"))))
    assert found.code == "P041" and "its rule reads nothing" in found.message.en


@pytest.mark.parametrize(("limit", "told"), [("0 a", "always met"), ("200 a", "always not met")])
def test_a_criterion_that_never_changes_is_an_error(limit: str, told: str) -> None:
    found = only(with_criterion("I1", rule=rule(latest(variable("age"), ALWAYS) >= constant(limit))))
    assert found.code == "P042" and told in found.message.en


def test_a_criterion_without_data_source_is_told_with_who_can_answer() -> None:
    found = only(with_criterion("I2", data_rule=None))
    assert (found.code, found.severity) == ("P043", "info") and "but nobody can" in found.message.en
    asked = Question("moved", yes_no("moved", Kind.ANSWER, Answerer.DOCUMENT), TEXT, "P7D")
    protocol = with_criterion("I2", rule=rule(answer(asked.variable)), data_rule=None)
    found_of = check(replace(protocol, questions=(*protocol.questions, asked))).with_code("P043")
    assert [each.message.en for each in found_of] == [
        "no data source can answer it, but a document can: “temperature ≥ 38.5 °C in the last 6 hours”"
    ]


def test_consent_whose_routes_cite_a_source_is_not_looked_for_in_data() -> None:
    assert clean().criterion("I4").data_rule is None and codes(clean()) == ()


def test_consent_of_which_only_the_registry_speaks_is_told() -> None:
    routes = tuple(replace(each, source="") for each in clean().consent_routes)
    found = only(replace(clean(), consent_routes=routes))
    assert (found.code, found.message.en) == (
        "P043", "no data source can answer it, but the patient or a relative can: “consent signed”",
    )  # fmt: skip


@pytest.mark.parametrize("items", [(), ("bedside_values.gone",)])
def test_an_outcome_that_no_item_feeds_is_an_error(items: tuple[str, ...]) -> None:
    found = only(with_outcome("S5", items=items))
    assert (found.code, found.severity) == ("P044", "error")


def test_a_primary_outcome_without_rule_is_found() -> None:
    assert codes(replace(clean(), endpoints=())) == ("P045",)


def test_a_primary_outcome_that_is_a_time_to_an_end_has_a_rule() -> None:
    time = Duration("P1", (named("dead", in_force(variable("dead"))),), "P28D")
    assert "P045" not in codes(replace(clean(), endpoints=(), durations=(time,)))


def test_a_question_that_nothing_uses_is_found() -> None:
    unused = Question("unused", yes_no("unused"), TEXT, "P7D", where="protocol.yaml:7")
    found = only(replace(clean(), questions=(*clean().questions, unused)))
    assert (found.code, found.where) == ("P046", "protocol.yaml:7 question unused")
