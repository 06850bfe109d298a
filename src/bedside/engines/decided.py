"""What rules say where a source has no record at all of what they look at: the same for everybody, so worked out once.

A warehouse lacks much that a protocol asks for. A look at a variable without any record finds nothing, whatever the
moment, and what is made of such looks and constants alone is a constant too: no query has to read it.
"""

from __future__ import annotations

from collections.abc import Iterable, Set

from bedside.engines.numbering import Numbering
from bedside.rules.meaning import picked
from bedside.rules.nodes import Constant, Node, Over
from bedside.values.interval import Interval


def decided(
    nodes: Iterable[Node], numbering: Numbering, present: Set[str] | None, recorded: Set[str], records: bool
) -> dict[int, Interval]:
    """The answers of those nodes, by number, that are the same at every moment; `nodes` parts before wholes.

    `present` names the variables of which there is any record (None: that is not known). At a level of `records` a
    look may find anything where the record's time is not exact, so that only one that finds anything is decided.
    """
    found: dict[int, Interval] = {}
    for node in nodes:
        match node:
            case Constant():
                found[numbering.of(node)] = node.range
            case Over():
                if present is not None and node.variable.name not in present:
                    nothing = picked(node, [], node.variable.name in recorded)
                    if not records or nothing == node.range:
                        found[numbering.of(node)] = nothing
            case _:
                parts = [found.get(numbering.of(part)) for part in node.parts]
                known = [part for part in parts if part is not None]
                if known and len(known) == len(parts):
                    found[numbering.of(node)] = node.combine(known)
    return found
