"""What a score is: a total, the components it adds up, and the paper it comes from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal, get_args, get_origin, get_type_hints

from bedside.errors import RuleError
from bedside.rules.language import add, count, scored
from bedside.rules.nodes import Named, Node
from bedside.values.quantity import plain, quantity
from bedside.values.variable import Variable

ONE = quantity("1 1")
WITHOUT = {"en": "without", "fr": "sans"}


@dataclass(frozen=True)
class Score:
    """A named score: `total` is the sum of `components` in points (a yes/no component counts one point).

    `source` cites the paper. Names of components are those of the columns and of `Meaning.find`.
    """

    name: str
    total: Named
    components: tuple[Named, ...]
    source: str

    @property
    def maximum(self) -> float:
        """The most points there are."""
        return self.total.range.high

    @property
    def rules(self) -> tuple[Named, ...]:
        """The total and its components, as an engine takes them."""
        return (self.total, *self.components)

    def component(self, name: str) -> Named:
        """The component of this name. Raises RuleError when there is none."""
        for rule in self.components:
            if rule.name == name:
                return rule
        listed = ", ".join(rule.name for rule in self.components)
        raise RuleError(f"{self.name} has no component “{name}”.", todo=f"There are: {listed}.")

    def without(self, *names: str) -> Score:
        """The score without these components, as `sofa_without_coagulation_liver`.

        Raises RuleError for an unknown name and when fewer than two components would be left.
        """
        left_out = [self.component(name) for name in names]
        rest = tuple(rule for rule in self.components if rule not in left_out)
        if len(rest) < 2:
            raise RuleError(f"{self.name} without {', '.join(names)} is no sum.", todo="Keep two components.")
        text = {language: self._said_without(language, left_out) for language in WITHOUT}
        name = "_".join((self.name, "without", *names))
        return Score(name, total_of(name, rest, self.source, **text), rest, self.source)

    def _said_without(self, language: str, left_out: list[Named]) -> str:
        listed = ", ".join(rule.say(language) for rule in left_out)
        return f"{self.total.say(language)} {WITHOUT[language]} {listed}"


def total_of(name: str, components: Iterable[Named], source: str, **text: str) -> Named:
    """The sum of components, under the name of the score."""
    return Named(name, add(*map(in_points, components)), tuple(text.items()), source)


def in_points(component: Named) -> Node:
    """A component as points: a criterion that is met counts one."""
    return scored(component, 1) if component.truth else component


def recorded(variable: Variable, span: int, where: Node | None = None) -> Node:
    """Whether any record stands in the last `span` microseconds."""
    return count(variable, span, where) >= ONE


def bound(text: str, variable: Variable) -> str:
    """A printed bound (`"1.2 mg/dL"`) in the variable's own unit and decimals: `106.08 umol/L`.

    A record in the printed unit is converted and rounded alike, so one that equals the bound stays equal.
    """
    converted = quantity(text).to(variable.unit, variable.name).number
    step = Decimal(1).scaleb(-variable.decimals)
    return f"{plain(converted.quantize(step, rounding=ROUND_HALF_UP))} {variable.unit}"


class Options:
    """Base of a score's options: a value outside those declared, or a window into the future, is refused."""

    def __post_init__(self) -> None:
        declared = get_type_hints(type(self))
        for option in fields(self):  # type: ignore[arg-type]  # every subclass is a dataclass
            kind, value = declared[option.name], getattr(self, option.name)
            if get_origin(kind) is Literal and value not in get_args(kind):
                listed = ", ".join(f"“{choice}”" for choice in get_args(kind))
                raise RuleError(f"“{value}” is no choice.", option.name, f"Choose one of {listed}.")
            if kind is int and value < 0:
                raise RuleError(f"{value} looks into the future.", option.name, "Give a length, or 0.")

    @classmethod
    def choices(cls) -> dict[str, tuple[str, ...]]:
        """The named choices of each option that has them."""
        hints = get_type_hints(cls)
        return {name: get_args(hint) for name, hint in hints.items() if get_origin(hint) is Literal}
