"""Emptying a text in which personal data were written: the one change that a kept row allows, with its reason."""

from __future__ import annotations

from django.db import transaction

from bedside.conduct.trail.keeping import Act, keep
from bedside.conduct.trail.models import Event, Kept, Redaction
from bedside.errors import UsageError


def redact(act: Act, row: Event | Kept, column: str) -> Redaction:
    """Empty one text of a row, and keep that it was. Raises UsageError without a reason, or where none may go."""
    if not act.reason.strip():
        raise UsageError("no reason is given.", "redaction", "Say what kind of personal data stood there.")
    if column not in row.redactable or getattr(row, column) is None:
        raise UsageError(f"“{column}” holds nothing to redact.", "redaction", "Choose a text that is still there.")
    with transaction.atomic():
        kept = keep(act, Redaction(table=row._meta.db_table, row=row.pk, column=column))
        type(row).objects.filter(pk=row.pk).update(**{column: None, f"{column}_salt": None})
    return kept
