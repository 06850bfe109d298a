"""How SOFA-2 takes the worst value of a window, and what stands in where the window holds none (footnote b)."""

from __future__ import annotations

from bedside.rules.language import any_of, bands, choose, highest, latest, points
from bedside.rules.nodes import Bands, Node, Over, Pick
from bedside.scores.score import ONE, recorded
from bedside.scores.sofa2_options import Sofa2
from bedside.scores.sofa2_tables import SOURCE, Bounds
from bedside.values.moment import Window
from bedside.values.variable import Variable


def above(of: Node, below: int, table: Bounds) -> Bands:
    """`below` points up to the first bound of the table, its points above each."""
    return bands(of, below, *((f"above {at} {of.unit}", score) for at, score in table), source=SOURCE)


def at_least(of: Node, below: int, table: Bounds) -> Bands:
    """`below` points under the first bound of the table, its points from each on."""
    return bands(of, below, *((f"from {at} {of.unit}", score) for at, score in table), source=SOURCE)


def reach(options: Sofa2) -> int:
    """How far back a measurement may lie."""
    return max(options.window, options.carry_forward)


def worst(pick: Pick, variable: Variable, options: Sofa2, each: Node | None = None, where: Node | None = None) -> Node:
    """The worst in the window; where it holds none, the latest that may be carried forward."""
    inside = Over(variable, Window(options.window), pick, each, where)
    if options.carry_forward <= options.window:
        return inside
    carried = latest(variable, options.carry_forward, each, where)
    return choose(recorded(variable, options.window, where), inside, carried)


def or_zero(rule: Node, options: Sofa2, *looks: Node) -> Node:
    """The rule; where nothing was recorded, 0 if missing counts as zero."""
    return rule if options.missing == "unknown" else choose(any_of(*looks), rule, points(0))


def ever(variable: Variable, span: int, options: Sofa2) -> Node:
    """Whether a support was in force; one that a source does not record was not, if missing counts as zero."""
    return Over(variable, Window(span), Pick.COUNT) >= ONE if options.missing == "zero" else highest(variable, span)
