"""The last event that kept something of each person, and of what all share: what is worked out of them holds until
there is another.

Each process remembers how far it has read the trail, and reads only what came since.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bedside.conduct.trail.models import Event
from bedside.values.moment import Moment

SHARED = (
    "study_version", "study_approval", "study_status", "study_setting", "laboratory_range", "laboratory_range_ended",
)  # fmt: skip
"""The tables whose rows change what holds for everybody."""
ALL = ""
"""The name under which the last event of these stands."""


@dataclass(frozen=True)
class Last:
    """The seal of the last event of somebody (empty: there is none), and the latest time of any of theirs."""

    seal: str
    at: Moment


NONE = Last("", Moment(0))
_read: list[tuple[int, str, Mapping[str, Last]]] = [(0, "", {})]
"""The number and seal of the event up to which this process has read, and what it found."""


def last_events() -> Mapping[str, Last]:
    """The last event of everybody, by code, and under `ALL` of what all share; what was only read changes nothing.

    A trail that does not go on from where it was read (a backup was restored) is read anew.
    """
    number, seal, held = _read[0]
    if not Event.objects.filter(number=number, seal=seal).exists():
        number, seal, held = 0, "", {}
    gained: dict[str, Last] = {}
    after = Event.objects.filter(number__gt=number).order_by("number")
    for event, of_it, at, code, table in after.values_list("number", "seal", "at_us", "participant", "kept_in"):
        number, seal = event, of_it
        if table and (code or table in SHARED):
            before = gained.get(code) or held.get(code, NONE)
            gained[code] = Last(of_it, Moment(max(at, before.at)))
    held = {**held, **gained} if gained else held
    _read[0] = (number, seal, held)
    return held
