"""Where an imported value came from, beside its field: `{% imported sheet as of %}`, `{% origin of entry %}`."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

from bedside.conduct.casebook.models import Entry, Sheet
from bedside.conduct.frame.templatetags.words import local
from bedside.conduct.frame.words import say
from bedside.conduct.imports import reading
from bedside.conduct.imports.models import Taken

register = template.Library()


@register.simple_tag
def imported(sheet: Sheet) -> Mapping[int, Taken]:
    """The origins of the imported versions of a sheet."""
    return reading.origins_of(sheet)


@register.simple_tag
def waiting(sheet: Sheet) -> frozenset[str]:
    """The items of a sheet for which an imported value waits."""
    return reading.waiting_on(sheet)


@register.simple_tag
def origin(origins: Mapping[int, Taken] | str, entry: Entry) -> str:
    """The file, row, laboratory and who imported it; empty for a version that was typed."""
    taken = origins.get(entry.pk) if isinstance(origins, Mapping) else None
    if taken is None:
        return ""
    file = taken.file
    return say(
        "imports.origin", row=taken.row, file=file.name, laboratory=file.laboratory, who=taken.event.actor,
        at=local(taken.event.at_us), digest=file.digest[:12],
    )  # fmt: skip
