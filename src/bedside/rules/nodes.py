"""The closed algebra of rules: frozen nodes, validated when built.

A rule is asked about one patient at one moment and answers with an interval (see `values.interval`); a rule is
either a number with a unit or a truth (unit 1, between 0 and 1). What each node means is said once, in
`meaning`; here stands what may be written. Operators build nodes: `a + b`, `a / b`, `a < b`, `p & q`, `~p`.
There is no equality between ranges, so `==` compares the rules themselves, as for any frozen data.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from itertools import pairwise

from bedside.errors import RuleError
from bedside.values import interval
from bedside.values.interval import Interval
from bedside.values.moment import Window
from bedside.values.quantity import POINTS, Quantity
from bedside.values.quantity import unit as known_unit
from bedside.values.variable import Variable

TRUTH = "1"
"""The unit of a yes/no answer: a pure number."""


class Node:
    """A rule: a frozen piece of the algebra."""

    @property
    def unit(self) -> str:
        """The UCUM code of the answer."""
        raise TypeError(f"{type(self).__name__} is not a rule")

    @property
    def truth(self) -> bool:
        """True when the answer is yes or no."""
        raise TypeError(f"{type(self).__name__} is not a rule")

    @property
    def parts(self) -> tuple[Node, ...]:
        """The rules this one is made of, evaluated for the same patient at the same moment."""
        return ()

    def combine(self, values: Sequence[Interval]) -> Interval:
        """The answer of this rule from the answers of its parts."""
        raise TypeError(f"{type(self).__name__} is not made of parts")

    @cached_property
    def range(self) -> Interval:
        """The hull of every value this rule could have: its answer when nothing at all is known."""
        return self.combine([part.range for part in self.parts])

    def __bool__(self) -> bool:
        raise RuleError(
            "a rule has no truth of its own before it is asked about a patient.",
            todo="Combine rules with &, | and ~; write a < b and b < c as (a < b) & (b < c).",
        )

    def __add__(self, other: Node | Quantity) -> Node:
        return Arithmetic(Operation.ADD, (self, as_rule(other)))

    def __sub__(self, other: Node | Quantity) -> Node:
        return Arithmetic(Operation.SUBTRACT, (self, as_rule(other)))

    def __mul__(self, other: Node | Quantity) -> Node:
        return Arithmetic(Operation.MULTIPLY, (self, as_rule(other)))

    def __truediv__(self, other: Node | Quantity) -> Node:
        return Arithmetic(Operation.DIVIDE, (self, as_rule(other)))

    def __lt__(self, other: Node | Quantity) -> Node:
        return Compare(self, Comparison.BELOW, as_rule(other))

    def __le__(self, other: Node | Quantity) -> Node:
        return Compare(self, Comparison.AT_MOST, as_rule(other))

    def __gt__(self, other: Node | Quantity) -> Node:
        return Compare(self, Comparison.ABOVE, as_rule(other))

    def __ge__(self, other: Node | Quantity) -> Node:
        return Compare(self, Comparison.AT_LEAST, as_rule(other))

    def __and__(self, other: Node) -> Node:
        return All((self, other))

    def __or__(self, other: Node) -> Node:
        return Any((self, other))

    def __invert__(self) -> Node:
        return Not(self)


def as_rule(value: Node | Quantity) -> Node:
    """A quantity as a constant rule. Raises RuleError for a bare number: it would have no unit."""
    if isinstance(value, Node):
        return value
    if isinstance(value, Quantity):
        return Constant(value)
    raise RuleError(
        f"{value!r} is a bare number.",
        todo='Give it a unit: quantity("1.2 mg/dL"), or quantity("3 {points}").',
    )


@dataclass(frozen=True, eq=True)
class Constant(Node):
    """A quantity that the rule states; `source` cites where it comes from."""

    value: Quantity
    source: str = ""

    @property
    def unit(self) -> str:
        return self.value.unit

    truth = False

    @cached_property
    def range(self) -> Interval:
        return Interval.point(float(self.value.number))


@dataclass(frozen=True, eq=True)
class Own(Node):
    """The value of the very record that an `Over` is looking at; only inside its `each` or `where`."""

    variable: Variable

    @property
    def unit(self) -> str:
        return self.variable.unit

    @property
    def truth(self) -> bool:
        return self.variable.truth

    @cached_property
    def range(self) -> Interval:
        return self.variable.bounds


class Pick(StrEnum):
    """How the records in a window become one value."""

    LATEST = "latest"
    HIGHEST = "highest"
    LOWEST = "lowest"
    COUNT = "count"
    TOTAL = "total"


@dataclass(frozen=True, eq=True)
class Over(Node):
    """A value from the records of a variable in a window that ends at (or before) the moment asked about.

    `each` replaces a record's own value by a rule evaluated at that record's time, with `Own` for the value
    itself: PaO2 ÷ FiO2 is, for each PaO2, its own value ÷ the FiO2 in force when it was drawn. `where` keeps
    the records for which a rule holds at their time; a record for which it cannot be told may count or not.
    `sustained` (microseconds, infusions only) keeps a record once the course it belongs to has lasted so long.
    """

    variable: Variable
    window: Window
    pick: Pick
    each: Node | None = None
    where: Node | None = None
    sustained: int = 0

    def __post_init__(self) -> None:
        name = self.variable.name
        if self.where is not None and not self.where.truth:
            raise RuleError("`where` must be a yes/no rule.", name, "Compare it with something.")
        if self.sustained and not self.variable.lasting:
            raise RuleError("only infusions and supports are sustained.", name, "Leave `sustained` out.")
        if self.variable.lasting and self.pick in (Pick.LATEST, Pick.TOTAL):
            raise RuleError(f"“{self.pick}” has no meaning for what lasts.", name, "Ask for highest in Window NOW.")
        if self.variable.lasting and not (self.each is None and self.where is None):
            raise RuleError("`each` and `where` look at records of a moment.", name, "Ask about a measurement.")
        if self.pick is Pick.TOTAL and (self.each is not None or self.variable.truth):
            raise RuleError("a total adds the records' own amounts.", name, "Use highest, lowest or count.")
        if not self.variable.lasting and self.window.back == self.window.until:
            raise RuleError("a window without length holds no measurement.", name, "Give the window a length.")
        for inner in (self.each, self.where):
            foreign = {own.name for own in free_own(inner)} - {name} if inner is not None else set()
            if foreign:
                raise RuleError(f"`Own` of {', '.join(sorted(foreign))} inside a look at {name}.", name, "Use its own.")

    @property
    def unit(self) -> str:
        if self.pick is Pick.COUNT:
            return "1"
        return self.variable.unit if self.each is None else self.each.unit

    @property
    def truth(self) -> bool:
        if self.pick is Pick.COUNT:
            return False
        return self.variable.truth if self.each is None else self.each.truth

    @cached_property
    def range(self) -> Interval:
        if self.pick is Pick.COUNT:
            return Interval(0.0, math.inf)
        if self.pick is Pick.TOTAL:
            return Interval(0.0 if self.variable.low >= 0 else -math.inf, math.inf)
        return self.variable.bounds if self.each is None else self.each.range


class Operation(StrEnum):
    """Arithmetic of numbers."""

    ADD = "add"
    SUBTRACT = "subtract"
    MULTIPLY = "multiply"
    DIVIDE = "divide"
    LEAST = "least"
    GREATEST = "greatest"


APPLY = {
    Operation.ADD: interval.add,
    Operation.SUBTRACT: interval.subtract,
    Operation.MULTIPLY: interval.multiply,
    Operation.DIVIDE: interval.divide,
    Operation.LEAST: interval.least,
    Operation.GREATEST: interval.greatest,
}
ALIKE = (Operation.ADD, Operation.SUBTRACT, Operation.LEAST, Operation.GREATEST)


@dataclass(frozen=True, eq=True)
class Arithmetic(Node):
    """`of` combined from left to right. All but × and ÷ need one unit; × and ÷ name the unit they give."""

    operation: Operation
    of: tuple[Node, ...]
    gives: str = ""

    def __post_init__(self) -> None:
        units = {part.unit for part in self.of}
        if len(self.of) < 2:
            raise RuleError(f"“{self.operation}” needs two parts or more.", todo="Add the missing part.")
        if self.operation in ALIKE and len(units) > 1:
            raise RuleError(
                f"“{self.operation}” over different units: {', '.join(sorted(units))}.",
                todo="Convert explicitly with Quantity.to, or declare the variables in one unit.",
            )
        if self.operation not in ALIKE and not all(part.range.bounded for part in self.of):
            raise RuleError(f"“{self.operation}” of something unbounded.", todo="Use variables with bounds.")
        if self.operation is Operation.DIVIDE and any(0.0 in part.range for part in self.of[1:]):
            raise RuleError("a divisor that could be zero.", todo="Use a divisor whose bounds exclude zero.")
        known_unit(self.unit)

    @property
    def parts(self) -> tuple[Node, ...]:
        return self.of

    @property
    def unit(self) -> str:
        if self.operation in ALIKE:
            return self.of[0].unit
        return self.gives or _product_unit(self.operation, [part.unit for part in self.of])

    truth = False

    def combine(self, values: Sequence[Interval]) -> Interval:
        result = values[0]
        for value in values[1:]:
            result = APPLY[self.operation](result, value)
        return result


def _product_unit(operation: Operation, units: list[str]) -> str:
    """A pure number (1) changes no unit, and a unit over itself is a pure number; else the author must say."""
    named = [code for code in units if code != "1"]
    if operation is Operation.DIVIDE and len(units) == 2:
        if units[0] == units[1]:
            return "1"
        if units[1] == "1":
            return units[0]
    elif len(named) <= 1 and operation is Operation.MULTIPLY:
        return named[0] if named else "1"
    raise RuleError(
        f"“{operation}” of {' and '.join(units)} gives a unit that is not stated.",
        todo="Name it: Arithmetic(operation, parts, gives=UCUM code).",
    )


@dataclass(frozen=True, eq=True, order=True)
class Step:
    """The lower bound of a band and its points; `open` excludes the bound itself ("above 6000")."""

    bound: Decimal
    open: bool
    points: Decimal

    def reached_by(self, value: float) -> bool:
        """True when a value lies at or beyond this lower bound."""
        return value > float(self.bound) if self.open else value >= float(self.bound)


@dataclass(frozen=True, eq=True)
class Bands(Node):
    """Points by bands that are given by their lower bounds only: no gap and no overlap can be written.

    Below the first step the points are `first`. `source` cites the table. Over a range of values the answer
    runs from the least to the greatest points of all bands that the range touches, monotone or not.
    """

    of: Node
    first: Decimal
    steps: tuple[Step, ...]
    unit: str = POINTS
    source: str = ""

    truth = False

    def __post_init__(self) -> None:
        keys = [(step.bound, step.open) for step in self.steps]
        if not keys or any(not a < b for a, b in pairwise(keys)):
            raise RuleError("bands need lower bounds that rise strictly.", self.source, "Sort them; drop repeats.")
        known_unit(self.unit)

    @property
    def parts(self) -> tuple[Node, ...]:
        return (self.of,)

    def band(self, value: float) -> int:
        """Which band a value falls in: 0 below the first step, then one up at each bound reached."""
        return sum(step.reached_by(value) for step in self.steps)

    def combine(self, values: Sequence[Interval]) -> Interval:
        (value,) = values
        points = [self.first, *(step.points for step in self.steps)]
        touched = points[self.band(value.low) : self.band(value.high) + 1]
        return Interval(float(min(touched)), float(max(touched)))


class Comparison(StrEnum):
    """Ranges compare by order, never by equality."""

    BELOW = "<"
    AT_MOST = "<="
    ABOVE = ">"
    AT_LEAST = ">="


@dataclass(frozen=True, eq=True)
class Compare(Node):
    """A comparison of two numbers of one unit."""

    left: Node
    comparison: Comparison
    right: Node

    unit = TRUTH
    truth = True

    def __post_init__(self) -> None:
        if self.left.unit != self.right.unit:
            raise RuleError(
                f"{self.left.unit} compared with {self.right.unit}.",
                todo="Convert explicitly with Quantity.to; mass to molar names the analyte.",
            )

    @property
    def parts(self) -> tuple[Node, ...]:
        return (self.left, self.right)

    def combine(self, values: Sequence[Interval]) -> Interval:
        a, b = values
        match self.comparison:
            case Comparison.BELOW:
                return interval.below(a, b)
            case Comparison.AT_MOST:
                return interval.at_most(a, b)
            case Comparison.ABOVE:
                return interval.below(b, a)
            case Comparison.AT_LEAST:
                return interval.at_most(b, a)


def _need_truths(of: tuple[Node, ...], word: str) -> None:
    if not of:
        raise RuleError(f"“{word}” of nothing.", todo="Give at least one yes/no rule.")
    if not all(part.truth for part in of):
        raise RuleError(f"“{word}” of something that is not yes or no.", todo="Compare the number with something.")


@dataclass(frozen=True, eq=True)
class All(Node):
    """And: the least of its parts."""

    of: tuple[Node, ...]
    unit = TRUTH
    truth = True

    def __post_init__(self) -> None:
        _need_truths(self.of, "all of")

    @property
    def parts(self) -> tuple[Node, ...]:
        return self.of

    def combine(self, values: Sequence[Interval]) -> Interval:
        return Interval(min(v.low for v in values), min(v.high for v in values))


@dataclass(frozen=True, eq=True)
class Any(Node):
    """Or: the greatest of its parts."""

    of: tuple[Node, ...]
    unit = TRUTH
    truth = True

    def __post_init__(self) -> None:
        _need_truths(self.of, "any of")

    @property
    def parts(self) -> tuple[Node, ...]:
        return self.of

    def combine(self, values: Sequence[Interval]) -> Interval:
        return Interval(max(v.low for v in values), max(v.high for v in values))


@dataclass(frozen=True, eq=True)
class Not(Node):
    """Not: 1 − high .. 1 − low."""

    of: Node
    unit = TRUTH
    truth = True

    def __post_init__(self) -> None:
        _need_truths((self.of,), "not")

    @property
    def parts(self) -> tuple[Node, ...]:
        return (self.of,)

    def combine(self, values: Sequence[Interval]) -> Interval:
        return interval.negate(values[0])


@dataclass(frozen=True, eq=True)
class AtLeast(Node):
    """At least `count` of its parts: met once that many are, not met once too few can be."""

    count: int
    of: tuple[Node, ...]
    unit = TRUTH
    truth = True

    def __post_init__(self) -> None:
        _need_truths(self.of, "at least")
        if not 1 <= self.count <= len(self.of):
            raise RuleError(f"at least {self.count} of {len(self.of)} rules.", todo="Ask for 1 to all of them.")

    @property
    def parts(self) -> tuple[Node, ...]:
        return self.of

    def combine(self, values: Sequence[Interval]) -> Interval:
        return interval.at_least(self.count, values)


@dataclass(frozen=True, eq=True)
class Choose(Node):
    """`then` where `when` holds, else `otherwise`; the hull of both where it cannot be told.

    With a `name` it is a named exception: `otherwise` is the rule, `then` what applies instead.
    """

    when: Node
    then: Node
    otherwise: Node
    name: str = ""

    def __post_init__(self) -> None:
        _need_truths((self.when,), "choose when")
        if (self.then.unit, self.then.truth) != (self.otherwise.unit, self.otherwise.truth):
            raise RuleError(
                f"a choice between {self.then.unit} and {self.otherwise.unit}.",
                self.name,
                "Give both one unit.",
            )

    @property
    def parts(self) -> tuple[Node, ...]:
        return (self.when, self.then, self.otherwise)

    @property
    def unit(self) -> str:
        return self.then.unit

    @property
    def truth(self) -> bool:
        return self.then.truth

    def combine(self, values: Sequence[Interval]) -> Interval:
        when, then, otherwise = values
        if when.known:
            return then if when.low == 1.0 else otherwise
        return interval.hull((then, otherwise))


@dataclass(frozen=True, eq=True)
class Named(Node):
    """A rule with a name and a sentence, so that a trace, a column and a report can point at it.

    `text` holds `en` and `fr`; `source` cites where the definition comes from.
    """

    name: str
    of: Node
    text: tuple[tuple[str, str], ...] = ()
    source: str = ""

    @property
    def parts(self) -> tuple[Node, ...]:
        return (self.of,)

    @property
    def unit(self) -> str:
        return self.of.unit

    @property
    def truth(self) -> bool:
        return self.of.truth

    def combine(self, values: Sequence[Interval]) -> Interval:
        return values[0]

    def say(self, language: str) -> str:
        """The name as people read it in `en` or `fr`."""
        return dict(self.text).get(language, self.name.replace("_", " "))


KINDS: tuple[type[Node], ...] = (
    Constant,
    Own,
    Over,
    Arithmetic,
    Bands,
    Compare,
    All,
    Any,
    Not,
    AtLeast,
    Choose,
    Named,
)
"""Every kind of node there is: the algebra is closed."""


def free_own(rule: Node) -> set[Variable]:
    """The variables whose `Own` stands outside any `Over` of theirs."""
    if isinstance(rule, Own):
        return {rule.variable}
    found: set[Variable] = set()
    for part in rule.parts:  # an Over has no parts: it binds the `Own` of its own records
        found |= free_own(part)
    return found


def walk(rule: Node) -> Iterator[Node]:
    """The rule and everything inside it, looks into `each` and `where` included, each node once."""
    seen: set[int] = set()
    stack = [rule]
    while stack:
        node = stack.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        yield node
        stack.extend(reversed(node.parts))
        if isinstance(node, Over):
            stack.extend(inner for inner in (node.each, node.where) if inner is not None)


def variables(rule: Node) -> dict[str, Variable]:
    """Every variable a rule reads, by name. Raises RuleError when one name stands for two declarations."""
    found: dict[str, Variable] = {}
    for node in walk(rule):
        if isinstance(node, Over | Own):
            known = found.setdefault(node.variable.name, node.variable)
            if known != node.variable:
                raise RuleError("one name for two different variables.", node.variable.name, "Rename one of them.")
    return found
