"""A feasibility count, or the check of a source, for a terminal: sentences, then tables in columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap

from bedside.design.tables import Table
from bedside.feasibility.found import Found
from bedside.feasibility.sentences import found_in_words, warned
from bedside.feasibility.tables import Told, tables_of
from bedside.report.rows import Row
from bedside.virtual.naming import in_both

WIDE, CELL = 100, 52
"""The characters of a line of prose, and the most of a cell of a table."""


def text_of(rows: Sequence[Row], found: Found, language: str) -> str:
    """The whole text, without a line break at its end."""
    told = Told(rows, language)
    head = [
        told.say("title", title=found.stated.protocol.text),
        told.say("of_source", source=in_both(found.stated.source)),
    ]
    return written(head, [*found_in_words(told, found), *warned(told, found)], tables_of(rows, found, language))


def written(head: Sequence[str], sentences: Iterable[str], tables: Iterable[Table]) -> str:
    """Heads, sentences and tables one under the other."""
    lines = [*head, ""]
    for each in sentences:
        lines += wrap(each, WIDE, break_on_hyphens=False)
    for table in tables:
        lines += ["", *_told(table)]
    return "\n".join(lines).rstrip()


def _told(table: Table) -> Iterator[str]:
    yield table.title
    yield from wrap(table.note, WIDE, break_on_hyphens=False)
    body = [tuple(map(_short, line)) for line in table.body]
    widths = [max(len(line[i]) for line in (table.head, *body)) for i in range(len(table.head))]
    for line in (table.head, tuple("-" * width for width in widths), *body):
        first, *others = zip(line, widths, strict=True)
        yield "  ".join([first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in others)]).rstrip()
    yield from table.footnotes


def _short(name: str) -> str:
    return name if len(name) <= CELL else f"{name[: CELL - 1]}…"
