"""Consent as a machine of states: which step may follow which, as one table.

The lawful bases of a trial are its protocol's consent routes; a route that asks for continuation (given for the
patient by somebody else, or in an emergency) leaves the patient's own decision to be sought. Four things are kept
apart, because the law keeps them apart: the basis, the patient's own decision on going on, taking part, and the use
of the data. Stopping the treatment alone is none of them.

Sources: French public health code, articles L1122-1-1 and L1122-1-3; Regulation (EU) 536/2014, articles 28 to 35.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from bedside.errors import BedsideError
from bedside.protocol.model import ConsentRoute, Protocol
from bedside.protocol.wording import one
from bedside.values.moment import Moment, show
from bedside.values.wording import Text


class ConsentError(BedsideError):
    """A step that the law or the protocol does not allow now."""


class Basis(StrEnum):
    """On what somebody may take part."""

    NONE = "none"
    GIVEN = "given"
    REFUSED = "refused"


class Continuation(StrEnum):
    """The patient's own decision, where somebody else's or an emergency let them in."""

    NOT_ASKED = "not asked"
    SOUGHT = "sought"
    SIGNED = "signed"
    REFUSED = "refused"
    DIED_BEFORE = "died before"


class Part(StrEnum):
    """Taking part."""

    IN = "in"
    WITHDRAWN = "withdrawn"


class Data(StrEnum):
    """The use of what was collected."""

    ALLOWED = "allowed"
    OBJECTED = "objected"


class Step(StrEnum):
    """What can happen to a consent."""

    REFUSE = "refuse"
    GIVE = "give"
    RELATIVE_AGREES = "relative agrees"
    RELATIVE_REFUSES = "relative refuses"
    STILL_UNABLE = "still unable"
    CONTINUE = "continue"
    DECLINE = "decline"
    DIE = "die"
    RENEW = "renew"
    WITHDRAW = "withdraw"
    OBJECT = "object"


@dataclass(frozen=True)
class State:
    """Where a consent stands: four parts, the route it came by, since when, and the versions agreed to."""

    basis: Basis = Basis.NONE
    continuation: Continuation = Continuation.NOT_ASKED
    part: Part = Part.IN
    data: Data = Data.ALLOWED
    route: str = ""
    since: Moment | None = None
    last: Moment | None = None
    reassessed: Moment | None = None
    relative: str = ""
    documents: tuple[tuple[str, Moment], ...] = ()

    @property
    def lawful(self) -> bool:
        """Whether acts of the study may be done."""
        return self.basis is Basis.GIVEN and self.part is Part.IN and self.continuation is not Continuation.REFUSED


@dataclass(frozen=True)
class Taken:
    """A step as it was taken: when, by which route, on which version of the information, with which answers."""

    step: Step
    at: Moment
    route: str = ""
    document: str = ""
    given: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Rule:
    """One line of the table: where a step may be taken, and what it makes of each part (None: leaves it)."""

    step: Step
    text: Text
    basis: frozenset[Basis] = frozenset(Basis)
    continuation: frozenset[Continuation] = frozenset(Continuation)
    part: frozenset[Part] = frozenset({Part.IN})
    data: frozenset[Data] = frozenset(Data)
    to: Mapping[str, StrEnum] = field(default_factory=dict)


_NONE, _GIVEN = frozenset({Basis.NONE}), frozenset({Basis.GIVEN})
_SOUGHT = frozenset({Continuation.SOUGHT})

TABLE: tuple[Rule, ...] = (
    Rule(Step.REFUSE, Text("refuses", "refuse"), basis=_NONE, to={"basis": Basis.REFUSED}),
    Rule(Step.GIVE, Text("is given", "est donné"), basis=_NONE, to={"basis": Basis.GIVEN}),
    Rule(Step.RELATIVE_AGREES, Text("a relative who arrived agrees", "un proche arrivé accepte"),
         basis=_GIVEN, continuation=_SOUGHT),
    Rule(Step.RELATIVE_REFUSES, Text("a relative who arrived refuses", "un proche arrivé refuse"),
         basis=_GIVEN, continuation=_SOUGHT, to={"part": Part.WITHDRAWN}),
    Rule(Step.STILL_UNABLE, Text("is still unable to decide", "ne peut toujours pas décider"),
         basis=_GIVEN, continuation=_SOUGHT),
    Rule(Step.CONTINUE, Text("agrees to go on", "accepte de poursuivre"), basis=_GIVEN, continuation=_SOUGHT,
         to={"continuation": Continuation.SIGNED}),
    Rule(Step.DECLINE, Text("declines to go on", "refuse de poursuivre"), basis=_GIVEN, continuation=_SOUGHT,
         to={"continuation": Continuation.REFUSED, "part": Part.WITHDRAWN}),
    Rule(Step.DIE, Text("died before deciding", "est décédé avant de décider"), basis=_GIVEN, continuation=_SOUGHT,
         to={"continuation": Continuation.DIED_BEFORE}),
    Rule(Step.RENEW, Text("agrees to the new version", "accepte la nouvelle version"), basis=_GIVEN),
    Rule(Step.WITHDRAW, Text("withdraws; data are kept", "se retire\u202f; les données sont conservées"),
         basis=_GIVEN, to={"part": Part.WITHDRAWN}),
    Rule(Step.OBJECT, Text("objects to the use of data", "s’oppose à l’utilisation des données"), basis=_GIVEN,
         part=frozenset(Part), data=frozenset({Data.ALLOWED}),
         to={"data": Data.OBJECTED, "part": Part.WITHDRAWN}),
)  # fmt: skip


def state_of(protocol: Protocol, steps: Iterable[Taken]) -> State:
    """Where the consent stands after these steps, in the order in which they were taken. Raises ConsentError."""
    state = State()
    for taken in steps:
        state = after(protocol, state, taken)
    return state


def after(protocol: Protocol, state: State, taken: Taken) -> State:
    """The state after one more step. Raises ConsentError when it may not be taken now, naming what is in the way."""
    rule = next(rule for rule in TABLE if rule.step is taken.step)
    if not possible(state, rule):
        ways = ", ".join(sorted(each.step.value for each in TABLE if possible(state, each))) or "nothing"
        raise ConsentError(f"“{taken.step}” cannot follow here.", _said(state), f"What can: {ways}.")
    if state.last is not None and taken.at < state.last:
        raise ConsentError(f"{show(taken.at)} is before the step that went before.", _said(state), "Correct the time.")
    moved = replace(state, last=taken.at, **rule.to)  # type: ignore[arg-type]
    if taken.step in (Step.GIVE, Step.RENEW, Step.CONTINUE) and taken.document:
        moved = replace(moved, documents=(*state.documents, (taken.document, taken.at)))
    match taken.step:
        case Step.GIVE:
            route = one(protocol.consent_routes, "id", taken.route, "consent route")
            _needs(route, taken.given)
            sought = Continuation.SOUGHT if route.continuation else Continuation.NOT_ASKED
            return replace(moved, route=route.id, since=taken.at, reassessed=taken.at, continuation=sought)
        case Step.STILL_UNABLE:
            return replace(moved, reassessed=taken.at)
        case Step.RELATIVE_AGREES | Step.RELATIVE_REFUSES:
            return replace(moved, relative=taken.step.value)
        case _:
            return moved


def possible(state: State, rule: Rule) -> bool:
    """Whether a line of the table applies in a state."""
    return (
        state.basis in rule.basis
        and state.continuation in rule.continuation
        and state.part in rule.part
        and state.data in rule.data
    )


def lacking(route: ConsentRoute, given: frozenset[str]) -> tuple[tuple[str, ...], ...]:
    """The groups of questions of which none is answered yes."""
    return tuple(group for group in route.needs if not given & set(group))


def _needs(route: ConsentRoute, given: frozenset[str]) -> None:
    missing = lacking(route, given)
    if missing:
        named = "; ".join(" or ".join(group) for group in missing)
        raise ConsentError(f"not certified: {named}.", f"consent route {route.id}", "Certify each of them, or wait.")


def _said(state: State) -> str:
    return f"consent {state.basis}, {state.continuation}, {state.part}"
