"""Texts in English and French at once: templates and what fills them, words quoted, and words in a row.

Each check states its texts as one pair with the same places in both languages. A place takes plain text, which is
the same in both (a number, a name, a version), or a text of its own. What the record says is quoted as it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from bedside.rules.words import said_number
from bedside.values.wording import Text

NOTHING = Text("", "")
COMMA, AND = Text(", ", ", "), Text(" and ", " et ")
SHORT = 110


def filled(template: Text, places: Mapping[str, object]) -> Text:
    """A template with its places filled. Raises KeyError for a place that nothing fills."""
    english, french = ({name: _said(each, language) for name, each in places.items()} for language in ("en", "fr"))
    return Text(template.en.format(**english), template.fr.format(**french))


def _said(thing: object, language: str) -> str:
    return thing.say(language) if isinstance(thing, Text) else str(thing)


def in_marks(text: str) -> Text:
    """Words between the quotation marks of each language."""
    return Text(f"“{text}”", f"«\u00a0{text}\u00a0»")


def quoted(text: str) -> Text:
    """Words between quotation marks, shortened where they are long."""
    return in_marks(text if len(text) <= SHORT else text[: SHORT - 1].rstrip() + "…")


def listed(things: Iterable[object], between: Text = COMMA) -> Text:
    """Things in a row, with `between` between them."""
    row = list(things)
    return Text(*(between.say(language).join(_said(each, language) for each in row) for language in ("en", "fr")))


def numeral(number: Decimal) -> Text:
    """A number as each language writes it."""
    return Text(str(number), said_number(str(number), "fr"))
