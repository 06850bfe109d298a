"""A document as PDF, with the heads of a table again on each page. The same document gives the same bytes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bedside.documents.blocks import Block, Document, Grid, as_data
from bedside.documents.widths import widths
from bedside.documents.words import word
from bedside.report.pdf import pdf

TEMPLATE = Path(__file__).parent / "templates" / "document.typ"


def pdf_of(document: Document) -> bytes:
    """The PDF of a document in its language."""
    say = {key: word(key).say(document.language) for key in ("contents", "page", "of_pages", "research")}
    held = {
        "language": document.language, "title": document.title, "not_real": document.not_real,
        "head": {"study": document.study, "right": "bedside", "left": document.name, "below": ""},
        "foot": document.foot, "page": say["page"], "of": say["of_pages"], "contents": say["contents"],
        "research": say["research"], "facts": document.facts, "blocks": [_data(each) for each in document.blocks],
    }  # fmt: skip
    return pdf(TEMPLATE, held)


def _data(block: Block) -> Mapping[str, Any]:
    """A block as data; a table with the widths of its columns."""
    return {**as_data(block), "widths": widths(block)} if isinstance(block, Grid) else as_data(block)
