"""How the protocol was kept: the deviations that the snapshot holds, by kind, and how many may be serious breaches.

The sponsor's assessment leads: what a site supposed is told only as long as the sponsor has not assessed it. A cut of
an earlier bedside says nothing of the sponsor's.

Deviations about whoever objects to the use of their data are in no snapshot.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bedside.analysis.rows import OBSERVED, About, Row
from bedside.analysis.snapshot import Record
from bedside.analysis.warned import NO_DEVIATIONS
from bedside.analysis.worked import Worked

DEVIATIONS, ALL, UNIT = "deviations", "all", "{deviations}"
SERIOUS_BREACH, TO_NOTIFY = "serious breach", "to notify"
"""Of a deviation, as cuts write it: how grave the sponsor finds it, and that the authority has still to hear of it."""


def departures(worked: Worked) -> Iterator[Row]:
    """Counts of all deviations, then of each kind that occurred, in the order of their codes."""
    held = worked.snapshot.tables.get(DEVIATIONS)
    if held is None:
        yield About(DEVIATIONS, "", ALL).row("deviations", NO_DEVIATIONS, UNIT, OBSERVED)
        return
    yield from _counted(ALL, held)
    for kind in worked.snapshot.codes(DEVIATIONS, "kind"):
        if mine := [row for row in held if row["kind"] == kind]:
            yield from _counted(kind, mine)


def _counted(kind: str, held: Sequence[Record]) -> Iterator[Row]:
    about = About(DEVIATIONS, "", kind)
    yield about.row("deviations", len(held), UNIT, OBSERVED)
    yield about.people("concerned", len({row["participant"] for row in held if row["participant"]}))
    grave = [row for row in held if _assessed(row) == SERIOUS_BREACH]
    yield about.row("serious_breach", len(grave), UNIT, OBSERVED)
    yield about.row("to_notify", sum(row.get("state") == TO_NOTIFY for row in grave), UNIT, OBSERVED)
    by_site = [row["serious"] for row in held if _assessed(row) is None]
    yield about.row("perhaps_serious", by_site.count(1), UNIT, OBSERVED)
    yield about.row("not_assessed", by_site.count(None), UNIT, OBSERVED)


def _assessed(row: Record) -> str | None:
    """How grave the sponsor finds it; None where nobody has assessed it there."""
    return str(told) if (told := row.get("severity")) else None
