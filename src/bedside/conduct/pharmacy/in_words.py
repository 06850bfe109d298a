"""What the pharmacy keeps as codes, in words."""

from __future__ import annotations

from collections.abc import Mapping

from bedside.conduct.pharmacy.accounts import ACCOUNTS, KINDS, TEMPERATURES
from bedside.values.wording import Text

CODES: Mapping[str, Mapping[str, Text]] = {
    "Movement.kind": KINDS,
    "Movement.origin": ACCOUNTS,
    "Movement.target": ACCOUNTS,
    "Movement.temperature": TEMPERATURES,
    "Counted.account": ACCOUNTS,
}
