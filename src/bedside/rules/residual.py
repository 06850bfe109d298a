"""What is left of a rule once everything known is put in: a small tree over the unknowns that can be learned."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import isfinite

from bedside.rules.nodes import Choose, Compare, Comparison, Constant, Node, Over, Pick, walk
from bedside.values.interval import Interval
from bedside.values.variable import Variable


def there(look: Over) -> Over | None:
    """How many records a look has that may count: tells a record that says nothing yet from no record at all.

    None for a look that takes the records' own values: what it has not got is its variable either way.
    """
    if look.each is None and look.where is None:
        return None
    return replace(look, pick=Pick.COUNT, each=None)


def only_whether(rule: Node) -> frozenset[Over]:
    """The numbers of records of which a rule only asks whether they are at least one."""
    counted: dict[Over, bool] = {}
    for node in walk(rule):
        parts = [node.each, node.where] if isinstance(node, Over) else node.parts
        match node:
            case Compare(comparison=Comparison.AT_LEAST, parts=(_, Constant() as least)) if (
                least.range == Interval.point(1.0)
            ):
                asked = True
            case _:
                asked = False
        for part in parts:
            if isinstance(part, Over) and part.pick is Pick.COUNT:
                counted[part] = counted.get(part, True) and asked
    return frozenset(look for look, whether in counted.items() if whether)


@dataclass(frozen=True)
class Known:
    """A part that is as it is, known or not."""

    value: Interval


@dataclass(frozen=True)
class Item:
    """The value of one unknown variable, once learned."""

    variable: Variable
    unlearned: Interval


@dataclass(frozen=True)
class Range:
    """A look that is partly known: anywhere in its range once all of `names` are learned."""

    key: int
    names: frozenset[str]
    value: Interval
    unit: str


@dataclass(frozen=True)
class Look:
    """A look that would read a record made now: `of` once `name` is learned and `where` holds, else anything."""

    name: str
    where: Part
    of: Part
    unlearned: Interval
    hashed: int = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "hashed", hash((self.name, self.where, self.of, self.unlearned)))

    def __hash__(self) -> int:
        return self.hashed


@dataclass(frozen=True)
class Made:
    """A rule made of parts, some of them unknown. The rule counts as itself, by `key`, not by what it says.

    Parts are looked up again and again: a hash is worked out once, not down the whole tree each time.
    """

    key: int
    rule: Node = field(compare=False, repr=False)
    parts: tuple[Part, ...]
    value: Interval
    hashed: int = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "hashed", hash((self.key, self.parts, self.value)))

    def __hash__(self) -> int:
        return self.hashed

    @cached_property
    def names(self) -> frozenset[str]:
        """Everything that could be learned about it."""
        return frozenset().union(*(learned_by(inner) for inner in self.parts))


Part = Known | Item | Range | Look | Made
Answers = dict[str, float]


def made(rule: Node, parts: tuple[Part, ...]) -> Part:
    """A rule over parts, with all that is decided already put in."""
    value = rule.combine([unlearned(part) for part in parts])
    if value.known:
        return Known(value)
    if isinstance(rule, Choose) and (when := unlearned(parts[0])).known:
        return parts[1] if when.low == 1.0 else parts[2]
    if all(isinstance(part, Known) for part in parts):
        return Known(value)
    return Made(id(rule), rule, parts, value)


def unlearned(part: Part) -> Interval:
    """The value of a part while nothing more is learned."""
    match part:
        case Item() | Look():
            return part.unlearned
        case _:
            return part.value


def valued(part: Part, answers: Answers, placed: Mapping[int, float], learned: frozenset[str]) -> Interval:
    """The value of a part once some variables are learned: `answers` by name, `placed` for partly known looks."""
    match part:
        case Known():
            return part.value
        case Item():
            name = part.variable.name
            return Interval.point(answers[name]) if name in answers else part.unlearned
        case Range():
            return Interval.point(placed[part.key]) if part.key in placed else part.value
        case Look():
            if part.name not in learned or valued(part.where, answers, placed, learned).low != 1.0:
                return part.unlearned
            return valued(part.of, answers, placed, learned)
        case Made():
            if part.names.isdisjoint(learned):
                return part.value
            return part.rule.combine([valued(inner, answers, placed, learned) for inner in part.parts])


def leaves(part: Part) -> Iterator[Item | Range]:
    """Every unknown in a part, as often as it stands there."""
    match part:
        case Item() | Range():
            yield part
        case Look():
            yield from leaves(part.where)
            yield from leaves(part.of)
        case Made():
            for inner in part.parts:
                yield from leaves(inner)


class Entangled(Exception):
    """What a look takes in hangs on something else that is unknown."""


def supposing(part: Part, answers: Mapping[str, Interval]) -> Part:
    """A part where some variables are learned (a point), or are never to be (a range).

    Raises Entangled where a look at such a variable takes in its value only if something else turns out so.
    """
    match part:
        case Item() if part.variable.name in answers:
            return Known(answers[part.variable.name])
        case Range():
            if any(name in answers and not answers[name].known for name in part.names):
                return Known(part.value)
            return replace(part, names=part.names.difference(answers))
        case Look():
            return _look_supposing(part, answers)
        case Made():
            if part.names.isdisjoint(answers):
                return part
            return made(part.rule, tuple(supposing(inner, answers) for inner in part.parts))
    return part


def _look_supposing(look: Look, answers: Mapping[str, Interval]) -> Part:
    where, of = supposing(look.where, answers), supposing(look.of, answers)
    own = answers.get(look.name)
    if (own is not None and not own.known) or (isinstance(where, Known) and where.value.low != 1.0):
        return Known(look.unlearned)
    if own is None:
        return Look(look.name, where, of, look.unlearned)
    if isinstance(where, Known):
        return of
    raise Entangled


def ends_of(part: Part) -> frozenset[float]:
    """Every number at which something in a part begins or ends: what is known, and the bounds of what is not."""
    match part:
        case Known():
            found = {part.value.low, part.value.high}
        case Item():
            found = {part.variable.bounds.low, part.variable.bounds.high}
        case Range():
            found = {part.value.low, part.value.high}
        case Look():
            return ends_of(part.where) | ends_of(part.of)
        case Made():
            return frozenset().union(*(ends_of(inner) for inner in part.parts))
    return frozenset(value for value in found if isfinite(value))


def learned_by(part: Part) -> frozenset[str]:
    """The names of everything that could be learned about a part, also of looks that ignore the value itself."""
    match part:
        case Known():
            return frozenset()
        case Item():
            return frozenset({part.variable.name})
        case Range():
            return part.names
        case Look():
            return learned_by(part.where) | learned_by(part.of) | {part.name}
        case Made():
            return part.names


def apart(parts: Iterable[Part]) -> list[tuple[Part, ...]]:
    """The parts in groups that have nothing to learn in common."""
    groups: list[tuple[frozenset[str], tuple[Part, ...]]] = []
    for part in parts:
        names, joined = learned_by(part), tuple([part])
        rest = []
        for others, group in groups:
            if names & others:
                names, joined = names | others, (*group, *joined)
            else:
                rest.append((others, group))
        groups = [*rest, (names, joined)]
    return [group for _, group in groups]
