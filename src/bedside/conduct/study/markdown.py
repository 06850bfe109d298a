"""The little Markdown that the release notes are written in, as HTML: headings, lists, paragraphs, bold, code, links.

Everything else of a line is text and is escaped; a link leads only to a web address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

HEADING = re.compile(r"(#{1,4}) (.+)")
ITEM = re.compile(r"- (.+)", re.DOTALL)
BELOW = 2
"""How far below the page's own headings those of the text stand."""
_INLINE = (
    (re.compile(r"`([^`]+)`"), r"<code>\1</code>"),
    (re.compile(r"\*\*(.+?)\*\*"), r"<strong>\1</strong>"),
    (re.compile(r"\[([^\]]+)\]\((https?://[^)\s]+)\)"), r'<a href="\2">\1</a>'),
)


def html(text: str) -> SafeString:
    """The text as HTML."""
    grouped = groupby(blocks(text), lambda block: bool(ITEM.match(block)))
    return mark_safe(
        "\n".join(_items(list(some)) if listed else "\n".join(map(_block, some)) for listed, some in grouped)
    )


def blocks(text: str) -> Iterator[str]:
    """Its headings, items and paragraphs, the lines of each joined."""
    held: list[str] = []
    for line in (*text.splitlines(), ""):
        begins = not line.strip() or HEADING.match(line) or ITEM.match(line)
        if begins and held:
            yield " ".join(held)
            held = []
        if HEADING.match(line):
            yield line.strip()
        elif line.strip():
            held.append(line.strip())


def _items(some: Sequence[str]) -> str:
    return "<ul>" + "".join(f"<li>{_inline(block[2:])}</li>" for block in some) + "</ul>"


def _block(block: str) -> str:
    if found := HEADING.fullmatch(block):
        level = len(found[1]) + BELOW
        return f"<h{level}>{_inline(found[2])}</h{level}>"
    return f"<p>{_inline(block)}</p>"


def _inline(text: str) -> str:
    said = str(escape(text))
    for pattern, put in _INLINE:
        said = pattern.sub(put, said)
    return said
