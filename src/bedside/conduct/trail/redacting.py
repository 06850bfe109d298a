"""Emptying a text in which personal data were written: the one change that a kept row allows, with its reason."""

from __future__ import annotations

from bedside.conduct.trail.keeping import Act, in_turn, keep
from bedside.conduct.trail.models import Event, Kept, Redaction
from bedside.errors import UsageError


@in_turn
def redact(act: Act, row: Event | Kept, column: str) -> Redaction:
    """Empty one text of a row, and keep that it was. Raises UsageError without a reason, or where none may go."""
    if not act.reason.strip():
        raise UsageError("no reason is given.", "redaction", "Say what kind of personal data stood there.")
    still = type(row)._default_manager.filter(pk=row.pk)
    if column not in row.redactable or not still.exclude(**{column: None}).exists():
        raise UsageError(f"“{column}” holds nothing to redact.", "redaction", "Choose a text that is still there.")
    kept = keep(act, Redaction(table=row._meta.db_table, row=row.pk, column=column))
    still.update(**{column: None, f"{column}_salt": None})
    return kept
