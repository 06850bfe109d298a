"""How each field of a rule is written as JSON and read back: one table for both directions.

Every error is a WireError whose place is a JSON pointer (RFC 6901).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any as Anything
from typing import NoReturn

from bedside.errors import BedsideError, WireError
from bedside.rules.nodes import (
    All,
    Any,
    Arithmetic,
    AtLeast,
    Bands,
    Choose,
    Compare,
    Comparison,
    Constant,
    Named,
    Node,
    Not,
    Operation,
    Over,
    Own,
    Pick,
    Step,
)
from bedside.values.moment import Window
from bedside.values.quantity import Quantity, plain
from bedside.values.variable import Answerer, Kind, Variable

DEFINED = "defined"
"""The kind of a reference to a definition."""
DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]*[1-9])?")


def refuse(what: str, pointer: str, todo: str) -> NoReturn:
    raise WireError(what, pointer or "the document", todo)


def under(pointer: str, key: str | int) -> str:
    return f"{pointer}/{str(key).replace('~', '~0').replace('/', '~1')}"


@dataclass(frozen=True)
class Form:
    """One way to write a value, and to read it back at a pointer."""

    write: Callable[[Writer, Anything], Anything]
    read: Callable[[Reader, Anything, str], Anything]


def _of_type(kind: type, called: str) -> Callable[[Reader, Anything, str], Anything]:
    def read(reader: Reader, data: Anything, pointer: str) -> Anything:
        if type(data) is not kind:
            refuse(f"{shortly(data)} is not {called}.", pointer, f"Write {called} here.")
        return data

    return read


def shortly(data: Anything) -> str:
    text = json.dumps(data, ensure_ascii=False, default=str)
    return text if len(text) <= 40 else text[:39] + "…"


def decimal_text(number: Decimal) -> str:
    """A decimal in its one written form: no exponent, no trailing zeros, no negative zero."""
    return "0" if number == 0 else plain(number)


def _read_decimal(reader: Reader, data: Anything, pointer: str) -> Decimal:
    if not isinstance(data, str) or not DECIMAL.fullmatch(data) or data == "-0":
        refuse(
            f"{shortly(data)} is not a decimal in its canonical form.",
            pointer,
            'Write it as text, like "1.2".',
        )
    return Decimal(data)


def _word(kind: type[StrEnum]) -> Form:
    def read(reader: Reader, data: Anything, pointer: str) -> StrEnum:
        words = [member.value for member in kind]
        if not isinstance(data, str) or data not in words:
            refuse(f"{shortly(data)} is not known here.", pointer, f"Write one of: {', '.join(words)}.")
        return kind(data)

    return Form(lambda writer, value: value.value, read)


def _several(form: Form) -> Form:
    def read(reader: Reader, data: Anything, pointer: str) -> tuple[Anything, ...]:
        _list(reader, data, pointer)
        return tuple(form.read(reader, item, under(pointer, i)) for i, item in enumerate(data))

    return Form(lambda writer, value: [form.write(writer, item) for item in value], read)


def _perhaps(form: Form) -> Form:
    return Form(
        lambda writer, value: None if value is None else form.write(writer, value),
        lambda reader, data, pointer: None if data is None else form.read(reader, data, pointer),
    )


def _pair(reader: Reader, data: Anything, pointer: str) -> tuple[str, str]:
    _list(reader, data, pointer)
    if len(data) != 2 or not all(isinstance(word, str) for word in data):
        refuse(f"{shortly(data)} is not a pair of texts.", pointer, 'Write it like ["en", "platelets"].')
    return (data[0], data[1])


def _record(make: Callable[..., Anything], **forms: tuple[str, Form]) -> Form:
    """An object whose keys are exactly these; each names an attribute and how that is written."""

    def write(writer: Writer, value: Anything) -> dict[str, Anything]:
        return {key: form.write(writer, getattr(value, name)) for key, (name, form) in forms.items()}

    def read(reader: Reader, data: Anything, pointer: str) -> Anything:
        check_keys(data, set(forms), pointer)
        held = {name: form.read(reader, data[key], under(pointer, key)) for key, (name, form) in forms.items()}
        return built(make, held, pointer)

    return Form(write, read)


def check_keys(data: Anything, wanted: set[str], pointer: str) -> None:
    if not isinstance(data, Mapping):
        refuse(
            f"{shortly(data)} is not an object.",
            pointer,
            f"Write an object with {', '.join(sorted(wanted))}.",
        )
    for key in sorted(wanted - set(data)):
        refuse(f"“{key}” is missing.", pointer, "Every field is written, empty ones too.")
    for key in sorted(set(data) - wanted, key=str):
        refuse(f"“{key}” is not a field here.", pointer, f"The fields are: {', '.join(sorted(wanted))}.")


def built(make: Callable[..., Anything], held: dict[str, Anything], pointer: str) -> Anything:
    """What refuses to be built is refused here too, with its place."""
    try:
        return make(**held)
    except WireError:
        raise
    except BedsideError as error:
        place = f"{error.where}: " if error.where else ""
        raise WireError(place + error.what, pointer or "the document", error.todo) from error


_list = _of_type(list, "a list")
TEXT = Form(lambda writer, value: str(value), _of_type(str, "a text"))
WHOLE = Form(lambda writer, value: int(value), _of_type(int, "a whole number"))
YES_NO = Form(lambda writer, value: bool(value), _of_type(bool, "true or false"))
NUMBER = Form(lambda writer, value: decimal_text(value), _read_decimal)
TEXTS = _several(Form(lambda writer, value: list(value), _pair))
RULE = Form(lambda writer, value: writer.rule(value), lambda reader, data, pointer: reader.rule(data, pointer))
RULES = _several(RULE)
VARIABLE = Form(lambda writer, value: value.name, lambda reader, data, pointer: reader.variable(data, pointer))
QUANTITY = _record(Quantity, number=("number", NUMBER), unit=("unit", TEXT))
WINDOW = _record(Window, back_us=("back", WHOLE), until_us=("until", WHOLE))
STEP = _record(Step, bound=("bound", NUMBER), open=("open", YES_NO), points=("points", NUMBER))

DECLARATION = {
    "kind": _word(Kind),
    "unit": TEXT,
    "low": NUMBER,
    "high": NUMBER,
    "decimals": WHOLE,
    "truth": YES_NO,
    "answerer": _word(Answerer),
    "label": TEXTS,
}
"""The fields of a variable; its name is the key it stands under."""

WRITTEN: dict[type[Node], tuple[str, dict[str, Form]]] = {
    Constant: ("constant", {"value": QUANTITY, "source": TEXT}),
    Own: ("own", {"variable": VARIABLE}),
    Over: (
        "over",
        {
            "variable": VARIABLE,
            "window": WINDOW,
            "pick": _word(Pick),
            "each": _perhaps(RULE),
            "where": _perhaps(RULE),
            "sustained": WHOLE,
        },
    ),
    Arithmetic: ("arithmetic", {"operation": _word(Operation), "of": RULES, "gives": TEXT}),
    Bands: ("bands", {"of": RULE, "first": NUMBER, "steps": _several(STEP), "unit": TEXT, "source": TEXT}),
    Compare: ("compare", {"left": RULE, "comparison": _word(Comparison), "right": RULE}),
    All: ("all", {"of": RULES}),
    Any: ("any", {"of": RULES}),
    Not: ("not", {"of": RULE}),
    AtLeast: ("at_least", {"count": WHOLE, "of": RULES}),
    Choose: ("choose", {"when": RULE, "then": RULE, "otherwise": RULE, "name": TEXT}),
    Named: ("named", {"name": TEXT, "of": RULE, "text": TEXTS, "source": TEXT}),
}
"""Every kind of node, its word on the wire, and its fields (those of the dataclass, each once)."""

READ = {word: (kind, forms) for kind, (word, forms) in WRITTEN.items()}


@dataclass
class Writer:
    """Writes rules; those that have a definition are written as a reference to it."""

    defined: frozenset[str] = frozenset()

    def rule(self, rule: Node) -> dict[str, Anything]:
        if isinstance(rule, Named) and rule.name in self.defined:
            return {"kind": DEFINED, "name": rule.name}
        return self.content(rule)

    def content(self, rule: Node) -> dict[str, Anything]:
        word, forms = WRITTEN[type(rule)]
        return {"kind": word} | {name: form.write(self, getattr(rule, name)) for name, form in forms.items()}


@dataclass
class Reader:
    """Reads rules against the variables and definitions of one document."""

    variables: Mapping[str, Variable]
    definitions: Mapping[str, Anything] = field(default_factory=dict)
    read: dict[str, Node] = field(default_factory=dict)
    reading: list[str] = field(default_factory=list)

    def variable(self, data: Anything, pointer: str) -> Variable:
        if not isinstance(data, str) or data not in self.variables:
            listed = ", ".join(sorted(self.variables)) or "none"
            refuse(f"{shortly(data)} is not a declared variable.", pointer, f"Declared are: {listed}.")
        return self.variables[data]

    def rule(self, data: Anything, pointer: str) -> Node:
        word = data.get("kind") if isinstance(data, Mapping) else None
        if word == DEFINED:
            check_keys(data, {"kind", "name"}, pointer)
            return self.definition(data["name"], under(pointer, "name"))
        if not isinstance(word, str) or word not in READ:
            refuse(f"{shortly(data)} is not a rule.", pointer, f"Its “kind” is one of: {', '.join(READ)}.")
        kind, forms = READ[word]
        check_keys(data, {"kind", *forms}, pointer)
        held = {name: form.read(self, data[name], under(pointer, name)) for name, form in forms.items()}
        node: Node = built(kind, held, pointer)
        return node

    def definition(self, name: Anything, pointer: str) -> Node:
        """A definition, read once. One that needs itself is refused."""
        if not isinstance(name, str) or name not in self.definitions:
            listed = ", ".join(sorted(self.definitions)) or "none"
            refuse(f"{shortly(name)} is not defined.", pointer, f"Defined are: {listed}.")
        if name in self.reading:
            refuse(
                f"“{name}” is defined by itself.",
                pointer,
                f"The circle is: {' > '.join([*self.reading, name])}.",
            )
        if name not in self.read:
            self.reading.append(name)
            self.read[name] = self.rule(self.definitions[name], under("/definitions", name))
            self.reading.pop()
        return self.read[name]
