"""A noun after the number one: `1 participants` becomes `1 participant`, in the language of the sentence.

Sentences are written for several; a number that is filled in may be one. Only a number that is 1 by itself is meant:
neither the end of 21, nor of 1.1 or 1,1, nor of 10 001.
"""

from __future__ import annotations

import re

from bedside.values.wording import Text

ENGLISH = {
    "participants have": "participant has", "participants were": "participant was", "participants": "participant",
    "assumptions that no public source states bear": "assumption that no public source states bears",
    "assumptions": "assumption", "successes": "success", "events": "event", "deaths": "death",
    "numbers could": "number could",
}  # fmt: skip
FRENCH = {
    "participants en ont": "participant en a", "participants prévus": "participant prévu",
    "participants": "participant",
    "hypothèses qu’aucune source publique n’énonce pèsent": "hypothèse qu’aucune source publique n’énonce pèse",
    "hypothèses": "hypothèse", "événements": "événement", "nombres n’ont pu être établis": "nombre n’a pu être établi",
}  # fmt: skip


def of_one(told: Text) -> Text:
    """The same words, with the singular after each 1."""
    return Text(_of(told.en, ENGLISH), _of(told.fr, FRENCH))


def _of(told: str, nouns: dict[str, str]) -> str:
    """Longer words first: a verb goes with its noun."""
    several = "|".join(map(re.escape, sorted(nouns, key=len, reverse=True)))
    return re.sub(rf"(?<![\d.,\u202f\u00a0])1 ({several})\b", lambda found: f"1 {nouns[found[1]]}", told)
