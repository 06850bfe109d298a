"""The safety part of an adverse event form, as its file says it, held against the items that it names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bedside.protocol.building import Data, Source, names, text
from bedside.protocol.casebook import Form, ItemKind
from bedside.protocol.safety import Coded, Exemption, FirstDose, Safety

TIMES, TEXTS, CHOICES = {ItemKind.TIME}, {ItemKind.TEXT}, {ItemKind.CHOICE}

CODED = ("criterion", "relation", "outcome", "action")


def with_safety(source: Source, form: Form) -> Form:
    """The form with the safety part of its file, if that has one.

    Raises ProtocolError, with its line, for an item that the form does not have or that cannot say it, and for a
    safety part without a clock (`reporting`).
    """
    row = source.held.data.get("safety")
    if row is None:
        return form
    if form.reporting is None:
        raise source.refuse("a safety part without `reporting`.", "Say what is reported, and by when.", "safety")
    held = _safety(row)
    _check(source, form, held)
    return replace(form, safety=held)


def _safety(row: Data) -> Safety:
    return Safety(
        row["term"], row["grade"], row["baseline"], row["began"], row["ended"], _coded(row["criterion"]),
        _coded(row["relation"]), _coded(row["outcome"]), _coded(row["action"]),
        FirstDose(row["first_dose"]["form"], row["first_dose"]["item"]), text(row["drug"]), text(row["reference"]),
        row["pregnancy_within"], tuple(_exemption(each) for each in row.get("exempt", ())), names(row, "assumptions"),
    )  # fmt: skip


def _coded(row: Data) -> Coded:
    return Coded(row["item"], tuple(row["means"].items()))


def _exemption(row: Data) -> Exemption:
    return Exemption(text(row), tuple((each["item"], tuple(each["holds"])) for each in row["when"]))


def _check(source: Source, form: Form, held: Safety) -> None:
    kinds = {item.id: item.kind for item in form.items}
    for place, name, meant in _named(held):
        if kinds.get(name) not in meant:
            todo = f"Name an item of this form of kind {' or '.join(sorted(meant))}."
            raise source.refuse(f"“{name}” is no item that can say it.", todo, "safety", place)
    for place in CODED:
        coded = getattr(held, place)
        known = {code.code for code in form.item(coded.item).codes}
        for code, _ in coded.means:
            if code not in known:
                what, todo = f"“{code}” is no choice of {coded.item}.", f"Its choices are: {', '.join(sorted(known))}."
                raise source.refuse(what, todo, "safety", place, "means", code)


def _named(held: Safety) -> Iterator[tuple[str, str, set[ItemKind]]]:
    yield from (("term", held.term, TEXTS), ("grade", held.grade, CHOICES), ("baseline", held.baseline, CHOICES))
    yield from (("began", held.began, TIMES), ("ended", held.ended, TIMES))
    for place in CODED:
        yield place, getattr(held, place).item, CHOICES
    for exemption in held.exempt:
        yield from (("exempt", item, CHOICES | {ItemKind.YES_NO}) for item, _ in exemption.when)
