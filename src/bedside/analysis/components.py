"""The components of a score, as the rule of an outcome adds them up."""

from __future__ import annotations

from collections.abc import Iterator

from bedside.protocol.model import Protocol
from bedside.rules.nodes import Named, walk
from bedside.values.interval import Interval


def components_of(protocol: Protocol, score: str) -> dict[str, Interval]:
    """The components of a score that an outcome reads, with all that each can be."""
    rules = (evaluation.rule for endpoint in protocol.endpoints for evaluation in endpoint.evaluations)
    nodes = (node for rule in rules for node in walk(rule))
    total = next(node for node in nodes if isinstance(node, Named) and node.name == score)
    return {node.name: node.range for node in _parts(total)}


def _parts(total: Named) -> Iterator[Named]:
    """The named rules that a total adds up."""
    children = [node for node in walk(total.of) if isinstance(node, Named)]
    inside = {id(deep) for node in children for deep in walk(node.of) if isinstance(deep, Named)}
    yield from {node.name: node for node in children if id(node) not in inside}.values()
