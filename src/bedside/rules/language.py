"""How a rule is written: Python operators and a few words.

platelets_low = lowest(PLATELETS, hours(24)) < quantity("100 10*9/L")
respiration = highest(PAO2, hours(24), each=own(PAO2) / latest(FIO2, hours(4)))
"""

from __future__ import annotations

from decimal import Decimal

from bedside.errors import RuleError
from bedside.rules.nodes import (
    All,
    Any,
    Arithmetic,
    AtLeast,
    Bands,
    Choose,
    Constant,
    Named,
    Node,
    Operation,
    Over,
    Own,
    Pick,
    Step,
    as_rule,
)
from bedside.values.moment import ALWAYS, NOW, Window
from bedside.values.quantity import POINTS, Quantity, quantity
from bedside.values.variable import Variable


def _window(span: int | Window) -> Window:
    return span if isinstance(span, Window) else Window(span)


def latest(variable: Variable, span: int | Window, each: Node | None = None, where: Node | None = None) -> Over:
    """The latest record in the last `span` microseconds (or in a Window)."""
    return Over(variable, _window(span), Pick.LATEST, each, where)


def highest(
    variable: Variable,
    span: int | Window,
    each: Node | None = None,
    where: Node | None = None,
    sustained: int = 0,
) -> Over:
    """The highest record; of a yes/no variable: whether any record says yes."""
    return Over(variable, _window(span), Pick.HIGHEST, each, where, sustained)


def lowest(variable: Variable, span: int | Window, each: Node | None = None, where: Node | None = None) -> Over:
    """The lowest record; of a yes/no variable: whether every record says yes."""
    return Over(variable, _window(span), Pick.LOWEST, each, where)


def count(variable: Variable, span: int | Window, where: Node | None = None) -> Over:
    """How many records."""
    return Over(variable, _window(span), Pick.COUNT, None, where)


def total(variable: Variable, span: int | Window) -> Over:
    """The sum of the records."""
    return Over(variable, _window(span), Pick.TOTAL)


def in_force(variable: Variable) -> Over:
    """What is in force at the moment: whether a support is on, or the highest rate of an infusion."""
    return Over(variable, NOW, Pick.HIGHEST)


def answer(variable: Variable) -> Over:
    """The latest answer to a human question, however old."""
    return Over(variable, ALWAYS, Pick.LATEST)


def own(variable: Variable) -> Own:
    """The value of the record at hand, inside `each` or `where`."""
    return Own(variable)


def constant(text: str, source: str = "") -> Constant:
    """A cited quantity: `constant("38.5 Cel", "Henter 2007, table 2")`."""
    return Constant(quantity(text), source)


def points(number: int | str) -> Constant:
    """A number of points."""
    return Constant(Quantity(Decimal(number), POINTS))


def add(*rules: Node) -> Arithmetic:
    """The sum of several rules."""
    return Arithmetic(Operation.ADD, rules)


def greatest(*rules: Node) -> Arithmetic:
    """The greatest of several rules."""
    return Arithmetic(Operation.GREATEST, rules)


def least(*rules: Node) -> Arithmetic:
    """The least of several rules."""
    return Arithmetic(Operation.LEAST, rules)


def bands(of: Node, below: int | str, *steps: tuple[str, int | str], source: str = "", gives: str = POINTS) -> Bands:
    """Points by lower bounds: `bands(x, 0, ("from 1.2 mg/dL", 1), ("above 12.0 mg/dL", 4))`.

    `below` are the points under the first bound. "from" includes the bound, "above" excludes it.
    """
    return Bands(of, Decimal(below), tuple(_step(of, text, scored) for text, scored in steps), gives, source)


def _step(of: Node, text: str, scored: int | str) -> Step:
    word, _, rest = text.partition(" ")
    if word not in ("from", "above"):
        raise RuleError(f"“{text}” is not a lower bound.", todo='Write "from 1.2 mg/dL" or "above 12.0 mg/dL".')
    bound = quantity(rest)
    if bound.unit != of.unit:
        raise RuleError(
            f"the bound {bound} is not in {of.unit}.",
            todo=f'Convert it explicitly to "{of.unit}" (Quantity.to).',
        )
    return Step(bound.number, word == "above", Decimal(scored))


def all_of(*rules: Node) -> All:
    """Every one of these."""
    return All(rules)


def any_of(*rules: Node) -> Any:
    """One of these at least."""
    return Any(rules)


def at_least(number: int, *rules: Node) -> AtLeast:
    """At least `number` of these."""
    return AtLeast(number, rules)


def choose(when: Node, then: Node, otherwise: Node) -> Choose:
    """`then` where `when` holds, else `otherwise`."""
    return Choose(when, then, otherwise)


def unless(exception: str, when: Node, then: Node, rule: Node) -> Choose:
    """`rule`, but for a named exception: `then` applies where `when` holds."""
    return Choose(when, then, rule, exception)


def scored(rule: Node, worth: int | str) -> Choose:
    """`worth` points where a yes/no rule holds, else none."""
    return Choose(rule, points(worth), points(0))


def named(name: str, rule: Node | Quantity, source: str = "", **text: str) -> Named:
    """Give a rule a name, an `en` and a `fr` text, and its source."""
    return Named(name, as_rule(rule), tuple(text.items()), source)
