"""One number for each distinct rule: equal rules, wherever they stand, are worked out once."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field, fields

from bedside.rules.nodes import Named, Node


@dataclass
class Numbering:
    """Numbers nodes by structure; names and texts do not count, so a renamed rule is the same computation."""

    known: dict[Hashable, int] = field(default_factory=dict)
    seen: dict[int, tuple[Node, int]] = field(default_factory=dict)

    def of(self, node: Node) -> int:
        """The number of a node."""
        if isinstance(node, Named):
            return self.of(node.of)
        if id(node) not in self.seen:
            key = (type(node), *(self._key(getattr(node, part.name)) for part in fields(node)))  # type: ignore[arg-type]
            self.seen[id(node)] = (node, self.known.setdefault(key, len(self.known)))
        return self.seen[id(node)][1]

    def _key(self, value: object) -> Hashable:
        if isinstance(value, Node):
            return ("node", self.of(value))
        if isinstance(value, tuple):
            return tuple(self._key(part) for part in value)
        if not isinstance(value, Hashable):
            raise TypeError(f"{value!r} cannot be part of a rule")
        return value
