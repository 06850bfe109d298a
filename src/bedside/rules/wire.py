"""Rules as canonical JSON: what is approved, stored and hashed.

Every rule has one written form and one only: all fields present, decimals as text without exponent or
trailing zeros, lengths of time in integer microseconds, keys sorted, no spaces, UTF-8, no floats. Two equal
rules therefore have one hash, in every process. A document holds the variables, the rules, and as
`definitions` the `Named` rules that occur more than once. Every error is a WireError whose place is a JSON
pointer (RFC 6901).
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any as Anything

from bedside.rules.nodes import Named, Node, Over, variables
from bedside.rules.wire_fields import (
    DECLARATION,
    Reader,
    Writer,
    built,
    check_keys,
    decimal_text,
    refuse,
    shortly,
    under,
)
from bedside.values.variable import Variable

FORMAT = "bedside-rules/1"
REMEDY = "A definition is what occurs more than once, and there only; what no rule uses is left out."


def encode(rule: Node) -> dict[str, Anything]:
    """A rule as JSON data, by itself: its variables by name, its named parts in full."""
    return Writer().content(rule)


def decode(data: Anything, variables: Mapping[str, Variable]) -> Node:
    """The rule that `encode` wrote. Raises WireError for anything that it could not have written."""
    with _not_too_deep():
        return Reader(variables).rule(data, "")


def encode_variable(variable: Variable) -> dict[str, Anything]:
    """The declaration of a variable, without its name (the key it stands under)."""
    writer = Writer()
    return {key: form.write(writer, getattr(variable, key)) for key, form in DECLARATION.items()}


def decode_variable(name: str, data: Anything, pointer: str = "") -> Variable:
    """The variable of this name from its declaration. Raises WireError."""
    check_keys(data, set(DECLARATION), pointer)
    reader = Reader({})
    held = {key: form.read(reader, data[key], under(pointer, key)) for key, form in DECLARATION.items()}
    variable: Variable = built(Variable, {"name": name, **held}, pointer)
    return variable


class _not_too_deep:
    """Turns Python's own limit on nesting into an error that a user can read."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None and issubclass(kind, RecursionError):
            refuse("rules are nested too deeply.", "", "Give the inner rules names, or write them flatter.")


# --- documents ----------------------------------------------------------------------------------------


def document(rules: Mapping[str, Node]) -> dict[str, Anything]:
    """Several rules as one document: their variables, definitions and rules.

    Raises WireError when one name stands for two different rules or two different variables.
    """
    declared = _declared(rules)
    contents, used = _named_in(rules)
    writer = Writer(frozenset(name for name, times in used.items() if times > 1))
    return {
        "format": FORMAT,
        "variables": {name: encode_variable(declared[name]) for name in sorted(declared)},
        "definitions": {name: writer.content(contents[name]) for name in sorted(writer.defined)},
        "rules": {key: writer.rule(rules[key]) for key in sorted(rules)},
    }


def _declared(rules: Mapping[str, Node]) -> dict[str, Variable]:
    found: dict[str, Variable] = {}
    for key in sorted(rules):
        own: dict[str, Variable] = built(variables, {"rule": rules[key]}, under("/rules", key))
        for name, variable in own.items():
            if found.setdefault(name, variable) != variable:
                refuse(
                    f"“{name}” stands for two different variables.",
                    under("/rules", key),
                    "Rename one of them.",
                )
    return found


def _named_in(rules: Mapping[str, Node]) -> tuple[dict[str, Named], Counter[str]]:
    """Every named rule and how often it occurs, the inside of each counted once."""
    contents: dict[str, Named] = {}
    used: Counter[str] = Counter()
    for key in sorted(rules):
        stack = [rules[key]]
        while stack:
            node = stack.pop()
            if isinstance(node, Named):
                used[node.name] += 1
                if contents.setdefault(node.name, node) != node:
                    refuse(
                        f"“{node.name}” names two different rules.",
                        under("/rules", key),
                        "Rename one of them.",
                    )
                if used[node.name] > 1:
                    continue
            stack.extend(_inside(node))
    return contents, used


