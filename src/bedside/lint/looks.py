"""Checks of the looks at the data before the end: whether any is in force, and whether it ends where the trial does."""

from __future__ import annotations

from collections.abc import Iterator

from bedside.lint.findings import Hit, Severity, rule
from bedside.lint.stated import Stated
from bedside.protocol.model import Text
from bedside.values.quantity import Quantity


@rule(
    "P071", Severity.QUESTION, "`adopted:` in the design: a way of monitoring with its source, or single_analysis.",
    Text(
        "which looks at the data before the end are in force is not public: a single analysis is assumed.",
        "les analyses intermédiaires en vigueur ne sont pas publiques\u00a0: une seule analyse est supposée.",
    ),
    Text(
        "Which looks at the data before the end are in force, and by which rule is the trial stopped?",
        "Quelles analyses intermédiaires sont en vigueur, et selon quelle règle l’essai est-il arrêté\u202f?",
    ),
)  # fmt: skip
def none_adopted(stated: Stated) -> Iterator[Hit]:
    """A design states no way of monitoring as adopted, nor that there is a single analysis."""
    design = stated.protocol.design
    if design is None or design.adopted:
        return
    near = [name for each in design.monitoring for name in each.assumptions]
    taken = next((each for each in stated.protocol.assumptions if each.name in near), None)
    place = stated.place(f"monitoring {design.monitoring[0].id}") if design.monitoring else design.where
    yield Hit(place, {}, taken)


@rule(
    "P072", Severity.WARNING, "The last look at the planned number of participants, or that number changed.",
    Text(
        "the looks in force end at {last} participants, and {planned} are planned.",
        "les analyses en vigueur se terminent à {last} participants, et {planned} sont prévus.",
    ),
)  # fmt: skip
def another_size(stated: Stated) -> Iterator[Hit]:
    """The looks in force do not end at the planned number of participants."""
    design = stated.protocol.design
    if design is None or design.in_force is None or not design.participants:
        return
    planned = stated.protocol.parameter(design.participants).value
    last = design.in_force.sizes[-1]
    if isinstance(planned, Quantity) and planned.number != last:
        yield Hit(stated.place(f"monitoring {design.in_force.id}"), {"last": last, "planned": f"{planned.number:f}"})


RULES = (none_adopted, another_size)
