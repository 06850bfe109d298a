"""What a browser sent of a form, as what somebody typed: only what differs from the version that they saw.

Each item `x` has inputs `v-x` (value), `u-x` (unit), `m-x` (why there is none), `b-x` (its reason), `a-x` (assay),
`r-x` (reason of a change), `c-x` (checks confirmed) and `n-x`, the version that was on the screen; an item without
`n-x` was not on it, and is left alone. `w-x` is the choice between two texts: `theirs`, or the number of their
version, over which one's own goes. `source` is who or what observed what is typed (of a paper form, `paper_role` and
`paper_at` say who wrote it and when), `o-x` where that is another one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.http import QueryDict

from bedside.conduct.casebook import originators
from bedside.conduct.casebook.canonical import canonical, differs
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
    standing = {item: entry for (item, _), entry in sorted(seen.items(), key=lambda each: each[0])}
    typed: dict[str, Typed] = {}
    base: dict[str, int] = {}
    source = originators.sent_with(sent)
    for item in form.items:
        number = sent.get(f"n-{item.id}", "")
        if item.kind is ItemKind.COMPUTED or not number.isdigit():
            continue
        given, choice = _typed(sent, item), sent.get(f"w-{item.id}", "")
        if choice == "theirs":
            continue
        whole = canonical(form, item.id, given)
        changed = differs(seen.get((item.id, int(number))), whole)
        # What stands already is no change: a draft that was on its way while its form was saved must not come back.
        if choice or (changed and differs(standing.get(item.id), whole)):
            typed[item.id] = replace(given, originator=given.originator or source)
            base[item.id] = max(int(number), int(choice) if choice.isdigit() else 0)
    return typed, base


def part(sent: QueryDict, place: str) -> QueryDict:
    """What was sent of one form, of a page that holds items of several: `place` is what goes before their names."""
    made = QueryDict(mutable=True)
    for name, values in sent.lists():
        letter, _, item = name.partition("-")
        if item.startswith(place):
            made.setlist(f"{letter}-{item.removeprefix(place)}", values)
        elif not item:
            made.setlist(name, values)
    return made


def _typed(sent: QueryDict, item: Item) -> Typed:
    parts = {name: _cut(sent.get(f"{letter}-{item.id}", ""), name) for name, letter in _PARTS.items()}
    parts["reason"] = parts["reason"].strip() or _cut(sent.get("why", ""), "reason").strip()
    confirmed = " ".join(sent.getlist(f"c-{item.id}"))
    source = originators.kept(sent.get(f"o-{item.id}", ""))
    return Typed(**parts, confirmed=confirmed[:200], originator=source)


def text_of(text: str) -> str:
    """A text as typed, its line ends as everywhere else."""
    return text.replace("\r\n", "\n").replace("\0", "")


def _cut(text: str, part: str) -> str:
    """A part as typed; codes are cut to their column's width (no code is that long): checks refuse them."""
    return text_of(text)[: _WIDEST.get(part, LONGEST)]
