"""What a form recorded, in the words of its items: where a fact comes from and what stood there, for people to read.

A fact carries names (`form laboratory, item ferritin`, `92 mm[Hg]`), for programs; a trace shows titles, labels and
units as people write them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from bedside.errors import ProtocolError
from bedside.protocol.model import Form, Item, Protocol
from bedside.rules.chart import Fact
from bedside.rules.words import said_unit
from bedside.values.wording import Text

_FORM = re.compile(r"form (\S+), item (\S+)")
_CONSENT = re.compile(r"consent, event (\d+)")
_CONSENTED = Text("consent, event {number}", "consentement, événement {number}")
ORIGINS: Mapping[str, Text] = {
    "worked patient": Text("worked patient", "patient d’exemple"),
    "not saved": Text("not saved yet", "pas encore enregistré"),
}
"""Origins that are no form's and no source's own."""
TRUTHS: Mapping[str, Text] = {
    "yes": Text("yes", "oui"), "no": Text("no", "non"), "True": Text("yes", "oui"), "False": Text("no", "non"),
}  # fmt: skip


def origin_of(form: Form, item: Item) -> str:
    """Where a fact of an item comes from, for programs."""
    return f"form {form.id}, item {item.id}"


def origin_said(protocol: Protocol, origin: str) -> Text:
    """The same in words; a source's own name of a place stays as it is."""
    if found := _of_form(protocol, origin):
        form, item = found
        return Text.joined(", ", (form.text, item.text))
    if consent := _CONSENT.fullmatch(origin):
        return _CONSENTED.filled(number=consent.group(1))
    return ORIGINS.get(origin, Text(origin, origin))


def value_said(item: Item, typed: str, language: str) -> str:
    """What was typed into an item: of a choice its label, else what was typed."""
    labels = {code.code: code.text for code in item.codes}
    said = labels.get(typed) or TRUTHS.get(typed)
    return said.say(language) if said else typed


def worded(protocol: Protocol, fact: Fact, language: str) -> Fact:
    """A fact with its origin and what was written in words."""
    found = _of_form(protocol, fact.origin)
    written = _written(found[1] if found else None, fact.written, language)
    return replace(fact, origin=origin_said(protocol, fact.origin).say(language), written=written)


def _written(item: Item | None, written: str, language: str) -> str:
    if item is None:
        said = TRUTHS.get(written)
        return said.say(language) if said else written
    value, _, unit = written.rpartition(" ")
    if unit in item.units:
        return f"{value} {said_unit(unit, language)}".strip()
    return value_said(item, written, language)


def _of_form(protocol: Protocol, origin: str) -> tuple[Form, Item] | None:
    match = _FORM.fullmatch(origin)
    if match is None:
        return None
    try:
        form = protocol.form(match.group(1))
        return form, form.item(match.group(2))
    except ProtocolError:
        return None
