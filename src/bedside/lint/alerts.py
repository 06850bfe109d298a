"""Checks of the alerts: what nobody can learn, and what is always so, is none."""

from __future__ import annotations

from collections.abc import Iterator

from bedside.lint.findings import Hit, Severity, rule
from bedside.lint.stated import Stated
from bedside.protocol.model import Text
from bedside.rules.nodes import variables


@rule(
    "P055", Severity.ERROR, "An item of a form, or a question, that records what the alert reads.",
    Text("no form records {names}: {alert}", "aucun formulaire ne recueille {names}\u00a0: {alert}"),
    Text("On which form is it recorded?", "Sur quel formulaire est-ce recueilli\u202f?"),
)  # fmt: skip
def alert_on_nothing(stated: Stated) -> Iterator[Hit]:
    """An alert reads what no form records and nobody is asked: it could never be told."""
    asked = {question.name for question in stated.protocol.questions}
    for alert in stated.protocol.alerts:
        unknown = sorted(set(variables(alert.rule)) - asked - stated.recorded)
        if unknown or not variables(alert.rule):
            yield Hit(stated.place(f"alert {alert.id}"), {"names": ", ".join(unknown) or "–", "alert": alert.text})


@rule(
    "P056", Severity.ERROR, "A limit inside the variable's bounds.",
    Text(
        "always the same, whoever the participant: {alert}",
        "toujours pareil, quel que soit le participant\u00a0: {alert}",
    ),
)  # fmt: skip
def alert_always_the_same(stated: Stated) -> Iterator[Hit]:
    """An alert gives the same answer whoever the participant is."""
    for alert in stated.protocol.alerts:
        if alert.rule.range.known:
            yield Hit(stated.place(f"alert {alert.id}"), {"alert": alert.text})


RULES = (alert_on_nothing, alert_always_the_same)
