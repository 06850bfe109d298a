"""The blocks that a telling is made of, and the two ways to write each: Markdown and HTML."""

from __future__ import annotations

import html
from dataclasses import dataclass


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 to 3; `anchor` names it for links."""

    level: int
    text: str
    anchor: str = ""


@dataclass(frozen=True)
class Paragraph:
    """Words; `quoted` when they are the record's own."""

    text: str
    quoted: bool = False


@dataclass(frozen=True)
class Points:
    """A list; `language` where it is in another one than what stands around it (names of methods, in English)."""

    items: tuple[str, ...]
    language: str = ""


@dataclass(frozen=True)
class Table:
    """A table with one row of heads."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Nested:
    """A rule in full: lines with their levels, under a title."""

    title: str
    lines: tuple[tuple[int, str], ...]


Block = Heading | Paragraph | Points | Table | Nested


def markdown(block: Block) -> str:
    """A block as Markdown."""
    match block:
        case Heading():
            return f"{'#' * block.level} {block.text}"
        case Paragraph():
            return f"> {block.text}" if block.quoted else block.text
        case Points():
            return "\n".join(f"- {item}" for item in block.items)
        case Nested():
            return f"{block.title}\n\n" + "\n".join("  " * level + f"- {text}" for level, text in block.lines)
        case Table():
            rows = (block.heads, ("---",) * len(block.heads), *block.rows)
            return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows)


def as_html(block: Block) -> str:
    """A block as HTML."""
    match block:
        case Heading():
            return f'<h{block.level} id="{escaped(block.anchor)}">{escaped(block.text)}</h{block.level}>'
        case Paragraph():
            tag = "blockquote" if block.quoted else "p"
            return f"<{tag}>{escaped(block.text)}</{tag}>"
        case Points():
            said = f' lang="{escaped(block.language)}"' if block.language else ""
            return f"<ul{said}>" + "".join(f"<li>{escaped(item)}</li>" for item in block.items) + "</ul>"
        case Nested():
            lines = "".join(f'<li style="--level:{level}">{escaped(text)}</li>' for level, text in block.lines)
            return f'<details><summary>{escaped(block.title)}</summary><ul class="rule">{lines}</ul></details>'
        case Table():
            heads = "".join(f"<th>{escaped(head)}</th>" for head in block.heads)
            rows = "".join(
                "<tr>" + "".join(f"<td>{escaped(cell)}</td>" for cell in row) + "</tr>" for row in block.rows
            )
            return f'<div class="table"><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'


def escaped(text: str) -> str:
    """Text that HTML shows as it is."""
    return html.escape(text, quote=True)
