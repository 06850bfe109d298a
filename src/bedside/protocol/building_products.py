"""The products of a protocol, as its file says them, held against the forms and events that they name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bedside.protocol.building import Data, Source, names, text
from bedside.protocol.casebook import Form, ItemKind, Schedule
from bedside.protocol.products import Given, Product
from bedside.values.quantity import Quantity, conversion, quantity, unit


def products(source: Source, forms: Sequence[Form], schedule: Schedule) -> tuple[Product, ...]:
    """Every product in the order of the file. Raises ProtocolError, with its line, for an item, an event or a unit that
    there is not, and for a blinded product whose units bear no numbers.
    """
    rows = source.held.data.get("products", {})
    return tuple(_product(source, name, row, forms, schedule) for name, row in rows.items())


def _product(source: Source, name: str, row: Data, forms: Sequence[Form], schedule: Schedule) -> Product:
    if row.get("blinded") and not row.get("numbered"):
        todo = "Add `numbered: true`: without numbers nobody could say who was given which."
        raise source.refuse(f"“{name}” is blinded, and its units bear no number.", todo, "products", name, "blinded")
    events = {each.id for each in schedule.events}
    for i, event in enumerate(row.get("ended_by", ())):
        if event not in events:
            todo = "Name an event of the schedule."
            raise source.refuse(f"no event is called “{event}”.", todo, "products", name, "ended_by", i)
    return Product(
        name, text(row), text(row["unit"]), text(row["storage"]), row["low"], _strengths(source, name, row),
        row.get("numbered", False), row.get("blinded", False), _given(source, name, row, forms), names(row, "ended_by"),
        row.get("source", ""), names(row, "assumptions"), source.where("products", name),
    )  # fmt: skip


def _strengths(source: Source, name: str, row: Data) -> tuple[Quantity, ...]:
    found = []
    for i, each in enumerate(row.get("strengths", ())):
        with source.at("products", name, "strengths", i):
            found.append(quantity(each))
    kinds = {unit(each.unit).kind for each in found}
    if len(kinds) > 1:
        todo = "Give all of them in units of one kind."
        raise source.refuse("the strengths cannot be added up.", todo, "products", name, "strengths")
    return tuple(found)


def _given(source: Source, name: str, row: Data, forms: Iterable[Form]) -> Given | None:
    if "given" not in row:
        return None
    held, place = row["given"], ("products", name, "given")
    form = next((each for each in forms if each.id == held["form"]), None)
    if form is None:
        todo = "Add it to `forms`, or name one of them."
        raise source.refuse(f"no form is called “{held['form']}”.", todo, *place, "form")
    nothing = tuple((item, tuple(codes)) for item, codes in held.get("nothing", {}).items())
    kinds = {item.id: item.kind for item in form.items}
    wanted = [("at", held["at"], {ItemKind.TIME}), ("dose", held["dose"], {ItemKind.TEXT, ItemKind.NUMBER})]
    wanted += [("nothing", item, {ItemKind.CHOICE}) for item, _ in nothing]
    for part, item, meant in wanted:
        if kinds.get(item) not in meant:
            todo = f"Name an item of {form.id} of kind {' or '.join(sorted(meant))}."
            raise source.refuse(f"“{item}” is no item that can say it.", todo, *place, part)
    for item, codes in nothing:
        known = {code.code for code in form.item(item).codes}
        if strange := [code for code in codes if code not in known]:
            todo = f"Its choices are: {', '.join(sorted(known))}."
            raise source.refuse(f"“{strange[0]}” is no choice of {item}.", todo, *place, "nothing", item)
    with source.at(*place, "unit"):
        unit(held["unit"])
        for offered in form.item(held["dose"]).units:
            conversion(offered, held["unit"])
    return Given(held["form"], held["at"], held["dose"], held["unit"], nothing)
