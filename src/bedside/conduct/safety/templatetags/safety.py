"""Safety beside the forms it stands on: `{% event_beside sheet %}` says on the page of an event's form what is to be
told by when; `{% infection_beside sheet %}` what an infection is told as, on its form's page or an event's.
"""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context

from bedside.conduct.casebook.models import Sheet
from bedside.conduct.frame.words import told
from bedside.conduct.people.roles import Action
from bedside.conduct.safety.case import Case
from bedside.conduct.safety.infections import infection_of, infection_told_on, untold_events
from bedside.conduct.safety.listing import answer
from bedside.conduct.safety.reading import case_of
from bedside.conduct.safety.told import clock_now, days
from bedside.conduct.study.protocol import protocol_of
from bedside.values.moment import now

register = template.Library()


@register.inclusion_tag("safety/beside.html", takes_context=True)
def event_beside(context: Context, sheet: Sheet) -> dict[str, Any]:
    """Of a serious event, or one that was told: its clocks, and the way to tell the sponsor."""
    case, actions = _case(sheet), context.get("my_actions", ())
    if case is None or Action.SEE_SAFETY.name not in actions or not (case.told or case.serious):
        return {"case": None}
    at, waits = now(), bool(case.untold) if case.told else case.exempt is None
    return {
        "case": case, "clocks": [clock_now(each, at) for each in case.clocks], "person": case.person, "waits": waits,
        "judges": Action.JUDGE_EVENT.name in actions, "exempt": told(case.exempt.text) if case.exempt else "",
        "tells": Action.NOTIFY_SAFETY.name in actions,
    }  # fmt: skip


def _case(sheet: Sheet) -> Case | None:
    """The event of a form that was begun; None where it is of none."""
    form = protocol_of(sheet.version).form(sheet.form)
    return case_of(sheet) if form.safety is not None and sheet.pk and sheet.entries.exists() else None


@register.inclusion_tag("safety/infection.html", takes_context=True)
def infection_beside(context: Context, sheet: Sheet) -> dict[str, Any]:
    """Of an infection: its onset, its devices, its event, and what may be done; of an event: the infection it tells."""
    own = infection_of(sheet)
    held = own or infection_told_on(sheet)
    writes = bool(context.get("writable")) and own is not None
    return {
        "held": held, "own": own, "csrf_token": context.get("csrf_token"), "writes": writes,
        "late": answer(held.late) if held else "", "code": sheet.person.code,
        "devices": [(each.text, days(each.least, each.most)) for each in held.devices] if held else (),
        "events": untold_events(held) if held and writes and not held.link else (),
    }  # fmt: skip
