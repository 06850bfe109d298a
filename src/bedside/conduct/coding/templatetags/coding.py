"""What casebook pages show of coding: `{% codes_of sheet as codes %}`, then the code beside each field."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

from bedside.conduct.casebook.models import Sheet
from bedside.conduct.coding.books import KINDS, Kind
from bedside.conduct.coding.shelf import in_use
from bedside.conduct.coding.standing import Line, State, on_sheet
from bedside.protocol.model import Item
from bedside.values.wording import Text

register = template.Library()


@register.simple_tag
def codes_of(sheet: Sheet) -> Mapping[str, Line]:
    """Where the texts of a sheet stand that are to be coded, by item."""
    return on_sheet(sheet) if sheet.pk is not None else {}


@register.simple_tag
def coded_later(item: Item) -> Text | None:
    """The dictionary by which a text is coded afterwards, where the site has loaded it; None: there is none."""
    return KINDS[Kind(item.coded)] if item.coded and in_use(Kind(item.coded)) is not None else None


@register.inclusion_tag("coding/beside.html")
def code_beside(codes: Mapping[str, Line], item: str) -> dict[str, object]:
    """The term and code of one field with the version of its dictionary, and whether they still hold."""
    line = codes.get(item)
    if line is None:
        return {}
    return {"line": line, "coded": line.coded, "kind": KINDS[line.kind], "holds": line.state is State.CODED}