def _inside(node: Node) -> Iterator[Node]:
    yield from node.parts
    if isinstance(node, Over):
        yield from (inner for inner in (node.each, node.where) if inner is not None)


def read_document(data: Anything) -> dict[str, Node]:
    """The rules of a document, by key.

    Raises WireError for anything malformed, and for a document that is not written in the one canonical way
    (an unused definition, say), so that what is read has the hash of what was stored.
    """
    check_keys(data, {"format", "variables", "definitions", "rules"}, "")
    if data["format"] != FORMAT:
        refuse(f"{shortly(data['format'])} is not a known format.", "/format", f"This version reads “{FORMAT}”.")
    for section in ("variables", "definitions", "rules"):
        if not isinstance(data[section], Mapping):
            refuse(f"{shortly(data[section])} is not an object.", f"/{section}", "Write an object by name.")
    with _not_too_deep():
        rules = _rules_of(data)
        _same(data, document(rules), "")
    return rules


def _rules_of(data: Mapping[str, Anything]) -> dict[str, Node]:
    declared = {name: decode_variable(name, row, under("/variables", name)) for name, row in data["variables"].items()}
    reader = Reader(declared, data["definitions"])
    for name in data["definitions"]:
        rule = reader.definition(name, "/definitions")
        if not isinstance(rule, Named) or rule.name != name:
            refuse(f"the definition is not a rule named “{name}”.", under("/definitions", name), "Name it so.")
    return {key: reader.rule(row, under("/rules", key)) for key, row in data["rules"].items()}


def _same(data: Anything, again: Anything, pointer: str) -> None:
    """Refuse, at its place, what is not written as it would be written again."""
    if isinstance(data, Mapping) and isinstance(again, Mapping):
        for key in sorted(set(data) ^ set(again)):
            refuse("this is not canonical.", under(pointer, key), REMEDY)
        for key in data:
            _same(data[key], again[key], under(pointer, key))
    elif isinstance(data, list) and isinstance(again, list) and len(data) == len(again):
        for i, (one, other) in enumerate(zip(data, again, strict=True)):
            _same(one, other, under(pointer, i))
    elif data != again:
        refuse(f"{shortly(data)} is not canonical.", pointer, f"Write {shortly(again)}.")


def canonical(data: Anything) -> str:
    """The one text of JSON data: keys sorted by code point, no spaces, decimals as text.

    Raises WireError for floats (they have no exact text) and for what JSON cannot hold.
    """
    return json.dumps(_exact(data, ""), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _exact(data: Anything, pointer: str) -> Anything:
    if isinstance(data, str):
        return _utf8(data, pointer)
    if data is None or isinstance(data, bool | int):
        return data
    if isinstance(data, Decimal) and data.is_finite():
        return decimal_text(data)
    if isinstance(data, list | tuple):
        return [_exact(item, under(pointer, i)) for i, item in enumerate(data)]
    if isinstance(data, Mapping) and all(isinstance(key, str) for key in data):
        return {_utf8(key, pointer): _exact(value, under(pointer, key)) for key, value in data.items()}
    refuse(
        f"{shortly(data)} ({type(data).__name__}) has no exact JSON form.",
        pointer,
        "Write numbers as decimal text.",
    )


def _utf8(text: str, pointer: str) -> str:
    try:
        return text.encode("utf-8").decode("utf-8")
    except UnicodeEncodeError:
        refuse(f"{text!r} is not valid Unicode text.", pointer, "Remove the lone surrogate.")


def digest(rule_or_data: Anything) -> str:
    """SHA-256 (hex) of the canonical text of JSON data, or of a rule.

    Of a rule it covers the declarations of its variables, but not their labels: equal rules, equal hash.
    """
    data = _unlabelled(rule_or_data) if isinstance(rule_or_data, Node) else rule_or_data
    return hashlib.sha256(canonical(data).encode("utf-8")).hexdigest()


def _unlabelled(rule: Node) -> dict[str, Anything]:
    data = document({"rule": rule})
    bare = {name: {**row, "label": []} for name, row in data["variables"].items()}
    return {**data, "variables": bare}
