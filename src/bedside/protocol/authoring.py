"""What a trial's Python writes its logic with: parameters, questions and consent routes of its protocol.yaml.

`criteria.py` defines `criteria(trial)`, `endpoints.py` defines `endpoints(trial)`, `alerts.py` defines
`alerts(trial)`; each returns a list:

    def criteria(trial: Trial) -> list[Logic]:
        return [inclusion("I1", latest(AGE, ALWAYS) >= trial.threshold("minimum_age"), data=WHOLE)]
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import Enum
from typing import TypeVar

from bedside.errors import ProtocolError
from bedside.protocol.model import (
    ConsentRoute,
    CriterionKind,
    Duration,
    Endpoint,
    Evaluation,
    Parameter,
    Question,
    Visit,
)
from bedside.rules.language import latest
from bedside.rules.nodes import All, Any, Constant, Named, Node, Not, Over, walk
from bedside.values.interval import Interval
from bedside.values.moment import ALWAYS, DAY, HOUR, NOW, length, read_length
from bedside.values.quantity import Quantity, plain
from bedside.values.variable import Kind, Variable, yes_no

MEND = "Compare by <, ≤ (<=), ≥ (>=) or >, never by ==, != or in, and join rules by all_of, any_of and ~."
"""Values are ranges while something is unknown: they have no equality, and Python answers == by itself."""


class Whole(Enum):
    """Stands for "the rule itself"."""

    WHOLE = "whole"


_T = TypeVar("_T")
WHOLE = Whole.WHOLE
"""Hospital data can answer the whole rule."""


@dataclass(frozen=True)
class Logic:
    """The logic of one criterion; `where` is completed by the loader."""

    id: str
    kind: CriterionKind
    rule: Node
    data: Node | None
    condition: Node | None


@dataclass(frozen=True)
class Trial:
    """What protocol.yaml gives to the logic. Every name that it does not hold is an error naming what it does.

    It also keeps a note of which file reads which parameter.
    """

    parameters: Mapping[str, Parameter]
    questions: Mapping[str, Question]
    consent_routes: Mapping[str, ConsentRoute]
    visits: Mapping[str, Visit] = field(default_factory=dict)
    variables: Mapping[str, Variable] = field(default_factory=dict)
    notes: dict[str, list[str]] = field(default_factory=dict, repr=False, compare=False)
    running: list[str] = field(default_factory=list, repr=False, compare=False)

    def quantity(self, name: str) -> Quantity:
        """A parameter that is a number with its unit."""
        value = self._parameter(name).value
        if not isinstance(value, Quantity):
            raise ProtocolError(f"the parameter “{name}” is no quantity.", todo="Ask for it with choice().")
        return value

    def written(self, name: str) -> str:
        """The same as text (`38.5 Cel`), as the options of scores take it."""
        quantity = self.quantity(name)
        return f"{plain(quantity.number)} {quantity.unit}"

    def threshold(self, name: str) -> Constant:
        """The same as a rule that cites its source, to compare with."""
        parameter = self._parameter(name)
        return Constant(self.quantity(name), parameter.source or f"assumption {parameter.assumption}")

    def whole(self, name: str) -> int:
        """A parameter that counts something (a number of criteria), as an integer."""
        number = self.quantity(name).number
        if number != int(number):
            raise ProtocolError(f"the parameter “{name}” is no whole number.", todo="Correct protocol.yaml.")
        return int(number)

    def span(self, name: str) -> int:
        """A parameter that is a length of time, in microseconds."""
        return int(self.quantity(name).to("h").number * HOUR)

    def choice(self, name: str) -> str:
        """A parameter that is a named choice."""
        value = self._parameter(name).value
        if isinstance(value, Quantity):
            raise ProtocolError(f"the parameter “{name}” is a quantity.", todo="Ask for it with quantity().")
        return value

    def variable(self, name: str) -> Variable:
        """The variable of a question, or one of the trial's own."""
        asked = {question: each.variable for question, each in self.questions.items()}
        return self._found({**asked, **self.variables}, name, "question and no variable")

    def answer(self, question: str) -> Over:
        """The latest answer to a question, as long as it is valid; an older one says nothing."""
        asked = self._found(self.questions, question, "question")
        return latest(asked.variable, read_length(asked.valid_for))

    def consent(self, route: str) -> Named:
        """Whether a consent route is complete: each of its needs answered yes by one of its questions."""
        found = self._found(self.consent_routes, route, "consent route")
        parts = [_one_or(Any, [self.answer(question) for question in group]) for group in found.needs]
        return Named(f"consent_{route}", _one_or(All, parts), found.text.pairs)

    def day(self, visit: str) -> str:
        """When the planned day of a visit begins, from inclusion: `P28D`."""
        return f"P{self._visit(visit).day}D"

    def ends(self, visit: str) -> str:
        """When the planned day of a visit ends, from inclusion: `P29D`."""
        return f"P{self._visit(visit).day + 1}D"

    def closes(self, visit: str) -> str:
        """When the window of a visit closes, from inclusion: `P31D`."""
        planned = self._visit(visit)
        after = planned.day * DAY + read_length(planned.after)
        return length(after) if after % DAY else f"P{after // DAY}D"

    def width(self, visit: str) -> int:
        """From the opening of a visit's window to its closing, in microseconds."""
        planned = self._visit(visit)
        return read_length(planned.before) + read_length(planned.after)

    def days_within(self, visit: str) -> tuple[int, ...]:
        """The days that lie wholly within a visit's window: the nearest to the planned one first, then the earlier."""
        planned = self._visit(visit)
        earlier, later = read_length(planned.before) // DAY, read_length(planned.after) // DAY
        days = range(planned.day - earlier, planned.day + later)
        return tuple(sorted(days, key=lambda day: (abs(day - planned.day), day)))

    def _visit(self, name: str) -> Visit:
        return self._found(self.visits, name, "visit")

    # --- which file reads what ------------------------------------------------------------------------------

    @contextmanager
    def reading(self, file: str) -> Iterator[None]:
        """What is asked inside is read by this file."""
        self.running.append(file)
        try:
            yield
        finally:
            self.running.pop()

    def note(self, parameters: Iterable[str], file: str) -> None:
        """Note that a file reads these parameters."""
        for name in parameters:
            self.notes.setdefault(name, []).append(file)

    def read_by(self, parameter: str) -> tuple[str, ...]:
        """The files that read a parameter so far."""
        return tuple(sorted(set(self.notes.get(parameter, ()))))

    def _parameter(self, name: str) -> Parameter:
        found = self._found(self.parameters, name, "parameter")
        self.note([name], self.running[-1] if self.running else "")
        return found

    @staticmethod
    def _found(things: Mapping[str, _T], name: str, what: str) -> _T:
        if name not in things:
            listed = ", ".join(sorted(things)) or "none"
            raise ProtocolError(f"no {what} is called “{name}”.", todo=f"protocol.yaml has: {listed}.")
        return things[name]


