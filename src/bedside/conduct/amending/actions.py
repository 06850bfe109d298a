"""Putting a version in force where what it changes was looked at."""

from __future__ import annotations

from bedside.conduct.amending.impact import Asked, Impact
from bedside.conduct.amending.looking import look
from bedside.conduct.people.models import Site
from bedside.conduct.study.actions import approve
from bedside.conduct.study.models import Approval, Version
from bedside.conduct.study.protocol import protocol_of
from bedside.conduct.trail.keeping import Actor, in_turn
from bedside.errors import UsageError


@in_turn
def approve_as_looked_at(
    by: Actor, version: Version, site: str, from_day: str, mark: str, reconsent: bool | None = None, reason: str = ""
) -> Approval:
    """Put a version in force at a site from a day (ISO 8601) on, if that still changes what was shown: `mark` is that
    of the look. The event tells the hash of the version, and the mark.

    Raises UsageError when it would change something else by now, and as `study.actions.approve` does.
    """
    if look_at(version, site, from_day, reconsent).mark != mark:
        what = "what this version would change here is no longer what was looked at."
        raise UsageError(what, "approval", "Look at it again.")
    return approve(by, version, site, from_day, reconsent, reason, mark)


def look_at(version: Version, site: str, from_day: str, reconsent: bool | None = None) -> Impact:
    """The dry run of an approval of a kept version; without `reconsent`, consent is renewed as the version says.

    Raises UsageError for a site there is not, or what is no day.
    """
    if not Site.objects.filter(code=site).exists():
        raise UsageError(f"there is no site {site}.", "approval", "Open the site first.")
    asks = version.reconsent if reconsent is None else reconsent
    return look(Asked(protocol_of(version.version), site, from_day, asks))
