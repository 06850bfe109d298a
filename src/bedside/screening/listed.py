"""The table of verdicts that a screening left, read back: where each stay stood at its last hour."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bedside.engines.duck import connect
from bedside.engines.verdict_tables import last_verdicts
from bedside.values.moment import Moment

NEAREST = ("eligible", "candidate", "cannot tell", "not eligible", "excluded")
"""The verdicts, those nearest to inclusion first."""


@dataclass(frozen=True)
class Listed:
    """A stay at its last hour: the verdict from hospital data alone, and from all criteria."""

    stay: str
    at: Moment
    data_verdict: str
    verdict: str


def listed(table: Path) -> list[Listed]:
    """Every stay of a table of verdicts, those who may be included first. Raises UnreadableFile."""
    connection = connect(1)
    try:
        rows = last_verdicts(connection, table)
    finally:
        connection.close()
    found = [Listed(str(stay), Moment(at), by_data, by_all) for stay, at, by_data, by_all in rows]
    return sorted(found, key=lambda each: (NEAREST.index(each.verdict), NEAREST.index(each.data_verdict), each.stay))
