"""What stood on the same form the day before, to be read beside an empty field; nothing here ever fills one.

For visits that repeat each day. Shown is what may well be the same the next day (settings, rates, states, answers);
not times, texts, amounts of a day, nor laboratory results, which are never the day before's.
"""

from __future__ import annotations

from collections.abc import Mapping

from bedside.conduct.casebook.models import Sheet
from bedside.conduct.casebook.reading import Sheets
from bedside.conduct.casebook.values_said import value_text
from bedside.conduct.laboratory.analytes import analytes
from bedside.errors import ProtocolError
from bedside.protocol.model import Form, ItemKind, Protocol
from bedside.values.variable import Kind
from bedside.values.wording import Text

_KINDS = (ItemKind.NUMBER, ItemKind.CHOICE, ItemKind.YES_NO)


def day_before(protocol: Protocol, form: Form, held: Sheet, sheets: Sheets) -> Mapping[str, Text]:
    """What each item said the day before, by item; nothing where the visit does not repeat each day."""
    if held.day is None:
        return {}
    entries = next(
        (entries for sheet, entries in sheets
         if sheet.form == held.form and sheet.number == 1 and _day(protocol, sheet) == held.day - 1), {}
    )  # fmt: skip
    laboratory = {item.id for item in analytes(protocol, form)}
    return {
        item.id: value_text(item, entries[item.id])
        for item in form.items
        if item.kind in _KINDS and item.id in entries and entries[item.id].typed and item.id not in laboratory
        and not (item.variable and protocol.vocabulary[item.variable].kind is Kind.OUTPUT)
    }  # fmt: skip


def _day(protocol: Protocol, sheet: Sheet) -> int | None:
    """The day of the study on which a planned sheet is due; None for any other."""
    try:
        return protocol.schedule.visit(sheet.visit).day if sheet.day is None else sheet.day
    except ProtocolError:
        return None
