"""The infection part of a form, as its file says it, held against the items that it names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bedside.protocol.building import Data, Source, names, text
from bedside.protocol.casebook import Form, ItemKind
from bedside.protocol.infection import DeviceRows, Infection

TIMES, CHOICES = {ItemKind.TIME}, {ItemKind.CHOICE}
SAYS = {ItemKind.TEXT, ItemKind.CHOICE}


def with_infection(source: Source, form: Form) -> Form:
    """The form with the infection part of its file, if that has one.

    Raises ProtocolError, with its line, for an item that the form does not have or that cannot say it.
    """
    row = source.held.data.get("infection")
    if row is None:
        return form
    held = _infection(row)
    kinds = {item.id: item.kind for item in form.items}
    for place, name, meant in _named(held):
        if kinds.get(name) not in meant:
            todo = f"Name an item of this form of kind {' or '.join(sorted(meant))}."
            raise source.refuse(f"“{name}” is no item that can say it.", todo, "infection", place)
    return replace(form, infection=held)


def _infection(row: Data) -> Infection:
    return Infection(
        row["event"], names(row, "named"), row["began"], row["ended"], row["late"], row["device"], row["since"],
        names(row, "none"), tuple(_rows(each) for each in row.get("devices", ())),
    )  # fmt: skip


def _rows(row: Data) -> DeviceRows:
    return DeviceRows(text(row), row["form"], row["item"], tuple(row["holds"]), row["began"], row["ended"])


def _named(held: Infection) -> Iterator[tuple[str, str, set[ItemKind]]]:
    yield from (("named", name, SAYS) for name in held.named)
    yield from (("began", held.began, TIMES), ("ended", held.ended, TIMES), ("late", held.late, {ItemKind.COMPUTED}))
    yield from (("device", held.device, CHOICES), ("since", held.since, TIMES))
