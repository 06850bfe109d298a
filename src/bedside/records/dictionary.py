"""The dictionary of canonical variables, read from `variables.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from bedside.errors import VariableError
from bedside.values.variable import Answerer, Kind, Variable

GROUPS = {
    "measurements": Kind.MEASUREMENT,
    "outputs": Kind.OUTPUT,
    "infusions": Kind.INFUSION,
    "supports": Kind.SUPPORT,
    "answers": Kind.ANSWER,
}


@cache
def dictionary() -> Mapping[str, Variable]:
    """Every canonical variable by name."""
    text = files("bedside.records").joinpath("variables.yaml").read_text(encoding="utf-8")
    groups = yaml.safe_load(text)
    return {name: declared(name, GROUPS[group], row) for group, rows in groups.items() for name, row in rows.items()}


def declared(name: str, kind: Kind, row: Mapping[str, Any]) -> Variable:
    """A variable from its declaration. Raises VariableError when a field is missing."""
    label = tuple((language, str(row[language])) for language in ("en", "fr") if language in row)
    answerer = Answerer(row.get("answerer", "data"))
    if row.get("truth"):
        return Variable(name, kind, "1", Decimal(0), Decimal(1), truth=True, answerer=answerer, label=label)
    try:
        low, high = Decimal(str(row["low"])), Decimal(str(row["high"]))
        return Variable(name, kind, row["unit"], low, high, int(row["decimals"]), answerer=answerer, label=label)
    except KeyError as missing:
        raise VariableError(f"{missing} is missing.", name, "Give unit, low, high and decimals.") from missing


def variable(name: str) -> Variable:
    """The canonical variable of this name. Raises VariableError when there is none."""
    try:
        return dictionary()[name]
    except KeyError:
        listed = ", ".join(sorted(dictionary()))
        raise VariableError(f"no canonical variable is called “{name}”.", todo=f"There are: {listed}.") from None
