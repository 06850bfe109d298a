"""Checks of the logic: a population anybody would belong to, criteria and outcomes that nothing can answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bedside.errors import ProtocolError
from bedside.lint.findings import Hit, Severity, rule
from bedside.lint.stated import Stated, quoted
from bedside.protocol.model import Criterion, OutcomeKind
from bedside.records.dictionary import dictionary
from bedside.rules.chart import Chart
from bedside.rules.meaning import ask
from bedside.rules.nodes import Named, variables
from bedside.values.moment import Moment
from bedside.values.variable import Answerer

WHO = {
    Answerer.INVESTIGATOR: "the investigator",
    Answerer.PATIENT: "the patient or a relative",
    Answerer.DOCUMENT: "a document",
}


@rule("P040", Severity.ERROR, "An inclusion criterion that must be known to be met, such as the age.")
def true_of_the_unknown(stated: Stated) -> Iterator[Hit]:
    """The population holds a patient of whom nothing at all is recorded."""
    populations: tuple[Callable[[], Named], ...] = (
        lambda: stated.protocol.population, lambda: stated.protocol.data_population,
    )  # fmt: skip
    for asked in populations:
        try:
            population = asked()
        except ProtocolError as error:
            yield Hit("criteria", error.what)
            continue
        if ask(population, _nothing_known(population), Moment(0)).value.low == 1.0:
            yield Hit("criteria", f"a patient of whom nothing is known would count as “{population.name}”.")


def _nothing_known(population: Named) -> Chart:
    """An empty chart from a source that records all that lasts: there, no record of a support means none."""
    lasting = [variable.name for variable in variables(population).values() if variable.lasting]
    return Chart.of((), recorded=lasting)


@rule("P041", Severity.ERROR, "A rule that reads variables of the dictionary, or questions that somebody is asked.")
def nobody_can_answer(stated: Stated) -> Iterator[Hit]:
    """A criterion reads something that no source, no form and no person supplies, or nothing at all."""
    asked = {question.name for question in stated.protocol.questions}
    for criterion in stated.protocol.criteria:
        unknown = sorted(set(criterion.variables) - asked - set(dictionary()) - stated.recorded)
        if not criterion.variables:
            yield Hit(_place(stated, criterion), f"its rule reads nothing: {quoted(criterion.sentence)}")
        elif unknown:
            message = f"nobody can know {', '.join(unknown)}: {quoted(criterion.sentence)}"
            yield Hit(_place(stated, criterion), message, "Who can answer this, and from what?")


@rule("P042", Severity.ERROR, "A limit inside the variable's bounds.")
def always_the_same(stated: Stated) -> Iterator[Hit]:
    """A criterion gives the same answer whoever the patient is."""
    for criterion in stated.protocol.criteria:
        answer = criterion.rule.range
        if criterion.variables and answer.known:
            told = "met" if answer.low == 1.0 else "not met"
            message = f"always {told}, whoever the patient: {quoted(criterion.sentence)}"
            yield Hit(_place(stated, criterion), message)


@rule("P043", Severity.INFO, "A part of the criterion that hospital data can answer (`data=`), where there is one.")
def no_data_source(stated: Stated) -> Iterator[Hit]:
    """No data source can answer a criterion: somebody must, for each candidate. (Consent is given, not found.)"""
    routes = {name for route in stated.protocol.consent_routes for group in route.needs for name in group}
    for criterion in stated.protocol.criteria:
        if criterion.data_rule is None and not set(criterion.variables) <= routes:
            who = " and ".join(WHO[each] for each in criterion.answerers if each in WHO) or "nobody"
            message = f"no data source can answer it, but {who} can: {quoted(criterion.sentence)}"
            question = "Is it recorded anywhere in a form that a program can read, or is each candidate asked?"
            yield Hit(_place(stated, criterion), message, question)


def _place(stated: Stated, criterion: Criterion) -> str:
    return stated.place(f"criterion {criterion.id}")


@rule("P044", Severity.ERROR, "`items: [vital_signs.temperature]` in the outcome.")
def outcome_without_items(stated: Stated) -> Iterator[Hit]:
    """No form item feeds an outcome."""
    known = {f"{form.id}.{item.id}" for form in stated.protocol.forms for item in form.items}
    for outcome in stated.protocol.outcomes:
        if not set(outcome.items) & known:
            message = f"no form item feeds it: “{stated.measure(outcome)}”"
            yield Hit(stated.place(f"outcome {outcome.id}"), message, "On which form is it recorded?")


@rule("P045", Severity.WARNING, "An endpoint in endpoints.py for the primary outcome.")
def primary_without_rule(stated: Stated) -> Iterator[Hit]:
    """No rule works out the primary outcome."""
    for outcome in stated.protocol.outcomes:
        if outcome.kind is OutcomeKind.PRIMARY and stated.protocol.endpoint(outcome.id) is None:
            message = f"no rule works it out: “{stated.measure(outcome)}”"
            yield Hit(stated.place(f"outcome {outcome.id}"), message)


@rule("P046", Severity.WARNING, "Use the question in a criterion, or take it out.")
def question_never_used(stated: Stated) -> Iterator[Hit]:
    """A question is declared and no rule, consent route or form uses its answer."""
    routed = {name for route in stated.protocol.consent_routes for group in route.needs for name in group}
    for question in stated.protocol.questions:
        if question.name not in {*stated.read, *routed, *stated.recorded}:
            yield Hit(stated.place(f"question {question.name}"), f"nothing uses its answer: “{question.asked.en}”")


RULES = (
    true_of_the_unknown, nobody_can_answer, always_the_same, no_data_source, outcome_without_items,
    primary_without_rule, question_never_used,
)  # fmt: skip
