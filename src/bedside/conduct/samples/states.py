"""The states of an aliquot and the steps between them, as one table that is enforced, drawn and tested.

Nobody stores a state: an aliquot stands where the last step that counts left it. What may still be done depends also
on the participant (`Use`): after an objection, or when the destruction was asked for, an aliquot is kept and destroyed,
and no longer sent or assayed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bedside.conduct.participants.consent import Basis, Data
from bedside.conduct.participants.consent import State as Consent
from bedside.values.wording import Text


class State(StrEnum):
    """Where an aliquot stands."""

    MADE = "made"
    STORED = "stored"
    LISTED = "listed"
    SENT = "sent"
    MISSING = "missing"
    RECEIVED = "received"
    ASSAYED = "assayed"
    USED_UP = "used up"
    SPOILED = "spoiled"
    DESTROYED = "destroyed"


class Step(StrEnum):
    """What is done with an aliquot."""

    MAKE = "make"
    STORE = "store"
    MOVE = "move"
    LIST = "list"
    UNLIST = "unlist"
    SEND = "send"
    ARRIVE = "arrive"
    MISS = "miss"
    FIND = "find"
    ASSAY = "assay"
    USE_UP = "use up"
    SPOIL = "spoil"
    DESTROY = "destroy"


class Use(StrEnum):
    """What may be done with the samples of a participant."""

    FREE = "free"
    KEPT = "kept"
    STOPPED = "stopped"
    TO_DESTROY = "to destroy"
    NONE = "none"


STATES: Mapping[State, Text] = {
    State.MADE: Text("made, not in a freezer", "préparé, pas au congélateur"),
    State.STORED: Text("in the freezer", "au congélateur"),
    State.LISTED: Text("listed to be sent", "sur une liste d’envoi"),
    State.SENT: Text("under way", "en route"),
    State.MISSING: Text("missing on arrival", "manquant à l’arrivée"),
    State.RECEIVED: Text("at the laboratory", "au laboratoire"),
    State.ASSAYED: Text("assayed", "dosé"),
    State.USED_UP: Text("used up", "épuisé"),
    State.SPOILED: Text("spoiled", "inutilisable"),
    State.DESTROYED: Text("destroyed", "détruit"),
}
SIGNS: Mapping[State, str] = {
    State.MADE: "◔", State.STORED: "❄", State.LISTED: "☰", State.SENT: "→", State.MISSING: "?", State.RECEIVED: "⌂",
    State.ASSAYED: "✓", State.USED_UP: "○", State.SPOILED: "!", State.DESTROYED: "×",
}  # fmt: skip
"""A sign for each, so that none is told by its colour alone."""
TONES: Mapping[State, str] = {
    State.MADE: "open", State.STORED: "good", State.LISTED: "open", State.SENT: "open", State.MISSING: "bad",
    State.RECEIVED: "good", State.ASSAYED: "good", State.USED_UP: "still", State.SPOILED: "bad",
    State.DESTROYED: "still",
}  # fmt: skip
USES: Mapping[Use, Text] = {
    Use.FREE: Text("samples may be drawn and used", "prélèvements possibles et utilisables"),
    Use.KEPT: Text("no new sample; those drawn before are kept and may be assayed",
                   "aucun nouveau prélèvement\u00a0; les anciens sont conservés et peuvent être dosés"),
    Use.STOPPED: Text("no new sample; those drawn before are kept and no longer used",
                      "aucun nouveau prélèvement\u00a0; les anciens sont conservés sans être utilisés"),
    Use.TO_DESTROY: Text("the participant asks that the samples be destroyed",
                         "le participant demande la destruction des prélèvements"),
    Use.NONE: Text("no lawful basis: no sample is drawn", "pas de base légale\u00a0: aucun prélèvement"),
}  # fmt: skip

HELD = frozenset({State.STORED, State.LISTED})
"""The states in which an aliquot holds its position in a freezer."""
LEFT = frozenset({State.MADE, State.STORED, State.RECEIVED, State.ASSAYED, State.SPOILED})
"""The states in which somebody has it and can destroy it."""
USED = frozenset({Use.FREE, Use.KEPT})
ON_PAPER = frozenset({Step.LIST, Step.UNLIST})
"""Steps that move nothing: written when the list is, whatever was done with the aliquot before and after."""


@dataclass(frozen=True)
class Rule:
    """One line of the table: a step, where it may be taken, what it leads to, and for whose samples."""

    step: Step
    before: frozenset[State]
    after: State
    text: Text
    uses: frozenset[Use] = frozenset(Use)


TABLE: tuple[Rule, ...] = (
    Rule(Step.MAKE, frozenset(), State.MADE, Text("make", "préparer"), USED),
    Rule(Step.STORE, frozenset({State.MADE, State.ASSAYED}), State.STORED,
         Text("put into a freezer", "mettre au congélateur")),
    Rule(Step.MOVE, frozenset({State.STORED}), State.STORED, Text("move", "déplacer")),
    Rule(Step.LIST, frozenset({State.STORED}), State.LISTED,
         Text("put on the list of a parcel", "mettre sur une liste d’envoi"), USED),
    Rule(Step.UNLIST, frozenset({State.LISTED}), State.STORED,
         Text("take off the list", "retirer de la liste d’envoi")),
    Rule(Step.SEND, frozenset({State.LISTED}), State.SENT, Text("send", "envoyer"), USED),
    Rule(Step.ARRIVE, frozenset({State.SENT}), State.RECEIVED, Text("arrives", "arrive")),
    Rule(Step.MISS, frozenset({State.SENT}), State.MISSING, Text("is not in the parcel", "n’est pas dans le colis")),
    Rule(Step.FIND, frozenset({State.MISSING}), State.RECEIVED, Text("is found after all", "est finalement retrouvé")),
    Rule(Step.ASSAY, frozenset({State.STORED, State.RECEIVED, State.ASSAYED}), State.ASSAYED,
         Text("assay", "doser"), USED),
    Rule(Step.USE_UP, frozenset({State.ASSAYED}), State.USED_UP, Text("nothing is left", "il n’en reste rien")),
    Rule(Step.SPOIL, frozenset({State.MADE, State.STORED, State.RECEIVED, State.ASSAYED}), State.SPOILED,
         Text("is spoiled", "devient inutilisable")),
    Rule(Step.DESTROY, LEFT, State.DESTROYED, Text("destroy", "détruire")),
)  # fmt: skip
_RULES: Mapping[Step, Rule] = {rule.step: rule for rule in TABLE}


def rule_of(step: Step) -> Rule:
    """The line of a step."""
    return _RULES[step]


def state_after(steps: Iterable[Step]) -> State:
    """Where an aliquot stands after these steps, in their order: it was made before the first."""
    state = State.MADE
    for step in steps:
        state = rule_of(step).after
    return state


def possible(state: State, use: Use, step: Step) -> bool:
    """Whether a step may be taken where an aliquot stands, of a participant whose samples may be used so."""
    rule = rule_of(step)
    return state in rule.before and use in rule.uses


def use_of(consent: Consent, asked: bool) -> Use:
    """What may be done with somebody's samples; `asked` says that their destruction was asked for.

    That what was drawn before a withdrawal is kept and may be assayed is an assumption of law, as it is of data (French
    public health code, L1122-1-1: data collected before are kept; the text does not name samples; checked 2026-11).
    """
    if consent.basis is not Basis.GIVEN:
        return Use.NONE
    if consent.lawful:
        return Use.FREE
    if asked:
        return Use.TO_DESTROY
    return Use.STOPPED if consent.data is Data.OBJECTED else Use.KEPT
