"""Why an item holds no value, and the short list of reasons beside it."""

from __future__ import annotations

from collections.abc import Mapping

from bedside.conduct.casebook.typed import Typed
from bedside.protocol.forms import Missing
from bedside.protocol.model import Form, ItemKind
from bedside.values.wording import Text

KINDS: Mapping[Missing, Text] = {
    Missing.NOT_DONE: Text("not done", "non fait"),
    Missing.NOT_APPLICABLE: Text("not applicable", "sans objet"),
    Missing.UNKNOWN: Text("unknown", "inconnu"),
    Missing.AWAITED: Text("result awaited", "résultat attendu"),
}

NONE = "none"
"""Why nothing stands there: there was none, and somebody has said so."""
REASONS: Mapping[str, Text] = {
    "left": Text("transferred or discharged", "transféré ou sorti"),
    "died": Text("died before", "décédé avant"),
    "refused": Text("patient refused", "refus du patient"),
    "lost": Text("sample lost or unusable", "prélèvement perdu ou inutilisable"),
    "technical": Text("technical failure", "problème technique"),
    "not_ordered": Text("not ordered", "non prescrit"),
    "not_in_record": Text("not in the record", "absent du dossier"),
    "condition": Text("patient's condition", "état du patient"),
    NONE: Text("there was none", "il n’y en a pas eu"),
    "other": Text("other", "autre"),
}
"""The keys are kept in `Entry.because`."""


def because_lacks(missing: str, because: str) -> bool:
    """Whether it is said that there is no value, and not the reason; a result that is awaited needs none."""
    return bool(missing) and missing != Missing.AWAITED and not because


def none_of(form: Form) -> dict[str, Typed]:
    """What says of a form on which every occurrence is recorded that there was none: an empty one says nothing."""
    asked = (item for item in form.items if item.kind is not ItemKind.COMPUTED and not item.shown_when)
    return {item.id: Typed(missing=Missing.NOT_APPLICABLE, because=NONE) for item in asked}
