"""What an entry says, in the words of its form.

A number is shown with the decimal mark of each language, whichever it was typed with: what the input holds, and the
trail, stay as typed.
"""

from __future__ import annotations

from bedside.conduct.casebook import numbers, times
from bedside.conduct.casebook.missing import KINDS, REASONS
from bedside.conduct.casebook.models import Entry
from bedside.conduct.casebook.reading import zone
from bedside.protocol.forms import Missing
from bedside.protocol.model import Item, ItemKind
from bedside.rules.words import said_unit
from bedside.values.wording import LANGUAGES, Text

YES_NO = (("yes", Text("yes", "oui")), ("no", Text("no", "non")))


def value_text(item: Item, entry: Entry) -> Text:
    """What an entry says, in words: the answer's own, a number with the unit it was typed in, or why there is none."""
    if entry.missing:
        because = REASONS.get(entry.because)
        kind = KINDS[Missing(entry.missing)]
        return Text(f"{kind.en} ({because.en})", f"{kind.fr} ({because.fr})") if because else kind
    said = typed_text(item, entry.typed or "")
    unit = entry.unit if item.kind is ItemKind.NUMBER else ""
    assay = f" · {entry.assay}" if entry.assay else ""
    return Text(*(f"{said.say(each)} {unit and said_unit(unit, each)}".strip() + assay for each in LANGUAGES))


def typed_text(item: Item, text: str) -> Text:
    """What was typed, in words: the answer's own, a time as it is read, a number with each language's decimal mark."""
    if item.kind is ItemKind.YES_NO:
        return dict(YES_NO).get(text, Text(text, text))
    for code in item.codes:
        if code.code == text:
            return code.text
    if item.kind is ItemKind.NUMBER:
        return number_text(text)
    said = times.shown(text, zone()) if item.kind in (ItemKind.DATE, ItemKind.TIME) and text else text
    return Text(said, said)


def number_text(text: str) -> Text:
    """A number as it was typed, digit by digit, with the decimal mark of each language; any other text as it is."""
    if numbers.read(text) is None:
        return Text(text, text)
    return Text(text.replace(",", "."), text.replace(".", ","))
