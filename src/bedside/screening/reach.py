"""What a rule can ever answer from some variables: met, not met, or nothing, whatever their values are.

Settling (`rules.settle`) says whether learning what is unknown can decide a rule. Here everything is unknown, and only
what a source supplies can be learned. What was in the past, counts and totals cannot be learned there; of a supplied
variable they are tried at both ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bedside.rules.nodes import Node, Over, Pick, variables
from bedside.rules.settle import Settler
from bedside.values.interval import MET, NOT_MET, Interval

MANY = 1e6
"""What a count or total without an upper bound is tried at."""


@dataclass(frozen=True)
class Reach:
    """Whether a rule can be met, and not met; `lacking` names what it reads and nobody supplies."""

    met: bool
    not_met: bool
    lacking: tuple[str, ...]


def reach(rule: Node, supplied: Iterable[str]) -> Reach:
    """What the rule can answer from these variables."""
    held = frozenset(supplied)
    lacking = frozenset(variables(rule)) - held
    settler = Settler(rule, {}, lacking)
    values = list(_values(settler.looks, held))
    met, not_met = (
        any(settler.value(each) == goal or settler.settle(each, goal) is not None for each in values)
        for goal in (MET, NOT_MET)
    )
    return Reach(met, not_met, tuple(sorted(lacking)))


def _values(looks: Iterable[Over], held: frozenset[str]) -> Iterator[list[Interval]]:
    """Everything unknown, but for what cannot be learned now: that at its least, then at its greatest; and the records
    of what nobody supplies, of which there are none to count."""
    every = list(looks)
    for end in (min, max):
        yield [_value(look, look.variable.name in held, end is max) for look in every]


def _value(look: Over, supplied: bool, greatest: bool) -> Interval:
    if not supplied:
        return Interval.point(0.0) if look.pick is Pick.COUNT else look.range
    return _tried(look, greatest) if _past(look) else look.range


def _past(look: Over) -> bool:
    return look.pick in (Pick.COUNT, Pick.TOTAL) or look.window.until > 0


def _tried(look: Over, greatest: bool) -> Interval:
    return Interval.point(min(look.range.high, MANY) if greatest else max(look.range.low, -MANY))
