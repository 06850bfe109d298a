"""That somebody looked at a participant is in the trail: one event a person, participant and hour, not one a click.

The event is written once the page is made, before it is shown; within the hour after it, looking again costs one look
in an index and writes nothing, so that whoever saves never waits for who reads.
"""

from __future__ import annotations

from bedside.conduct.trail.keeping import Act, Actor, note
from bedside.conduct.trail.models import Event
from bedside.values.moment import HOUR, now

EVERY = HOUR
"""How long one event tells of all looks of one person at one participant."""
READ, PLACE = "read casebook", "casebook"


def note_read(by: Actor, site: str, participant: str) -> Event | None:
    """Note that somebody reads a participant's pages, unless that was noted within the hour."""
    noted = Event.objects.filter(
        participant=participant, place=PLACE, action=READ, actor=by.name, at_us__gt=int(now()) - EVERY
    )
    return None if noted.exists() else note(Act(by, READ, site, participant, PLACE))
