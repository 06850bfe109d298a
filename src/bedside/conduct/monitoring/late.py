"""What was written late at a site, in groups of one kind, so that many of one do not hide the few of another.

First what happened to participants, as the schedule of the protocol orders it; then other acts; steps of consent, which
are written after the bedside more often than not, last and folded.
"""

from __future__ import annotations

from dataclasses import dataclass

from bedside.conduct.participants.reading import site_protocol
from bedside.conduct.trail.models import Event
from bedside.conduct.trail.reviewing import Limits, Odd, odd
from bedside.conduct.trail.words import ACTIONS
from bedside.protocol.model import Protocol
from bedside.values.wording import Text

OF_CONSENT = frozenset({"record consent", "take back consent"})
FEW = 5
"""Lines of a folded group that would rather be read at once."""


@dataclass(frozen=True)
class Late:
    """The late entries of one kind, the latest first."""

    text: Text
    odds: tuple[Odd, ...]
    folded: bool

    @property
    def longest(self) -> int:
        """The most hours by which one of them was late."""
        return max(int(each.much) for each in self.odds)


def late(site: str, limits: Limits) -> list[Late]:
    """The late entries of a site by kind, what matters most first."""
    protocol = site_protocol(site)
    groups: dict[tuple[tuple[int, int, str], Text], list[Odd]] = {}
    for each in odd([site], limits, ["late"]):
        groups.setdefault(_kind(each.event, protocol), []).append(each)
    return [
        Late(text, tuple(sorted(held, key=lambda each: -each.event.number)), rank[0] == 2 and len(held) > FEW)
        for (rank, text), held in sorted(groups.items(), key=lambda group: group[0][0])
    ]


def _kind(event: Event, protocol: Protocol) -> tuple[tuple[int, int, str], Text]:
    """Where a group stands, and its name: an event of the schedule by its own, else the act."""
    for place, each in enumerate(protocol.schedule.events):
        if each.id == event.place:
            return (0, place, event.action), each.text
    text = ACTIONS[event.action]
    return (2 if event.action in OF_CONSENT else 1, 0, event.action), text
