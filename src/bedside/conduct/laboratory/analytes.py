"""Which items of a protocol are laboratory results: measurements counted in a concentration, or naming an assay."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from bedside.conduct.study.models import Version
from bedside.conduct.study.protocol import protocol_of
from bedside.protocol.model import Form, Item, ItemKind, Protocol
from bedside.values.quantity import unit
from bedside.values.variable import Kind, Variable


def analytes(protocol: Protocol, form: Form) -> Iterator[Item]:
    """The laboratory items of a form."""
    for item in form.items:
        if item.kind is ItemKind.NUMBER and item.variable and _is_analyte(item, protocol.vocabulary[item.variable]):
            yield item


def variables() -> dict[str, tuple[Variable, tuple[str, ...]]]:
    """The laboratory variables of every kept version of the protocol, by name, each with the units that items offer."""
    return _variables(tuple(Version.objects.order_by("pk").values_list("version", "hash")))


@lru_cache(maxsize=4)
def _variables(versions: tuple[tuple[str, str], ...]) -> dict[str, tuple[Variable, tuple[str, ...]]]:
    found: dict[str, tuple[Variable, tuple[str, ...]]] = {}
    for protocol in (protocol_of(number) for number, _ in versions):
        for form in protocol.forms:
            for item in analytes(protocol, form):
                variable = protocol.vocabulary[item.variable]
                units = found.get(variable.name, (variable, ()))[1]
                found[variable.name] = (variable, tuple(dict.fromkeys((*units, *item.units, variable.unit))))
    return found


def _is_analyte(item: Item, variable: Variable) -> bool:
    concentration = unit(variable.unit).kind.endswith(("concentration", "units"))
    return variable.kind is Kind.MEASUREMENT and (item.limits or item.assay or concentration)
