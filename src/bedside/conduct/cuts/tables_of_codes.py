"""What was coded by a dictionary, as a table: of each text that has a code, its term and what stands above it.

Only the latest code of a text leaves, and only while the text is still the one that was coded. Sheets that do not leave
(of those who object) take their codes with them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bedside.conduct.coding.standing import State, lines
from bedside.conduct.cuts.columns import OCCASION, occasion, text
from bedside.conduct.cuts.leaving import Written
from bedside.exports.tables import Cell
from bedside.values.wording import Text

CODED_TERMS = "coded_terms"
HELD = (State.CODED, State.REPLACED)
"""Where a code is of the text as it stands; in the second it is of an earlier version of the dictionary."""
CODED = Text("texts coded by a dictionary", "textes codés selon un dictionnaire")
CODES = (
    *OCCASION,
    text("form", "form", "formulaire"),
    text("item", "item of the form", "élément du formulaire"),
    text("dictionary", "dictionary", "dictionnaire"),
    text("version", "version of the dictionary", "version du dictionnaire"),
    text("code", "code", "code"),
    text("term", "term of the code", "terme du code"),
    text("parent", "what stands next above it (MedDRA: the preferred term)",
         "ce qui est juste au-dessus (MedDRA\u00a0: le terme préférentiel)"),
    text("top", "what stands above all (MedDRA: the primary system organ class)",
         "ce qui est tout en haut (MedDRA\u00a0: la classe de système d’organes primaire)"),
)  # fmt: skip


def coded_terms(written: Sequence[Written]) -> Iterator[dict[str, Cell]]:
    """A row a coded text of the sheets that leave, by participant, in the order in which they were written."""
    of = {each.sheet.pk: each for each in written}
    for line in lines() if of else ():
        held, coded = of.get(line.entry.sheet_id), line.coded
        if held is None or coded is None or line.state not in HELD:
            continue
        above = line.above
        yield occasion(held.sheet, held.code, held.site) | {
            "form": held.sheet.form, "item": line.entry.item, "dictionary": coded.dictionary.kind,
            "version": coded.dictionary.version, "code": coded.code, "term": coded.name,
            "parent": above[0] if above else None, "top": above[-1] if above else None,
        }  # fmt: skip
