"""What a browser sent of a form, as what somebody typed: only what differs from the version that they saw.

Each item `x` has inputs `v-x` (value), `u-x` (unit), `m-x` (why there is none), `b-x` (its reason), `a-x` (assay),
`r-x` (reason of a change), `c-x` (checks confirmed) and `n-x`, the version that was on the screen; an item without
`n-x` was not on it, and is left alone. `w-x` is the choice between two texts: `theirs`, or the number of their
version, over which one's own goes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.http import QueryDict

from bedside.conduct.casebook.actions import canonical
from bedside.conduct.casebook.looking import typed_of
from bedside.conduct.casebook.models import Entry
from bedside.conduct.casebook.typed import Typed
from bedside.protocol.model import Form, Item, ItemKind

LONGEST = 4000
"""Of a text, in characters; what is beyond it was not typed by hand."""
_PARTS = {"text": "v", "unit": "u", "missing": "m", "because": "b", "assay": "a", "reason": "r"}
_WIDEST = {"unit": 30, "missing": 20, "because": 60, "assay": 100}


def read(sent: QueryDict, form: Form, entries: Iterable[Entry]) -> tuple[dict[str, Typed], dict[str, int]]:
    """The items that somebody changed, and the version of each that they had seen."""
    seen = {(entry.item, entry.number): entry for entry in entries}
    typed: dict[str, Typed] = {}
    base: dict[str, int] = {}
    for item in form.items:
        number = sent.get(f"n-{item.id}", "")
        if item.kind is ItemKind.COMPUTED or not number.isdigit():
            continue
        given, choice = _typed(sent, item), sent.get(f"w-{item.id}", "")
        if choice == "theirs":
            continue
        if _differs(form, item, given, seen.get((item.id, int(number)))) or choice:
            typed[item.id] = given
            base[item.id] = max(int(number), int(choice) if choice.isdigit() else 0)
    return typed, base


def _typed(sent: QueryDict, item: Item) -> Typed:
    parts = {name: _cut(sent.get(f"{letter}-{item.id}", ""), name) for name, letter in _PARTS.items()}
    parts["reason"] = parts["reason"].strip() or _cut(sent.get("why", ""), "reason").strip()
    confirmed = " ".join(sent.getlist(f"c-{item.id}"))
    return Typed(**parts, confirmed=confirmed[:200])


def _cut(text: str, part: str) -> str:
    """A part as typed; codes are cut to their column's width (no code is that long): checks refuse them."""
    return text.replace("\r\n", "\n").replace("\0", "")[: _WIDEST.get(part, LONGEST)]


def _differs(form: Form, item: Item, given: Typed, seen: Entry | None) -> bool:
    before: Mapping[str, Typed] = typed_of({item.id: seen}) if seen else {}
    return canonical(form, item.id, given).same_as != before.get(item.id, Typed()).same_as
