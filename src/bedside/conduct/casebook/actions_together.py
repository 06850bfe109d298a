"""What was typed on one page of several forms of a person, saved or kept as drafts: each form as its own page would."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from bedside.conduct.casebook.actions import Filled, fill, open_sheet
from bedside.conduct.casebook.actions_drafts import Typing, from_draft, keep_draft
from bedside.conduct.casebook.gate import check_open
from bedside.conduct.casebook.models import Draft, Entry, Sheet
from bedside.conduct.casebook.reading import versions
from bedside.conduct.casebook.typed import Typed
from bedside.conduct.people.models import User
from bedside.conduct.trail.keeping import Actor, in_turn


def _timed(typed: Mapping[str, Typed], entries: list[Entry]) -> Collection[str]:
    """None of them waits."""
    return ()


@dataclass(frozen=True)
class Posted:
    """What was sent of one form: its sheet (begun or not), the items that were on the page, and how what was sent is
    read against the versions that stand; `untimed` names, of what was typed and of these versions, the items that wait
    for the time at which they were measured."""

    sheet: Sheet
    shown: frozenset[str]
    read: Callable[[list[Entry]], Typing]
    untimed: Callable[[Mapping[str, Typed], list[Entry]], Collection[str]] = _timed


@in_turn
def fill_together(by: Actor, user: User, sent: Sequence[Posted]) -> list[tuple[Sheet, Filled]]:
    """Save what can be saved of each form, in one transaction; keep the rest in its draft, with what is the matter.

    What the writer has drafted of a form elsewhere stays drafted. A form on which nothing was typed is not begun.
    Raises as `fill` and `open_sheet` do: then nothing of any form is kept.
    """
    done = []
    for each in sent:
        standing = _versions(each.sheet)
        typed, base = each.read(standing)
        beside, bases = _beside(user, each)
        sheet, held = each.sheet, dict[str, Typed]()
        if typed:
            sheet = _begun(by, each.sheet)
            filled = fill(by, user, sheet, typed, base, each.untimed(typed, standing))
            held = {name: typed[name] for name in filled.held}
            done.append((sheet, filled))
        if beside or not typed:
            _keep(user, sheet, {**beside, **held}, {**bases, **base})
    return done


@in_turn
def draft_together(by: Actor, user: User, sent: Sequence[Posted]) -> list[tuple[Sheet, Mapping[str, Typed]]]:
    """Keep as drafts what is typed on each form. Returns the sheets that are begun, with what is typed on them."""
    done = []
    for each in sent:
        typed, base = each.read(_versions(each.sheet))
        sheet = _begun(by, each.sheet) if typed else each.sheet
        if sheet.pk:
            beside, bases = _beside(user, each)
            _keep(user, sheet, {**beside, **typed}, {**bases, **base})
            done.append((sheet, typed))
    return done


def _begun(by: Actor, held: Sheet) -> Sheet:
    check_open(held.person, held.form, held.visit)
    return open_sheet(by, held.person, held.visit, held.form, held.version, held.day, held.number)


def _versions(held: Sheet) -> list[Entry]:
    return versions(held) if held.pk else []


def _beside(user: User, posted: Posted) -> Typing:
    """What their draft of the form holds of items that were not on the page."""
    draft = Draft.objects.filter(user=user, sheet=posted.sheet).first() if posted.sheet.pk else None
    if draft is None:
        return {}, {}
    names = [name for name in draft.typed if name not in posted.shown]
    return {name: from_draft(draft.typed[name]) for name in names}, {name: draft.base.get(name, 0) for name in names}


def _keep(user: User, sheet: Sheet, typed: Mapping[str, Typed], base: Mapping[str, int]) -> None:
    if sheet.pk:
        keep_draft(user, sheet, typed, base)
