"""Consent as a machine of states: which step may follow which, as one table.

The lawful bases of a trial are its protocol's consent routes. What a route leaves to be done follows from who speaks
on it (`kind_of`): the patient alone; somebody else for a patient who cannot decide; or nobody, in an emergency. After
the last two the patient's own decision is sought as soon as they can take it, and after an emergency the relatives
who arrive are asked meanwhile. A patient who decides but cannot write is a patient who decides: an attested consent
leaves nothing to be sought.

Five things are kept apart, because the law keeps them apart: the basis, the relatives' word, the patient's own
decision on going on, taking part, and the use of the data. Stopping the treatment alone is none of them.

Sources: French public health code, articles L1122-1-1 (own and attested consent, withdrawal), L1122-1-3 (emergency,
continuation, objection to the use of data), L1122-2 (a refusal is not overridden); Regulation (EU) 536/2014,
articles 28 to 35; checked 2026-11.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from bedside.errors import BedsideError
from bedside.protocol.model import ConsentRoute, Protocol
from bedside.protocol.wording import one
from bedside.values.moment import Moment
from bedside.values.variable import Answerer
from bedside.values.wording import Text

SECOND_PHYSICIAN = "second_physician"
"""What a study may ask on top in an emergency: that a second physician confirms it."""


SECOND_PHYSICIAN_ASKED = Text(
    "A second physician, not of the study team, confirms these conditions.",
    "Un second médecin, extérieur à l’équipe de l’étude, confirme ces conditions.",
)
CONSENT = Text("consent", "consentement")
CANNOT_FOLLOW = Text("“{step}” cannot follow here.", "«\u00a0{step}\u00a0» ne peut pas suivre ici.")
WHAT_CAN = Text("What can: {listed}.", "Ce qui le peut\u00a0: {listed}.")
AFTER_STEP = Text("certified after the step: {listed}", "certifié après l’étape\u00a0: {listed}")
NOT_CERTIFIED = Text("not certified: {listed}", "non certifié\u00a0: {listed}")


class ConsentError(BedsideError):
    """A step that the law or the protocol does not allow now."""


class Basis(StrEnum):
    """On what somebody may take part."""

    NONE = "none"
    GIVEN = "given"
    REFUSED = "refused"


class Relative(StrEnum):
    """The word of a family member or person of trust, where the patient cannot decide."""

    NOT_CONCERNED = "not concerned"
    TO_ASK = "to be asked"
    AGREED = "agreed"
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
    STAY = "stay"
    WITHDRAW = "withdraw"
    OBJECT = "object"


class Kind(StrEnum):
    """Who speaks on a consent route."""

    PATIENT = "patient"
    OTHER = "somebody for the patient"
    NOBODY = "nobody: an emergency"


THE_PATIENT = "patient"
"""The signatory of a route by which the patient or somebody else may sign (`either_signs`)."""


@dataclass(frozen=True)
class State:
    """Where a consent stands: five parts, the route it came by, since when, and the versions agreed to.

    `reassessed` is when the patient's capacity to decide was last looked at; `documents` the versions of the
    information that were agreed to, each with its time.
    """

    basis: Basis = Basis.NONE
    relative: Relative = Relative.NOT_CONCERNED
    continuation: Continuation = Continuation.NOT_ASKED
    part: Part = Part.IN
    data: Data = Data.ALLOWED
    route: str = ""
    since: Moment | None = None
    last: Moment | None = None
    reassessed: Moment | None = None
    documents: tuple[tuple[str, Moment], ...] = ()

    @property
    def lawful(self) -> bool:
        """Whether acts of the study may be done."""
        return self.basis is Basis.GIVEN and self.part is Part.IN and self.continuation is not Continuation.REFUSED

    @property
    def over(self) -> bool:
        """Whether it was refused, or was given and has ended: nobody can be included on it any more."""
        return self.basis is Basis.REFUSED or (self.basis is Basis.GIVEN and not self.lawful)

    @property
    def seeking(self) -> bool:
        """Whether the patient's own decision is still to be asked for."""
        return self.lawful and self.continuation is Continuation.SOUGHT


