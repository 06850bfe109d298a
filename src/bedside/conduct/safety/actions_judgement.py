"""An investigator confirms what somebody else wrote of an event: from then on it is their judgement."""

from __future__ import annotations

from collections.abc import Collection

from bedside.conduct.casebook.models import Sheet
from bedside.conduct.casebook.places import place_of, scope_of
from bedside.conduct.locks.reading import check_open
from bedside.conduct.safety.models import Confirmation
from bedside.conduct.safety.reading import JUDGES, case_of
from bedside.conduct.trail.keeping import Act, Actor, in_turn, keep
from bedside.errors import UsageError


@in_turn
def confirm(by: Actor, sheet: Sheet, seen: Collection[int]) -> Confirmation:
    """Keep that what stands there is an investigator's judgement.

    `seen` are the versions that the investigator looked at (`Standing.waiting`). Raises UsageError for a role that does
    not judge, where nothing is to be confirmed, and where something else stands there by now; Shut for what is frozen
    or locked.
    """
    where = f"{sheet.person.code}, {sheet.form} {sheet.number}"
    if by.role not in JUDGES:
        raise UsageError("only an investigator judges an event.", where, "Ask an investigator of the site.")
    waiting = case_of(sheet).standing.waiting
    if not waiting:
        raise UsageError("nothing of this event is to be confirmed.", where, "Nothing to do.")
    if waiting != frozenset(seen):
        raise UsageError("the event has changed since you looked at it.", where, "Look at what stands there now.")
    check_open(scope_of(sheet), where)
    place = place_of(sheet.visit, sheet.day, sheet.form, sheet.number)
    act = Act(by, "confirm event", sheet.person.site, sheet.person.code, place)
    return keep(act, Confirmation(sheet=sheet, entries=" ".join(map(str, sorted(waiting)))))
