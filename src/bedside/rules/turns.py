"""How the answer of a part moves with what is learned: up, down, or either way.

A choice moves up with its condition where what it then is can never be below what it is otherwise: 3 or 4 points for a
P/F ratio with respiratory support, at most 2 without. Both are unknown, and the one is never below the other all the
same; without that, what would settle such a score can only be searched for set by set.
"""

from __future__ import annotations

from bisect import bisect_right
from decimal import Decimal
from functools import lru_cache

from bedside.rules.nodes import Arithmetic, Bands, Choose, Compare, Comparison, Not, Operation
from bedside.rules.residual import Item, Look, Made, Part, Range, unlearned


def directions(part: Part) -> dict[object, int]:
    """How the answer moves with each unknown (name, or key of a range): 1 up, -1 down, 0 either way."""
    found: dict[object, set[int]] = {}

    def visit(here: Part, sign: int) -> None:
        match here:
            case Item():
                found.setdefault(here.variable.name, set()).add(sign)
            case Range():
                found.setdefault(here.key, set()).add(sign)
            case Look():
                visit(here.where, 0)
                visit(here.of, sign)
            case Made():
                for inner, turn in zip(here.parts, turns(here), strict=True):
                    visit(inner, sign * turn)

    visit(part, 1)
    return {key: next(iter(those)) if len(those) == 1 else 0 for key, those in found.items()}


@lru_cache(maxsize=100_000)
def turns(part: Made) -> list[int]:
    """Per part: 1 when the rule rises with it, -1 when it falls, 0 when it may do either."""
    rule, count = part.rule, len(part.parts)
    match rule:
        case Arithmetic(operation=Operation.SUBTRACT):
            return [1] + [-1] * (count - 1)
        case Arithmetic(operation=Operation.MULTIPLY):
            return [0] * count
        case Arithmetic(operation=Operation.DIVIDE):
            positive = all(unlearned(inner).low > 0 for inner in part.parts)
            return [1] + [-1] * (count - 1) if positive else [0] * count
        case Bands():
            return [_slope([rule.first, *(step.points for step in rule.steps)])]
        case Compare():
            rising = rule.comparison in (Comparison.ABOVE, Comparison.AT_LEAST)
            return [1, -1] if rising else [-1, 1]
        case Not():
            return [-1]
        case Choose():
            _, then, otherwise = part.parts
            when = 1 if never_below(then, otherwise) else -1 if never_below(otherwise, then) else 0
            return [when, 1, 1]
        case _:
            return [1] * count


def _slope(points: list[Decimal]) -> int:
    if points == sorted(points):
        return 1
    return -1 if points == sorted(points, reverse=True) else 0


def never_below(one: Part, other: Part) -> bool:
    """True when neither end of `one` can be below that of `other`, whatever is learned, as far as it shows."""
    if one == other or unlearned(one).low >= unlearned(other).high:
        return True
    match one, other:
        case Look(), Look():
            low, high = (getattr(one.unlearned, end) >= getattr(other.unlearned, end) for end in ("low", "high"))
            alike = (one.name, one.where) == (other.name, other.where)
            return alike and low and high and never_below(one.of, other.of)
        case Made(rule=Bands() as bands), Made(rule=Bands() as others) if one.parts == other.parts:
            return _never_below(bands, others)
        case Made(rule=Choose()), Made(rule=Choose()) if one.parts[0] == other.parts[0]:
            return all(never_below(a, b) for a, b in zip(one.parts[1:], other.parts[1:], strict=True))
        case Made(rule=Choose()), _:
            return all(never_below(branch, other) for branch in one.parts[1:])
        case _, Made(rule=Choose()):
            return all(never_below(one, branch) for branch in other.parts[1:])
    return False


def _never_below(bands: Bands, others: Bands) -> bool:
    """Of two tables about the same number: whether the points of the one are nowhere less."""
    bounds = [[(step.bound, step.open) for step in each.steps] for each in (bands, others)]
    points = [[each.first, *(step.points for step in each.steps)] for each in (bands, others)]
    ahead, behind = ([held[0], *(held[bisect_right(own, at)] for at in sorted(bounds[0] + bounds[1]))]
                     for held, own in zip(points, bounds, strict=True))  # fmt: skip
    return all(a >= b for a, b in zip(ahead, behind, strict=True))
