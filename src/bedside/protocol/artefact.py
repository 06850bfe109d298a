"""The approved artefact: one protocol as canonical JSON, whose SHA-256 is its identity.

Everything is in it, rules included (`rules.wire`), so that it is read back, and asked, without running a
line of the trial's Python. Files and line numbers are not: moving a line changes no protocol. Every field is
written by the type of its dataclass, in one table for both directions.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any as Anything
from typing import Union, get_args, get_origin, get_type_hints

from bedside.errors import BedsideError, WireError
from bedside.protocol.model import FORMAT, Protocol
from bedside.rules import wire
from bedside.rules.nodes import Named, Node
from bedside.values.quantity import Quantity, plain, quantity
from bedside.values.variable import Variable

UNSEEN = frozenset({"where", "hash", "read_by"})
"""Fields that say where something stood or is used, not what it is."""


def document(protocol: Protocol) -> dict[str, Anything]:
    """The protocol as JSON data: its parts, and all its rules as one document of rules."""
    rules: dict[str, Node] = {}
    body = _written(protocol, "", rules)
    return {"format": FORMAT, "protocol": body, "rules": wire.document(rules)}


def canonical(protocol: Protocol) -> str:
    """The one text of a protocol."""
    return wire.canonical(document(protocol))


def digest(protocol: Protocol) -> str:
    """SHA-256 (hex) of the canonical text: the identity of what was approved."""
    return wire.digest(document(protocol))


def read(text: str) -> Protocol:
    """The protocol of an artefact, its hash worked out anew. Raises WireError; runs nothing of the trial's."""
    try:
        data = json.loads(text, parse_float=_refuse_float)
    except ValueError as error:
        raise WireError(f"this is not JSON ({error}).", "the artefact", "Store it again.") from None
    if not isinstance(data, Mapping) or data.get("format") != FORMAT:
        raise WireError("this is no stored protocol.", "/format", f"This version reads “{FORMAT}”.")
    if set(data) != {"format", "protocol", "rules"}:
        raise WireError("a stored protocol holds format, protocol and rules.", "/", "Store it again.")
    rules = wire.read_document(data["rules"])
    protocol: Protocol = _read(Protocol, data["protocol"], "/protocol", rules)
    again = document(protocol)
    if again != data:
        raise WireError("the artefact is not written in the one canonical way.", "/protocol", "Store it again.")
    return replace(protocol, hash=wire.digest(again))


def _refuse_float(number: str) -> None:
    raise ValueError(f"a float: {number}")


# --- writing ------------------------------------------------------------------------------------------------


def _written(value: Anything, pointer: str, rules: dict[str, Node]) -> Anything:
    match value:
        case None | bool() | int():
            return value
        case StrEnum() | str():
            return str(value)
        case Decimal():
            return plain(value)
        case Quantity():
            return f"{plain(value.number)} {value.unit}"
        case Node():
            rules[pointer] = value
            return {"rule": pointer}
        case Variable():
            return {"name": value.name, **wire.encode_variable(value)}
        case tuple():
            return [_written(part, f"{pointer}/{i}", rules) for i, part in enumerate(value)]
        case _:
            kind: Anything = type(value)
            return {
                name: _written(getattr(value, name), f"{pointer}/{name}", rules)
                for name, _ in _typed(kind)
                if name not in _later(kind) or getattr(value, name) != _later(kind)[name]
            }


@cache
def _typed(kind: Anything) -> tuple[tuple[str, Anything], ...]:
    """The fields that are written, with their types."""
    hints = get_type_hints(kind)
    return tuple((each.name, hints[each.name]) for each in fields(kind) if each.name not in UNSEEN)


@cache
def _later(kind: Anything) -> dict[str, Anything]:
    """The fields that came later, with what they are where they say nothing: then they are left out."""
    return {each.name: each.default for each in fields(kind) if each.metadata.get("later")}


# --- reading ------------------------------------------------------------------------------------------------


def _read(kind: Anything, data: Anything, pointer: str, rules: Mapping[str, Node]) -> Anything:
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return _read_either(get_args(kind), data, pointer, rules)
    if origin is tuple:
        return _read_tuple(get_args(kind), data, pointer, rules)
    if kind is Quantity:
        return _made(lambda: quantity(data), pointer)
    if kind is Decimal:
        return _made(lambda: Decimal(data), pointer)
    if isinstance(kind, type) and issubclass(kind, Node):
        return _rule(data, pointer, rules)
    if kind is Variable:
        held = dict(_expect(dict, data, pointer))
        return wire.decode_variable(str(held.pop("name", "")), held, pointer)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return _made(lambda: kind(data), pointer)
    if is_dataclass(kind):
        return _read_parts(kind, data, pointer, rules)
    return _expect(kind, data, pointer)


def _read_parts(kind: Anything, data: Anything, pointer: str, rules: Mapping[str, Node]) -> Anything:
    held, known = _expect(dict, data, pointer), _typed(kind)
    typed = tuple((name, of) for name, of in known if name in held or name not in _later(kind))
    if set(held) != {name for name, _ in typed}:
        odd = ", ".join(sorted(set(held) ^ {name for name, _ in typed}))
        raise WireError(f"fields too many or too few: {odd}.", pointer, "Store the protocol again.")
    values = {name: _read(of, held[name], f"{pointer}/{name}", rules) for name, of in typed}
    return _made(lambda: kind(**values), pointer)


def _read_tuple(kinds: tuple[Anything, ...], data: Anything, pointer: str, rules: Mapping[str, Node]) -> Anything:
    held = _expect(list, data, pointer)
    of: Iterator[Anything] = iter([kinds[0]] * len(held) if kinds[1:] == (...,) else kinds)
    if kinds[1:] != (...,) and len(kinds) != len(held):
        raise WireError(f"{len(held)} parts instead of {len(kinds)}.", pointer, "Store the protocol again.")
    return tuple(
        _read(kind, each, f"{pointer}/{i}", rules) for i, (kind, each) in enumerate(zip(of, held, strict=True))
    )


def _read_either(kinds: tuple[Anything, ...], data: Anything, pointer: str, rules: Mapping[str, Node]) -> Anything:
    if data is None and NoneType in kinds:
        return None
    if set(kinds) == {Quantity, str}:
        try:
            return quantity(_expect(str, data, pointer))
        except BedsideError:
            return data
    return _read(next(kind for kind in kinds if kind is not NoneType), data, pointer, rules)


def _rule(data: Anything, pointer: str, rules: Mapping[str, Node]) -> Named:
    name = _expect(dict, data, pointer).get("rule")
    rule = rules.get(str(name))
    if not isinstance(rule, Named):
        raise WireError(f"no named rule “{name}” is stored.", pointer, "Store the protocol again.")
    return rule


def _expect(kind: Anything, data: Anything, pointer: str) -> Anything:
    if not isinstance(data, kind) or (kind is int and isinstance(data, bool)):
        raise WireError(f"{type(data).__name__} where {kind.__name__} belongs.", pointer, "Store the protocol again.")
    return data


def _made(make: Anything, pointer: str) -> Anything:
    try:
        return make()
    except (BedsideError, ValueError, TypeError, ArithmeticError) as error:
        told = error.what if isinstance(error, BedsideError) else f"{error}."
        raise WireError(told, pointer, "Store the protocol again.") from error
