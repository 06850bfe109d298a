"""What a source records whenever it happens, so that no record of it means that there was none.

A table that could hold it is not enough: without one row of a kind in the whole source, that kind is not recorded
there. Drugs that act on vessels and heart are one kind, wherever one of them is recorded the others would be; the other
lasting things of a table are another.
"""

from __future__ import annotations

from collections.abc import Iterator

from bedside.records.dictionary import dictionary
from bedside.values.variable import Kind
from bedside.values.wording import Text

PRESSORS = frozenset(v.name for v in dictionary().values() if v.kind is Kind.INFUSION)
"""Infusions whose rate counts."""
VASOACTIVE = PRESSORS | {"other_vasoactive"}
UNRECORDED = Text(
    "{table} has no row of {names}: not recorded there, so no record does not mean none.",
    "{table} n’a aucune ligne de {names}\u00a0: non saisi, donc l’absence de donnée ne veut pas dire qu’il n’y en a pas"
    " eu.",
)


def kinds(names: frozenset[str]) -> Iterator[frozenset[str]]:
    """The lasting ones of the names of variables, by kind; no empty kind."""
    lasting = frozenset(name for name in names if dictionary()[name].kind in (Kind.INFUSION, Kind.SUPPORT))
    yield from (kind for kind in (lasting & VASOACTIVE, lasting - VASOACTIVE) if kind)
