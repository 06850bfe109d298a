"""Which items of the inclusion visit's forms record what the criteria wait for, each variable on one form only.

The first form of the visit that records a variable is asked for it. What no form of the visit records, but an item of
it vouches for (ventilation, infusions: what is written nowhere was not given), is asked by that item.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from bedside.conduct.inclusion.questions import asked_of, inclusion_visit
from bedside.conduct.participants.consent import questions_of
from bedside.protocol.model import Form, Item, ItemKind, Protocol
from bedside.protocol.spoken import recorders
from bedside.rules.nodes import Node, Over, variables
from bedside.values.moment import EVER


@dataclass(frozen=True)
class Wanted:
    """Items of a form that the criteria wait for, and the variables for which they do."""

    form: Form
    items: Mapping[str, frozenset[str]]

    @property
    def asked(self) -> frozenset[str]:
        """The items with those that say of when they are, and those that decide whether they are asked."""
        held = [self.form.item(name) for name in self.items]
        beside = {each.time for each in held} | {each.shown_when.item for each in held if each.shown_when}
        return frozenset({*self.items, *beside} - {""})

    def of_when(self, time: str) -> tuple[Item, ...]:
        """The items that are of the moment that an item says."""
        return tuple(item for item in self.form.items if item.id in self.items and item.time == time)


def wanted_of(protocol: Protocol, names: Collection[str]) -> tuple[Wanted, ...]:
    """The items that record these variables, by form in the order of the visit."""
    found: dict[str, dict[str, set[str]]] = {}
    where = measured(protocol)
    for name in names:
        for form, item in where.get(name, ()):
            found.setdefault(form, {}).setdefault(item, set()).add(name)
    return tuple(
        Wanted(protocol.form(form), {item: frozenset(held) for item, held in found[form].items()})
        for form in inclusion_visit(protocol).forms
        if form in found
    )


@lru_cache(maxsize=16)
def measured(protocol: Protocol) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """By variable that the criteria read and neither a consent nor a question answers, the form and items to type."""
    asked = {each.variable.name for each in asked_of(protocol)} | questions_of(protocol)
    forms = [protocol.form(name) for name in inclusion_visit(protocol).forms]
    writers = recorders(protocol)
    found = {}
    for name in variables(protocol.population):
        places = () if name in asked else next(_places(forms, name, writers.get(name, frozenset())), ())
        if places:
            found[name] = places
    return found


def _places(forms: list[Form], name: str, writers: frozenset[str]) -> Iterator[tuple[tuple[str, str], ...]]:
    for form in forms:
        if items := [item.id for item in form.items if records(item, name)]:
            yield tuple((form.id, item) for item in items)
    for form in forms:
        if items := [item.id for item in form.items if writers & set(item.up_to_date)]:
            yield tuple((form.id, item) for item in items)


def records(item: Item, name: str) -> bool:
    """Whether an item records a variable, by itself or by one of its choices."""
    return item.variable == name or any(code.variable == name for code in item.codes)


def measured_at(protocol: Protocol, wanted: Wanted, time: Item) -> tuple[Item, ...]:
    """What is measured at the moment that an item says, and is read up to an age only; none of what is true at any
    time, nor of an item that is no time, or records something itself."""
    if time.kind is not ItemKind.TIME or time.variable:
        return ()
    reach = reaches(protocol)
    held = wanted.of_when(time.id)
    return held if any(reach.get(name, EVER) < EVER for item in held for name in wanted.items[item.id]) else ()


@lru_cache(maxsize=16)
def reaches(protocol: Protocol) -> Mapping[str, int]:
    """By variable, how far back the criteria look at most, in microseconds: what is older, they do not read."""
    found: dict[str, int] = {}
    done: set[tuple[int, int]] = set()

    def look(node: Node, beyond: int) -> None:
        if (id(node), beyond) in done:
            return
        done.add((id(node), beyond))
        inner: tuple[Node, ...] = tuple(node.parts)
        if isinstance(node, Over):
            beyond = min(beyond + node.window.back, EVER)
            found[node.variable.name] = max(beyond, found.get(node.variable.name, 0))
            inner += tuple(part for part in (node.each, node.where) if part is not None)
        for part in inner:
            look(part, beyond)

    look(protocol.population, 0)
    return found
