"""A simulation for a terminal: the scenarios, then the designs in each."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from bedside.design.tables import Table
from bedside.simulation.page import Voice
from bedside.simulation.report import Report

WIDE = 100
"""The characters of a line of prose."""


def text_of(report: Report, language: str) -> str:
    """The whole text, without a line break at its end."""
    voice = Voice(language, report)
    parts = [voice.title, *_wrapped(voice.success), *_wrapped(voice.made_of), "", *_wrapped(voice.say("no_comparison"))]
    for name, table in voice.tables.items():
        if not name.startswith("looks_"):
            parts += ["", *_told(table)]
    parts += ["", *_wrapped(voice.say("designs_note")), "", voice.say("assumed")]
    for of, text in voice.assumptions:
        parts += _wrapped(f"- {of}: {text}")
    return "\n".join(parts)


def _told(table: Table) -> Iterator[str]:
    yield table.title
    yield from _wrapped(table.note)
    widths = [max(len(line[i]) for line in (table.head, *table.body)) for i in range(len(table.head))]
    for line in (table.head, tuple("-" * width for width in widths), *table.body):
        first, *others = line
        cells = [cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True)]
        yield "  ".join([first.ljust(widths[0]), *cells]).rstrip()
    yield from table.footnotes


def _wrapped(text: str) -> list[str]:
    return wrap(text, WIDE, break_on_hyphens=False)
