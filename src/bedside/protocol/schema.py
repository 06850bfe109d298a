"""The shape of a trial's YAML files, as JSON Schema for editors and as sentences with file and line for people."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any as Anything

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match

from bedside.errors import ProtocolError
from bedside.protocol.marked_yaml import Marked, Pointer

KIND_WORDS = {
    "object": "a list of names with values",
    "array": "a list",
    "string": "text",
    "integer": "a whole number",
    "boolean": "true or false",
}
KINDS = ("protocol", "form", "amendment", "patients")


@cache
def schema(kind: str) -> Mapping[str, Anything]:
    """The JSON Schema of one kind of file (one of KINDS)."""
    text = files("bedside.protocol").joinpath(f"{kind}.schema.json").read_text(encoding="utf-8")
    held: Mapping[str, Anything] = json.loads(text)
    return held


def check_shape(held: Marked, kind: str) -> None:
    """Raise ProtocolError, with file, line and remedy, at the first thing that does not fit the schema."""
    errors = sorted(
        Draft202012Validator(schema(kind)).iter_errors(held.data), key=lambda e: held.line(tuple(e.absolute_path))
    )
    if errors:
        error = errors[0]
        if error.validator in ("oneOf", "anyOf") and error.context:
            error = best_match([error]) or error
        what, todo, pointer = _sentence(error)
        raise ProtocolError(what, held.place(pointer), todo)


def _sentence(error: ValidationError) -> tuple[str, str, Pointer]:
    pointer: Pointer = tuple(error.absolute_path)
    name = _named(pointer)
    rule: Anything = error.validator_value
    part: Mapping[str, Anything] = error.schema if isinstance(error.schema, Mapping) else {}
    wanted = _wanted(part)
    instance: Anything = error.instance
    match error.validator:
        case "required":
            missing = [key for key in rule if key not in instance]
            return f"{name} lacks {_listed(missing)}.", f"Add {_listed(missing)}.", pointer
        case "additionalProperties":
            known = sorted(part.get("properties", {}))
            extra = [key for key in instance if key not in known]
            return f"{name} has no {_listed(extra)}.", f"It may have: {', '.join(known)}.", (*pointer, extra[0])
        case "type":
            return f"{name} must be {_kind(rule)}, not {_shown(instance)}.", wanted, pointer
        case "enum":
            allowed = ", ".join(str(each) for each in rule)
            return f"{name} is {_shown(instance)}.", f"It may be: {allowed}.", pointer
        case "const":
            return f"{name} is {_shown(instance)}.", f"This version of bedside reads “{rule}”.", pointer
        case "oneOf" if _is_parameter(rule):
            return f"{name} needs a source or an assumption, and only one.", "Give one of the two.", pointer
        case "dependentRequired":
            return f"{name} gives one of “says” and “at” without the other.", "Give both.", pointer
        case "minItems" | "minProperties":
            return f"{name} holds too little.", f"Give at least {rule}.", pointer
        case "uniqueItems":
            return f"{name} names something twice.", "Keep one of them.", pointer
        case "pattern" if "propertyNames" in error.absolute_schema_path:
            return f"“{instance}” cannot be a name here.", wanted, (*pointer, instance)
        case _:
            return f"{name} is {_shown(instance)}.", wanted or "See the schema.", pointer


def _named(pointer: Pointer) -> str:
    if not pointer:
        return "the file"
    return f"“{pointer[-1]}”" if isinstance(pointer[-1], str) else f"an entry of “{pointer[-2]}”"


def _is_parameter(rule: Anything) -> bool:
    return isinstance(rule, list) and {"required": ["source"]} in rule


def _wanted(part: Mapping[str, Anything]) -> str:
    said = part.get("description", "")
    return f"Write {said}." if said else ""


def _listed(names: list[str]) -> str:
    return " and ".join(f"“{name}”" for name in names)


def _kind(rule: Anything) -> str:
    return " or ".join(KIND_WORDS[name] for name in (rule if isinstance(rule, list) else [rule]))


def _shown(instance: Anything) -> str:
    if isinstance(instance, Mapping):
        return "a list of names with values"
    if isinstance(instance, list):
        return "a list"
    text = json.dumps(instance, ensure_ascii=False).strip('"')
    return f"“{text[:57]}…”" if len(text) > 58 else f"“{text}”"
