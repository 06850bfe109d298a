"""Whether the trial closed to inclusion before its planned number: the number reached is then the final one.

A cut tells of every status of its study since when, and why; one of an earlier bedside does not, and its trial counts
as open. A trial that is suspended may go on.
"""

from __future__ import annotations

from dataclasses import dataclass

from bedside.analysis.snapshot import Snapshot
from bedside.values.moment import Moment, moment, show
from bedside.values.wording import Text

STATUSES = "study_status"
ENDED = ("active, not recruiting", "completed", "terminated")
"""Statuses after which nobody is included (ClinicalTrials.gov, Overall Recruitment Status)."""


@dataclass(frozen=True)
class Closed:
    """That a trial includes nobody any more: by which status, in words, since when, and why, as it was typed."""

    status: Text
    since: Moment
    reason: str

    @property
    def told(self) -> Text:
        """`terminated since 2026-05-01 08:00: the sponsor's decision`."""
        more = (f": {self.reason}", f"\u00a0: {self.reason}") if self.reason else ("", "")
        at = show(self.since)
        return Text(f"{self.status.en} since {at}{more[0]}", f"{self.status.fr} depuis le {at}{more[1]}")


def closed_of(snapshot: Snapshot) -> Closed | None:
    """By the first status that ended inclusion; None where none did, or the cut does not tell.

    The reason is that of the latest status that has one: what is closed as planned may be terminated after.
    """
    rows = snapshot.tables.get(STATUSES, ())
    if not rows or str(rows[-1]["status"]) not in ENDED:
        return None
    since = next(row for row in rows if str(row["status"]) in ENDED)
    words, last = snapshot.codes(STATUSES, "status"), str(rows[-1]["status"])
    reasons = [str(row["reason"]).strip().rstrip(".") for row in rows if row["reason"] and str(row["status"]) in ENDED]
    return Closed(words.get(last, Text(last, last)), moment(str(since["since"])), reasons[-1] if reasons else "")
