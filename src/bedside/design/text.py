"""A design for a terminal: what it stands on, the designs side by side, and the tables that fit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from textwrap import wrap

from bedside.design.tables import Table, tables_of
from bedside.design.words import word
from bedside.design.worked import Worked
from bedside.report.rows import Row

WIDE = 100
"""The characters of a line of prose."""
AROUND = 4
"""How many lines of the decision are shown on each side of its boundary."""
LEFT_OUT = ("precision", "widths", "consistent")
"""Tables that are in the page and in the rows only."""


def text_of(rows: Sequence[Row], worked: Worked, language: str) -> str:
    """The whole text, without a line break at its end."""
    parts = [word("of", title=worked.stated.title).say(language)]
    parts += _wrapped(word("success_is", what=worked.stated.success.say(language).rstrip(".")).say(language))
    parts += ["", *_wrapped(word("no_comparison").say(language))]
    for table in tables_of(rows, worked, language):
        if table.name not in LEFT_OUT:
            parts += ["", *_told(_around(table, worked) if table.name == "decision" else table)]
    parts += ["", *_assumptions(worked, language), *_behind(rows, worked, language)]
    return "\n".join(parts).rstrip()


def _told(table: Table) -> Iterator[str]:
    yield table.title
    yield from _wrapped(table.note)
    if table.name == "designs":
        yield from (name for name, *_ in table.body)
        table = replace(table, body=tuple((line[0].partition(".")[0], *line[1:]) for line in table.body))
    widths = [max(len(line[i]) for line in (table.head, *table.body)) for i in range(len(table.head))]
    for line in (table.head, tuple("-" * width for width in widths), *table.body):
        first, *others = (cell.ljust(width) if i == 0 or table.name == "inputs" else cell.rjust(width)
                          for i, (cell, width) in enumerate(zip(line, widths, strict=True)))  # fmt: skip
        yield "  ".join([first, *others]).rstrip()
    yield from table.footnotes


def _around(table: Table, worked: Worked) -> Table:
    """The lines of the decision around its boundary."""
    needed = worked.main.successes
    return replace(table, body=table.body[max(needed - AROUND, 0) : needed + AROUND])


def _assumptions(worked: Worked, language: str) -> Iterator[str]:
    held = worked.stated.assumptions
    if held:
        yield word("assumed").say(language)
        yield from _wrapped(word("assumed_more").say(language))
    for each in held:
        yield from _wrapped(f"- {each.question.say(language)} {word('taken', what=each.taken).say(language)}")


def _behind(rows: Sequence[Row], worked: Worked, language: str) -> list[str]:
    """How many sets of hypotheses could stand behind the planned number."""
    count = len({row.at for row in rows if row.analysis == "consistent"})
    if not count:
        return []
    told = word("told_consistent", count=count, size=worked.stated.participants)
    return ["", *_wrapped(f"{told.say(language)} {word('in_rows').say(language)}")]


def _wrapped(text: str) -> list[str]:
    return wrap(text, WIDE, break_on_hyphens=False)