def _one_or(several: type[All] | type[Any], parts: Sequence[Node]) -> Node:
    return parts[0] if len(parts) == 1 else several(tuple(parts))


def inclusion(id: str, rule: Node, data: Node | Whole | None = None, condition: Node | None = None) -> Logic:
    """An inclusion criterion; outside its condition it is met. `data` must follow from `rule`."""
    _check_rules(f"the criterion “{id}”", *_given(rule, data, condition))
    effective = rule if condition is None else Any((Not(condition), rule))
    return _logic(CriterionKind.INCLUSION, id, effective, data, condition)


def exclusion(id: str, rule: Node, data: Node | Whole | None = None, condition: Node | None = None) -> Logic:
    """An exclusion criterion; outside its condition it is not met. `data` must entail `rule`."""
    _check_rules(f"the criterion “{id}”", *_given(rule, data, condition))
    effective = rule if condition is None else All((condition, rule))
    return _logic(CriterionKind.EXCLUSION, id, effective, data, condition)


def no_rule(what: str, given: object) -> ProtocolError:
    """The error for what stands where a rule belongs: most often the True or False of an == that Python answered."""
    kinds = {
        bool: f"the plain value {given}", str: "a text", set: "a set", list: "a list", tuple: "a tuple",
        Variable: "a variable",
    }  # fmt: skip
    return ProtocolError(f"{what} holds {kinds.get(type(given), 'something else')} where a rule belongs.", todo=MEND)


