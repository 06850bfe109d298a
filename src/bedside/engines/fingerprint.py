"""A fingerprint of everything that what-would-settle-it depends on, so that it is worked out once a pattern.

Two moments of one fingerprint have the same unknowns, and the same known values wherever a known part stands
beside an unknown one; what lies wholly inside known parts does not count. The fingerprint is a 64-bit hash:
for ten thousand patterns the chance that two share one is below 10⁻¹¹.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np

from bedside.engines.arrays import Array
from bedside.engines.numbering import Numbering
from bedside.engines.picking import Pair
from bedside.rules.nodes import Constant, Named, Node, Over, walk
from bedside.rules.residual import there


@dataclass(frozen=True)
class Fingerprint:
    """What the fingerprint of a rule is made of, by number: the rule, and the nodes below it."""

    rule: int
    parts: tuple[tuple[int, bool, tuple[int, ...]], ...]
    """Of each node below: its number, whether it is a look, and the numbers of those that it is part of."""

    def of(self, pairs: Mapping[int, Pair], size: int) -> Array:
        """One UBIGINT for each of `size` questions, over the answers of nodes by number; 0 where the rule is known."""
        open_ones = np.flatnonzero(np.broadcast_to(_unknown(pairs[self.rule]), size))
        made = np.zeros(size, dtype=np.uint64)
        if len(open_ones):
            made[open_ones] = self._hashed(pairs, open_ones)
        return made

    def _hashed(self, pairs: Mapping[int, Pair], places: Array) -> Array:
        held = {number: _at(pairs[number], places) for number in (self.rule, *(part for part, _, _ in self.parts))}
        made = np.ones(len(places), dtype=np.uint64)
        for number, look, above in self.parts:
            low, high = held[number]
            matters = reduce(np.logical_or, (_unknown(held[parent]) for parent in above))
            if look:
                made = _mixed(_mixed(made, matters, low), matters, high)
            else:
                made = _mixed(made, matters & ~_unknown((low, high)), low)
        return made


def fingerprint(rule: Node, numbering: Numbering) -> Fingerprint:
    """The fingerprint of a rule, whose nodes `numbering` knows."""
    parents = _parents(rule, numbering).items()
    return Fingerprint(
        numbering.of(rule),
        tuple((number, isinstance(node, Over), tuple(sorted(above))) for number, (node, above) in parents),
    )


def _at(pair: Pair, places: Array) -> Pair:
    low, high = (end if np.ndim(end) == 0 else end[places] for end in pair)
    return low, high


def _mixed(made: Array, matters: Array, value: Array) -> Array:
    """Hashes with one value more, or with the mark that it does not matter (multiply and shift, Steele et al. 2014)."""
    bits = (np.asarray(value, dtype=np.float64) + 0.0).view(np.uint64)
    more = np.where(matters, bits, _NOTHING) * _MIX[0]
    made = (made ^ more ^ (more >> _HALF)) * _MIX[1]
    return np.asarray(made ^ (made >> _HALF))


_NOTHING, _HALF = np.uint64(0x7FF8_0000_0000_0001), np.uint64(32)
_MIX = np.uint64(0xBF58_476D_1CE4_E5B9), np.uint64(0x94D0_49BB_1331_11EB)


def looks_within(rule: Node) -> list[Over]:
    """Every look of a rule, those inside its looks too: what a record made now would be asked about; and for looks
    that ask about their records, whether there are any."""
    looks = [node for node in walk(rule) if isinstance(node, Over)]
    return [*looks, *(records for look in looks if (records := there(look)) is not None)]


def _unknown(pair: Pair) -> Array:
    return np.asarray(pair[0] < pair[1])


def _parents(rule: Node, numbering: Numbering) -> dict[int, tuple[Node, set[int]]]:
    """Every node below the rule with the numbers of those it is a part of; looks inside a look are its parts."""
    found: dict[int, tuple[Node, set[int]]] = {}
    visited: set[int] = set()

    def visit(node: Node, number: int) -> None:
        if number in visited:
            return
        visited.add(number)
        for part in _below(node):
            below = numbering.of(part)
            found.setdefault(below, (part, set()))[1].add(number)
            visit(part, below)

    plain = _unnamed(rule)
    visit(plain, numbering.of(plain))
    return found


def _below(node: Node) -> Sequence[Node]:
    if isinstance(node, Over):
        inner = [rule for rule in (node.each, node.where) if rule is not None]
        records = there(node)
        return [*(look for rule in inner for look in _looks_in(rule)), *([] if records is None else [records])]
    return [plain for part in node.parts if not isinstance(plain := _unnamed(part), Constant)]


def _looks_in(rule: Node) -> list[Over]:
    if isinstance(rule, Over):
        return [rule]
    return [look for part in rule.parts for look in _looks_in(part)]


def _unnamed(rule: Node) -> Node:
    return _unnamed(rule.of) if isinstance(rule, Named) else rule
