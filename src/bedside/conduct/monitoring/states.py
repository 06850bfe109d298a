"""The states of a query and the steps between them, as one table that is enforced, drawn and tested.

Nobody stores a state. A query stands where the last thing said left it (`after`), unless the value was changed since:
then a question that somebody typed goes back to who asked, and one of a check is settled as soon as the check has
nothing to say any more. An answer alone settles neither.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bedside.conduct.people.roles import Action
from bedside.values.wording import Text


class State(StrEnum):
    """Where a query stands."""

    OPEN = "open"
    ANSWERED = "answered"
    CORRECTED = "corrected"
    CLOSED = "closed"
    SETTLED = "settled"


class Step(StrEnum):
    """What is done with a query."""

    RAISE = "raise"
    ANSWER = "answer"
    CORRECT = "correct"
    SETTLE = "settle"
    CLOSE = "close"
    REOPEN = "reopen"


class Kind(StrEnum):
    """Who asks."""

    TYPED = "somebody"
    CHECK = "a check"


STATES: Mapping[State, Text] = {
    State.OPEN: Text("open", "ouverte"),
    State.ANSWERED: Text("answered", "répondue"),
    State.CORRECTED: Text("corrected, to be looked at", "corrigée, à revoir"),
    State.CLOSED: Text("closed", "close"),
    State.SETTLED: Text("settled by correction", "levée par correction"),
}
SIGNS: Mapping[State, str] = {
    State.OPEN: "?", State.ANSWERED: "↩", State.CORRECTED: "✎", State.CLOSED: "✓", State.SETTLED: "✓",
}  # fmt: skip
"""A sign for each, so that none is told by its colour alone."""
TONES: Mapping[State, str] = {
    State.OPEN: "open", State.ANSWERED: "open", State.CORRECTED: "open", State.CLOSED: "still", State.SETTLED: "still",
}  # fmt: skip
KINDS: Mapping[Kind, Text] = {
    Kind.TYPED: Text("asked by somebody", "posée par quelqu’un"),
    Kind.CHECK: Text("asked by a check", "posée par un contrôle"),
}
WAITS_FOR: Mapping[State, Action] = {
    State.OPEN: Action.ANSWER_QUERY, State.ANSWERED: Action.CLOSE_QUERY, State.CORRECTED: Action.CLOSE_QUERY,
}  # fmt: skip
"""Who has to do something about a query: those who may do this. What is closed or settled waits for nobody."""


@dataclass(frozen=True)
class Rule:
    """One line of the table: a step, where it may be taken, what it leads to; `by` is None where the casebook says it.

    `kinds` are the queries it concerns.
    """

    step: Step
    before: frozenset[State]
    after: State
    by: Action | None
    text: Text
    kinds: frozenset[Kind] = frozenset(Kind)


_GOING = frozenset({State.OPEN, State.ANSWERED, State.CORRECTED})
_UNCHANGED = frozenset({State.OPEN, State.ANSWERED})
_OVER = frozenset({State.CLOSED, State.SETTLED})

TABLE: tuple[Rule, ...] = (
    Rule(Step.RAISE, frozenset(), State.OPEN, Action.RAISE_QUERY, Text("raise", "poser")),
    Rule(Step.ANSWER, _GOING, State.ANSWERED, Action.ANSWER_QUERY, Text("answer", "répondre")),
    Rule(Step.CORRECT, _UNCHANGED, State.CORRECTED, None, Text("the value is changed", "la valeur est modifiée"),
         frozenset({Kind.TYPED})),
    Rule(Step.SETTLE, _UNCHANGED, State.SETTLED, None,
         Text("the value is changed and the check is silent", "la valeur est modifiée et le contrôle se tait"),
         frozenset({Kind.CHECK})),
    Rule(Step.CLOSE, _GOING, State.CLOSED, Action.CLOSE_QUERY, Text("close", "clore")),
    Rule(Step.REOPEN, _OVER, State.OPEN, Action.CLOSE_QUERY, Text("reopen", "rouvrir")),
)  # fmt: skip
_RULES: Mapping[Step, Rule] = {rule.step: rule for rule in TABLE}


def rule_of(step: Step) -> Rule:
    """The line of a step."""
    return _RULES[step]


def state_of(kind: Kind, last: Step, changed: bool, silent: bool) -> State:
    """Where a query stands: `last` is the last step that somebody took, `changed` whether the value was since (for a
    check: since it asked), `silent` whether the check has nothing to say now."""
    said = rule_of(last).after
    derived = rule_of(Step.CORRECT if kind is Kind.TYPED else Step.SETTLE)
    happens = changed and (kind is Kind.TYPED or silent)
    return derived.after if happens and said in derived.before else said


def possible(state: State, step: Step) -> bool:
    """Whether somebody may take a step where a query stands."""
    rule = rule_of(step)
    return rule.by is not None and state in rule.before
