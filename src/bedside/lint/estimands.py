"""Checks of estimands: strategies that contradict the outcome they are of, and missing data told as something else.

ICH E9(R1), addendum on estimands, 2019: an intercurrent event changes what the variable means or whether it exists
(A.3.1); neither a withdrawal from the study nor any other reason for missing data is one (A.3.1); strategies are those
of A.3.2.
"""

from __future__ import annotations

from collections.abc import Iterator

from bedside.lint.findings import Hit, Severity, rule
from bedside.lint.stated import Stated
from bedside.protocol.estimands import Estimand, Method, Promised, Strategy
from bedside.protocol.model import Protocol, Text
from bedside.records.deaths import DEAD
from bedside.rules.nodes import variables

DEATH = "death"
"""The event of the schedule that is a death."""
NOTHING_DUE = "nothing"
"""What is due after an event by which somebody leaves the study."""


def _deaths(held: Promised) -> frozenset[str]:
    """The intercurrent events that are a death."""
    return frozenset(each.id for each in held.intercurrent if each.event == DEATH)


@rule(
    "P073", Severity.ERROR,
    "The death taken out of the outcome's `events`; of a composite, the variable that says what else is failure.",
    Text(
        "death is what {outcome} measures, and is told as an intercurrent event of it ({strategy}): take it out of"
        " `events`.",
        "le décès est ce que mesure {outcome}, et y figure comme événement intercurrent ({strategy})\u00a0: le retirer"
        " de `events`.",
    ),
)  # fmt: skip
def death_of_survival(stated: Stated) -> Iterator[Hit]:
    """Death is an intercurrent event of an outcome that is nothing but being alive, or the time to death."""
    held = stated.protocol.promised
    for estimand in held.estimands if held else ():
        if not _is_survival(stated.protocol, estimand):
            continue
        for each in estimand.events:
            if held and each.event in _deaths(held):
                places = {"outcome": estimand.outcome, "strategy": str(each.strategy)}
                yield Hit(stated.place(f"estimand {estimand.outcome}"), places)


def _is_survival(protocol: Protocol, estimand: Estimand) -> bool:
    """Whether an outcome is death alone: the rules that answer it read nothing else."""
    if estimand.method is Method.SURVIVAL:
        return True
    rules = [one.rule for each in protocol.endpoints if each.outcome == estimand.outcome for one in each.evaluations]
    read = {name for one in rules for name in variables(one)}
    return estimand.method is Method.PROPORTION and read == {DEAD}


@rule(
    "P074", Severity.ERROR,
    "The event under `unobserved`, and what is done with what is missing under the estimand's `missing`.",
    Text(
        "{event} ends the observation: what follows is missing, which no strategy for intercurrent events answers"
        " ({outcomes}). Put it under `unobserved`, and say what is done under `missing`.",
        "{event} met fin à l’observation\u00a0: la suite est manquante, ce à quoi aucune stratégie pour événements"
        " intercurrents ne répond ({outcomes}). Le placer sous `unobserved`, et dire sous `missing` ce qui est fait.",
    ),
)  # fmt: skip
def loss_as_intercurrent(stated: Stated) -> Iterator[Hit]:
    """An event by which somebody leaves the study alive is called an intercurrent event."""
    held = stated.protocol.promised
    leaving = {each.id for each in stated.protocol.schedule.events if each.otherwise == NOTHING_DUE} - {DEATH}
    for each in held.intercurrent if held else ():
        if held and each.event in leaving:
            told = [one for one in held.estimands if each.id in {handled.event for handled in one.events}]
            outcomes = ", ".join(f"{one.outcome}: {_strategy(one, each.id)}" for one in told)
            place = stated.place(f"estimand {told[0].outcome}") if told else "analysis"
            yield Hit(place, {"event": each.text, "outcomes": outcomes or "–"})


def _strategy(estimand: Estimand, event: str) -> Strategy:
    return next(each.strategy for each in estimand.events if each.event == event)


@rule(
    "P075", Severity.ERROR, "`strategy: while alive` for the death, with words that say that it competes.",
    Text(
        "{event} is one of the endings of {outcome}, where it competes with the others, and is told as {strategy}:"
        " write `while alive`.",
        "{event} est une des fins de {outcome}, où il est en compétition avec les autres, et y figure comme"
        " {strategy}\u00a0: écrire `while alive`.",
    ),
)  # fmt: skip
def competing_as_other(stated: Stated) -> Iterator[Hit]:
    """A death that competes with the event of interest is handled as if it were part of it, or did not matter."""
    held = stated.protocol.promised
    for estimand in held.estimands if held else ():
        if estimand.method is not Method.COMPETING or held is None:
            continue
        endings = {event for _, event in estimand.endings} | _deaths(held)
        for each in estimand.events:
            if each.event in endings and each.strategy in (Strategy.COMPOSITE, Strategy.TREATMENT_POLICY):
                event = next(one.text for one in held.intercurrent if one.id == each.event)
                places = {"event": event, "outcome": estimand.outcome, "strategy": str(each.strategy)}
                yield Hit(stated.place(f"estimand {estimand.outcome}"), places)


@rule(
    "P076", Severity.WARNING, "`missing:` in the estimand, in both languages: censored, failure, imputed or left out.",
    Text(
        "the estimand does not say what is done with what is not observed, such as after a loss to follow-up.",
        "l’estimand ne dit pas ce qui est fait de ce qui n’est pas observé, par exemple après une perte de vue.",
    ),
)  # fmt: skip
def no_word_on_missing(stated: Stated) -> Iterator[Hit]:
    """An estimand says nothing of missing data."""
    held = stated.protocol.promised
    for estimand in held.estimands if held else ():
        if estimand.missing is None:
            yield Hit(stated.place(f"estimand {estimand.outcome}"))


RULES = (death_of_survival, loss_as_intercurrent, competing_as_other, no_word_on_missing)
