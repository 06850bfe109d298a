"""What is kept though rules cannot read it yet: nobody is asked anything, everybody is told what is lacking."""

from __future__ import annotations

from bedside.conduct.casebook.check import Check, Gravity, Look, Places
from bedside.conduct.casebook.sight import Sight, Times, code_of
from bedside.conduct.casebook.typed import Typed
from bedside.protocol.forms import Missing
from bedside.protocol.model import Item, ItemKind
from bedside.values.wording import Text


def _when_unknown(sight: Sight, item: Item, typed: Typed) -> Places | None:
    """What is recorded has a time item that says nothing: rules cannot read it."""
    variable = sight.variable(item)
    if variable is None or not _records(item, typed) or sight.hidden(item):
        return None
    needed = item.time if item.kind is not ItemKind.TIME else ""
    if not needed or sight.time(needed):
        return None
    return {"label": sight.form.item(needed).text}


def _exact(sight: Sight, item: Item, typed: Typed) -> Places | None:
    """What lasts needs the hour of its begin and of its end."""
    if not _lasts(sight, item, typed):
        return None
    for name in (_begin(item), item.until):
        found = sight.time(name) if name else None
        if found and not _is_exact(found):
            return {"label": sight.form.item(name).text}
    return None


def _ends_before(sight: Sight, item: Item, typed: Typed) -> Places | None:
    if not _lasts(sight, item, typed) or not item.until:
        return None
    first, last = (sight.time(name) if name else None for name in (_begin(item), item.until))
    if first is None or last is None or not _is_exact(first) or not _is_exact(last):
        return None
    return {} if last[0] <= first[0] else None


def _lasts(sight: Sight, item: Item, typed: Typed) -> bool:
    """Whether rules would read from the answer that something lasts."""
    variable = sight.variable(item)
    return variable is not None and variable.lasting and _records(item, typed) and not sight.hidden(item)


def _begin(item: Item) -> str:
    return item.id if item.kind is ItemKind.TIME else item.time


def _is_exact(found: Times) -> bool:
    return found[0] == found[1]


def _records(item: Item, typed: Typed) -> bool:
    """Whether the answer is one that rules would read."""
    if typed.missing:
        return typed.missing == Missing.AWAITED and item.kind is not ItemKind.TIME
    code = code_of(item, typed)
    return bool(typed.text) and (code is None or code.means is not None or bool(code.variable))


def _told(name: str, title: Text, words: Text, look: Look) -> Check:
    return Check(name, Gravity.TELL, title, words, look)


CHECKS: tuple[Check, ...] = (
    _told("when_unknown", Text("time missing", "date manquante"),
          Text("Rules cannot read this until “{label}” is filled in.",
               "Les règles ne peuvent lire ceci tant que «\u00a0{label}\u00a0» n’est pas rempli."), _when_unknown),
    _told("exact", Text("hour missing", "heure manquante"),
          Text("Rules read this once “{label}” has its hour.",
               "Les règles liront ceci quand «\u00a0{label}\u00a0» aura son heure."), _exact),
    _told("ends_before", Text("ends before it begins", "finit avant de commencer"),
          Text("Rules cannot read this while it ends before it begins.",
               "Les règles ne peuvent lire ceci tant que la fin précède le début."), _ends_before),
)  # fmt: skip
