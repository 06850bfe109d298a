"""That somebody looked at a participant, or at the lists of a site, is in the trail: one event a person, participant
(or site) and hour, not one a click.

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
LISTS, LISTED = "read lists", "lists"


def note_read(by: Actor, site: str, participant: str = "") -> Event | None:
    """Note that somebody reads a participant's pages (or a site's lists), unless that was noted within the hour."""
    action, place = (READ, PLACE) if participant else (LISTS, LISTED)
    noted = Event.objects.filter(
        participant=participant, place=place, action=action, actor=by.name, site=site, at_us__gt=int(now()) - EVERY
    )
    return None if noted.exists() else note(Act(by, action, site, participant, place))
