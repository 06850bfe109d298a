"""What a protocol is, once loaded: frozen data, its logic as rules, each line of its public record claimed once.

Everything that the public record says stands here in the record's own words (`Said`); everything that it does
not say and bedside needs is an `Assumption` with the question to put to the sponsor. Nothing here knows a trial.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from enum import StrEnum
from functools import cached_property

from bedside.errors import ProtocolError
from bedside.protocol.alerts import Alert
from bedside.protocol.casebook import (
    LATER,
    Code,
    Drawn,
    Event,
    Form,
    Item,
    ItemKind,
    Remains,
    Reporting,
    Schedule,
    ShownWhen,
    Visit,
)
from bedside.protocol.costs import CostClass, Costs
from bedside.protocol.design import Design, Looks, StoppingRule
from bedside.protocol.endpoints import Duration, Endpoint, Evaluation
from bedside.protocol.estimands import Estimand, Promised
from bedside.protocol.products import Given, Product
from bedside.protocol.samples import Sample
from bedside.protocol.wording import Said, one
from bedside.records.dictionary import dictionary
from bedside.rules.nodes import All, Any, Named, Node, Not, variables
from bedside.values.quantity import Quantity
from bedside.values.variable import Answerer, Variable
from bedside.values.wording import LANGUAGES, Text

__all__ = [
    "FORMAT", "LANGUAGES", "Alert", "Arm", "Assumption", "Claim", "Code", "ConsentRoute", "CostClass", "Costs",
    "Criterion", "CriterionKind", "Design", "Drawn", "Duration", "Endpoint", "Estimand", "Evaluation", "Event",
    "Form", "Given", "Intervention", "Item", "ItemKind", "Line", "Looks", "Outcome", "OutcomeKind", "Parameter",
    "Product", "Protocol", "Question", "Record", "Remains", "Reporting", "Said", "Sample", "Schedule", "ShownWhen",
    "StoppingRule", "Text", "Visit",
]  # fmt: skip

FORMAT = "bedside-protocol/1"


@dataclass(frozen=True)
class Line:
    """One fact of the record beside criteria and outcomes: its words (`said`) and what they mean (`value`).

    `said` is None for a fact that another public source states (`source`).
    """

    name: str
    value: str
    said: Said | None = None
    source: str = ""
    where: str = field(default="", compare=False)


@dataclass(frozen=True)
class Record:
    """The public record that the protocol was written from."""

    registry: str
    file: str
    read: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Assumption:
    """What the record does not say: the question for the sponsor, what is assumed meanwhile, and why."""

    name: str
    question: Text
    taken: Text
    reason: Text
    where: str = field(default="", compare=False)


@dataclass(frozen=True)
class Parameter:
    """A number with its unit, or a named choice; it stands on a source or on an assumption, never on neither.

    `read_by` names the files of the trial whose rules or texts use it; what nothing uses decides nothing.
    """

    name: str
    value: Quantity | str
    text: Text
    source: str = ""
    assumption: str = ""
    where: str = field(default="", compare=False)
    read_by: tuple[str, ...] = field(default=(), compare=False)

    @property
    def assumptions(self) -> tuple[str, ...]:
        return (self.assumption,) if self.assumption else ()


@dataclass(frozen=True)
class Question:
    """A yes/no question to a person or a document: its variable, and the words with which it is asked.

    An answer counts for `valid_for` after it was given (`P7D`, `PT12H`, or `ever` for what does not change);
    an older one says nothing.
    """

    name: str
    variable: Variable
    asked: Text
    valid_for: str
    assumptions: tuple[str, ...] = ()
    where: str = field(default="", compare=False)


class CriterionKind(StrEnum):
    """Which way a criterion counts."""

    INCLUSION = "inclusion"
    EXCLUSION = "exclusion"


@dataclass(frozen=True)
class Criterion:
    """An eligibility criterion: the record's sentence, the rule, and what hospital data alone can say of it.

    `rule` is met when the sentence holds of the patient; an inclusion criterion is needed, an exclusion
    criterion forbids. `data_rule` follows from `rule` (inclusion) or entails it (exclusion), so what data
    decide no answer can overturn. `condition` says whom it concerns; the others it neither bars nor asks.
    """

    id: str
    kind: CriterionKind
    said: Said
    text: Text
    rule: Named
    data_rule: Named | None = None
    condition: Named | None = None
    parts: tuple[Said, ...] = ()
    assumptions: tuple[str, ...] = ()
    where: str = field(default="", compare=False)

    @property
    def sentence(self) -> str:
        """The record's own words."""
        return self.said.text

    @property
    def variables(self) -> dict[str, Variable]:
        """Everything the rule reads, by name."""
        return variables(self.rule)

    @property
    def answerers(self) -> tuple[Answerer, ...]:
        """Who can answer it, read off the rule."""
        found = {variable.answerer for variable in self.variables.values()}
        return tuple(answerer for answerer in Answerer if answerer in found)


