"""Rules, charts and moments that Hypothesis draws: every kind of node, few and small values, all kinds of unknowns.

`rules()` draws a rule, `charts()` a patient, `moments()` a moment, `cases()` a rule with a chart of its variables
and a moment. Times lie on half hours within one day of START.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from bedside.rules.chart import Chart, Fact
from bedside.rules.nodes import (
    All,
    Any,
    Arithmetic,
    AtLeast,
    Bands,
    Choose,
    Compare,
    Comparison,
    Constant,
    Named,
    Node,
    Not,
    Operation,
    Over,
    Own,
    Pick,
    Step,
    variables,
)
from bedside.rules.wire import canonical, encode
from bedside.values.interval import Interval
from bedside.values.moment import EVER, HOUR, NOW, Moment, Window, moment
from bedside.values.quantity import POINTS, Quantity
from bedside.values.unknown import Because
from bedside.values.variable import Kind, Variable, measured, yes_no

START = moment("2150-03-01T00:00")
HALF = HOUR // 2
RATE = "ug/kg/min"

LEVEL = measured("level", "1", "0", "3", en="level", fr="niveau")
RATIO = measured("ratio", "1", "1", "4", en="ratio", fr="rapport")
SIGNED = measured("signed", "1", "-2", "2", en="difference", fr="différence")
TENTH = measured("tenth", "1", "0", "1", 1, en="fraction", fr="fraction")
FLAG = yes_no("flag", Kind.MEASUREMENT, en="flag", fr="signe")
URINE = measured("urine", "mL", "0", "3", kind=Kind.OUTPUT, en="urine", fr="urine")
BALANCE = measured("balance", "mL", "-2", "2", kind=Kind.OUTPUT, en="balance", fr="bilan")
DRUG = measured("drug", RATE, "0", "3", kind=Kind.INFUSION, en="drug", fr="médicament")
SUPPORT = yes_no("support", Kind.SUPPORT, en="support", fr="suppléance")
ASKED = yes_no("asked", en="question", fr="question")
VARIABLES = {v.name: v for v in (LEVEL, RATIO, SIGNED, TENTH, FLAG, URINE, BALANCE, DRUG, SUPPORT, ASKED)}
UNITS = ("1", "mL", RATE, POINTS)


def domain(variable: Variable) -> tuple[float, ...]:
    """Few values of a variable, both bounds among them."""
    if variable == TENTH:
        return (0.0, 0.5, 1.0)
    return tuple(float(number) for number in range(int(variable.low), int(variable.high) + 1))


@st.composite
def moments(draw: DrawFn) -> Moment:
    """Mostly whole hours of the day, sometimes half hours."""
    half = draw(st.integers(8, 28))
    return Moment(START + (half if draw(st.integers(0, 3)) == 0 else half - half % 2) * HALF)


# --- rules --------------------------------------------------------------------------------------------
# Each kind of node is chosen by weight, then drawn: `one_of` would flatten its branches and lose the weights.


@st.composite
def rules(draw: DrawFn, depth: int = 3) -> Node:
    """A rule of any kind, a number or a truth."""
    if draw(st.booleans()):
        return draw(truths(depth))
    return draw(numbers(draw(st.sampled_from(UNITS)), depth))


TRUTHS = ("look", "compare", "compare", "compare", "all", "any", "not", "at least", "choose", "named", "twice")
NUMBERS = ("look", "look", "arithmetic", "arithmetic", "bands", "bands", "choose", "named", "constant")


@st.composite
def truths(draw: DrawFn, depth: int = 3, own: Variable | None = None) -> Node:
    """A yes/no rule; `own` is the variable whose record is at hand, inside a look."""
    if own is not None and own.truth and draw(st.integers(0, 2)) == 0:
        return Own(own)
    kind = draw(st.sampled_from(TRUTHS)) if depth > 0 else "look"
    deeper = truths(depth - 1, own)
    match kind:
        case "look":
            return draw(looks(depth, truth=True))
        case "compare":
            return draw(_comparisons(depth - 1, own))
        case "not":
            return Not(draw(deeper))
        case "choose":
            return Choose(draw(deeper), draw(deeper), draw(deeper), draw(st.sampled_from(("", "exception_1"))))
        case "named":
            return _named(draw(deeper))
        case "twice":  # one unknown used twice: never met for certain, though always true
            rule = draw(deeper)
            return Any((rule, Not(rule)))
    of = tuple(draw(st.lists(deeper, min_size=1, max_size=3)))
    if kind == "at least":
        return AtLeast(draw(st.integers(1, len(of))), of)
    return All(of) if kind == "all" else Any(of)


@st.composite
def numbers(draw: DrawFn, unit: str, depth: int = 3, own: Variable | None = None) -> Node:
    """A numeric rule in a unit."""
    if own is not None and own.unit == unit and not own.truth and draw(st.integers(0, 2)) == 0:
        return Own(own)
    kind = draw(st.sampled_from(NUMBERS)) if depth > 0 else "look"
    deeper = numbers(unit, depth - 1, own)
    if kind == "look" and unit != POINTS:
        return draw(looks(depth, unit))
    match kind:
        case "arithmetic":
            return draw(_arithmetic(unit, depth - 1, own))
        case "choose":
            name = draw(st.sampled_from(("", "exception_2")))
            return Choose(draw(truths(depth - 1, own)), draw(deeper), draw(deeper), name)
        case "named":
            return _named(draw(deeper))
        case "bands" | "look" if unit in ("1", POINTS) and depth > 0:
            return draw(_bands(draw(st.sampled_from(UNITS)), unit, depth - 1, own))
    return draw(_constants(unit))


@st.composite
def _constants(draw: DrawFn, unit: str) -> Node:
    number = draw(st.sampled_from(("-1", "0", "0.5", "1", "1.5", "2", "3", "4")))
    return Constant(Quantity(Decimal(number), unit), draw(st.sampled_from(("", "book"))))


@st.composite
def _comparisons(draw: DrawFn, depth: int, own: Variable | None) -> Node:
    unit = draw(st.sampled_from(UNITS))
    left, comparison = draw(numbers(unit, depth, own)), draw(st.sampled_from(Comparison))
    right = numbers(unit, depth, own) if draw(st.integers(0, 2)) == 0 else _constants(unit)
    return Compare(left, comparison, draw(right))


@st.composite
def _bands(draw: DrawFn, of: str, unit: str, depth: int, own: Variable | None) -> Node:
    key = st.tuples(st.sampled_from(("-1", "0", "0.5", "1", "2", "3")).map(Decimal), st.booleans())
    keys = draw(st.lists(key, min_size=1, max_size=4, unique=True))
    scores = st.integers(0, 4).map(Decimal)
    steps = tuple(Step(bound, is_open, draw(scores)) for bound, is_open in sorted(keys))
    source = draw(st.sampled_from(("", "table 3")))
    return Bands(draw(numbers(of, depth, own)), draw(scores), steps, unit, source)


@st.composite
def _arithmetic(draw: DrawFn, unit: str, depth: int, own: Variable | None) -> Node:
    """× and ÷ only where they are allowed: of what is bounded, by what cannot be zero."""
    operation = draw(st.sampled_from(Operation))
    of = [draw(numbers(unit, depth, own)) for _ in range(draw(st.integers(2, 3)))]
    if operation is Operation.MULTIPLY:
        of = [of[0], draw(numbers("1", depth, own))]
    if operation is Operation.DIVIDE:
        pure = draw(numbers("1", depth, own))
        of = [of[0], pure if 0.0 not in pure.range else Over(RATIO, draw(_windows()), Pick.LATEST)]
    if operation in SCALING and not all(part.range.bounded for part in of):
        operation, of = Operation.ADD, [of[0], of[0]]
    gives = draw(st.sampled_from(("", unit))) if operation in SCALING else ""
    return Arithmetic(operation, tuple(of), gives)


SCALING = (Operation.MULTIPLY, Operation.DIVIDE)


def _named(rule: Node) -> Node:
    """Names follow content, so that one name never stands for two rules."""
    mark = hashlib.sha256(canonical(encode(rule)).encode()).hexdigest()
    text = (("en", f"rule {mark[:4]}"), ("fr", f"règle {mark[:4]}")) if mark[0] < "8" else ()
    return Named(f"rule_{mark[:12]}", rule, text, "paper" if mark[1] < "8" else "")


# --- looks --------------------------------------------------------------------------------------------

ORDERED = (Pick.LATEST, Pick.HIGHEST, Pick.LOWEST)
LENGTHS = (HALF, HOUR, 3 * HOUR, 6 * HOUR, 6 * HOUR, 24 * HOUR, 24 * HOUR, EVER)


@st.composite
def _windows(draw: DrawFn, lasting: bool = False) -> Window:
    if lasting and draw(st.integers(0, 3)) == 0:
        return draw(st.sampled_from((NOW, NOW, Window(HOUR, HOUR))))
    length = draw(st.sampled_from(LENGTHS))
    until = draw(st.sampled_from((0, 0, 0, 0, HALF, 3 * HOUR)))
    return Window(length + until, until)


@st.composite
def looks(draw: DrawFn, depth: int, unit: str = "1", truth: bool = False) -> Node:
    """A look whose answer is a truth, or a number in this unit."""
    if not truth and unit == "1" and draw(st.integers(0, 5)) == 0:
        return draw(_look(draw(st.sampled_from(list(VARIABLES.values()))), (Pick.COUNT,), depth))
    if depth > 0 and draw(st.integers(0, 4)) == 0:
        variable = draw(st.sampled_from([v for v in VARIABLES.values() if not v.lasting]))
        each = truths(depth - 1, variable) if truth else numbers(unit, depth - 1, variable)
        return draw(_look(variable, ORDERED, depth, draw(each)))
    variable = draw(st.sampled_from([v for v in VARIABLES.values() if (v.unit, v.truth) == (unit, truth)]))
    return draw(_look(variable, _picks(variable), depth))


def _picks(variable: Variable) -> tuple[Pick, ...]:
    if variable.lasting:
        return (Pick.HIGHEST, Pick.HIGHEST, Pick.LOWEST)
    return (*ORDERED, Pick.TOTAL) if variable.kind is Kind.OUTPUT else ORDERED


@st.composite
def _look(draw: DrawFn, variable: Variable, picks: tuple[Pick, ...], depth: int, each: Node | None = None) -> Node:
    window = draw(_windows(variable.lasting))
    pick = draw(st.sampled_from(picks))
    if variable.lasting:
        return Over(variable, window, pick, sustained=draw(st.sampled_from((0, 0, HOUR, 3 * HOUR))))
    where = draw(truths(depth - 1, variable)) if depth > 0 and draw(st.integers(0, 3)) == 0 else None
    return Over(variable, window, pick, each, where)


# --- charts -------------------------------------------------------------------------------------------


HOW_MANY = st.sampled_from((2, 3, 1, 2, 4, 0))


@st.composite
def charts(draw: DrawFn, names: Iterable[str] = tuple(VARIABLES), most: int = 4, exact: bool = False) -> Chart:
    """A patient with up to `most` facts about each of these variables.

    `exact` leaves out times and values that are not exact.
    """
    listed = sorted(names)
    held: list[Fact] = []
    for name in listed:
        held += [draw(facts(VARIABLES[name], exact)) for _ in range(min(most, draw(HOW_MANY)))]
    complete = [name for name in listed if VARIABLES[name].lasting or VARIABLES[name].kind is Kind.OUTPUT]
    recorded = draw(st.sets(st.sampled_from(complete))) if complete else set()
    supplied = draw(st.none() | st.sets(st.sampled_from(sorted(VARIABLES))))
    return Chart.of(draw(st.permutations(held)), recorded, supplied)


@st.composite
def facts(draw: DrawFn, variable: Variable, exact: bool = False) -> Fact:
    """One record: sharp or fuzzy in time, of a known, limited or pending value, at once or late available, for good
    or until something takes its place."""
    start = Moment(START + draw(st.integers(0, 24)) * HALF)
    value, because = draw(_values(variable, exact))
    number = draw(st.integers(0, 999))
    gone = None if exact else draw(st.sampled_from((None, None, None, None, None, None, 1, 3, 9)))
    if variable.lasting:
        end = Moment(start + draw(st.integers(1, 16)) * HALF)
        course = draw(st.none() | st.just((Moment(start - 2 * HOUR), Moment(end + HOUR))) | st.just((start, end)))
        held = Fact(variable.name, start, end, value, start, course, because, f"table {number}")
        return held if gone is None else replace(held, superseded=Moment(start + gone * HALF))
    fuzzy = 0 if exact else draw(st.sampled_from((0, 0, 0, 1, 2, 4)))
    end = Moment(start + fuzzy * HALF)
    available = Moment(end + draw(st.sampled_from((0, 0, 0, 1, 4, 12))) * HALF)
    superseded = None if gone is None else Moment(available + gone * HALF)
    origin = f"table {number}"
    return Fact(variable.name, start, end, value, available, None, because, origin, "as written", superseded)


@st.composite
def _values(draw: DrawFn, variable: Variable, exact: bool) -> tuple[Interval, Because | None]:
    among = [v for v in domain(variable) if v > 0 or not variable.lasting]  # a rate of zero is no infusion
    value = draw(st.sampled_from(among))
    how = "point" if exact or (variable.lasting and variable.truth) else draw(st.sampled_from(HOW))
    if how == "pending":
        return variable.bounds, Because.PENDING
    if how == "limit":
        low = draw(st.booleans())
        return (Interval(among[0], value) if low else Interval(value, among[-1])), Because.CENSORED
    return Interval.point(value), None


HOW = ("point", "point", "point", "limit", "pending")


@dataclass(frozen=True)
class Case:
    """A rule, a patient and a moment to ask about."""

    rule: Node
    chart: Chart
    at: Moment


@st.composite
def cases(draw: DrawFn, depth: int = 3, most: int = 4) -> Case:
    """A rule with a chart about the variables that it reads."""
    rule = draw(rules(depth))
    return Case(rule, draw(charts(variables(rule), most)), draw(moments()))
