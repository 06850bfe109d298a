"""The forms of a protocol on paper: blank, to fill by hand while the application is down; or annotated.

A blank form carries what it is (form, version of the protocol, hash), and asks for the code of the participant, never a
name. An annotated one says of each item where its value goes: item, variable with its unit, codes, rule; in the manner
of an annotated case report form (CDISC, "Metadata Submission Guidelines"), on this protocol's own names.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bedside.exports.paper import pdf
from bedside.exports.paper_words import WORDS
from bedside.protocol.model import Form, Item, ItemKind, Protocol
from bedside.rules.words import said_unit
from bedside.values.wording import Text

SHORT = 12
"""Characters of a hash on paper, where the whole stands in the foot."""
MISSING = ("not done", "not applicable", "unknown")


def forms_pdf(protocol: Protocol, language: str, annotated: bool = False, not_real: bool = False) -> bytes:
    """Every form of a protocol, each from a page of its own."""
    return pdf("forms", contents(protocol, language, annotated, not_real))


def contents(protocol: Protocol, language: str, annotated: bool, not_real: bool) -> dict[str, Any]:
    """What stands on the pages."""
    title = _say("annotated" if annotated else "blank", language)
    return {
        "language": language, "title": f"{protocol.text.say(language)}: {title}", "annotated": annotated,
        "not_real": _say("not_real", language) if not_real else "",
        "head": {
            "study": protocol.text.say(language), "right": title, "left": protocol.id,
            "below": _say("protocol", language, version=protocol.version),
        },
        "foot": _say("hash", language, hash=protocol.hash), "page": _say("page", language),
        "of": _say("of", language), "signed": [_say("filled", language), _say("when", language)],
        "later": _say("later", language), "forms": [_form(protocol, form, language) for form in protocol.forms],
    }  # fmt: skip


def _form(protocol: Protocol, form: Form, language: str) -> dict[str, Any]:
    by_hand = ["participant", "site", "visit", "number"] if form.repeats else ["participant", "site", "visit", "when"]
    flags = [flag for flag, holds in (("repeats", form.repeats), ("complete", form.complete)) if holds]
    identity = {"form": form.id, "version": protocol.version, "hash": protocol.hash[:SHORT]}
    return {
        "title": form.text.say(language), "identity": _say("identity", language, **identity),
        "by_hand": [_say(each, language) for each in by_hand],
        "annotation": [f"FORM {form.id}" + (f" ({', '.join(flags)})" if flags else "")],
        "items": [_item(protocol, form, item, language) for item in form.items],
    }  # fmt: skip


def _item(protocol: Protocol, form: Form, item: Item, language: str) -> dict[str, Any]:
    when = ""
    if item.shown_when is not None:
        other = form.item(item.shown_when.item)
        codes = ", ".join(_code_text(other, code).say(language) for code in item.shown_when.holds)
        when = _say("shown_when", language, item=other.text.say(language), codes=codes)
    typed = item.kind is not ItemKind.COMPUTED
    return {
        "label": item.text.say(language), "kind": item.kind.value, "required": item.required, "when": when,
        "note": item.note.say(language) if item.note else "", "hint": _hint(item, language),
        "codes": [text.say(language) for _, text in _codes(item)],
        "units": [said_unit(each, language) for each in item.units],
        "missing": [_say(each, language) for each in MISSING] if typed else [],
        "annotation": list(_annotated(protocol, form, item)),
    }  # fmt: skip


def _codes(item: Item) -> list[tuple[str, Text]]:
    if item.kind is ItemKind.YES_NO:
        return [("yes", WORDS["yes"]), ("no", WORDS["no"])]
    return [(code.code, code.text) for code in item.codes]


def _code_text(item: Item, code: str) -> Text:
    return dict(_codes(item)).get(code, Text(code, code))


def _hint(item: Item, language: str) -> str:
    hints = {ItemKind.COMPUTED: "computed", ItemKind.DATE: "date", ItemKind.TIME: "time"}
    name = hints.get(item.kind, "limit" if item.limits else "")
    return _say(name, language) if name else ""


def _annotated(protocol: Protocol, form: Form, item: Item) -> Iterator[str]:
    """Where the value of an item goes; names and codes, in no language."""
    yield f"{form.id}.{item.id} [{item.kind.value}]"
    if item.variable:
        variable = protocol.vocabulary[item.variable]
        yield f"variable {variable.name} ({variable.kind.value}, {variable.unit})"
    if item.units:
        yield f"units {', '.join(item.units)}"
    times = [f"{name} {value}" for name in ("time", "before", "until", "covers") if (value := getattr(item, name))]
    if times:
        yield ", ".join(times)
    for code in item.codes:
        means = f" = {code.means}" if code.means is not None else f" = {code.variable}" if code.variable else ""
        yield f"{code.code}{means}"
    if item.rule:
        yield f"rule {item.rule}"
    if item.up_to_date:
        yield f"up to date: {', '.join(item.up_to_date)}"


def _say(name: str, language: str, **places: object) -> str:
    return WORDS[name].say(language).format(**places)
