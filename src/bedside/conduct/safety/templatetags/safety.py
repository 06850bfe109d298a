"""Infections beside the forms that they stand on: `{% infection_beside sheet %}` on a form's page, or an event's."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context

from bedside.conduct.casebook.models import Sheet
from bedside.conduct.safety.infections import infection_of, infection_told_on, untold_events
from bedside.conduct.safety.listing import answer
from bedside.conduct.safety.told import days

register = template.Library()


@register.inclusion_tag("safety/infection.html", takes_context=True)
def infection_beside(context: Context, sheet: Sheet) -> dict[str, Any]:
    """Of an infection: its onset, its devices, its event, and what may be done; of an event: the infection it tells."""
    own, told = infection_of(sheet), infection_told_on(sheet)
    held = own or told
    writes = bool(context.get("writable")) and own is not None
    return {
        "held": held, "own": own, "csrf_token": context.get("csrf_token"), "writes": writes,
        "late": answer(held.late) if held else "", "code": sheet.person.code,
        "devices": [(each.text, days(each.least, each.most)) for each in held.devices] if held else (),
        "events": untold_events(held) if held and writes and not held.link else (),
    }  # fmt: skip
