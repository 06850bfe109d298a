"""What became of the study itself, as a table of a cut: each status since when, and why.

Whoever analyses a cut knows by it whether more participants are to come.
"""

from __future__ import annotations

from collections.abc import Iterator

from bedside.conduct.cuts.columns import code, text, time, utc
from bedside.conduct.study.models import Status as Kept
from bedside.conduct.study.statuses import WORDS
from bedside.exports.tables import Cell
from bedside.values.wording import Text

STATUSES = "study_status"
TOLD = Text("statuses of the study, the one in force last", "statuts de l’étude, celui en vigueur en dernier")
STATUS = (
    code("status", "recruitment status", "statut du recrutement", WORDS),
    time("since", "since when", "depuis quand"),
    text("reason", "why, as it was typed; empty: not said, or redacted",
         "motif, tel que saisi\u202f; vide\u00a0: non dit, ou caviardé", typed=True),
)  # fmt: skip


def statuses() -> Iterator[dict[str, Cell]]:
    """A row of each change, in the order in which they were made."""
    for each in Kept.objects.select_related("event").order_by("pk"):
        yield {"status": each.status, "since": utc(each.event.at_us), "reason": each.event.reason or None}