@dataclass(frozen=True)
class Taken:
    """A step as it was taken: when, by which route, on which version of the information, with which answers.

    `given` are the questions answered yes; `times` says when, of those certified at another time than the step;
    `signatory` who signed or attested (see `consent_words.SIGNATORIES`).
    """

    step: Step
    at: Moment
    route: str = ""
    document: str = ""
    given: frozenset[str] = field(default_factory=frozenset)
    times: Mapping[str, Moment] = field(default_factory=dict)
    signatory: str = ""

    def moved(self, at: Moment) -> Taken:
        """The same step at another time; what was certified with it was certified then too, what before, by then."""
        times = {name: at if when == self.at else Moment(min(when, at)) for name, when in self.times.items()}
        return replace(self, at=at, times=times)


@dataclass(frozen=True)
class Rule:
    """One line of the table: where a step may be taken, and what it makes of each part (not named: leaves it)."""

    step: Step
    text: Text
    basis: frozenset[Basis] = frozenset({Basis.GIVEN})
    relative: frozenset[Relative] = frozenset(Relative)
    continuation: frozenset[Continuation] = frozenset(Continuation)
    part: frozenset[Part] = frozenset({Part.IN})
    data: frozenset[Data] = frozenset(Data)
    to: Mapping[str, StrEnum] = field(default_factory=dict)


_NONE = frozenset({Basis.NONE})
_SOUGHT = frozenset({Continuation.SOUGHT})
_TO_ASK = frozenset({Relative.TO_ASK})
_ALIVE = frozenset(Continuation) - {Continuation.DIED_BEFORE}

TABLE: tuple[Rule, ...] = (
    Rule(Step.REFUSE, Text("Consent is refused", "Le consentement est refusé"), basis=_NONE,
         to={"basis": Basis.REFUSED}),
    Rule(Step.GIVE, Text("A lawful basis is given", "Une base légale est donnée"), basis=_NONE,
         to={"basis": Basis.GIVEN}),
    Rule(Step.RELATIVE_AGREES, Text("A relative who arrived agrees", "Un proche arrivé accepte"),
         relative=_TO_ASK, continuation=_SOUGHT, to={"relative": Relative.AGREED}),
    Rule(Step.RELATIVE_REFUSES, Text("A relative who arrived refuses", "Un proche arrivé refuse"),
         relative=_TO_ASK, continuation=_SOUGHT, to={"relative": Relative.REFUSED, "part": Part.WITHDRAWN}),
    Rule(Step.STILL_UNABLE, Text("The patient still cannot decide", "Le patient ne peut toujours pas décider"),
         continuation=_SOUGHT),
    Rule(Step.CONTINUE, Text("The patient agrees to go on", "Le patient accepte de poursuivre"),
         continuation=_SOUGHT, to={"continuation": Continuation.SIGNED}),
    Rule(Step.DECLINE, Text("The patient declines to go on", "Le patient refuse de poursuivre"),
         continuation=_SOUGHT, to={"continuation": Continuation.REFUSED, "part": Part.WITHDRAWN}),
    Rule(Step.DIE, Text("The patient died before deciding", "Le patient est décédé avant de décider"),
         continuation=_SOUGHT, to={"continuation": Continuation.DIED_BEFORE}),
    Rule(Step.RENEW, Text("Agrees to a new version of the information", "Accepte une nouvelle version de la notice"),
         continuation=_ALIVE),
    Rule(Step.STAY, Text("Declines the new version and goes on under the former one",
                         "Refuse la nouvelle version et poursuit selon la précédente"), continuation=_ALIVE),
    Rule(Step.WITHDRAW, Text("Withdraws; data are kept", "Se retire\u202f; les données sont conservées"),
         continuation=_ALIVE, to={"part": Part.WITHDRAWN}),
    Rule(Step.OBJECT, Text("Objects to the use of the data", "S’oppose à l’utilisation des données"),
         part=frozenset(Part), data=frozenset({Data.ALLOWED}),
         to={"data": Data.OBJECTED, "part": Part.WITHDRAWN}),
)  # fmt: skip

LEAVES: Mapping[Kind, Mapping[str, StrEnum]] = {
    Kind.PATIENT: {},
    Kind.OTHER: {"relative": Relative.AGREED, "continuation": Continuation.SOUGHT},
    Kind.NOBODY: {"relative": Relative.TO_ASK, "continuation": Continuation.SOUGHT},
}
"""What a basis leaves to be done, by who spoke."""

