"""What a protocol states, sentence by sentence with its place, and what it only assumes.

The public record's words and whatever cites a source are the sponsor's; what stands on an assumption is not. The
checks read sentences through this, and look up here which assumption is taken meanwhile.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cached_property
from typing import Any as Anything

from bedside.lint.both_languages import in_marks, quoted
from bedside.protocol.model import Assumption, Item, Outcome, Protocol, Said, Text
from bedside.rules.nodes import Node, variables
from bedside.values.quantity import Quantity
from bedside.values.variable import Variable

LABELS = {
    "record": Text("record", "registre"),
    "criterion": Text("criterion", "critère"),
    "parameter": Text("parameter", "paramètre"),
    "consent route": Text("consent route", "voie de consentement"),
    "question": Text("question", "question"),
    "arm": Text("arm", "bras"),
    "intervention": Text("intervention", "intervention"),
    "outcome": Text("outcome", "critère de jugement"),
    "alert": Text("alert", "alerte"),
    "sample": Text("sample", "prélèvement"),
    "monitoring": Text("monitoring", "suivi"),
    "analysis set": Text("analysis set", "population d’analyse"),
    "estimand": Text("estimand", "estimand"),
    "baseline": Text("baseline", "valeur initiale"),
    "visit": Text("visit", "visite"),
    "form": Text("form", "formulaire"),
    "item": Text("item", "rubrique"),
    "assumption": Text("assumption", "hypothèse"),
    "criteria": Text("criteria", "critères"),
    "outcomes": Text("outcomes", "critères de jugement"),
    "schedule": Text("schedule", "calendrier"),
    "costs": Text("costs", "coûts"),
    "line": Text("line", "ligne"),
}
"""The words that say which part of a protocol stands at a place."""
LABEL = re.compile(rf"(?:^|(?<= ))(?:{'|'.join(LABELS)})(?= \S+$|$)")


@dataclass(frozen=True)
class Sentence:
    """Words of the public record, the part of the protocol that answers for them, and its assumptions."""

    said: Said
    label: str
    where: str
    assumptions: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return on_one_line(self.said.text)

    @property
    def quoted(self) -> Text:
        """The words between quotation marks, shortened where they are long."""
        return quoted(self.text)


def on_one_line(text: str) -> str:
    """A text with one space wherever there is white space."""
    return " ".join(text.split())


def labelled(place: str) -> Text:
    """A place (`protocol.yaml:12 outcome S05`) or a part (`outcome S05`) as each language calls it."""
    return Text(place, LABEL.sub(lambda found: LABELS[found[0]].fr, place))


def clauses(text: str) -> Iterator[str]:
    """The sentences of a text, parted at full stops and semicolons but not inside numbers."""
    yield from (part for part in re.split(r"(?<=[.;])\s+", text) if part.strip())


@dataclass(frozen=True)
class Stated:
    """A protocol as the checks read it."""

    protocol: Protocol

    @cached_property
    def parts(self) -> Mapping[str, tuple[str, tuple[str, ...]]]:
        """Where each part stands and what it assumes, by its label (`outcome S05`)."""
        return dict(_parts(self.protocol))

    @cached_property
    def texts(self) -> tuple[tuple[str, Text], ...]:
        """Every text that the protocol's authors wrote in both languages, with its part; empty where it is of none."""
        found = {text: label for label, thing in _things(self.protocol) for text in _texts(thing)}
        return tuple((found.get(text, ""), text) for text in dict.fromkeys(_texts(self.protocol)))

    def place(self, label: str) -> str:
        """`protocol.yaml:12 outcome S05`."""
        where = self.parts.get(label, ("", ()))[0]
        return f"{where} {label}".strip()

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Every sentence of the public record, once for each part that answers for it."""
        return tuple(
            Sentence(claim.said, claim.by, self.place(claim.by), self.parts.get(claim.by, ("", ()))[1])
            for claim in self.protocol.claims()
        )

    def about(self, label: str) -> tuple[Sentence, ...]:
        """The sentences that one part answers for."""
        return tuple(sentence for sentence in self.sentences if sentence.label == label)

    @cached_property
    def criteria(self) -> tuple[Sentence, ...]:
        """The sentences of the eligibility criteria."""
        return tuple(sentence for sentence in self.sentences if sentence.label.startswith("criterion "))

    def outcome(self, outcome: Outcome) -> str:
        """The record's words on an outcome: its measure and its description, without the time frame."""
        description = outcome.description
        return on_one_line(f"{outcome.said.text}. {description.text}" if description else outcome.said.text)

    def measure(self, outcome: Outcome) -> str:
        """The record's words on what is measured."""
        return on_one_line(outcome.said.text)

    def measured(self, outcome: Outcome) -> Text:
        """The same words between quotation marks."""
        return in_marks(self.measure(outcome))

    @cached_property
    def sourced(self) -> tuple[str, ...]:
        """Everything the sponsor has said: the record's words, and what the protocol adds without assuming it."""
        return (*(sentence.text for sentence in self.sentences), *_sourced(self.protocol))

    def assumption(self, *topics: str, near: Iterable[str] = ()) -> Assumption | None:
        """The assumption about all of these topics (patterns): of the part itself (`near`), else of any part."""
        mine = set(near)
        ranked = sorted(self.protocol.assumptions, key=lambda each: each.name not in mine)
        for read in (_question, _answer):
            for each in ranked:
                if _speaks_of(read(each), topics):
                    return each
        return None

    def open(self, near: Iterable[str], *topics: str) -> bool:
        """Whether a part (with the assumptions `near`) only assumes something about these topics."""
        mine = set(near)
        found = [each for each in self.protocol.assumptions if each.name in mine]
        return any(_speaks_of(_question(each), topics) for each in found)

    @cached_property
    def rules(self) -> tuple[tuple[str, Node], ...]:
        """Every rule that records answer, with the part that it is of."""
        return tuple(_rules(self.protocol))

    @cached_property
    def recorded(self) -> frozenset[str]:
        """The variables that some item of some form records."""
        items = (item for form in self.protocol.forms for item in form.items)
        return frozenset(name for item in items for name in recorded_by(item))

    @cached_property
    def read(self) -> Mapping[str, tuple[Variable, tuple[str, ...]]]:
        """The variables that criteria, endpoints and alerts read, with the parts that read them."""
        found: dict[str, tuple[Variable, tuple[str, ...]]] = {}
        for label, rule in self.rules:
            for variable in variables(rule).values():
                _, labels = found.get(variable.name, (variable, ()))
                found[variable.name] = (variable, tuple(dict.fromkeys((*labels, label))))
        return found


