"""The ways to push a number up or down by learning things: every smallest set, with how far it can go.

For a part in which every unknown moves the answer one way only, the best value of each learned unknown is the
same end of its bounds whatever else is learned. So the ways of a part follow from the ways of its parts: sets
join, values combine, and a way that another is seen to beat with fewer things, or that costs more than a limit, is
dropped.
Sets are bit masks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import add

from bedside.rules.nodes import All, Any, Arithmetic, AtLeast, Choose, Node, Operation
from bedside.rules.residual import Item, Known, Look, Made, Part, Range, unlearned
from bedside.rules.turns import turns
from bedside.values.interval import Interval

Way = tuple[float, int]
"""The value that can be reached at best, and the set that must be learned for it."""

MANY = 20_000
"""Ways beyond which a rule is given up as too entangled."""


class TooMany(Exception):
    """There are more ways than can be held."""


@dataclass
class Ways:
    """Works out ways that cost no more than `limit`; `costs` gives the cost of each name, a bit a name in order.

    What was worked out for a part is kept: the same parts stand in the rules of many patients.
    """

    costs: Mapping[str, float]
    limit: float
    bit: dict[str, int] = field(init=False)
    _cost: dict[int, float] = field(init=False, default_factory=dict)
    _found: dict[tuple[Part, int], list[Way]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.bit = {name: 1 << place for place, name in enumerate(self.costs)}

    def decide(self, part: Part, goals: Iterable[float]) -> list[tuple[float, tuple[str, ...]]]:
        """Every smallest set, with its cost, for which some answer makes a yes/no part met (1), or not met (0)."""
        ways = {1.0: 1, 0.0: -1}
        found = {names for goal in goals for best, names in self.of(part, ways[goal]) if best == goal}
        return [(self.cost(names), self.names(names)) for names in found]

    def cost(self, names: int) -> float:
        """The cost of a set."""
        if names not in self._cost:
            self._cost[names] = sum(self.costs[name] for name in self.names(names))
        return self._cost[names]

    def names(self, names: int) -> tuple[str, ...]:
        """The names in a set."""
        return tuple(name for name, bit in self.bit.items() if names & bit)

    def of(self, part: Part, way: int) -> list[Way]:
        """The ways to raise the low end of a part (`way` 1), or to lower its high end (-1)."""
        key = (part, way)
        if key not in self._found:
            self._found[key] = self._of(part, way)
        return self._found[key]

    def _of(self, part: Part, way: int) -> list[Way]:
        match part:
            case Known():
                return [(_end(part.value, way), 0)]
            case Item():
                learned = (_best(part.variable.bounds, way), self.bit[part.variable.name])
                return self._kept([(_end(part.unlearned, way), 0), learned], way)
            case Range():
                learned = (_best(part.value, way), self._mask(part.names))
                return self._kept([(_end(part.value, way), 0), learned], way)
            case Look():
                return self._look(part, way)
            case Made():
                return self._made(part, way)

    def _mask(self, names: frozenset[str]) -> int:
        mask = 0
        for name in names:
            mask |= self.bit[name]
        return mask

    def _look(self, part: Look, way: int) -> list[Way]:
        unlearned_end = (_end(part.unlearned, way), 0)
        if unlearned(part.where).low != 1.0:
            return [unlearned_end]
        own = self.bit[part.name]
        return self._kept([unlearned_end, *((value, names | own) for value, names in self.of(part.of, way))], way)

    def _made(self, part: Made, way: int) -> list[Way]:
        held = [self.of(inner, way * turn) for inner, turn in zip(part.parts, turns(part), strict=True)]
        match part.rule:
            case Arithmetic(operation=Operation.ADD):
                return self._every(held, way, add)
            case All() | Arithmetic(operation=Operation.LEAST):
                return self._every(held, way, min) if way > 0 else self._either(held, way, min)
            case Any() | Arithmetic(operation=Operation.GREATEST):
                return self._either(held, way, max) if way > 0 else self._every(held, way, max)
            case AtLeast(count=count):
                counted = self._every(held, way, add)
                return self._kept([(float(value >= count), names) for value, names in counted], way)
            case Choose() if turns(part)[0] == 0:  # nothing can tell which of the two it is: both must get there
                return self._every(held[1:], way, min if way > 0 else max)
            case _:
                return self._combined(part.rule, held, way)

    def _every(self, held: Sequence[list[Way]], way: int, join: Join) -> list[Way]:
        """Each part may add its share: all combinations."""
        result = held[0]
        for ways in held[1:]:
            if len(result) * len(ways) > MANY:
                raise TooMany
            result = self._kept([(join(a, b), names | more) for a, names in result for b, more in ways], way)
        return result

    def _either(self, held: Sequence[list[Way]], way: int, join: Join) -> list[Way]:
        """The part that goes farthest decides: what one part can do, the others left as they are."""
        result = held[0]
        for ways in held[1:]:
            here, there = _unlearned(result), _unlearned(ways)
            one = [(join(value, there), names) for value, names in result]
            result = self._kept([*one, *((join(here, value), names) for value, names in ways)], way)
        return result

    def _combined(self, rule: Node, held: Sequence[list[Way]], way: int) -> list[Way]:
        """Each combination of the ways of the parts, the rule asked about their values."""
        joined: list[tuple[tuple[float, ...], int]] = [((), 0)]
        for ways in held:
            joined = [((*values, value), names | more) for values, names in joined for value, more in ways]
            if len(joined) > MANY:
                raise TooMany
        results = [(rule.combine([Interval.point(v) for v in values]).low, names) for values, names in joined]
        return self._kept(results, way)

    def _kept(self, ways: list[Way], way: int) -> list[Way]:
        """The ways within the limit, without those that reach no farther than a part of the same set does."""
        best: dict[int, float] = {}
        for value, names in ways:
            if (names not in best or (value - best[names]) * way > 0) and self.cost(names) <= self.limit:
                best[names] = value
        sums = len(set(best.values())) > 2
        kept: dict[int, float] = {}
        for names in sorted(best, key=int.bit_count):
            less = _one_less(names) if sums else kept  # in sums nearly every name adds something: a short look
            if not any(o & names == o and o in kept and (best[names] - kept[o]) * way <= 0 for o in less):
                kept[names] = best[names]
        return [(value, names) for names, value in kept.items()]


def _one_less(names: int) -> Iterator[int]:
    """Nothing at all, then the set without each of its names in turn."""
    yield 0
    rest = names
    while rest:
        bit = rest & -rest
        yield names ^ bit
        rest ^= bit


Join = Callable[[float, float], float]


def _unlearned(ways: list[Way]) -> float:
    return next(value for value, names in ways if names == 0)


def _end(value: Interval, way: int) -> float:
    return value.low if way > 0 else value.high


def _best(value: Interval, way: int) -> float:
    return value.high if way > 0 else value.low


def can_work(part: Part, signs: Mapping[object, int]) -> bool:
    """True when every unknown of the part moves its answer one way only, and what its looks take in is known."""
    return all(signs.values()) and unlearned(part).bounded and _taken_in(part)


def _taken_in(part: Part) -> bool:
    """Whether of every look it is known if it takes in what is learned."""
    match part:
        case Look():
            return isinstance(part.where, Known) and _taken_in(part.of)
        case Made():
            return all(map(_taken_in, part.parts))
    return True
