"""Texts that people typed, kept from being run: a spreadsheet takes a cell that begins with one of these for a formula.

A mark, the apostrophe, goes before such a text, and before one that begins with an apostrophe itself, so that taking
one leading apostrophe away gives back what was typed, always. Numbers are never marked: -3 stays a number.
Source: OWASP, "CSV Injection", checked 2026-11.
"""

from __future__ import annotations

MARK = "'"
RUN = frozenset("=+-@\t\r" + MARK)


def harmless(text: str) -> str:
    """The text as a spreadsheet may have it."""
    return f"{MARK}{text}" if text[:1] in RUN and text else text


def as_typed(text: str) -> str:
    """What `harmless` was given."""
    return text[1:] if text.startswith(MARK) else text