def recorded_by(item: Item) -> tuple[str, ...]:
    """The variables that an item records, itself or by one of its choices."""
    chosen = [code.variable for code in item.codes]
    return tuple(name for name in (item.variable, *chosen) if name)


def _speaks_of(text: str, topics: Iterable[str]) -> bool:
    return all(re.search(topic, text, re.IGNORECASE) for topic in topics)


def _question(assumption: Assumption) -> str:
    return assumption.question.en


def _answer(assumption: Assumption) -> str:
    return f"{assumption.question.en} {assumption.taken.en}"


def _parts(protocol: Protocol) -> Iterator[tuple[str, tuple[str, tuple[str, ...]]]]:
    for label, thing in _things(protocol):
        yield label, (thing.where, tuple(getattr(thing, "assumptions", ())))
    for arm in protocol.arms:
        for intervention in arm.interventions:
            yield f"intervention {intervention.name}", (arm.where, intervention.assumptions)


def _things(protocol: Protocol) -> Iterator[tuple[str, Anything]]:
    groups: list[tuple[str, Iterable[Anything]]] = [
        ("record", protocol.record.lines), ("criterion", protocol.criteria), ("parameter", protocol.parameters),
        ("consent route", protocol.consent_routes), ("question", protocol.questions), ("arm", protocol.arms),
        ("outcome", protocol.outcomes), ("alert", protocol.alerts), ("sample", protocol.samples),
        ("product", protocol.products), ("monitoring", protocol.design.monitoring if protocol.design else ()),
        ("visit", protocol.schedule.visits), ("form", protocol.forms),
    ]  # fmt: skip
    if promised := protocol.promised:
        groups += [("analysis set", promised.sets), ("estimand", promised.estimands)]
    for word, things in groups:
        for thing in things:
            name = getattr(thing, "id", None) or thing.name
            yield f"{word} {name}", thing
    if promised and promised.baseline:
        yield "baseline", promised.baseline


def _texts(thing: Anything) -> Iterator[Text]:
    """Every text of a part, however deep it stands."""
    if isinstance(thing, Text):
        yield thing
    elif is_dataclass(thing):
        yield from (text for each in fields(thing) for text in _texts(getattr(thing, each.name)))
    elif isinstance(thing, Mapping):
        yield from (text for each in thing.values() for text in _texts(each))
    elif isinstance(thing, tuple | list):
        yield from (text for each in thing for text in _texts(each))


def _sourced(protocol: Protocol) -> Iterator[str]:
    yield from (line.value for line in protocol.record.lines if line.source)
    for parameter in protocol.parameters:
        if parameter.source and not parameter.assumption:
            yield f"{parameter.text.en}: {_shown(parameter.value)}"
    for outcome in protocol.outcomes:
        if not outcome.assumptions:
            yield from (text.en for text in (outcome.definition, outcome.dead, outcome.discharged) if text)
    for criterion in protocol.criteria:
        if not criterion.assumptions:
            yield criterion.text.en


def _shown(value: Quantity | str) -> str:
    return value if isinstance(value, str) else str(value)


def _rules(protocol: Protocol) -> Iterator[tuple[str, Node]]:
    yield from ((f"criterion {each.id}", each.rule) for each in protocol.criteria)
    for endpoint in protocol.endpoints:
        yield from ((f"outcome {endpoint.outcome}", each.rule) for each in endpoint.evaluations)
    yield from ((f"alert {each.id}", each.rule) for each in protocol.alerts)
    for duration in protocol.durations:
        yield from ((f"outcome {duration.outcome}", each) for each in duration.endings)
