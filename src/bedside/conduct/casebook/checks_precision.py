"""Whether a time is told closely enough to place what was measured then.

A partial date is kept as it was typed and never completed. Where it dates measurements, a month or a year alone may lie
before or after inclusion and in any window of a score: it is asked about, so that a slip does not make a verdict
unknown without a word.
"""

from __future__ import annotations

from bedside.conduct.casebook.check import Check, Gravity, Places
from bedside.conduct.casebook.sight import Sight
from bedside.conduct.casebook.typed import Typed
from bedside.protocol.model import Item, ItemKind
from bedside.values.wording import Text

DAY = len("2026-11-22")
"""How long a canonical time is that says the day; a month or a year alone is shorter."""
PARTS = {len("2026-11"): Text("month", "le mois"), len("2026"): Text("year", "l’année")}


def _coarse(sight: Sight, item: Item, typed: Typed) -> Places | None:
    """Asked of a time by which a measurement of the form is dated, where the day is not told."""
    if item.kind is not ItemKind.TIME or len(typed.text) >= DAY or sight.own_time(item) is None:
        return None
    dated = (sight.variable(other) for other in sight.form.items if other.time == item.id)
    if not any(variable is not None and not variable.lasting for variable in dated):
        return None
    return {"part": PARTS[len(typed.text)]}


CHECKS: tuple[Check, ...] = (
    Check("coarse", Gravity.CONFIRM, Text("day not known", "jour inconnu"),
          Text("Only the {part} is told: what was measured then may lie in any window of it, and leave eligibility and "
               "scores unknown. Write the day, and the hour if it is known, or say why not.",
               "Seul {part} est indiqué\u00a0: ce qui a été mesuré alors peut tomber dans plusieurs fenêtres, et "
               "laisser l’éligibilité et les scores inconnus. Écrivez le jour, et l’heure si elle est connue, ou dites "
               "pourquoi pas."), _coarse),
)  # fmt: skip
