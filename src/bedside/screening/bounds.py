"""The numbers at which a protocol changes its mind, read off its rules: to draw them beside a patient's values."""

from __future__ import annotations

from bedside.report.pages import Bound
from bedside.rules.nodes import AtLeast, Bands, Compare, Constant, Named, Node, Over, Own, walk
from bedside.values.variable import Kind, Variable


def bounds_of(rule: Node) -> dict[str, tuple[Bound, ...]]:
    """By variable: the numbers it is compared with (strong), and those that part its points in a score (weak)."""
    found: dict[str, dict[float, bool]] = {}
    for node in walk(rule):
        if isinstance(node, Compare):
            _note(found, node.left, node.right)
            _note(found, node.right, node.left)
        elif isinstance(node, Bands) and (variable := _plain_look(node.of)):
            for step in node.steps:
                found.setdefault(variable.name, {}).setdefault(float(step.bound), False)
    return {name: tuple(Bound(value, strong) for value, strong in sorted(held.items())) for name, held in found.items()}


def needed_of(rule: Node) -> dict[str, float]:
    """By name of a score, the number that a criterion asks for: compared with it, or "at least n of these".

    The count of a rule `x_met` is called `x` (see `screen.scores_of`).
    """
    found: dict[str, float] = {}
    for node in walk(rule):
        if isinstance(node, Compare) and isinstance(node.left, Named) and isinstance(node.right, Constant):
            found[node.left.name] = float(node.right.value.number)
        elif isinstance(node, Named) and isinstance(node.of, AtLeast):
            found[node.name.removesuffix("_met")] = float(node.of.count)
    return found


def measured(rule: Node) -> tuple[Variable, ...]:
    """The numeric measurements that a rule reads, in the order of reading; those compared with a bound first."""
    strong = {name for name, bounds in bounds_of(rule).items() if any(bound.strong for bound in bounds)}
    held: dict[str, Variable] = {}
    for node in walk(rule):
        if isinstance(node, Over) and node.variable.kind is Kind.MEASUREMENT and not node.variable.truth:
            held.setdefault(node.variable.name, node.variable)
    return tuple(sorted(held.values(), key=lambda variable: variable.name not in strong))


def _note(found: dict[str, dict[float, bool]], side: Node, other: Node) -> None:
    variable = _plain_look(side)
    if variable is not None and isinstance(other, Constant):
        found.setdefault(variable.name, {})[float(other.value.number)] = True


def _plain_look(rule: Node) -> Variable | None:
    """The variable whose own values a rule takes (not counted, not converted)."""
    if isinstance(rule, Over) and rule.each is None and rule.unit == rule.variable.unit and not rule.truth:
        return rule.variable
    return rule.variable if isinstance(rule, Own) and not rule.truth else None