OF_THE_LIVING = frozenset(Step) - {Step.DIE, Step.OBJECT}
"""What nobody does after the patient's death; that the data are not to be used may be said then, too."""

RENEWING = frozenset({Step.RENEW, Step.STAY})
"""The answers to a new version: about the protocol that it belongs to."""
TOLD = frozenset({Step.REFUSE, Step.RELATIVE_REFUSES, Step.STAY, Step.WITHDRAW, Step.OBJECT})
"""What is said and not signed: by the patient or, where they cannot, by somebody for them. No reason need be given."""

READ = frozenset({Step.GIVE, Step.RELATIVE_AGREES, Step.CONTINUE, Step.RENEW})
"""The steps for which somebody has read the information: its version is kept."""


def kind_of(protocol: Protocol, route: ConsentRoute) -> Kind:
    """Who speaks on a route: nobody of the patient's side where only investigators and documents answer for it."""
    if not route.continuation:
        return Kind.PATIENT
    answering = {protocol.question(name).variable.answerer for group in route.needs for name in group}
    return Kind.OTHER if Answerer.PATIENT in answering else Kind.NOBODY


def questions_of(protocol: Protocol) -> frozenset[str]:
    """The questions that a consent answers: what its routes ask to be certified. Nothing else answers them."""
    return frozenset(name for route in protocol.consent_routes for group in route.needs for name in group)


def routes_for(protocol: Protocol, step: Step) -> tuple[ConsentRoute, ...]:
    """The routes by which a step may be taken: all for a basis, the patient's own for going on, and so forth."""
    wanted = {
        Step.GIVE: frozenset(Kind),
        Step.CONTINUE: frozenset({Kind.PATIENT}),
        Step.RELATIVE_AGREES: frozenset({Kind.OTHER}),
        Step.RENEW: frozenset({Kind.PATIENT, Kind.OTHER}),
    }.get(step, frozenset())
    return tuple(route for route in protocol.consent_routes if kind_of(protocol, route) in wanted)


def state_of(protocol: Protocol, steps: Iterable[Taken]) -> State:
    """Where the consent stands after these steps, in the order in which they were taken. Raises ConsentError."""
    state = State()
    for taken in steps:
        state = after(protocol, state, taken)
    return state


def after(protocol: Protocol, state: State, taken: Taken, second_physician: bool = False) -> State:
    """The state after one more step. Raises ConsentError when it may not be taken now, naming what is in the way.

    `second_physician` is the study's choice that one confirms an emergency.
    """
    rule = rule_of(taken.step)
    if not possible(state, rule):
        ways = [each.text for each in TABLE if possible(state, each)]
        listed = Text.joined(", ", ways) if ways else Text("nothing", "rien")
        raise ConsentError(CANNOT_FOLLOW.filled(step=rule.text), CONSENT, WHAT_CAN.filled(listed=listed))
    if state.last is not None and taken.at < state.last:
        raise ConsentError("this time is before that of the step that went before.", CONSENT, "Correct the time.")
    late = [name for name, at in taken.times.items() if at > taken.at]
    if late:
        listed = Text.joined(", ", (asked(protocol, name) for name in late))
        raise ConsentError(AFTER_STEP.filled(listed=listed), CONSENT, "Correct one of the times.")
    if taken.step is Step.RENEW and taken.document in {number for number, _ in state.documents}:
        raise ConsentError("this version was agreed to before.", CONSENT, "Name the new one.")
    route = _route(protocol, taken)
    if route is not None:
        _certified(protocol, route, taken, second_physician)
        if taken.step is Step.RENEW and state.seeking and _speaks(protocol, route, taken) is Kind.PATIENT:
            raise ConsentError("the patient decides for themselves now.", CONSENT, "Record that they agree to go on.")
    return _moved(protocol, state, taken, rule, route)


