"""Places of the casebook and values of its items as the trail keeps them, in the words of the protocol's forms."""

from __future__ import annotations

from collections.abc import Mapping

from bedside.conduct.casebook.missing import KINDS, REASONS
from bedside.conduct.casebook.places import having, visit_text
from bedside.conduct.study.models import Version
from bedside.conduct.study.protocol import latest
from bedside.conduct.trail.codes import Code, Sayer
from bedside.protocol.form_words import value_said
from bedside.protocol.model import Form, Item, Protocol
from bedside.values.wording import LANGUAGES, Text

CODES: Mapping[str, Mapping[str, Text]] = {"Entry.missing": KINDS, "Entry.because": REASONS}


def sayer() -> Sayer:
    """Says visits, forms, items and choices as the protocol does."""
    if not Version.objects.exists():
        return lambda code: None
    return _Casebook(latest())


class _Casebook:
    """Reads the version that was added last; of a form that it no longer has, the last one that had it."""

    def __init__(self, protocol: Protocol) -> None:
        self.protocol = protocol
        self.visits = {each.id for each in (*protocol.schedule.visits, *protocol.schedule.events)} | {"unscheduled"}
        self.forms: dict[str, Form | None] = {}

    def __call__(self, code: Code) -> Text | None:
        if code.column == "place":
            return self._place(code.value)
        if code.column == "visit":
            return visit_text(self.protocol, code.value) if code.value in self.visits else None
        if code.column == "form":
            form = self._form(code.value)
            return form.text if form else None
        if code.column in ("item", "typed"):
            return self._of_item(code)
        return None

    def _of_item(self, code: Code) -> Text | None:
        item = self._item(code.event.place)
        if item is None:
            return None
        if code.column == "item":
            return item.text if item.id == code.value else None
        return Text(*(value_said(item, code.value, to) for to in LANGUAGES))

    def _place(self, place: str) -> Text | None:
        """`DAILY 3 / sofa_day 2 / pao2` in words, part by part."""
        visit, *inside = place.split(" / ")
        name, _, day = visit.partition(" ")
        if name not in self.visits or (day and not day.isdecimal()):
            return None
        said = [visit_text(self.protocol, name, int(day) if day else None)]
        if inside:
            said.append(self._numbered(inside[0]))
        if len(inside) == 2:
            item = self._item(place)
            said.append(item.text if item else Text(inside[1], inside[1]))
        return Text.joined(" / ", said) if len(inside) < 3 else None

    def _numbered(self, part: str) -> Text:
        name, _, number = part.partition(" ")
        form = self._form(name)
        text = form.text if form else Text(name, name)
        return Text(f"{text.en} {number}", f"{text.fr} {number}") if number else text

    def _form(self, name: str) -> Form | None:
        if name not in self.forms:
            held = having(self.protocol, name)
            self.forms[name] = next((each for each in held.forms if each.id == name), None)
        return self.forms[name]

    def _item(self, place: str) -> Item | None:
        parts = place.split(" / ")
        form = self._form(parts[1].partition(" ")[0]) if len(parts) == 3 else None
        return next((each for each in form.items if each.id == parts[2]), None) if form else None
