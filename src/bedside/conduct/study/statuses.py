"""The study's own status, as a table: which may follow which, and whether patients may be enrolled in it.

The words are those of the ClinicalTrials.gov data element "Overall Recruitment Status".
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Any

from bedside.values.wording import Text


class Status(StrEnum):
    """Overall recruitment status."""

    NOT_YET = "not yet recruiting"
    RECRUITING = "recruiting"
    SUSPENDED = "suspended"
    CLOSED = "active, not recruiting"
    COMPLETED = "completed"
    TERMINATED = "terminated"


WORDS: Mapping[Status, Text] = {
    Status.NOT_YET: Text("not yet recruiting", "pas encore ouvert au recrutement"),
    Status.RECRUITING: Text("recruiting", "recrutement en cours"),
    Status.SUSPENDED: Text("suspended", "suspendu"),
    Status.CLOSED: Text("active, not recruiting", "en cours, recrutement clos"),
    Status.COMPLETED: Text("completed", "terminé"),
    Status.TERMINATED: Text("terminated", "arrêté prématurément"),
}

FOLLOWS: Mapping[Status, frozenset[Status]] = {
    Status.NOT_YET: frozenset({Status.RECRUITING, Status.TERMINATED}),
    Status.RECRUITING: frozenset({Status.SUSPENDED, Status.CLOSED, Status.TERMINATED}),
    Status.SUSPENDED: frozenset({Status.RECRUITING, Status.CLOSED, Status.TERMINATED}),
    Status.CLOSED: frozenset({Status.COMPLETED, Status.TERMINATED}),
    Status.COMPLETED: frozenset(),
    Status.TERMINATED: frozenset(),
}

ENROLLING = frozenset({Status.RECRUITING})
"""Screening may go on in any status before the end; inclusion only here."""

NEED_REASON = frozenset({Status.SUSPENDED, Status.TERMINATED})
"""Statuses that come unplanned."""


def not_followed(
    words: Mapping[Any, Text], before: StrEnum, after: StrEnum, ways: Collection[StrEnum], where: str
) -> tuple[Text, str, Text]:
    """What to say of a way that a table of states does not have: what is wrong, where, what is possible."""
    listed = Text.joined(", ", (words[each] for each in sorted(ways))) if ways else Text("nothing", "rien")
    what = Text("“{before}” is not followed by “{after}”.", "«\u00a0{before}\u00a0» n’est pas suivi de "
                "«\u00a0{after}\u00a0».")  # fmt: skip
    todo = Text("It may become: {listed}.", "Cela peut devenir\u00a0: {listed}.")
    return what.filled(before=words[before], after=words[after]), where, todo.filled(listed=listed)
