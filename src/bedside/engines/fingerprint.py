"""A fingerprint of everything that what-would-settle-it depends on, so that it is worked out once a pattern.

Two moments of one fingerprint have the same unknowns, and the same known values wherever a known part stands
beside an unknown one; what lies wholly inside known parts does not count. The fingerprint is a 64-bit hash:
for ten thousand patterns the chance that two share one is below 10⁻¹¹.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlglot import exp

from bedside.engines.columns import Pair
from bedside.engines.numbering import Numbering
from bedside.engines.sql import Sql, both, case, either, no
from bedside.rules.nodes import Constant, Named, Node, Over, walk
from bedside.rules.residual import there


def fingerprint(rule: Node, numbering: Numbering, pairs: Mapping[int, Pair]) -> Sql:
    """One BIGINT column over the columns of the rule's nodes (`pairs`, by number)."""
    parents = _parents(rule, numbering)
    parts: list[Sql] = []
    for node, above in parents.values():
        pair = pairs[numbering.of(node)]
        matters = either(*(_unknown(pairs[parent]) for parent in sorted(above)))
        if isinstance(node, Over):
            parts += [case((matters, end)) for end in pair]
        else:
            parts.append(case((both(matters, no(_unknown(pair))), pair[0])))
    return exp.Anonymous(this="hash", expressions=parts)


def looks_within(rule: Node) -> list[Over]:
    """Every look of a rule, those inside its looks too: what a record made now would be asked about; and for looks
    that ask about their records, whether there are any."""
    looks = [node for node in walk(rule) if isinstance(node, Over)]
    return [*looks, *(records for look in looks if (records := there(look)) is not None)]


def _unknown(pair: Pair) -> Sql:
    return exp.LT(this=pair[0], expression=pair[1])


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
