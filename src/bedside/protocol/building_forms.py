"""From a form's checked YAML to the model: its items, what is to be reported of it, how it is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from bedside.errors import ProtocolError
from bedside.protocol.building import Data, Source, found_variable, names, text, text_of
from bedside.protocol.model import Code, Drawn, Form, Item, ItemKind, Reporting, ShownWhen
from bedside.values.quantity import Quantity, conversion, quantity
from bedside.values.variable import Variable


def form(source: Source, known: Mapping[str, Variable]) -> Form:
    """A form from its file; `known` are the variables that its items may record."""
    data = source.held.data
    items = tuple(_item(source, name, row, known) for name, row in data["items"].items())
    flags = (data.get("repeats", False), data.get("complete", False))
    shown = (_reporting(data.get("reporting")), _drawn(data.get("drawn")))
    built = Form(data["id"], text(data["title"]), items, *flags, source.where(), *shown)
    _check_references(source, built)
    return built


def _reporting(row: Data | None) -> Reporting | None:
    if row is None:
        return None
    return Reporting(
        row["item"], tuple(row["holds"]), row["aware"], row["told"], row["late"], row["within"],
        names(row, "assumptions"),
    )  # fmt: skip


def _drawn(row: Data | None) -> Drawn | None:
    if row is None:
        return None
    return Drawn(row["began"], row.get("ended", ""), row.get("by", ""), names(row, "says"))


def _check_drawn(source: Source, drawn: Drawn, kinds: Mapping[str, ItemKind]) -> None:
    for field, name in (("began", drawn.began), ("ended", drawn.ended)):
        if name and kinds.get(name) not in (ItemKind.DATE, ItemKind.TIME):
            todo = "Name an item of kind date, or date and time."
            raise source.refuse(f"“{name}” is no item that gives a time.", todo, "drawn", field)
    for name in (drawn.by, *drawn.says):
        if name and name not in kinds:
            raise source.refuse(f"no item is called “{name}”.", "Name an item of this form.", "drawn")


def _item(source: Source, name: str, row: Data, known: Mapping[str, Variable]) -> Item:
    kind, variable = ItemKind(row["kind"]), row.get("variable", "")
    if variable:
        with source.at("items", name, "variable"):
            found_variable(variable, known)
    for code, each in row.get("codes", {}).items():
        if "variable" in each:
            with source.at("items", name, "codes", code, "variable"):
                _check_records(kind, found_variable(each["variable"], known), row)
    with source.at("items", name):
        if variable:
            _check_records(kind, known[variable], row)
        expected = tuple(quantity(each) for each in row.get("expected", ()))
        coded = _coded(kind, row)
    shown = row.get("shown_when")
    return Item(
        id=name,
        kind=kind,
        text=text(row),
        variable=variable,
        time=row.get("time", ""),
        before=row.get("before", ""),
        until=row.get("until", ""),
        units=names(row, "units"),
        expected=expected,
        codes=_codes(row.get("codes", {})),
        shown_when=ShownWhen(shown["item"], tuple(shown["holds"])) if shown else None,
        required=row.get("required", False),
        limits=row.get("limits", False),
        assay=row.get("assay", False),
        rule=row.get("rule", ""),
        note=text_of(row, "note"),
        where=source.where("items", name),
        coded=coded,
        up_to_date=names(row, "up_to_date"),
        covers=row.get("covers", ""),
    )


def _coded(kind: ItemKind, row: Data) -> str:
    """The dictionary that an item is coded by; only what people write in words is."""
    if "coded" in row and kind is not ItemKind.TEXT:
        raise ProtocolError(f"an item of kind “{kind}” is not coded by a dictionary.", todo="Leave `coded` out.")
    return str(row.get("coded", ""))


def _codes(rows: Data) -> tuple[Code, ...]:
    return tuple(
        Code(code, text(row), Decimal(row["means"]) if "means" in row else None, row.get("variable", ""))
        for code, row in rows.items()
    )


def _check_records(kind: ItemKind, variable: Variable, row: Data) -> None:
    """An item that records a variable says when, in units that convert, within bounds that are possible."""
    if kind is ItemKind.TIME:
        if not (variable.lasting and variable.truth):
            raise ProtocolError(f"a time alone does not say {variable.name}.", todo="Add an item for its value.")
        return
    if "time" not in row and not (variable.lasting and "until" in row):
        raise ProtocolError(f"nothing says when {variable.name} was so.", todo="Name the item that does: `time`.")
    if "before" in row and variable.lasting:
        raise ProtocolError(f"{variable.name} lasts: `before` is of one moment.", todo="Ask when it began and ended.")
    if kind is ItemKind.NUMBER:
        if variable.truth:
            raise ProtocolError(f"{variable.name} is a yes/no variable.", todo="Make the item yes/no.")
        for code in row.get("units", ()):
            conversion(code, variable.unit, variable.name)
        for each in row.get("expected", ()):
            _check_expected(quantity(each), variable)
    elif kind not in (ItemKind.YES_NO, ItemKind.CHOICE):
        raise ProtocolError(f"an item of kind “{kind}” records no variable.", todo="Leave `variable` out.")


def _check_expected(limit: Quantity, variable: Variable) -> None:
    number = limit.to(variable.unit, variable.name).number
    if not variable.low <= number <= variable.high:
        raise ProtocolError(f"{limit} is outside what {variable.name} can be.", todo="Give a range within its bounds.")


def _check_reporting(source: Source, asked: Reporting, kinds: Mapping[str, ItemKind]) -> None:
    times, texts, held = {ItemKind.TIME}, {ItemKind.TEXT, ItemKind.CHOICE}, {ItemKind.YES_NO, ItemKind.CHOICE}
    for field, name, meant in (
        ("item", asked.item, held), ("aware", asked.aware, times), ("told", asked.told, times),
        ("late", asked.late, texts),
    ):  # fmt: skip
        if kinds.get(name) not in meant:
            todo = f"Name an item of this form of kind {' or '.join(sorted(meant))}."
            raise source.refuse(f"“{name}” is no item that can say it.", todo, "reporting", field)


def _check_references(source: Source, built: Form) -> None:
    kinds = {item.id: item.kind for item in built.items}
    if built.reporting:
        _check_reporting(source, built.reporting, kinds)
    if built.drawn:
        _check_drawn(source, built.drawn, kinds)
    for item in built.items:
        for field, name in (("time", item.time), ("until", item.until)):
            if name and kinds.get(name) not in (ItemKind.DATE, ItemKind.TIME):
                todo = "Name an item of kind date, or date and time."
                raise source.refuse(f"“{name}” is no item that gives a time.", todo, "items", item.id, field)
        if item.before and not (item.time and item.variable):
            todo = "Name the item before whose time it is (`time`) and what it records (`variable`)."
            raise source.refuse("`before` without a time or a variable.", todo, "items", item.id, "before")
        if item.covers and (item.kind is not ItemKind.TIME or all(each.time != item.id for each in built.items)):
            todo = "Make it the item of kind date and time that others name as their `time`, or leave `covers` out."
            raise source.refuse("`covers` of no time that dates anything.", todo, "items", item.id, "covers")
        if item.shown_when and item.shown_when.item not in kinds:
            todo = "Name an item of this form."
            what = f"no item is called “{item.shown_when.item}”."
            raise source.refuse(what, todo, "items", item.id, "shown_when")
        if item.up_to_date and (item.kind is not ItemKind.YES_NO or kinds.get(item.time) is not ItemKind.TIME):
            todo = "Make it a yes/no item, and name the item of kind date and time until which it vouches (`time`)."
            what = "`up_to_date` of no yes or no, or without a time."
            raise source.refuse(what, todo, "items", item.id, "up_to_date")
        if item.kind is ItemKind.CHOICE and not item.codes:
            raise source.refuse("a choice without codes.", "Add `codes`.", "items", item.id)
        if item.kind is ItemKind.NUMBER and not item.units:
            raise source.refuse("a number without a unit.", "Add `units`.", "items", item.id)
