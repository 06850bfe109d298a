"""What was written on paper while the system was down, and typed afterwards: how the source of a value says so.

A row whose `originator` begins with `MARK` says in which role it was written on paper, and when, on the sites' clock:
`paper form during downtime, nurse, 2026-11-22T03:05+01:00`. Nobody's name: who typed it is in the event.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from bedside.errors import BedsideError
from bedside.values.moment import Moment, moment, to_datetime

MARK = "paper form during downtime"


@dataclass(frozen=True)
class Paper:
    """A paper form: the role in which it was written, and when."""

    role: str
    at: Moment

    def __str__(self) -> str:
        return f"{MARK}, {self.role}, {timezone.localtime(to_datetime(self.at)).isoformat(timespec='minutes')}"


def marked(originator: str) -> bool:
    """Whether it is said of a value that it was on paper, completely or not."""
    return originator.startswith(MARK)


def read(originator: str) -> Paper | None:
    """The paper form that a source tells of; None where it tells of none, or not in which role and when."""
    mark, _, told = originator.partition(", ")
    role, _, at = told.partition(", ")
    if mark != MARK or not role or not at:
        return None
    try:
        return Paper(role, moment(at))
    except BedsideError:
        return None
