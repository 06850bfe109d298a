"""Checks of times that cover a span: what was sought over hours is said to be, and counts at some hour."""

from __future__ import annotations

from collections.abc import Iterator

from bedside.lint.findings import Hit, Severity, rule
from bedside.lint.stated import Stated
from bedside.protocol.model import Text
from bedside.values.moment import read_length


@rule(
    "P068", Severity.WARNING, "`covers: P1D` on the item that says when.",
    Text(
        "“{item}” is of a time before “{time}”, which covers no such span: forms that overlap are not told.",
        "«\u00a0{item}\u00a0» porte sur un temps antérieur à «\u00a0{time}\u00a0», qui ne couvre pas cette "
        "période\u00a0: un recouvrement de formulaires n’est pas signalé.",
    ),
)  # fmt: skip
def span_not_declared(stated: Stated) -> Iterator[Hit]:
    """A form asks what was so before its time, and does not say over how long until then it looks."""
    for form in stated.protocol.forms:
        covered = {item.id: read_length(item.covers) for item in form.items if item.covers}
        for item in form.items:
            if item.before and read_length(item.before) >= covered.get(item.time, 0):
                places = {"item": item.text, "time": form.item(item.time).text}
                yield Hit(f"{item.where} item {form.id}.{item.id}", places)


@rule(
    "P069", Severity.QUESTION, "An hour beside each value, or what the protocol says of it.",
    Text(
        "a value of {form} is of the time until “{time}”, at no hour of its own: it counts as of the end.",
        "une valeur du formulaire {form} porte sur le temps jusqu’à «\u00a0{time}\u00a0», sans heure propre\u00a0: "
        "elle compte à la fin.",
    ),
    Text(
        "When does a worst value count, and in how many scores?",
        "À quel moment une plus mauvaise valeur compte-t-elle, et dans combien de scores\u202f?",
    ),
)  # fmt: skip
def value_of_a_span(stated: Stated) -> Iterator[Hit]:
    """A form asks for the worst of a span of time and not when it was: it may count in more scores than one."""
    near = [name for outcome in stated.protocol.outcomes for name in outcome.assumptions]
    near += [name for visit in stated.protocol.schedule.visits for name in visit.assumptions]
    for form in stated.protocol.forms:
        for item in form.items:
            if item.covers:
                taken = stated.assumption(r"worst value", r"\buntil\b|\bhour", near=near)
                places = {"form": form.text, "time": item.text}
                yield Hit(f"{item.where} item {form.id}.{item.id}", places, taken)


RULES = (span_not_declared, value_of_a_span)