def _check_rules(what: str, *rules: object) -> None:
    """Refuse what is no rule."""
    for each in rules:
        if not isinstance(each, Node):
            raise no_rule(what, each)


def _given(rule: object, data: object, condition: object) -> list[object]:
    """The rule of a criterion with those of its data and condition that are written."""
    return [rule, *(each for each in (data, condition) if each is not None and not isinstance(each, Whole))]


def _logic(kind: CriterionKind, id: str, rule: Node, data: Node | Whole | None, condition: Node | None) -> Logic:
    return Logic(id, kind, rule, rule if isinstance(data, Whole) else data, condition)


@dataclass(frozen=True)
class Warned:
    """The logic of one alert; its words stand in protocol.yaml."""

    id: str
    rule: Node


def alert(id: str, rule: Node) -> Warned:
    """What is to be considered while this yes/no rule is met."""
    _check_rules(f"the alert “{id}”", rule)
    return Warned(id, rule)


def evaluation(
    name: str, after: str, rule: Node, decimals: int = 3, most: Quantity | None = None, **label: str
) -> Evaluation:
    """A rule asked `after` a time from inclusion ("PT0H", "P7D"), kept under a name of its own.

    `most` is the greatest that an evaluation can be whose rule has no upper bound, such as a number of records.
    """
    read_length(after)
    _check_rules(f"the evaluation “{name}”", rule)
    said = tuple(label.items())
    return Evaluation(_standing_for(name, rule, decimals, most, said), after, Named(name, rule, said))


def _standing_for(
    name: str, rule: Node, decimals: int, most: Quantity | None, label: tuple[tuple[str, str], ...]
) -> Variable:
    if rule.truth:
        return replace(yes_no(name, Kind.MEASUREMENT), label=label)
    ends = Interval(rule.range.low, float(most.number)) if most and most.unit == rule.unit else rule.range
    if not ends.bounded:
        raise ProtocolError(f"the evaluation “{name}” has no bounds.", todo="Use variables with bounds, or `most`.")
    low, high = Decimal(str(ends.low)), Decimal(str(ends.high))
    return Variable(name, Kind.MEASUREMENT, rule.unit, low, high, decimals, label=label)


def value(evaluated: Evaluation) -> Over:
    """The value of an evaluation, inside a verdict."""
    return latest(evaluated.variable, ALWAYS)


def endpoint(outcome: str, verdict: Node, *evaluations: Evaluation, part: str = "", **label: str) -> Endpoint:
    """How an outcome, or a `part` of it, is worked out from evaluations at their own moments.

    One without a text of its own is said in the words of its first evaluation.
    """
    _check_rules(f"the outcome “{outcome}”", verdict)
    said = tuple(label.items()) or (evaluations[0].variable.label if evaluations else ())
    named = Named(f"endpoint_{outcome}_{part}" if part else f"endpoint_{outcome}", verdict, said)
    return Endpoint(outcome, evaluations, named, part)


def duration(outcome: str, up_to: str, *endings: Named, part: str = "") -> Duration:
    """The time from inclusion to the first of several endings, each named after its cause; `up_to` as in "P183D".

    Raises ProtocolError for an ending that is no yes/no rule about what is in force: only then is its beginning
    that of a record.
    """
    read_length(up_to)
    _check_rules(f"the outcome “{outcome}”", *endings)
    for ending in endings:
        looks = [node for node in walk(ending) if isinstance(node, Over)]
        if not ending.truth or not looks or any(look.window != NOW or look.sustained for look in looks):
            what = f"the ending “{ending.name}” is no yes/no rule about what is in force."
            raise ProtocolError(what, todo="Ask in_force() of supports.")
    return Duration(outcome, endings, up_to, part)
