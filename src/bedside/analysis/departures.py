"""How the protocol was kept: the deviations that the snapshot holds, by kind, and how many may be serious breaches.

Deviations about whoever objects to the use of their data are in no snapshot.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bedside.analysis.rows import OBSERVED, About, Row
from bedside.analysis.snapshot import Record
from bedside.analysis.warned import NO_DEVIATIONS
from bedside.analysis.worked import Worked

DEVIATIONS, ALL, UNIT = "deviations", "all", "{deviations}"


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
    yield about.row("perhaps_serious", sum(row["serious"] == 1 for row in held), UNIT, OBSERVED)
    yield about.row("not_assessed", sum(row["serious"] is None for row in held), UNIT, OBSERVED)
