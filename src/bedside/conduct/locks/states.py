"""The states of a place and the ways between them, as tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bedside.conduct.locks import words
from bedside.conduct.people.roles import ROLES, TABLE, Action
from bedside.values.wording import Text


class State(StrEnum):
    """What may be done to a place."""

    OPEN = "open"
    FROZEN = "frozen"
    LOCKED = "locked"


class Way(StrEnum):
    """What is done to a scope, as the trail calls it."""

    FREEZE = "freeze"
    LIFT = "lift freeze"
    LOCK = "lock"
    UNLOCK = "unlock"


@dataclass(frozen=True)
class Rule:
    """A way: who may take it, what the scope becomes, what must be found in it, and what must not."""

    action: Action
    becomes: State
    needs: frozenset[State]
    excludes: frozenset[State]


_OPEN, _FROZEN, _LOCKED = (frozenset({state}) for state in State)
WAYS: Mapping[Way, Rule] = {
    Way.FREEZE: Rule(Action.FREEZE, State.FROZEN, _OPEN, _LOCKED),
    Way.LIFT: Rule(Action.FREEZE, State.OPEN, _FROZEN, _LOCKED),
    Way.LOCK: Rule(Action.LOCK, State.LOCKED, _OPEN | _FROZEN, frozenset()),
    Way.UNLOCK: Rule(Action.UNLOCK, State.OPEN, _LOCKED, _FROZEN),
}
"""A scope may hold several states at once: a way needs one of `needs` in it, and none of `excludes`."""
OPENS: Mapping[State, Action] = {State.FROZEN: Action.FREEZE, State.LOCKED: Action.UNLOCK}
"""Who opens again what is in a state."""

WORDS: Mapping[State, Text] = {state: words.WORDS[state.value] for state in State}
SIGNS: Mapping[State, str] = {State.OPEN: "○", State.FROZEN: "❄", State.LOCKED: "⊠"}
WAY_WORDS: Mapping[Way, Text] = {way: words.WORDS[way.value] for way in Way}


def opened_by(state: State) -> list[Text]:
    """The roles that may open again what is in this state."""
    return [text for role, text in ROLES.items() if OPENS[state] in TABLE[role]]
