"""A fingerprint of everything that what-would-settle-it depends on, so that it is worked out once a pattern.

Two moments of one fingerprint have the same unknowns, and the same known values wherever a known part stands
beside an unknown one; what lies wholly inside known parts does not count. Of the records of a look that is unknown
it counts whether there are any, not how many, and so where a rule asks no more. The fingerprint is a 64-bit hash:
for ten thousand patterns the chance that two share one is below 10⁻¹¹.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache, reduce

import numpy as np

from bedside.engines.arrays import Array
from bedside.engines.numbering import Numbering
from bedside.engines.picking import Pair
from bedside.rules.nodes import Constant, Named, Node, Over, walk
from bedside.rules.residual import only_whether, there


class Counts(Enum):
    """What of a node goes in: its value where that is known, both ends of it, these up to one, or whether it may be
    above nothing."""

    VALUE = 1
    ENDS = 2
    SOME = 3
    ANY = 4


@dataclass(frozen=True)
class Fingerprint:
    """What the fingerprint of a rule is made of, by number: the rule, and the nodes below it."""

    rule: int
    parts: tuple[tuple[int, Counts, tuple[int, ...]], ...]
    """Of each node below: its number, what of it counts, and the numbers of those that it is part of."""

    def of(self, pairs: Mapping[int, Pair], size: int) -> Array:
        """One UBIGINT for each of `size` questions, over the answers of nodes by number; 0 where the rule is known."""
        unknown = {number: _unknown(pairs[number]) for number in (self.rule, *(part for part, _, _ in self.parts))}
        undecided = np.broadcast_to(unknown[self.rule], size)
        made = undecided.astype(np.uint64)
        if undecided.any():
            for place, (number, counts, above) in enumerate(self.parts):
                matters = reduce(np.logical_or, (unknown[parent] for parent in above)) & undecided
                if counts is Counts.VALUE:
                    matters &= ~unknown[number]
                for end, value in enumerate(_counting(counts, pairs[number])):
                    _add(made, matters, value, _own(2 * place + end))
        return made


def fingerprint(rule: Node, numbering: Numbering) -> Fingerprint:
    """The fingerprint of a rule, whose nodes `numbering` knows."""
    parents = _parents(rule, numbering).items()
    return Fingerprint(
        numbering.of(rule), tuple((number, counts, tuple(sorted(above))) for (number, counts), above in parents)
    )


def _counting(counts: Counts, pair: Pair) -> tuple[Array, ...]:
    match counts:
        case Counts.VALUE:
            return pair[:1]
        case Counts.ENDS:
            return pair
        case Counts.SOME:
            return tuple(np.minimum(end, 1.0) for end in pair)
        case Counts.ANY:
            return (np.asarray(pair[1] > 0),)


def _add(made: Array, matters: Array, value: Array, own: np.uint64) -> None:
    """Add the hashes of a value to those of the rows where it matters."""
    number = np.count_nonzero(matters)
    if SPARSE * number < len(made):
        if number:
            places = np.flatnonzero(matters)
            made[places] += _mixed(value[places] if np.ndim(value) else value, own)
    else:
        made += np.where(matters, _mixed(value, own), _NOTHING)


def _mixed(value: Array, own: np.uint64) -> Array:
    """A hash of a value, by a number of its own (multiply and shift, Steele et al. 2014); another value has another."""
    bits = np.atleast_1d(np.asarray(value, dtype=np.float64) + 0.0).view(np.uint64)
    bits += own  # the bits of 0 are none: it would be hashed like a value that does not matter
    bits *= own
    bits ^= bits >> _HALF
    bits *= _MIX
    bits ^= bits >> _HALF
    return bits


@lru_cache(maxsize=1024)
def _own(place: int) -> np.uint64:
    """The odd number of a place in the sum (SplitMix64, Steele et al. 2014)."""
    made = (place + 1) * 0x9E37_79B9_7F4A_7C15 % 2**64
    made = (made ^ made >> 30) * 0xBF58_476D_1CE4_E5B9 % 2**64
    made = (made ^ made >> 27) * 0x94D0_49BB_1331_11EB % 2**64
    return np.uint64((made ^ made >> 31) | 1)


SPARSE = 3
"""Where fewer than one row in so many matters, those alone are hashed."""
_NOTHING, _HALF, _MIX = np.uint64(0), np.uint64(32), np.uint64(0x94D0_49BB_1331_11EB)


def looks_within(rule: Node) -> list[Over]:
    """Every look of a rule, those inside its looks too: what a record made now would be asked about; and for looks
    that ask about their records, whether there are any."""
    looks = [node for node in walk(rule) if isinstance(node, Over)]
    return [*looks, *(records for look in looks if (records := there(look)) is not None)]


def _unknown(pair: Pair) -> Array:
    return np.asarray(pair[0] < pair[1])


def _parents(rule: Node, numbering: Numbering) -> dict[tuple[int, Counts], set[int]]:
    """Every node below the rule, and what of it counts, with the numbers of those it is a part of; looks inside a look
    are its parts."""
    found: dict[tuple[int, Counts], set[int]] = {}
    visited: set[int] = set()

    def visit(node: Node, number: int) -> None:
        if number in visited:
            return
        visited.add(number)
        for part, counts in _below(node):
            below = numbering.of(part)
            some = counts is Counts.ENDS and part in whether
            found.setdefault((below, Counts.SOME if some else counts), set()).add(number)
            visit(part, below)

    plain, whether = _unnamed(rule), only_whether(rule)
    visit(plain, numbering.of(plain))
    return found


def _below(node: Node) -> Iterator[tuple[Node, Counts]]:
    if isinstance(node, Over):
        inner = [rule for rule in (node.each, node.where) if rule is not None]
        yield from ((look, Counts.ENDS) for rule in inner for look in _looks_in(rule))
        if (records := there(node)) is not None:
            yield records, Counts.ANY
        return
    for part in map(_unnamed, node.parts):
        if not isinstance(part, Constant):
            yield part, Counts.ENDS if isinstance(part, Over) else Counts.VALUE


def _looks_in(rule: Node) -> list[Over]:
    if isinstance(rule, Over):
        return [rule]
    return [look for part in rule.parts for look in _looks_in(part)]


def _unnamed(rule: Node) -> Node:
    return _unnamed(rule.of) if isinstance(rule, Named) else rule
