"""Everything that is written about a site's initiation and state."""

from __future__ import annotations

from bedside.conduct.people.models import Site
from bedside.conduct.registers.actions import iso_day
from bedside.conduct.registers.activation import FOLLOWS, ITEMS, NEED_REASON, STATES, SiteState, checklist, state_of
from bedside.conduct.registers.models import SiteItem, SiteStep
from bedside.conduct.study.statuses import not_followed
from bedside.conduct.trail.keeping import Act, Actor, in_turn, keep
from bedside.errors import UsageError
from bedside.values.wording import Text

WHERE = "site initiation"


@in_turn
def check_item(by: Actor, site: str, item: str, day: str, reference: str = "", reason: str = "") -> SiteItem:
    """Note that an item is there since a day; with an empty day, that it is not after all, for a reason.

    Raises UsageError for an item or site there is not, a day to come, a word taken back without reason.
    """
    _known(site)
    if item not in ITEMS:
        raise UsageError(f"“{item}” is no item.", WHERE, f"Choose from {', '.join(ITEMS)}.")
    if not day and not reason.strip():
        raise UsageError("no day is given.", WHERE, "Say since when it is there, or why it is not.")
    since = iso_day(day, WHERE, past=True) if day else ""
    act = Act(by, "check site item", site, place=f"{WHERE} / {item}", reason=reason)
    return keep(act, SiteItem(site=site, item=item, day=since, reference=reference))


@in_turn
def move_site(by: Actor, site: str, state: SiteState, reason: str = "") -> SiteStep:
    """Move a site to another state. Raises UsageError where the table of states has no such way, where a reason is
    needed and missing, and for opening a site at which something is not there.
    """
    _known(site)
    before = state_of(site)
    if state not in FOLLOWS[before]:
        raise UsageError(*not_followed(STATES, before, state, FOLLOWS[before], WHERE))
    if state in NEED_REASON and not reason.strip():
        raise UsageError("no reason is given.", WHERE, "Say why.")
    lacking = [each.text for each in checklist(site) if not each.there]
    if state is SiteState.ACTIVE and lacking:
        what = Text("not there yet: {listed}.", "pas encore là\u00a0: {listed}.")
        raise UsageError(what.filled(listed=Text.joined("; ", lacking)), WHERE, "Note each of these once it is there.")
    return keep(Act(by, "move site", site, reason=reason, detail={"before": before.value}), SiteStep(
        site=site, state=state.value
    ))  # fmt: skip


@in_turn
def open_whole(by: Actor, site: str, day: str) -> SiteStep:
    """Open a planned site of which everything is there since the same day."""
    for item in ITEMS:
        check_item(by, site, item, day)
    move_site(by, site, SiteState.INITIATED)
    return move_site(by, site, SiteState.ACTIVE)


def _known(site: str) -> None:
    if not Site.objects.filter(code=site).exists():
        raise UsageError(f"there is no site {site}.", WHERE, "Choose one of the study's sites.")
