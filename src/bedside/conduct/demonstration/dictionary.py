"""A dictionary that does not exist, and a few texts coded by it: no term or code of it is of MedDRA.

It is laid out as MedDRA is distributed, so that a demonstration adds it as a study adds its own.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from bedside.conduct.casebook import gate
from bedside.conduct.casebook.actions import Typed, save
from bedside.conduct.casebook.models import Sheet
from bedside.conduct.coding import actions
from bedside.conduct.coding.books import Kind
from bedside.conduct.coding.shelf import book
from bedside.conduct.coding.standing import lines
from bedside.conduct.demonstration.cast import Cast
from bedside.conduct.people.roles import Action
from bedside.conduct.trail.keeping import in_turn
from bedside.protocol.model import Protocol

VERSION = "0-fictif"
TERMS = ("Asthme (fictif)", "Diabète (fictif)", "Insuffisance rénale (fictif)", "Lymphome (fictif)", "Sepsis (fictif)")
TEXTS = ("asthme", "diabète ancien", "insuffisance rénale", "lymphome traité", "migraine")
"""What somebody wrote; the last is like no term."""
CODED = 2
"""How many of them are coded already."""


@in_turn
def add_dictionary(cast: Cast, protocol: Protocol) -> None:
    """Add the dictionary, write a few texts where the protocol has some coded, and code the first of them."""
    by = cast.acting(Action.CODE_TERMS)
    with tempfile.TemporaryDirectory() as folder:
        _write(Path(folder))
        held = actions.add_dictionary(by, Kind.MEDDRA, VERSION, Path(folder))
    for (sheet, item), text in zip(_places(protocol), TEXTS, strict=False):
        save(cast.acting(Action.WRITE_DATA, sheet.person.site), sheet, {item: Typed(text)})
    for line in lines()[:CODED]:
        found = book(held).suggest(line.entry.typed or "")
        if found:
            actions.code(by, line.entry, found[0].code)


def _places(protocol: Protocol) -> Iterator[tuple[Sheet, str]]:
    """Sheets on which something that is coded may be written, and its item."""
    items = {form.id: item.id for form in protocol.forms for item in form.items if item.coded == Kind.MEDDRA}
    for sheet in Sheet.objects.filter(form__in=items, number=1).select_related("person").order_by("pk"):
        if gate.closed(sheet.person, sheet.form, sheet.visit) is None and not _typed(sheet, items[sheet.form]):
            yield sheet, items[sheet.form]


def _typed(sheet: Sheet, item: str) -> bool:
    return sheet.entries.filter(item=item).exists()


def _write(folder: Path) -> None:
    """The five files of a distribution; every term is its own preferred term, in one class."""
    codes = [f"F{number:04d}" for number in range(1, len(TERMS) + 1)]
    above = "Groupe fictif$Supergroupe fictif$Classe fictive$Fict"
    texts = {
        "llt.asc": [f"{code}${name}${code}$$$$$$$Y$$" for code, name in zip(codes, TERMS, strict=True)],
        "pt.asc": [f"{code}${name}$$S1$$$$$$$$" for code, name in zip(codes, TERMS, strict=True)],
        "hlt.asc": ["H1$Groupe fictif$$$$$$$$"],
        "soc.asc": ["S1$Classe fictive$Fict$$$$$$$"],
        "mdhier.asc": [f"{code}$H1$G1$S1${name}${above}$$S1$Y$" for code, name in zip(codes, TERMS, strict=True)],
    }
    for name, rows in texts.items():
        (folder / name).write_text("\n".join(rows) + "\n", encoding="utf-8")
