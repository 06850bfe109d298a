"""The low and high columns of a rule whose looks are columns already.

Each function mirrors the `combine` of one node; Hypothesis compares the two on every node.
"""

from __future__ import annotations

from sqlglot import exp

from bedside.engines.sql import (
    Sql,
    both,
    case,
    greatest,
    least,
    minus,
    no,
    number,
    over,
    plus,
    times,
    yes,
)
from bedside.rules.nodes import (
    All,
    Any,
    Arithmetic,
    AtLeast,
    Bands,
    Choose,
    Compare,
    Comparison,
    Node,
    Not,
    Operation,
    Step,
)

Pair = tuple[Sql, Sql]
"""The expressions for the low and the high end of an answer."""


def combined(rule: Node, parts: list[Pair]) -> Pair:
    """The low and high of a rule from those of its parts."""
    match rule:
        case All() | Arithmetic(operation=Operation.LEAST):
            return least([p[0] for p in parts]), least([p[1] for p in parts])
        case Any() | Arithmetic(operation=Operation.GREATEST):
            return greatest([p[0] for p in parts]), greatest([p[1] for p in parts])
        case Arithmetic():
            result = parts[0]
            for part in parts[1:]:
                result = _arithmetic(rule.operation, result, part)
            return result
        case Bands():
            return _bands(rule, parts[0])
        case Compare():
            return _compare(rule.comparison, parts[0], parts[1])
        case Not():
            return minus(number(1), parts[0][1]), minus(number(1), parts[0][0])
        case AtLeast():
            return _at_least(rule.count, [p[0] for p in parts]), _at_least(rule.count, [p[1] for p in parts])
        case Choose():
            return _choose(parts, 0, least), _choose(parts, 1, greatest)
        case _:
            raise TypeError(f"{type(rule).__name__} has no columns of its own")


def _arithmetic(operation: Operation, a: Pair, b: Pair) -> Pair:
    match operation:
        case Operation.ADD:
            return plus(a[0], b[0]), plus(a[1], b[1])
        case Operation.SUBTRACT:
            return minus(a[0], b[1]), minus(a[1], b[0])
        case Operation.MULTIPLY:
            corners = [times(x, y) for x in a for y in b]
        case _:
            corners = [over(x, y) for x in a for y in b]
    return least(corners), greatest(corners)


def _reached(step: Step, value: Sql) -> Sql:
    bound = number(float(step.bound))
    return exp.GT(this=value, expression=bound) if step.open else exp.GTE(this=value, expression=bound)


def _bands(rule: Bands, value: Pair) -> Pair:
    points = [float(rule.first), *(float(step.points) for step in rule.steps)]
    if points == sorted(points):
        return _points_at(rule, value[0]), _points_at(rule, value[1])
    if points == sorted(points, reverse=True):
        return _points_at(rule, value[1]), _points_at(rule, value[0])
    touched = [case((_touched(rule, band, value), number(scored))) for band, scored in enumerate(points)]
    return least(touched), greatest(touched)


def _points_at(rule: Bands, value: Sql) -> Sql:
    branches = [(_reached(step, value), number(float(step.points))) for step in reversed(rule.steps)]
    return case(*branches, default=number(float(rule.first)))


def _touched(rule: Bands, band: int, value: Pair) -> Sql:
    conditions: list[Sql] = []
    if band > 0:
        conditions.append(_reached(rule.steps[band - 1], value[1]))
    if band < len(rule.steps):
        conditions.append(no(_reached(rule.steps[band], value[0])))
    return both(*conditions)


def _compare(comparison: Comparison, a: Pair, b: Pair) -> Pair:
    match comparison:
        case Comparison.BELOW:
            return yes(exp.LT(this=a[1], expression=b[0])), yes(exp.LT(this=a[0], expression=b[1]))
        case Comparison.AT_MOST:
            return yes(exp.LTE(this=a[1], expression=b[0])), yes(exp.LTE(this=a[0], expression=b[1]))
        case Comparison.ABOVE:
            return _compare(Comparison.BELOW, b, a)
        case Comparison.AT_LEAST:
            return _compare(Comparison.AT_MOST, b, a)


def _at_least(count: int, ends: list[Sql]) -> Sql:
    total = ends[0]
    for end in ends[1:]:
        total = plus(total, end)
    return yes(exp.GTE(this=total, expression=number(count)))


def _choose(parts: list[Pair], end: int, either: object) -> Sql:
    when, then, otherwise = parts
    taken = exp.EQ(this=when[0], expression=number(1))
    refused = exp.EQ(this=when[1], expression=number(0))
    hull = either([then[end], otherwise[end]])  # type: ignore[operator]
    return case((taken, then[end]), (refused, otherwise[end]), default=hull)