def _moved(protocol: Protocol, state: State, taken: Taken, rule: Rule, route: ConsentRoute | None) -> State:
    changes: dict[str, object] = {**rule.to, "last": taken.at}
    if taken.step is Step.GIVE and route is not None:
        changes |= {
            **LEAVES[_speaks(protocol, route, taken)],
            "route": route.id,
            "since": taken.at,
            "reassessed": taken.at,
        }
    if taken.step is Step.STILL_UNABLE:
        changes["reassessed"] = taken.at
    if taken.step in READ and taken.document:
        changes["documents"] = (*state.documents, (taken.document, taken.at))
    moved = replace(state, **changes)  # type: ignore[arg-type]
    waits = moved.relative is Relative.TO_ASK and not moved.seeking  # nobody asks relatives any more
    return replace(moved, relative=Relative.NOT_CONCERNED) if waits else moved


def _speaks(protocol: Protocol, route: ConsentRoute, taken: Taken) -> Kind:
    """Who spoke by a route: the patient, where they signed by one that is theirs too."""
    own = taken.signatory == THE_PATIENT and either_signs(protocol, route)
    return Kind.PATIENT if own else kind_of(protocol, route)


def rule_of(step: Step) -> Rule:
    """The line of the table for a step."""
    return next(rule for rule in TABLE if rule.step is step)


def possible(state: State, rule: Rule) -> bool:
    """Whether a line of the table applies in a state."""
    return (
        state.basis in rule.basis
        and state.relative in rule.relative
        and state.continuation in rule.continuation
        and state.part in rule.part
        and state.data in rule.data
    )


def signed_by_another(protocol: Protocol, route: ConsentRoute) -> bool:
    """Whether somebody beside the patient signs or attests: more than the patient's own word is asked."""
    kind = kind_of(protocol, route)
    return kind is Kind.OTHER or (kind is Kind.PATIENT and len(route.needs) > 1)


def either_signs(protocol: Protocol, route: ConsentRoute) -> bool:
    """Whether the patient too may sign by a route on which others do: the protocol has none for the patient alone."""
    kinds = {kind_of(protocol, each) for each in protocol.consent_routes}
    return kind_of(protocol, route) is Kind.OTHER and Kind.PATIENT not in kinds


def patient_may_sign(protocol: Protocol, step: Step, route: ConsentRoute, seeking: bool = False) -> bool:
    """Whether a step by a route that others sign may be signed by the patient: their own consent, and its renewal, but
    not as long as their own decision on going on is `seeking`."""
    if step is Step.RENEW and seeking:
        return False
    return step in (Step.GIVE, Step.RENEW) and either_signs(protocol, route)


def may_go_by(protocol: Protocol, state: State, step: Step, route: ConsentRoute) -> bool:
    """Whether anybody can take a possible step by this route now: a patient whose own decision is sought renews
    nothing, but agrees to go on."""
    return not (step is Step.RENEW and state.seeking and kind_of(protocol, route) is Kind.PATIENT)


def needs_of(protocol: Protocol, route: ConsentRoute, second_physician: bool = False) -> tuple[tuple[str, ...], ...]:
    """Every group of questions of which one must be answered yes."""
    more = second_physician and kind_of(protocol, route) is Kind.NOBODY
    return (*route.needs, (SECOND_PHYSICIAN,)) if more else route.needs


def _route(protocol: Protocol, taken: Taken) -> ConsentRoute | None:
    """The route of a step that goes by one; None where the step, or the protocol, has none, and of a renewal that was
    kept when none was asked."""
    allowed = routes_for(protocol, taken.step)
    if taken.step is Step.RENEW and not taken.route:
        return None
    return one(allowed, "id", taken.route, "consent route for this step") if allowed else None


def _certified(protocol: Protocol, route: ConsentRoute, taken: Taken, second_physician: bool) -> None:
    groups = needs_of(protocol, route, second_physician)
    missing = [group for group in groups if not taken.given & set(group)]
    if missing:
        listed = Text.joined("; ", (_any_of(protocol, group) for group in missing))
        raise ConsentError(NOT_CERTIFIED.filled(listed=listed), route.text, "Certify each of them, or wait.")


def _any_of(protocol: Protocol, group: tuple[str, ...]) -> Text:
    both = [asked(protocol, name) for name in group]
    return Text(" or ".join(each.en for each in both), " ou ".join(each.fr for each in both))


def asked(protocol: Protocol, name: str) -> Text:
    """What is certified, in the words in which it is asked."""
    return SECOND_PHYSICIAN_ASKED if name == SECOND_PHYSICIAN else protocol.question(name).asked
