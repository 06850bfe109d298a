"""Rules, charts and moments that Hypothesis draws: every kind of node, few and small values, all kinds of unknowns.

`rules()` draws a rule, `charts()` a patient, `moments()` a moment, `cases()` a rule with a chart of its variables
and a moment. Times lie on half hours within one day of START.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

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


def moments() -> SearchStrategy[Moment]:
    """Mostly whole hours of the day, sometimes half hours."""
    whole = st.integers(4, 13).map(lambda hour: Moment(START + hour * HOUR))
    return whole | whole | st.integers(0, 40).map(lambda half: Moment(START + half * HALF))


# --- rules --------------------------------------------------------------------------------------------


@cache
def rules(depth: int = 3) -> SearchStrategy[Node]:
    """A rule of any kind, a number or a truth."""
    return st.one_of(truths(depth), *(numbers(unit, depth) for unit in UNITS))


@cache
def truths(depth: int = 3, own: Variable | None = None) -> SearchStrategy[Node]:
    """A yes/no rule; `own` is the variable whose record is at hand, inside a look."""
    leaves = [looks(depth, truth=True)]
    if own is not None and own.truth:
        leaves.append(st.just(Own(own)))
    if depth <= 0:
        return st.one_of(leaves)
    deeper = truths(depth - 1, own)
    several = st.lists(deeper, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        *leaves,
        *[_comparisons(depth - 1, own)] * 4,
        several.map(All),
        several.map(Any),
        deeper.map(Not),
        several.flatmap(lambda of: st.integers(1, len(of)).map(lambda count: AtLeast(count, of))),
        st.builds(Choose, deeper, deeper, deeper, st.sampled_from(("", "exception_1"))),
        deeper.map(_named),
        deeper.map(lambda rule: Any((rule, Not(rule)))),  # one unknown used twice
    )


@cache
def numbers(unit: str, depth: int = 3, own: Variable | None = None) -> SearchStrategy[Node]:
    """A numeric rule in a unit."""
    leaves: list[SearchStrategy[Node]] = [_constants(unit)]
    if unit != POINTS:
        leaves += [looks(depth, unit=unit)] * 4
    if own is not None and own.unit == unit and not own.truth:
        leaves += [st.just(Own(own))] * 2
    if depth <= 0:
        return st.one_of(leaves)
    deeper = numbers(unit, depth - 1, own)
    inner: list[SearchStrategy[Node]] = [
        *[_arithmetic(unit, depth - 1, own)] * 3,
        st.builds(Choose, truths(depth - 1, own), deeper, deeper, st.sampled_from(("", "exception_2"))),
        deeper.map(_named),
    ]
    if unit in ("1", POINTS):
        inner += [st.sampled_from(UNITS).flatmap(lambda of: _bands(of, unit, depth - 1, own))] * 2
    return st.one_of(*leaves, *inner)


@cache
def _constants(unit: str) -> SearchStrategy[Node]:
    number = st.sampled_from(("-1", "0", "0.5", "1", "1.5", "2", "3", "4"))
    return st.builds(
        lambda n, source: Constant(Quantity(Decimal(n), unit), source), number, st.sampled_from(("", "book"))
    )


@cache
@st.composite
def _comparisons(draw: DrawFn, depth: int, own: Variable | None) -> Node:
    unit = draw(st.sampled_from(UNITS))
    side = numbers(unit, depth, own)
    return Compare(draw(side), draw(st.sampled_from(Comparison)), draw(_constants(unit) | _constants(unit) | side))


@cache
@st.composite
def _bands(draw: DrawFn, of: str, unit: str, depth: int, own: Variable | None) -> Node:
    keys = draw(
        st.lists(st.tuples(st.sampled_from(("-1", "0", "0.5", "1", "2", "3")), st.booleans()),
                 min_size=1, max_size=4, unique=True)
    )  # fmt: skip
    scores = st.integers(0, 4).map(Decimal)
    steps = tuple(Step(bound, open_, draw(scores)) for bound, open_ in sorted((Decimal(b), o) for b, o in keys))
    return Bands(draw(numbers(of, depth, own)), draw(scores), steps, unit, draw(st.sampled_from(("", "table 3"))))


@cache
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


@cache
def _windows(lasting: bool = False) -> SearchStrategy[Window]:
    back = st.sampled_from((HALF, HOUR, 3 * HOUR, 6 * HOUR, 6 * HOUR, 24 * HOUR, 24 * HOUR, EVER))
    ended = st.builds(
        lambda length, until: Window(length + until, until), back, st.sampled_from((HALF, HOUR, 3 * HOUR))
    )
    plain = back.map(Window)
    if lasting:
        return plain | ended | st.just(NOW) | st.just(Window(HOUR, HOUR))
    return plain | plain | plain | ended


@cache
def looks(depth: int, unit: str = "1", truth: bool = False) -> SearchStrategy[Node]:
    """A look whose answer is a truth, or a number in this unit."""
    choices: list[SearchStrategy[Node]] = []
    for variable in VARIABLES.values():
        if (variable.unit, variable.truth) == (unit, truth):
            choices.append(_look(variable, _picks(variable), depth, None))
        elif depth > 0 and not variable.lasting:
            each = truths(depth - 1, variable) if truth else numbers(unit, depth - 1, variable)
            choices.append(_look(variable, ORDERED, depth, each))
        if unit == "1" and not truth:
            choices.append(_look(variable, (Pick.COUNT,), depth, None))
    return st.one_of(choices)


ORDERED = (Pick.LATEST, Pick.HIGHEST, Pick.LOWEST)


def _picks(variable: Variable) -> tuple[Pick, ...]:
    if variable.lasting:
        return (Pick.HIGHEST, Pick.HIGHEST, Pick.LOWEST)
    return (*ORDERED, Pick.TOTAL) if variable.kind is Kind.OUTPUT else ORDERED


@st.composite
def _look(
    draw: DrawFn, variable: Variable, picks: tuple[Pick, ...], depth: int, each: SearchStrategy[Node] | None
) -> Node:
    window = draw(_windows(variable.lasting))
    pick = draw(st.sampled_from(picks))
    if variable.lasting:
        return Over(variable, window, pick, sustained=draw(st.sampled_from((0, 0, HOUR, 3 * HOUR))))
    own = each
    if own is None and depth > 0 and pick in ORDERED and draw(st.integers(0, 3)) == 0:
        own = truths(depth - 1, variable) if variable.truth else numbers(variable.unit, depth - 1, variable)
    where = draw(truths(depth - 1, variable)) if depth > 0 and draw(st.integers(0, 2)) == 0 else None
    return Over(variable, window, pick, draw(own) if own is not None else None, where)


# --- charts -------------------------------------------------------------------------------------------


@st.composite
def charts(draw: DrawFn, names: Iterable[str] = tuple(VARIABLES), most: int = 4, exact: bool = False) -> Chart:
    """A patient with up to `most` facts about each of these variables.

    `exact` leaves out times and values that are not exact.
    """
    listed = sorted(names)
    held = [fact for name in listed for fact in draw(st.lists(facts(VARIABLES[name], exact), max_size=most))]
    complete = [name for name in listed if VARIABLES[name].lasting or VARIABLES[name].kind is Kind.OUTPUT]
    recorded = draw(st.sets(st.sampled_from(complete))) if complete else set()
    supplied = draw(st.none() | st.sets(st.sampled_from(sorted(VARIABLES))))
    return Chart.of(draw(st.permutations(held)), recorded, supplied)


@st.composite
def facts(draw: DrawFn, variable: Variable, exact: bool = False) -> Fact:
    """One record: sharp or fuzzy in time, of a known, limited or pending value, at once or late available."""
    start = Moment(START + draw(st.integers(0, 24)) * HALF)
    value, because = draw(_values(variable, exact))
    number = draw(st.integers(0, 999))
    if variable.lasting:
        end = Moment(start + draw(st.integers(1, 16)) * HALF)
        course = draw(st.none() | st.just((Moment(start - 2 * HOUR), Moment(end + HOUR))) | st.just((start, end)))
        return Fact(variable.name, start, end, value, start, course, because, f"table {number}")
    fuzzy = 0 if exact else draw(st.sampled_from((0, 0, 0, 1, 2, 4)))
    end = Moment(start + fuzzy * HALF)
    available = Moment(end + draw(st.sampled_from((0, 0, 0, 1, 4, 12))) * HALF)
    return Fact(variable.name, start, end, value, available, None, because, f"table {number}", "as written")


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
