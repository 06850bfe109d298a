"""Checks of forms, parameters and costs: what rules read is recorded, and what is recorded can be read."""

from __future__ import annotations

from collections.abc import Iterator

from bedside.lint.both_languages import filled, listed
from bedside.lint.findings import Hit, Severity, rule
from bedside.lint.stated import Stated, labelled, recorded_by
from bedside.protocol.model import ItemKind, Outcome, Text
from bedside.records.dictionary import dictionary
from bedside.values.variable import Kind, Variable


@rule(
    "P047", Severity.WARNING, "A yes/no item on a form with `variable:` and the name of the question.",
    Text("no form asks it: “{asked}”", "aucun formulaire ne la pose\u00a0: «\u00a0{asked}\u00a0»"),
)  # fmt: skip
def question_on_no_form(stated: Stated) -> Iterator[Hit]:
    """A rule reads the answer to a question that no form asks."""
    for question in stated.protocol.questions:
        if question.name in stated.read and question.name not in stated.recorded:
            yield Hit(stated.place(f"question {question.name}"), {"asked": question.asked})


@rule(
    "P048", Severity.WARNING, "A form item with `variable: creatinine`.",
    Text(
        "no form records {name}, read by {parts}.",
        "aucun formulaire n’enregistre {name}, à lire pour\u00a0: {parts}.",
    ),
)  # fmt: skip
def variable_on_no_form(stated: Stated) -> Iterator[Hit]:
    """A rule reads a variable that no form records, so that a filled casebook cannot answer it."""
    recordable = {*dictionary(), *(variable.name for variable in stated.protocol.variables)}
    for name, (_, labels) in stated.read.items():
        if name not in stated.recorded and name in recordable:
            yield Hit(stated.place(labels[0]), {"name": name, "parts": listed(map(labelled, labels))})


@rule(
    "P049", Severity.WARNING, "`variable:` for a number, `rule:` for a computed item.",
    Text(
        "“{item}” {lacks}: no program can read it.",
        "«\u00a0{item}\u00a0» {lacks}\u00a0: aucun programme ne peut en lire la valeur.",
    ),
)  # fmt: skip
def item_nothing_reads(stated: Stated) -> Iterator[Hit]:
    """A number records no variable, or a computed item shows no rule: no program can read it."""
    for form in stated.protocol.forms:
        for item in form.items:
            unread = item.kind is ItemKind.NUMBER and not recorded_by(item)
            if unread or (item.kind is ItemKind.COMPUTED and not item.rule):
                lacks = NO_VARIABLE if unread else NO_RULE
                yield Hit(f"{item.where} item {form.id}.{item.id}", {"item": item.text, "lacks": lacks})


NO_VARIABLE = Text("names no variable", "ne nomme aucune variable")
NO_RULE = Text("names no rule", "ne nomme aucune règle")


@rule(
    "P050", Severity.WARNING, "The form among those of the outcome's visit.",
    Text(
        "its form {form} is filled at none of its visits ({visits}): {measure}",
        "son formulaire {form} n’est rempli à aucune de ses visites ({visits})\u00a0: {measure}",
    ),
)  # fmt: skip
def form_not_at_its_visit(stated: Stated) -> Iterator[Hit]:
    """An item feeds an outcome and its form is filled neither at the outcome's visits nor whenever needed."""
    items = {f"{form.id}.{item.id}": form for form in stated.protocol.forms for item in form.items}
    for outcome in stated.protocol.outcomes:
        feeding = {items[place].id for place in outcome.items if place in items and not items[place].repeats}
        for name in sorted(feeding - _filled(stated, outcome)):
            visits = listed(outcome.visits or [Text("none", "aucune")])
            places = {"form": name, "visits": visits, "measure": stated.measured(outcome)}
            yield Hit(stated.place(f"outcome {outcome.id}"), places)


def _filled(stated: Stated, outcome: Outcome) -> set[str]:
    """The forms of the outcome's visits, and those that events ask for."""
    schedule = stated.protocol.schedule
    at_visits = {form for visit in schedule.visits if visit.id in outcome.visits for form in visit.forms}
    return at_visits | {form for event in schedule.events for form in event.asks}


@rule(
    "P051", Severity.ERROR, '`source: "protocol 1.0, section 6.2"`, or `assumption:` and the name of one.',
    Text(
        "“{parameter}” ({value}) has neither source nor assumption.",
        "«\u00a0{parameter}\u00a0» ({value}) n’a ni source ni hypothèse.",
    ),
    Text("Where does “{parameter}” come from?", "D’où vient «\u00a0{parameter}\u00a0»\u202f?"),
)  # fmt: skip
def number_from_nowhere(stated: Stated) -> Iterator[Hit]:
    """A parameter cites no source and stands on no assumption, or on one that is not there."""
    known = {assumption.name for assumption in stated.protocol.assumptions}
    for parameter in stated.protocol.parameters:
        if not parameter.source and parameter.assumption not in known:
            places = {"parameter": parameter.text, "value": parameter.value}
            yield Hit(stated.place(f"parameter {parameter.name}"), places)


@rule(
    "P052", Severity.INFO, "The variable in one of the cost classes.",
    Text("no cost of their own: {names}; {taken}.", "sans coût propre\u00a0: {names}\u202f; {taken}."),
)  # fmt: skip
def no_cost(stated: Stated) -> Iterator[Hit]:
    """A criterion reads something whose cost nobody stated, so what to ask first is not well ordered."""
    unpriced = [
        name
        for name, (variable, labels) in stated.read.items()
        if any(label.startswith("criterion ") for label in labels) and not _priced(stated, variable)
    ]
    if unpriced:
        costs = stated.protocol.costs
        usual = [each for each in costs.classes if each.name == costs.otherwise]
        taken = filled(COUNT_AS, {"name": usual[0].text, "cost": usual[0].cost}) if usual else NO_OTHER
        yield Hit("costs", {"names": ", ".join(sorted(unpriced)), "taken": taken})


COUNT_AS = Text("they count as “{name}” ({cost})", "le coût retenu est celui de «\u00a0{name}\u00a0» ({cost})")
NO_OTHER = Text("nothing is taken instead", "aucun autre n’est retenu à la place")


def _priced(stated: Stated, variable: Variable) -> bool:
    costs = stated.protocol.costs
    listed = any(variable.name in each.variables for each in costs.classes)
    return listed or (variable.kind is Kind.ANSWER and str(variable.answerer) in dict(costs.answers))


RULES = (
    question_on_no_form, variable_on_no_form, item_nothing_reads, form_not_at_its_visit, number_from_nowhere,
    no_cost,
)  # fmt: skip
