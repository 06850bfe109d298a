"""What a design stands on: the numbers of a protocol or of a command line, each with where it comes from.

A number that no source states is marked as assumed wherever it is shown, with the question to the sponsor.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from bedside.design.binomial import EVEN
from bedside.design.hypotheses import MOST, Hypotheses, inflated
from bedside.design.monitoring import Kind, Monitoring, Rule
from bedside.design.words import word
from bedside.errors import DesignError
from bedside.protocol.model import Assumption, Design, Looks, Protocol, StoppingRule
from bedside.rules.words import said_source
from bedside.values.quantity import Quantity, conversion
from bedside.values.wording import Text

STATED_AS = {
    "p0": "ruled_out", "p1": "hoped_for", "alpha": "error", "power": "power", "participants": "participants",
    "lost": "lost",
}  # fmt: skip
"""The numbers that a design stands on, and how a protocol calls each."""
USUAL = {"alpha": 0.05, "power": 0.80, "lost": 0.0}
"""What is taken where nobody says it."""


@dataclass(frozen=True)
class Input:
    """One number that a design stands on: its value, and where it comes from."""

    name: str
    value: float
    origin: Text
    assumption: Assumption | None = None


@dataclass(frozen=True)
class Watched:
    """A way of monitoring, with its name, its words, and the assumptions it stands on."""

    id: str
    text: Text
    monitoring: Monitoring
    assumptions: tuple[Assumption, ...] = ()


@dataclass(frozen=True)
class Stated:
    """All that designs are worked out from. `participants` is the planned number, None where nobody has planned one.

    `adopted` is what the protocol adopts: the id of one of `watched`, ONE_ANALYSIS, or empty where no source says.
    """

    title: Text
    outcome: str
    success: Text
    asked: Hypotheses
    participants: int | None
    lost: float
    inputs: tuple[Input, ...]
    watched: tuple[Watched, ...] = ()
    adopted: str = ""

    @property
    def assumptions(self) -> tuple[Assumption, ...]:
        """What it stands on that no source states, each once."""
        found = [each.assumption for each in self.inputs if each.assumption]
        return tuple(dict.fromkeys([*found, *(one for each in self.watched for one in each.assumptions)]))

    @property
    def in_force(self) -> Watched | None:
        """The way of monitoring that the protocol adopts, None where it adopts none."""
        return next((each for each in self.watched if each.id == self.adopted), None)

    def enrolled(self, evaluable: int) -> int:
        """How many to enrol so that so many are expected to be evaluable."""
        return inflated(evaluable, self.lost)


def of_numbers(given: dict[str, float], watched: tuple[Watched, ...] = ()) -> Stated:
    """The design of these numbers (p0 and p1 at least; alpha, power, participants, lost). Raises DesignError."""
    for name in ("p0", "p1"):
        if name not in given:
            raise DesignError(f"{name} is not given.", f"--{name}", f"Write it like --{name} 0.4.")
    inputs = [Input(name, (USUAL | given)[name], word("given" if name in given else "usual"))
              for name in STATED_AS if name in USUAL | given]  # fmt: skip
    return _stated(word("binary"), "success", word("counted"), inputs, watched)


def of_protocol(protocol: Protocol, given: Mapping[str, float], watched: tuple[Watched, ...] = ()) -> Stated:
    """The design that a protocol states; a number that is `given` goes before that of the protocol.

    Raises DesignError where the protocol states none, has several arms, or states what cannot be.
    """
    design = protocol.design
    if design is None:
        todo = "Add `design:` to its protocol.yaml, or give the rates: bedside design binary --p0 0.4 --p1 0.6."
        raise DesignError(f"{protocol.id} states no rates of success to tell apart.", protocol.where, todo)
    if len(protocol.arms) > 1:
        what = f"{protocol.id} has {len(protocol.arms)} arms, and the designs worked out here have one."
        todo = "Remove `design:` from its protocol.yaml, or leave one arm under `arms:`."
        raise DesignError(what, protocol.where, todo)
    outcome = protocol.outcome(design.outcome)
    try:
        own = tuple(_watched(protocol, each) for each in design.monitoring)
        inputs = list(_inputs(protocol, design, given))
        found = _stated(protocol.text, outcome.id, outcome.text, inputs, (*own, *watched))
        return replace(found, adopted=design.adopted)
    except DesignError as error:
        raise DesignError(error.what, f"{protocol.where}/{design.where}: {error.where}", error.todo) from error


def _stated(
    title: Text, outcome: str, success: Text, inputs: list[Input], watched: tuple[Watched, ...]
) -> Stated:  # fmt: skip
    held = {each.name: each.value for each in inputs}
    asked = Hypotheses(*(held[name] for name in ("p0", "p1", "alpha", "power")))
    planned = held.get("participants")
    if planned is not None and (planned != int(planned) or not 1 <= planned <= MOST):
        todo = f"Write a whole number from 1 to {MOST}."
        raise DesignError(f"{planned:g} is no number of participants.", "participants", todo)
    lost = held.get("lost", USUAL["lost"])
    inflated(1, lost)
    return Stated(
        title, outcome, success, asked, None if planned is None else int(planned), lost, tuple(inputs), watched
    )


def _inputs(protocol: Protocol, design: Design, given: Mapping[str, float]) -> Iterator[Input]:
    for name, called in STATED_AS.items():
        parameter = getattr(design, called)
        if name in given:
            yield Input(name, given[name], word("given"))
        elif parameter:
            held = protocol.parameter(parameter)
            assumption = protocol.assumption(held.assumption) if held.assumption else None
            origin = assumption.question if assumption else Text(held.source, said_source(held.source, "fr"))
            yield Input(name, _number(protocol, parameter), origin, assumption)


def _watched(protocol: Protocol, looks: Looks) -> Watched:
    rules = {part: _rule(protocol, getattr(looks, part)) for part in ("success", "futility", "decides")}
    prior = tuple(_number(protocol, each) for each in looks.prior)
    monitoring = Monitoring(looks.sizes, **rules, prior=(prior[0], prior[1]) if prior else EVEN)
    return Watched(looks.id, looks.text, monitoring, tuple(protocol.assumption(each) for each in looks.assumptions))


def _rule(protocol: Protocol, rule: StoppingRule | None) -> Rule | None:
    if rule is None:
        return None
    level = _number(protocol, rule.level) if rule.level else 0.0
    return Rule(Kind(rule.kind), level, rule.counts, rule.function)


def _number(protocol: Protocol, parameter: str) -> float:
    """A parameter of pure number, as loading has made sure: 40 % is 0.4."""
    value = protocol.parameter(parameter).value
    assert isinstance(value, Quantity)
    return float(value.number * conversion(value.unit, "1").factor)
