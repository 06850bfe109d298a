"""That a check was shown for what somebody typed is kept, before it is corrected: the first answer is not lost."""

from __future__ import annotations

from collections.abc import Iterable

from bedside.conduct.casebook.check import Finding, Gravity
from bedside.conduct.casebook.models import Checked, Sheet
from bedside.conduct.casebook.places import act_on, scope_of
from bedside.conduct.casebook.typed import Typed
from bedside.conduct.locks.reading import closed
from bedside.conduct.trail.keeping import Actor, in_turn, keep


@in_turn
def note_checks(by: Actor, sheet: Sheet, item: str, typed: Typed, found: Iterable[Finding]) -> Checked | None:
    """Keep that these checks were shown for what was typed; once for the same text; nothing of what is closed."""
    names = [each.check for each in found if each.gravity is not Gravity.TELL]
    if not names or closed(scope_of(sheet, item)):
        return None
    text = "" if "privacy" in names else typed.text
    unit = typed.unit if len(typed.unit) <= Checked._meta.get_field("unit").max_length else ""
    row = Checked(sheet=sheet, item=item, checks=" ".join(names), typed=text, unit=unit)
    last = Checked.objects.filter(sheet=sheet, item=item).order_by("-pk").first()
    if last is not None and (last.checks, last.typed, last.unit) == (row.checks, row.typed, row.unit):
        return None
    return keep(act_on(by, "show check", sheet, item), row)
