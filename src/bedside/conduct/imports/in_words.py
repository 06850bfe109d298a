"""A kept layout in words: what each heading means, and what each code of the laboratory counts."""

from __future__ import annotations

import json
from collections.abc import Callable

from bedside.conduct.imports.layouts import lines_of
from bedside.conduct.imports.models import Layout
from bedside.conduct.imports.words import MEANT
from bedside.conduct.laboratory.analytes import variables
from bedside.conduct.trail.codes import Code, Sayer
from bedside.rules.words import said_unit
from bedside.values.quantity import UNITS
from bedside.values.wording import LANGUAGES, Text


def sayer() -> Sayer:
    """Says the columns and codes of a layout; nothing of any other row."""
    said: dict[str, Callable[[str, str], str]] = {"columns": _columns, "codes": _codes}

    def say(code: Code) -> Text | None:
        if not isinstance(code.row, Layout) or code.column not in said:
            return None
        return Text(*(said[code.column](code.value, language) for language in LANGUAGES))

    return say


def _columns(kept: str, language: str) -> str:
    """`Patient (participant’s code); Date (day and time)`."""
    return "; ".join(f"{heading} ({MEANT[name].say(language)})" for name, heading in json.loads(kept).items())


def _codes(kept: str, language: str) -> str:
    """`PLQ (platelets, 10⁹/L)`, by the label of each variable; the laboratory's way of writing units is left out."""
    known = variables()

    def counted(name: str, unit: str) -> str:
        label = known[name][0].say(language) if name in known else name
        return f"{label}, {said_unit(unit, language) if unit in UNITS else unit}"

    return "; ".join(f"{code} ({counted(name, unit)})" for code, name, unit, _ in lines_of(kept))
