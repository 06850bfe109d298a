"""Everything that is done in source data verification: versions verified, taken back; the plan changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bedside.conduct.casebook.models import Entry, Sheet
from bedside.conduct.casebook.places import act_on, form_and_items, items_said
from bedside.conduct.casebook.reading import current
from bedside.conduct.monitoring.models import PlanChange, Verification
from bedside.conduct.monitoring.plan import FRACTION, FRACTIONS, Need, plan_now
from bedside.conduct.monitoring.verification import marked
from bedside.conduct.study.protocol import latest, protocol_of
from bedside.conduct.trail.keeping import Act, Actor, in_turn, keep, keep_all
from bedside.errors import BedsideError, UsageError
from bedside.protocol.model import Form
from bedside.values.wording import Text


class ChangedMeanwhile(BedsideError):
    """Somebody saved another version than the one that was looked at: what nobody saw is not verified."""

    def __init__(self, items: Sequence[str], form: Form) -> None:
        what = Text("changed meanwhile: {listed}.", "modifié entre-temps\u00a0: {listed}.")
        super().__init__(
            what.filled(listed=items_said(form, items)), form.text, "Compare the new value with the source."
        )
        self.items = tuple(items)


@in_turn
def verify(by: Actor, sheet: Sheet, seen: Mapping[str, int]) -> list[Verification]:
    """Keep that these items were found in the source; `seen` is the version of each that was compared.

    What is verified already is left as it is. Raises UsageError for nothing, ChangedMeanwhile where another version
    stands, and then keeps none.
    """
    form, entries = protocol_of(sheet.version).form(sheet.form), current(sheet)
    if not seen:
        raise UsageError("no item is ticked.", form.text, "Tick those that you found in the source.")
    if changed := [item for item, number in seen.items() if item not in entries or entries[item].number != number]:
        raise ChangedMeanwhile(changed, form)
    done = {each.item.id for each in marked(sheet) if each.stands}
    return keep_all(
        (act_on(by, "verify source", sheet, item), Verification(entry=entries[item]))
        for item in seen
        if item not in done
    )


@in_turn
def take_back(by: Actor, entry: Entry, reason: str) -> Verification:
    """Take a verification back that was a mistake. Raises UsageError without a reason, or where none holds."""
    where = form_and_items(protocol_of(entry.sheet.version), entry.sheet.form, [entry.item])
    if not reason.strip():
        raise UsageError("no reason is given.", where, "Say why it is taken back.")
    if not any(each.entry.pk == entry.pk and each.stands for each in marked(entry.sheet)):
        raise UsageError("no verification holds here.", where, "Look at the form again.")
    act = act_on(by, "take verification back", entry.sheet, entry.item, reason.strip())
    return keep(act, Verification(entry=entry, holds=False))


@in_turn
def change_plan(by: Actor, what: str, value: str, reason: str) -> PlanChange:
    """Choose of whom an item (`form.item`) is verified, or the fraction. Raises UsageError without a reason, for what
    the protocol does not have, and for what holds already."""
    where = f"verification plan, {what}"
    if not reason.strip():
        raise UsageError("no reason is given.", where, "Say why the plan changes.")
    if value not in (FRACTIONS if what == FRACTION else tuple(Need)):
        raise UsageError(f"“{value}” cannot be chosen.", where, "Choose one of the list.")
    if value == _now(what):
        raise UsageError("this holds already.", where, "Choose another.")
    act = Act(by, "set verification plan", place=where, reason=reason.strip())
    return keep(act, PlanChange(what=what, value=value))


def _now(what: str) -> str:
    """What holds of an item, or the fraction."""
    if what == FRACTION:
        return str(plan_now().fraction)
    form, _, item = what.partition(".")
    protocol = latest()
    return plan_now().need(protocol, form, protocol.form(form).item(item).id).value
