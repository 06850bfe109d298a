"""What is kept of what somebody typed: times in ISO 8601, numbers with their thousands together, texts without blanks
around them; and what stands already."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace

from bedside.conduct.casebook import numbers, times
from bedside.conduct.casebook.models import Entry
from bedside.conduct.casebook.reading import zone
from bedside.conduct.casebook.typed import Typed
from bedside.protocol.model import Form, ItemKind
from bedside.values.moment import now, to_datetime


def canonical(form: Form, name: str, typed: Typed) -> Typed:
    """One item as it is kept. Raises ProtocolError for an item that the form does not have."""
    item, text = form.item(name), typed.text.strip()
    if item.kind in (ItemKind.DATE, ItemKind.TIME) and text:
        with suppress(times.NotATime):  # refused by the checks, with these very words
            text = times.canonical(text, item.kind is ItemKind.TIME, to_datetime(now()).astimezone(zone()))
    if item.kind is ItemKind.NUMBER:
        text = numbers.ungrouped(text)
    unit = (typed.unit or (item.units[0] if item.units else "")) if text else ""
    return replace(typed, text=text, unit=unit, assay=typed.assay.strip(), reason=typed.reason.strip())


def typed_of(entries: Mapping[str, Entry]) -> dict[str, Typed]:
    """What stands in a sheet, as somebody would have typed it."""
    return {item: typed_in(entry) for item, entry in entries.items()}


def typed_in(entry: Entry | None) -> Typed:
    """One entry as somebody would have typed it; nothing for none."""
    if entry is None:
        return Typed()
    return Typed(entry.typed or "", entry.unit, entry.missing, entry.because, entry.assay)


def as_it_would_stand(form: Form, standing: Mapping[str, Entry], typed: Mapping[str, Typed]) -> dict[str, Typed]:
    """The whole form after saving. Raises ProtocolError for an item that the form does not have."""
    return {**typed_of(standing), **{name: canonical(form, name, each) for name, each in typed.items()}}


def completes(before: Entry | None, typed: Typed) -> bool:
    """Whether it only adds the reason why there is no value to what stands: that completes, and changes nothing."""
    if before is None or before.typed or not before.missing or before.because:
        return False
    return typed.missing == before.missing and bool(typed.because) and not typed.text.strip()


def differs(before: Entry | None, typed: Typed) -> bool:
    """Whether a canonical text says something else than the version that stands, or says it of another source."""
    if before is None:
        return not typed.empty
    other_source = bool(typed.originator) and not typed.empty and typed.originator != before.originator
    return typed_in(before).same_as != typed.same_as or other_source
