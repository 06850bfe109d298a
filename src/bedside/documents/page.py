"""A document as one HTML file that needs nothing else: both languages are in it, and no script."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from bedside.documents.blocks import Document, Picture, as_data
from bedside.documents.words import word
from bedside.protocol.telling_blocks import Heading
from bedside.report.paper import paper


def page_of(documents: Mapping[str, Document], language: str) -> str:
    """The page of a document in both languages; `language` is shown first."""
    not_real = bool(documents[language].not_real)
    rooms = ("bedside.documents", "bedside.analysis")
    return paper("document.html", rooms, lambda each: Voice(documents[each]), language, not_real=not_real)


class Voice:
    """What the template asks for, said in one language."""

    def __init__(self, document: Document) -> None:
        self.document, self.language, self.title = document, document.language, document.title

    def say(self, key: str, **places: object) -> str:
        """A sentence of the catalogue."""
        return word(key, **places).say(self.language)

    @property
    def contents(self) -> list[Heading]:
        """The chapters."""
        return [each for each in self.document.blocks if isinstance(each, Heading) and each.level == 2]

    @property
    def blocks(self) -> list[Mapping[str, Any]]:
        """All blocks; a picture's SVG is markup."""
        return [
            {**as_data(each), "svg": Markup(each.svg), "data": each.data}
            if isinstance(each, Picture)
            else as_data(each)
            for each in self.document.blocks
        ]
