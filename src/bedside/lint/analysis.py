"""Checks of the analysis: what a report of results will rest on and nobody has stated."""

from __future__ import annotations

from collections.abc import Iterator

from bedside.lint.findings import Hit, Severity, rule
from bedside.lint.stated import Stated
from bedside.protocol.model import Text


@rule(
    "P070", Severity.QUESTION, "The estimand as the sponsor states it, resting on no assumption.",
    Text("what is estimated is only assumed: {parts}", "ce qui est estimé est seulement supposé\u00a0: {parts}"),
    Text("What is to be estimated, of whom?", "Que faut-il estimer, et chez qui\u202f?"),
)  # fmt: skip
def estimand_assumed(stated: Stated) -> Iterator[Hit]:
    """An estimand, an analysis set or the baseline stands on an assumption of its own, which no outcome stands on."""
    promised = stated.protocol.promised
    if promised is None:
        return
    told = {name for outcome in stated.protocol.outcomes for name in outcome.assumptions}
    parts = [*((f"analysis set {each.id}", each.assumptions) for each in promised.sets)]
    parts += [("baseline", promised.baseline.assumptions)] if promised.baseline else []
    parts += [(f"estimand {each.id}", each.assumptions) for each in promised.estimands]
    for assumption in stated.protocol.assumptions:
        on_it = [label for label, names in parts if assumption.name in names]
        if on_it and assumption.name not in told:
            names = ", ".join(label.rpartition(" ")[2] for label in on_it)
            yield Hit(stated.place(on_it[0]), {"parts": names}, assumption)


RULES = (estimand_assumed,)
