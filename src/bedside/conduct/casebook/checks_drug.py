"""What one form says of the study drug and another one does not: kept, and everybody is told."""

from __future__ import annotations

from bedside.conduct.casebook.check import Check, Gravity, Places
from bedside.conduct.casebook.sight import Sight
from bedside.conduct.casebook.typed import Typed
from bedside.protocol.model import Item
from bedside.protocol.safety import RELATED
from bedside.values.wording import Text


def _related(sight: Sight, item: Item, typed: Typed) -> Places | None:
    """An event is judged related to a drug of which no administration before it is recorded."""
    safety = sight.form.safety
    if safety is None or item.id != safety.relation.item or safety.relation.meaning({item.id: typed.text}) != RELATED:
        return None
    began = sight.time(safety.began)
    before = sight.first_given is not None and (began is None or sight.first_given <= began[1])
    return None if before else {"drug": safety.drug, "form": sight.protocol.form(safety.first_dose.form).text}


CHECKS: tuple[Check, ...] = (
    Check(
        "related_not_given", Gravity.TELL, Text("related, and no administration before", "lié, sans prise avant"),
        Text("Judged related to {drug}, but no administration is recorded before it: complete “{form}”.",
             "Jugé lié au médicament ({drug}), mais aucune administration n’est consignée avant\u00a0: complétez "
             "«\u00a0{form}\u00a0»."), _related,
    ),
)  # fmt: skip
