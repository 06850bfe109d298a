"""A small study with some of everything in it."""

from __future__ import annotations

from bedside.conduct.people.actions import add_user, end_grant, grant, open_site
from bedside.conduct.people.roles import Role
from bedside.conduct.study.actions import set_status
from bedside.conduct.study.models import Setting
from bedside.conduct.study.statuses import Status
from bedside.conduct.trail.keeping import Act, Actor, in_turn, keep, note
from bedside.conduct.trail.models import Event
from bedside.conduct.trail.redacting import redact

BY = Actor("anna", "administrator", "CHU", "screens")


def fill() -> None:
    """Some fifteen events: rows of five tables, notes, reasons, and one reason redacted."""
    for code in ("01", "02", "03"):
        open_site(BY, code, f"Hospital {code}", 10)
    ben = add_user(BY, "ben", "CHU", "correct-horse-battery")
    given = [grant(BY, ben, Role.NURSE, site) for site in ("01", "02", "")]
    end_grant(BY, given[0], "he left")
    set_status(BY, Status.RECRUITING)
    set_status(BY, Status.SUSPENDED, "told by Mrs Smith")
    for value in ("5", "6"):
        keep(Act(BY, "set", place="ctcae"), Setting(name="ctcae", value=value))
    note(Act(BY, "log in", detail={"session": "é"}))
    named = Event.objects.filter(reason="told by Mrs Smith").get()
    redact(Act(BY, "redact", place="study status", reason="a name"), named, "reason")
    note(Act(BY, "log out"))


@in_turn
def save(visit: int, items: int = 5) -> int:
    """One visit of some items, whole or not at all; returns the number of its last event."""
    kept = [keep(Act(BY, "save item", place=f"{visit}"), Setting(name=f"v{visit}", value=str(n))) for n in range(items)]
    return int(kept[-1].pk)


def redacting(reason: str) -> Act:
    """The act of a redaction."""
    return Act(BY, "redact", reason=reason)