@dataclass(frozen=True)
class ConsentRoute:
    """A lawful basis for inclusion. Every group of `needs` must have one of its questions answered yes.

    `continuation` says that the participant's own consent to go on is sought as soon as they can give it.
    """

    id: str
    text: Text
    needs: tuple[tuple[str, ...], ...]
    continuation: bool
    said: Said | None = None
    source: str = ""
    assumptions: tuple[str, ...] = ()
    where: str = field(default="", compare=False)


@dataclass(frozen=True)
class Intervention:
    """What an arm receives. `dose` and `duration` are None where no public source states them."""

    name: str
    text: Text
    said: Said | None = None
    dose: Text | None = None
    duration: Text | None = None
    assumptions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Arm:
    """A group of participants and what it receives."""

    id: str
    text: Text
    interventions: tuple[Intervention, ...]
    said: Said | None = None
    where: str = field(default="", compare=False)


class OutcomeKind(StrEnum):
    """The rank of an outcome."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    OTHER = "other"


@dataclass(frozen=True)
class Outcome:
    """An outcome measure: the record's words, the visits where it is taken, and the items that feed it.

    `items` are "form.item". `dead` and `discharged` say what is recorded of people who died or left before
    (None: nobody has said). `definition` is what the protocol adds to the record's words.
    """

    id: str
    kind: OutcomeKind
    said: Said
    time_frame: Said
    text: Text
    visits: tuple[str, ...]
    items: tuple[str, ...]
    description: Said | None = None
    definition: Text | None = None
    dead: Text | None = None
    discharged: Text | None = None
    assumptions: tuple[str, ...] = ()
    where: str = field(default="", compare=False)


@dataclass(frozen=True)
class Claim:
    """A sentence of the record and the place in the protocol that answers for it."""

    said: Said
    by: str


@dataclass(frozen=True)
class Protocol:
    """One version of one trial's protocol; `hash` identifies the approved artefact (see `artefact`).

    `variables` are the trial's own, beside the dictionary's; `amended_from` the versions this one went through,
    oldest first.
    """

    id: str
    version: str
    text: Text
    record: Record
    parameters: tuple[Parameter, ...]
    questions: tuple[Question, ...]
    criteria: tuple[Criterion, ...]
    consent_routes: tuple[ConsentRoute, ...]
    arms: tuple[Arm, ...]
    outcomes: tuple[Outcome, ...]
    endpoints: tuple[Endpoint, ...]
    schedule: Schedule
    forms: tuple[Form, ...]
    costs: Costs
    assumptions: tuple[Assumption, ...]
    variables: tuple[Variable, ...] = ()
    durations: tuple[Duration, ...] = ()
    amended_from: tuple[str, ...] = ()
    alerts: tuple[Alert, ...] = field(default=(), metadata=LATER)
    samples: tuple[Sample, ...] = field(default=(), metadata=LATER)
    products: tuple[Product, ...] = field(default=(), metadata=LATER)
    design: Design | None = field(default=None, metadata=LATER)
    promised: Promised | None = field(default=None, metadata=LATER)
    hash: str = field(default="", compare=False)
    where: str = field(default="", compare=False)

    def __hash__(self) -> int:
        """That of its name and version: many things are remembered by protocol, and it is large."""
        return hash((self.id, self.version))

    @property
    def inclusion(self) -> tuple[Criterion, ...]:
        """The inclusion criteria in the order of the record."""
        return tuple(c for c in self.criteria if c.kind is CriterionKind.INCLUSION)

    @property
    def exclusion(self) -> tuple[Criterion, ...]:
        """The exclusion criteria in the order of the record."""
        return tuple(c for c in self.criteria if c.kind is CriterionKind.EXCLUSION)

    @cached_property
    def population(self) -> Named:
        """Eligible: every inclusion criterion met and no exclusion criterion."""
        return _population("eligible", [c.rule for c in self.inclusion], [c.rule for c in self.exclusion])

    @cached_property
    def data_population(self) -> Named:
        """Candidate: the same, from the criteria that hospital data can answer, as far as they can."""
        needed = [c.data_rule for c in self.inclusion if c.data_rule is not None]
        forbidden = [c.data_rule for c in self.exclusion if c.data_rule is not None]
        return _population("candidate", needed, forbidden)

    @cached_property
    def vocabulary(self) -> Mapping[str, Variable]:
        """Every variable that a record of this trial can be about: the dictionary's, its questions, its own."""
        own = {each.name: each for each in self.variables}
        return {**dictionary(), **own, **{each.name: each.variable for each in self.questions}}

    def criterion(self, name: str) -> Criterion:
        """The criterion of this id. Raises ProtocolError when there is none."""
        return one(self.criteria, "id", name, "criterion")

    def parameter(self, name: str) -> Parameter:
        """The parameter of this name. Raises ProtocolError when there is none."""
        return one(self.parameters, "name", name, "parameter")

    def question(self, name: str) -> Question:
        """The question of this name. Raises ProtocolError when there is none."""
        return one(self.questions, "name", name, "question")

    def outcome(self, name: str) -> Outcome:
        """The outcome of this id. Raises ProtocolError when there is none."""
        return one(self.outcomes, "id", name, "outcome")

    def endpoint(self, outcome: str, part: str = "") -> Endpoint | None:
        """How an outcome (or a part of it) is worked out at a moment, None where no rule says it."""
        return next((each for each in self.endpoints if (each.outcome, each.part) == (outcome, part)), None)

    def duration(self, outcome: str, part: str = "") -> Duration | None:
        """The time that an outcome (or a part of it) is, None where it is none."""
        return next((each for each in self.durations if (each.outcome, each.part) == (outcome, part)), None)

    def product(self, name: str) -> Product:
        """The product of this id. Raises ProtocolError when there is none."""
        return one(self.products, "id", name, "product")

    def form(self, name: str) -> Form:
        """The form of this id. Raises ProtocolError when there is none."""
        return one(self.forms, "id", name, "form")

    def sample(self, name: str) -> Sample:
        """The sample of this id. Raises ProtocolError when there is none."""
        return one(self.samples, "id", name, "sample")

    def estimand(self, outcome: str) -> Estimand:
        """What is estimated of an outcome. Raises ProtocolError where the protocol does not say it."""
        return one(self.promised.estimands if self.promised else (), "outcome", outcome, "estimand")

    def assumption(self, name: str) -> Assumption:
        """The assumption of this name. Raises ProtocolError when there is none."""
        return one(self.assumptions, "name", name, "assumption")

    def line(self, name: str) -> Line | None:
        """A line of the record by name (`phase`, `sponsor`, ...), None where the record has none."""
        return next((line for line in self.record.lines if line.name == name), None)

    def used_in(self, assumption: str) -> tuple[str, ...]:
        """Where an assumption is used: `parameter sofa_look_back`, `outcome S05`."""
        return tuple(label for label, thing in _labelled(self) if assumption in getattr(thing, "assumptions", ()))

    def claims(self) -> Iterator[Claim]:
        """Every sentence of the public record that the protocol answers for, with the place that does."""
        for label, thing in _labelled(self):
            yield from (Claim(said, label) for said in _said_in(thing))


