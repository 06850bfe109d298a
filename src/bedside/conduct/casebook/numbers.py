"""Numbers as typed, and what they are in the unit of their variable."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from bedside.protocol.forms import NUMBER
from bedside.protocol.model import Item
from bedside.rules.words import said_decimal
from bedside.values.quantity import conversion
from bedside.values.variable import Variable
from bedside.values.wording import Text


@dataclass(frozen=True)
class Read:
    """A typed number: its limit sign (`<`, `>` or none) and itself."""

    limit: str
    number: Decimal


GROUPED = re.compile(r"\s*[<>]?\s*[-−]?[0-9]{1,3}([ \u00a0\u2009\u202f][0-9]{3})+([.,][0-9]+)?\s*")
"""A number as French habit writes it: thousands apart, in groups of three throughout."""
_BETWEEN = re.compile(r"(?<=[0-9])[ \u00a0\u2009\u202f](?=[0-9])")


def ungrouped(text: str) -> str:
    """A number without the spaces that set its thousands apart; any other text as it is: `1 20` is no number."""
    return _BETWEEN.sub("", text) if GROUPED.fullmatch(text) else text


def read(text: str) -> Read | None:
    """A typed number, decimal comma or dot, thousands together or apart; None when it is none."""
    match = NUMBER.match(ungrouped(text))
    if match is None:
        return None
    return Read(match["limit"], Decimal(match["number"].replace(",", ".").replace("−", "-")))


def in_unit_of(variable: Variable, number: Decimal, unit: str) -> Decimal:
    """A number in the variable's own unit, as rules take it."""
    converted = conversion(unit, variable.unit, variable.name)(number) if unit else number
    return Decimal(repr(variable.round(converted)))


def canonical(item: Item, variable: Variable | None, text: str, unit: str) -> Text | None:
    """The value in the variable's own unit, where it says more than what was typed; None where it does not."""
    found = read(text)
    if variable is None or found is None or (unit and unit not in item.units):
        return None
    of = unit or (item.units[0] if item.units else "")
    number = in_unit_of(variable, found.number, of)
    if of == variable.unit and number == found.number:
        return None
    return Text(*(f"{found.limit}{said_decimal(number, variable.unit, language)}" for language in ("en", "fr")))
