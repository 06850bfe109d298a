"""Which items are critical: those that the criteria read, and those that the endpoints do. No list of forms is kept."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from bedside.conduct.study.protocol import protocol_of
from bedside.protocol.model import Protocol
from bedside.rules.nodes import Node, variables


def critical(protocol: Protocol) -> frozenset[tuple[str, str]]:
    """The critical items, each with its form."""
    return _critical(protocol.hash, protocol.version)


@lru_cache(maxsize=16)
def _critical(hash_: str, version: str) -> frozenset[tuple[str, str]]:
    protocol = protocol_of(version)
    read = {name for rule in _rules(protocol) for name in variables(rule)}
    return frozenset(
        (form.id, item.id)
        for form in protocol.forms
        for item in form.items
        if read & {item.variable, *(code.variable for code in item.codes)}
    )


def _rules(protocol: Protocol) -> Iterator[Node]:
    yield protocol.population
    for endpoint in protocol.endpoints:
        yield from (each.rule for each in endpoint.evaluations)
    for duration in protocol.durations:
        yield from duration.endings