def _population(name: str, needed: list[Named], forbidden: list[Named]) -> Named:
    """Met for nobody and everybody alike when it holds no criterion at all is a mistake: refused."""
    rules: list[Node] = list(needed)
    if forbidden:
        rules.append(Not(Any(tuple(forbidden))))
    if not rules:
        raise ProtocolError(f"nobody can say who is {name}: no criterion.", todo="Give at least one criterion.")
    words = {"eligible": (("en", "eligible"), ("fr", "éligible"))}
    return Named(name, All(tuple(rules)), words.get(name, (("en", "candidate"), ("fr", "candidat"))))


_GROUPS = {
    "parameters": "parameter", "questions": "question", "criteria": "criterion", "consent_routes": "consent route",
    "arms": "arm", "products": "product", "outcomes": "outcome", "alerts": "alert", "samples": "sample",
    "forms": "form",
    "assumptions": "assumption",
}  # fmt: skip


def _labelled(protocol: Protocol) -> Iterator[tuple[str, object]]:
    """Every part of the protocol with the label by which people point at it."""
    for line in protocol.record.lines:
        yield f"record {line.name}", line
    for group, word in _GROUPS.items():
        for thing in getattr(protocol, group):
            yield f"{word} {getattr(thing, 'id', None) or getattr(thing, 'name', '')}", thing
    for arm in protocol.arms:
        for intervention in arm.interventions:
            yield f"intervention {intervention.name}", intervention
    for visit in protocol.schedule.visits:
        yield f"visit {visit.id}", visit
    for event in protocol.schedule.events:
        yield f"event {event.id}", event
    for looks in protocol.design.monitoring if protocol.design else ():
        yield f"monitoring {looks.id}", looks
    yield from _labelled_promises(protocol)
    yield "costs", protocol.costs


def _labelled_promises(protocol: Protocol) -> Iterator[tuple[str, object]]:
    """What the protocol says of its analysis."""
    if held := protocol.promised:
        yield from ((f"analysis set {each.id}", each) for each in held.sets)
        yield from ((f"estimand {each.outcome}", each) for each in held.estimands)
        if held.baseline:
            yield "baseline", held.baseline


def _said_in(thing: object) -> Iterator[Said]:
    """The sentences a part carries itself; a part nested in it has a label of its own."""
    for each in fields(thing) if is_dataclass(thing) else ():
        value = getattr(thing, each.name)
        yield from (part for part in (value if isinstance(value, tuple) else (value,)) if isinstance(part, Said))
