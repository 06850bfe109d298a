"""What a signature means, as a table: the sentence that is signed, for each depth at which one signs (21 CFR 11.50)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from bedside.conduct.locks.scopes import Level
from bedside.values.wording import Text

SIGNED_AT: Mapping[Level, Text] = {
    Level.FORM: Text("this form", "ce formulaire"),
    Level.VISIT: Text("all forms of this visit", "tous les formulaires de cette visite"),
    Level.PARTICIPANT: Text("this participant’s whole casebook", "tout le cahier d’observation de ce participant"),
}
"""The depths at which one signs, and what is signed there."""


class Meaning(StrEnum):
    """What somebody says by signing."""

    REVIEWED = "reviewed"
    RESPONSIBLE = "responsible"
    APPROVED = "approved"


MEANINGS: Mapping[Meaning, Text] = {
    Meaning.REVIEWED: Text(
        "I have reviewed {what} and confirm that it is complete and agrees with the source documents.",
        "J’ai relu {what} et confirme que le contenu est complet et conforme aux documents source.",
    ),
    Meaning.RESPONSIBLE: Text(
        "I am responsible for the data of {what}, recorded by me or by those to whom I delegated it.",
        "Je suis responsable des données de {what}, recueillies par moi ou par délégation.",
    ),
    Meaning.APPROVED: Text(
        "I approve {what} for analysis.", "J’approuve {what} pour l’analyse.",
    ),
}  # fmt: skip


def said(meaning: Meaning, level: Level) -> Text:
    """The sentence that is signed."""
    what = SIGNED_AT[level]
    return Text(MEANINGS[meaning].en.format(what=what.en), MEANINGS[meaning].fr.format(what=what.fr))
