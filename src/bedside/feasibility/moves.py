"""What if a number of the protocol were another: `sofa_needed=3`; several at once: `sofa_needed=3,hscore_needed=9`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bedside.errors import BedsideError, UsageError
from bedside.protocol.loading import load_moved
from bedside.protocol.model import Parameter, Protocol
from bedside.rules.words import colon, said_quantity
from bedside.values.quantity import Quantity, plain, quantity
from bedside.values.wording import LANGUAGES, Text

OPTION = "--move"
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


@dataclass(frozen=True)
class Moved:
    """A protocol with numbers moved: how it was written, in words, and what it asks then."""

    name: str
    text: Text
    protocol: Protocol


def moved(protocol: Protocol, written: Iterable[str]) -> tuple[Moved, ...]:
    """Each `NAME=VALUE` (or several, with commas between) by itself. A bare number is one in the parameter's own unit.

    Raises UsageError for a name or a value that cannot be taken, and for a move that changes nothing of what hospital
    data are asked.
    """
    return tuple(_moved(protocol, text) for text in dict.fromkeys(written))


def _moved(protocol: Protocol, text: str) -> Moved:
    values: dict[str, Quantity] = {}
    for each in text.split(","):
        name, equals, value = (part.strip() for part in each.partition("="))
        if not (name and equals and value):
            raise UsageError(f"“{text}” says no move.", OPTION, "Write it like NAME=VALUE.")
        values[name] = _value(_parameter(protocol, name), value)
    said = {name: f"{plain(value.number)} {value.unit}" for name, value in values.items()}
    try:
        then = load_moved(protocol, said)
    except BedsideError as error:
        raise UsageError(f"“{text}” cannot be taken: {error.what}", OPTION, error.todo) from error
    if then.data_population == protocol.data_population:
        todo = f"Move another number, or to another value; there are: {', '.join(_names(protocol))}."
        raise UsageError(f"“{text}” changes nothing of what hospital data are asked.", OPTION, todo)
    words = (
        ", ".join(
            f"{protocol.parameter(name).text.say(language)}{colon(language)}{said_quantity(value, language)}"
            for name, value in values.items()
        )
        for language in LANGUAGES
    )
    name = ",".join(f"{name}={value.removesuffix(' 1')}" for name, value in said.items())
    return Moved(name, Text(*words), then)


def _parameter(protocol: Protocol, name: str) -> Parameter:
    found = next((each for each in protocol.parameters if each.name == name), None)
    if found is None or not isinstance(found.value, Quantity):
        what = "is no number of the protocol" if found is None else "is a named choice and no number"
        raise UsageError(f"“{name}” {what}.", OPTION, f"There are: {', '.join(_names(protocol))}.")
    return found


def _names(protocol: Protocol) -> list[str]:
    """The numbers that the logic of the trial reads."""
    return [
        each.name
        for each in protocol.parameters
        if isinstance(each.value, Quantity) and any(file.endswith(".py") for file in each.read_by)
    ]


def _value(parameter: Parameter, text: str) -> Quantity:
    assert isinstance(parameter.value, Quantity)
    unit = parameter.value.unit
    try:
        return quantity(f"{text} {unit}" if NUMBER.fullmatch(text) else text).to(unit)
    except BedsideError as error:
        todo = f"Write a number (in {unit or '1'}), or a number and its unit."
        raise UsageError(f"“{text}” is no value of {parameter.name}: {error.what}", OPTION, todo) from error
