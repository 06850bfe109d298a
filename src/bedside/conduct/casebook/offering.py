"""Terms that are offered where one is typed: those of the study's CTCAE that grade laboratory results.

They are all that the program holds of it (`scores.ctcae_terms`): whoever types may write any other.
"""

from __future__ import annotations

from bedside.conduct.laboratory.choices import ctcae
from bedside.protocol.model import Form, Item
from bedside.scores.ctcae import PRINTED
from bedside.values.wording import Text


def offered(form: Form, item: Item) -> tuple[Text, ...]:
    """The terms offered for an item; none for one that names no event, or of a list that we do not hold."""
    safety = form.safety
    if safety is None or safety.terms != "ctcae" or item.id != safety.term:
        return ()
    held = {each.term.en: each.term for each in PRINTED[ctcae()]}
    return tuple(held[name] for name in sorted(held))
