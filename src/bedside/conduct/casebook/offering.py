"""Terms that are offered where one is typed, and by which it is told whether what was typed is one: those of the
study's CTCAE.

The program itself holds those that grade laboratory results (`scores.ctcae_terms`). All of them are held once somebody
has added the file that NCI publishes (`coding.ctcae` brings it here: `LISTS`). Whoever types may write any other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bedside.conduct.casebook.terms import Terms
from bedside.conduct.laboratory.choices import ctcae
from bedside.protocol.model import Form, Item
from bedside.protocol.safety import Safety
from bedside.scores.ctcae import PRINTED
from bedside.values.wording import Text

CTCAE = "ctcae"
LISTS: dict[str, Callable[[str], Mapping[str, str]]] = {}
"""By the name of a list (`Safety.terms`): what gives every term of a version with its class; nothing where it was not
added. Rooms above put themselves here."""


def terms_of(safety: Safety | None) -> Terms | None:
    """The terms that an event's own is one of; None where the trial names no list, or one that nobody holds."""
    if safety is None or safety.terms != CTCAE:
        return None
    printed, version = {each.term.en: each.term for each in PRINTED[ctcae()]}, ctcae().value
    whole = LISTS[CTCAE](version) if CTCAE in LISTS else {}
    names = {name: printed.get(name, Text(name, name)) for name in sorted({*printed, *whole})}
    return Terms(f"CTCAE {version}", {text: whole.get(name, "") for name, text in names.items()}, bool(whole))


def offered(form: Form, item: Item) -> tuple[Text, ...]:
    """The terms offered for an item; none for one that names no event, or of a list that nobody holds."""
    if form.safety is None or item.id != form.safety.term:
        return ()
    terms = terms_of(form.safety)
    return tuple(terms.classes) if terms is not None else ()
