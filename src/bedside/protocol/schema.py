"""The shape of a trial's YAML files, as JSON Schema for editors and as sentences with file and line for people."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Any as Anything

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from bedside.errors import ProtocolError
from bedside.protocol.marked_yaml import Marked, Pointer

KIND_WORDS = {
    "object": "names with values, one a line below it",
    "array": "a list, such as [one, two]",
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "null",
}
KINDS = ("protocol", "form", "analysis", "amendment", "patients", "simulation")
_FITTING: set[tuple[str, str]] = set()
"""What was found to fit, as its kind and a digest: the same file is read for many versions and questions."""


@cache
def schema(kind: str) -> Mapping[str, Anything]:
    """The JSON Schema of one kind of file (one of KINDS)."""
    text = files("bedside.protocol").joinpath(f"{kind}.schema.json").read_text(encoding="utf-8")
    held: Mapping[str, Anything] = json.loads(text)
    return held


def check_shape(held: Marked, kind: str) -> None:
    """Raise ProtocolError, with file, line and remedy, at the first thing that does not fit the schema."""
    read = (kind, hashlib.sha256(repr(held.data).encode()).hexdigest())
    if read in _FITTING:
        return
    errors = sorted(_checked(kind).iter_errors(held.data), key=lambda e: held.line(tuple(e.absolute_path)))
    if errors:
        what, todo, pointer = _sentence(errors[0])
        raise ProtocolError(what, held.place(pointer), todo)
    _FITTING.add(read)


@cache
def _checked(kind: str) -> Draft202012Validator:
    return Draft202012Validator(schema(kind))


def _sentence(error: ValidationError) -> tuple[str, str, Pointer]:
    """What is wrong, what to do, and where."""
    pointer: Pointer = tuple(error.absolute_path)
    name, instance, rule = _named(pointer), *_held(error)
    match error.validator:
        case "required" | "additionalProperties":
            return _keys(error, name, pointer)
        case "oneOf" | "anyOf" if isinstance(instance, Mapping) and all("required" in each for each in rule):
            return (*_either(name, instance, [each["required"] for each in rule]), pointer)
        case "const":
            return f"{name} is {_shown(instance)}.", f"This version of bedside reads “{_plain(rule)}”.", pointer
        case "enum":
            return f"{name} is {_shown(instance)}.", f"It may be: {', '.join(map(str, rule))}.", pointer
        case "dependentRequired":
            pairs = ((key, each) for key, needs in rule.items() for each in needs)
            here, there = next((a, b) for a, b in pairs if a in instance and b not in instance)
            return f"{name} has “{here}” without “{there}”.", f"Add “{there}”, or take “{here}” out.", pointer
        case "minItems" | "minProperties":
            return f"{name} holds {len(instance)} of {rule} or more.", _wanted(error) or "Add what lacks.", pointer
        case "uniqueItems":
            twice = next(each for i, each in enumerate(instance) if each in instance[:i])
            return f"{name} names {_shown(twice)} twice.", "Keep one of them.", pointer
        case _ if "propertyNames" in error.absolute_schema_path:
            return f"“{instance}” cannot be a name here.", _wanted(error), (*pointer, instance)
        case _:
            return f"{name} is {_shown(instance)}.", _wanted(error) or _of_kind(error), pointer


def _held(error: ValidationError) -> tuple[Anything, Anything]:
    """What stands there, and what the schema says of it."""
    return error.instance, error.validator_value


def _keys(error: ValidationError, name: str, pointer: Pointer) -> tuple[str, str, Pointer]:
    """A key that is missing, or one that does not belong; a misspelt one is both, and said once."""
    instance, _ = _held(error)
    part: Mapping[str, Anything] = error.schema if isinstance(error.schema, Mapping) else {}
    known: Mapping[str, Anything] = part.get("properties", {})
    missing = [key for key in part.get("required", ()) if key not in instance]
    extra = [key for key in instance if key not in known]
    for key in extra:
        meant = get_close_matches(key, [each for each in known if each not in instance], 1)
        if meant:
            return f"{name} has no “{key}”.", f"Did you mean “{meant[0]}”?", (*pointer, key)
    if error.validator == "required":
        one = f"Add it: {known[missing[0]]['description']}." if len(missing) == 1 else "Add them."
        return f"{name} lacks {_listed(missing)}.", one, pointer
    free = [key for key in sorted(known) if key not in instance]
    todo = f"It may also have: {', '.join(free)}." if free else "Take it out."
    return f"{name} has no {_listed(extra)}.", todo, (*pointer, extra[0])


def _either(name: str, instance: Mapping[str, Anything], ways: list[list[str]]) -> tuple[str, str]:
    """Several ways of writing something of which one is needed."""
    given = [way for way in ways if all(key in instance for key in way)]
    begun = next((way for way in ways if any(key in instance for key in way)), None)
    if not given and begun:
        return f"{name} lacks {_listed([key for key in begun if key not in instance])}.", "Add what lacks."
    listed = " or ".join(_listed(way) for way in ways)
    if not given:
        return f"{name} lacks {listed}.", "Add the one that is so."
    return f"{name} has {' as well as '.join(_listed(way) for way in given)}.", "Keep one of them."


def _named(pointer: Pointer) -> str:
    if not pointer:
        return "the file"
    if isinstance(pointer[-1], str):
        return f"“{pointer[-1]}”"
    name = next(part for part in reversed(pointer) if isinstance(part, str))
    return f"an entry of “{name}”"


def _wanted(error: ValidationError) -> str:
    """How it is written, where the schema has a definition of that."""
    found = next((each for each in _definitions() if each == error.schema), None)
    return f"Write {found['description']}." if found else ""


@cache
def _definitions() -> tuple[Mapping[str, Anything], ...]:
    return tuple(each for kind in KINDS for each in schema(kind)["$defs"].values())


def _of_kind(error: ValidationError) -> str:
    rule = _held(error)[1] if error.validator == "type" else "string"
    return f"Write {' or '.join(KIND_WORDS[name] for name in (rule if isinstance(rule, list) else [rule]))}."


def _listed(names: list[str]) -> str:
    return " and ".join(f"“{name}”" for name in names)


def _shown(instance: Anything) -> str:
    """What stands there, so that a number is not taken for text that looks like one."""
    match instance:
        case Mapping():
            return "names with values"
        case list():
            return "a list"
        case None:
            return "empty"
        case bool():
            return "true" if instance else "false"
        case int() | float():
            return f"the number {_plain(instance)}"
        case _:
            text = _plain(instance)
            return f"“{text[:57]}…”" if len(text) > 58 else f"“{text}”"


def _plain(instance: Anything) -> str:
    return json.dumps(instance, ensure_ascii=False).strip('"')
