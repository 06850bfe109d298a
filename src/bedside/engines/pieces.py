"""Rules of very many looks cut into pieces, each answered by a query of its own.

A database takes far longer over one query of a hundred joins than over a few queries of some. Only how rules are asked
changes here: a piece is a node of a rule, and what stands above it reads its answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set

from bedside.engines.numbering import Numbering
from bedside.rules.nodes import Named, Node, Over

MOST = 40
"""How many looks one query takes."""


def pieces(rules: Sequence[Node], numbering: Numbering, fixed: Set[int] = frozenset()) -> list[list[Node]]:
    """Nodes of these rules to answer before them, those of one query together; none where one query takes all.

    Nodes that are `fixed`, by number, read nothing.
    """
    below = _Below(numbering, fixed)
    if len(below.any_of(rules)) <= MOST:
        return []
    found: list[list[Node]] = [[]]
    held: Set[int] = frozenset()
    for node in _small(rules, below):
        more = held | below.of(node)
        if found[-1] and len(more) > MOST:
            found.append([])
            more = below.of(node)
        found[-1].append(node)
        held = more
    return [piece for piece in found if piece]


def _small(rules: Iterable[Node], below: _Below) -> list[Node]:
    """The topmost nodes that one query can take, each once; a look alone is none."""
    found: dict[int, Node] = {}
    visited: set[int] = set()

    def visit(node: Node) -> None:
        number = below.numbering.of(node)
        if isinstance(node, Named):
            return visit(node.of)
        if number in visited:
            return None
        visited.add(number)
        if len(below.of(node)) > MOST:
            for part in node.parts:
                visit(part)
        elif node.parts and below.of(node):
            found[number] = node

    for rule in rules:
        visit(rule)
    return list(found.values())


class _Below:
    """The numbers of the looks that a node reads at its own moment."""

    def __init__(self, numbering: Numbering, fixed: Set[int]) -> None:
        self.numbering = numbering
        self.known: dict[int, frozenset[int]] = dict.fromkeys(fixed, frozenset())

    def of(self, node: Node) -> frozenset[int]:
        number = self.numbering.of(node)
        if number not in self.known:
            self.known[number] = frozenset([number]) if isinstance(node, Over) else self.any_of(node.parts)
        return self.known[number]

    def any_of(self, nodes: Iterable[Node]) -> frozenset[int]:
        return frozenset().union(*map(self.of, nodes))
