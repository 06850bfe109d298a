"""The answers of a rule from those of its parts, on arrays.

Each function mirrors the `combine` of one node; Hypothesis compares the two on every node.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any

import numpy as np

from bedside.engines.arrays import Array
from bedside.engines.picking import Pair
from bedside.rules import nodes
from bedside.rules.nodes import (
    All,
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

Function = Callable[[Any, Any], Any]


def combined(rule: Node, parts: Sequence[Pair]) -> Pair:
    """The low and the high ends of a rule from those of its parts."""
    match rule:
        case All() | Arithmetic(operation=Operation.LEAST):
            return _each_end(np.minimum, parts)
        case nodes.Any() | Arithmetic(operation=Operation.GREATEST):
            return _each_end(np.maximum, parts)
        case Arithmetic():
            return reduce(lambda a, b: _arithmetic(rule.operation, a, b), parts)
        case Bands():
            return _bands(rule, parts[0])
        case Compare():
            return _compare(rule.comparison, parts[0], parts[1])
        case Not():
            return 1.0 - parts[0][1], 1.0 - parts[0][0]
        case AtLeast():
            low, high = _each_end(np.add, parts)
            return _number(low >= rule.count), _number(high >= rule.count)
        case Choose():
            return _choose(parts, 0, np.minimum), _choose(parts, 1, np.maximum)
        case _:
            raise TypeError(f"{type(rule).__name__} is not made of parts")


def _each_end(function: Function, parts: Sequence[Pair]) -> Pair:
    return reduce(function, (low for low, _ in parts)), reduce(function, (high for _, high in parts))


def _number(truth: Any) -> Array:
    return np.asarray(truth, dtype=np.float64)


def _arithmetic(operation: Operation, a: Pair, b: Pair) -> Pair:
    match operation:
        case Operation.ADD:
            return a[0] + b[0], a[1] + b[1]
        case Operation.SUBTRACT:
            return a[0] - b[1], a[1] - b[0]
        case Operation.MULTIPLY:
            corners = [x * y for x in a for y in b]
        case _:
            corners = [x / y for x in a for y in b]
    return reduce(np.minimum, corners), reduce(np.maximum, corners)


def _reached(step: Step, value: Array) -> Array:
    bound = float(step.bound)
    return np.asarray(value > bound if step.open else value >= bound)


def _bands(rule: Bands, value: Pair) -> Pair:
    points = [float(rule.first), *(float(step.points) for step in rule.steps)]
    if points == sorted(points):
        return _points_at(rule, value[0]), _points_at(rule, value[1])
    if points == sorted(points, reverse=True):
        return _points_at(rule, value[1]), _points_at(rule, value[0])
    touched = [_touched(rule, band, value) for band in range(len(points))]
    return (
        reduce(np.minimum, [np.where(held, scored, np.inf) for held, scored in zip(touched, points, strict=True)]),
        reduce(np.maximum, [np.where(held, scored, -np.inf) for held, scored in zip(touched, points, strict=True)]),
    )


def _points_at(rule: Bands, value: Array) -> Array:
    scored = np.full(np.shape(value), float(rule.first))
    for step in rule.steps:
        scored = np.where(_reached(step, value), float(step.points), scored)
    return scored


def _touched(rule: Bands, band: int, value: Pair) -> Array:
    entered = _reached(rule.steps[band - 1], value[1]) if band else np.True_
    left = _reached(rule.steps[band], value[0]) if band < len(rule.steps) else np.False_
    return np.asarray(entered & ~left)


def _compare(comparison: Comparison, a: Pair, b: Pair) -> Pair:
    match comparison:
        case Comparison.BELOW:
            return _number(a[1] < b[0]), _number(a[0] < b[1])
        case Comparison.AT_MOST:
            return _number(a[1] <= b[0]), _number(a[0] <= b[1])
        case Comparison.ABOVE:
            return _compare(Comparison.BELOW, b, a)
        case Comparison.AT_LEAST:
            return _compare(Comparison.AT_MOST, b, a)


def _choose(parts: Sequence[Pair], end: int, hull: Function) -> Array:
    when, then, otherwise = parts
    either = hull(then[end], otherwise[end])
    return np.where(when[0] == 1.0, then[end], np.where(when[1] == 0.0, otherwise[end], either))
