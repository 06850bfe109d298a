"""Computed items: the protocol's own rules, asked about the person at the time of the sheet.

The sheet's time is its first required item of kind "date and time"; a rule that is an outcome is worked out from
inclusion, at its own moments. What is known counts up to now: a value written down later than it was measured counts.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from bedside.conduct.casebook.charts import Known
from bedside.conduct.casebook.models import Computed, Entry, Sheet
from bedside.conduct.casebook.reading import answers_of, zone
from bedside.conduct.participants.models import Person
from bedside.errors import UsageError
from bedside.protocol.endpoints import Endpoint
from bedside.protocol.evaluating import evaluate
from bedside.protocol.forms import read_time
from bedside.protocol.model import Form, Item, ItemKind, Protocol
from bedside.rules.meaning import Meaning, ask
from bedside.rules.nodes import Named, Node, Over, variables, walk
from bedside.values.moment import EVER, Moment, now
from bedside.values.wording import Text


@dataclass(frozen=True)
class Worked:
    """A computed item: the rule's answer, its parts by name, when it was asked about, and the entries it stands on."""

    item: Item
    meaning: Meaning
    parts: tuple[Meaning, ...]
    at: Moment
    entries: tuple[int, ...]
    names: tuple[Text, ...] = ()


@dataclass(frozen=True)
class NotYet:
    """A computed item that cannot be asked: the item of the form (or, empty, the inclusion) that says when."""

    item: Item
    needs: Item | None


def computed_items(form: Form) -> tuple[Item, ...]:
    """The items of a form that nobody types."""
    return tuple(item for item in form.items if item.kind is ItemKind.COMPUTED)


def work_out(
    protocol: Protocol, sheet: Sheet, item: Item, entries: Mapping[str, Entry], known: Known
) -> Worked | NotYet:
    """Ask the rule of a computed item about the sheet's person."""
    endpoint = endpoint_of(protocol, item)
    if endpoint is not None:
        return _outcome(protocol, sheet, item, endpoint, known)
    when = sheet_time(protocol.form(sheet.form), entries)
    if not isinstance(when, int):
        return NotYet(item, when)
    meaning = ask(rules_of(protocol)[item.rule], known.under(protocol), when, now())
    parts = tuple(_named(meaning))
    names = tuple(Text(_name(part, "en"), _name(part, "fr")) for part in parts)
    return Worked(item, meaning, parts, when, _entries([meaning], known), names)


def endpoint_of(protocol: Protocol, item: Item) -> Endpoint | None:
    """The outcome that a computed item shows; None where it shows another rule."""
    return next((each for each in protocol.endpoints if each.verdict.name == item.rule), None)


def _outcome(protocol: Protocol, sheet: Sheet, item: Item, endpoint: Endpoint, known: Known) -> Worked | NotYet:
    enrolled = getattr(sheet.person, "enrolled", None)
    if enrolled is None:
        return NotYet(item, None)
    found = evaluate(endpoint, known.under(protocol), Moment(enrolled.at_us), now())
    parts = tuple(found.answers.values())
    names = tuple(Text(each.variable.say("en"), each.variable.say("fr")) for each in endpoint.evaluations)
    return Worked(item, found.verdict, parts, Moment(enrolled.at_us), _entries(parts, known), names)


def sheet_time(form: Form, entries: Mapping[str, Entry]) -> Moment | Item | None:
    """The moment a sheet is about; the item that should say it where it does not, None where the form has none."""
    asked = [item for item in form.items if item.kind is ItemKind.TIME]
    item = next((item for item in asked if item.required), asked[0] if asked else None)
    answer = answers_of(entries).get(item.id) if item else None
    if item is None or answer is None or answer.missing:
        return item
    try:
        first, last = read_time(answer.value, zone=zone())
    except UsageError:
        return item
    return first if first == last else item


@lru_cache(maxsize=16)
def rules_of(protocol: Protocol) -> dict[str, Named]:
    """Every rule of a protocol by name, as computed items name them."""
    roots = [protocol.population, *(criterion.rule for criterion in protocol.criteria)]
    for endpoint in protocol.endpoints:
        roots += [endpoint.verdict, *(each.rule for each in endpoint.evaluations)]
    roots += [ending for each in protocol.durations for ending in each.endings]
    return {node.name: node for root in reversed(roots) for node in walk(root) if isinstance(node, Named)}


def reads(protocol: Protocol, item: Item) -> frozenset[str]:
    """The variables that a computed item can depend on."""
    return _reads(protocol, item.rule)


@lru_cache(maxsize=256)
def _reads(protocol: Protocol, rule: str) -> frozenset[str]:
    rules: list[Named] = [rules_of(protocol)[rule]]
    rules += [each.rule for e in protocol.endpoints if e.verdict.name == rule for each in e.evaluations]
    return frozenset(name for each in rules for name in variables(each))


def reach(protocol: Protocol, item: Item) -> int:
    """How far back from its moment the rule of a computed item can look, at most; for an outcome, ever."""
    return EVER if endpoint_of(protocol, item) else _reach(protocol, item.rule)


@lru_cache(maxsize=256)
def _reach(protocol: Protocol, rule: str) -> int:
    return min(EVER, _back(rules_of(protocol)[rule], {}))


def _back(node: Node, seen: dict[int, int]) -> int:
    """A look inside a look begins at its record: the lengths add up."""
    if id(node) not in seen:
        inner = [part for part in (node.each, node.where) if part is not None] if isinstance(node, Over) else []
        own = node.window.back if isinstance(node, Over) else 0
        seen[id(node)] = own + max((_back(part, seen) for part in (*node.parts, *inner)), default=0)
    return seen[id(node)]


def _name(meaning: Meaning, language: str) -> str:
    return meaning.rule.say(language) if isinstance(meaning.rule, Named) else ""


def _named(meaning: Meaning) -> Iterator[Meaning]:
    """The parts that a rule is made of, as people know them: the next rules below it that have a name."""
    for part in meaning.parts:
        if isinstance(part.rule, Named):
            yield part
        else:
            yield from _named(part)


def _entries(meanings: object, known: Known) -> tuple[int, ...]:
    found: set[int] = set()
    stack: list[Meaning] = list(meanings)  # type: ignore[call-overload]
    seen: set[int] = set()
    while stack:
        here = stack.pop()
        if id(here) in seen:
            continue
        seen.add(id(here))
        stack.extend(here.parts)
        for reading in here.readings:
            entry = known.entry_of(reading.fact)
            if entry is not None:
                found.add(int(entry.pk))
            stack.extend(reading.parts)
    return tuple(sorted(found))


def inputs_of(worked: Worked) -> str:
    """What a computed version keeps beside its value: the rule, its moment, the entries, what is missing."""
    missing = sorted({str(each) for part in (worked.meaning, *worked.parts) for each in part.unknown})
    return json.dumps(
        {"rule": worked.item.rule, "at_us": int(worked.at), "entries": worked.entries, "missing": missing},
        ensure_ascii=False, sort_keys=True,
    )  # fmt: skip


def versions_of(person: Person) -> dict[tuple[int, str], Computed]:
    """The latest kept version of each computed item of a person, by the sheet's key and the item."""
    kept = Computed.objects.filter(sheet__person=person).select_related("event").order_by("number")
    return {(each.sheet_id, each.item): each for each in kept}
