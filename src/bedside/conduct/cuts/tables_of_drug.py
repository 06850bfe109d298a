"""The accountability of the study drug as a table of a cut: every act upon units, but of whom the cut leaves out.

No column tells what a blinded unit holds: the study does not know it.
"""

from __future__ import annotations

from collections.abc import Collection

from bedside.conduct.cuts.columns import PARTICIPANT, SITE, text, time, utc, whole
from bedside.conduct.pharmacy.accounts import ACCOUNTS, KINDS
from bedside.conduct.pharmacy.reading import movements
from bedside.exports.tables import Cell
from bedside.values.wording import Text

_ACTS = tuple((each.value, words) for each, words in KINDS.items())
_PLACES = tuple((each.value, words) for each, words in ACCOUNTS.items())

ACCOUNTED = Text("acts upon the study drug", "actes sur le produit à l’étude")
STUDY_DRUG = (
    PARTICIPANT, SITE,
    whole("number", "number of the act", "numéro de l’acte"),
    text("act", "what was done", "ce qui a été fait", codes=_ACTS),
    time("at", "when it was done", "quand cela a été fait"),
    text("product", "product of the protocol", "produit du protocole"),
    text("strength", "how much one unit holds", "contenu d’une unité"),
    text("lot", "lot, as printed", "lot, comme imprimé"),
    text("expiry", "expiry, as printed", "péremption, comme imprimée"),
    text("kit", "number of the unit", "numéro de l’unité"),
    whole("quantity", "units", "unités"),
    text("origin", "from where", "d’où", codes=_PLACES),
    text("target", "to where", "vers où", codes=_PLACES),
    text("first_day", "first day it is for", "premier jour concerné"),
    text("last_day", "last day it is for", "dernier jour concerné"),
    whole("taken_back", "1: it no longer counts, or takes another back", "1\u00a0: ne compte plus, ou annule un autre"),
)  # fmt: skip


def study_drug(left_out: Collection[int]) -> list[dict[str, Cell]]:
    """Rows of `study_drug`; what these people had is left out, by their keys."""
    return [
        {
            "participant": row.person.code if row.person else None, "site": row.site, "number": row.pk, "act": row.kind,
            "at": utc(row.at_us), "product": row.lot.product, "strength": row.lot.strength or None,
            "lot": row.lot.number, "expiry": row.lot.expiry, "kit": row.kit or None, "quantity": row.quantity,
            "origin": row.origin, "target": row.target, "first_day": row.first_day or None,
            "last_day": row.last_day or None, "taken_back": int(bool(row.undoes) or hasattr(row, "undone")),
        }
        for row in movements()
        if row.person_id not in left_out
    ]  # fmt: skip
