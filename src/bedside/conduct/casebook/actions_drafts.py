"""Drafts: what is being typed, kept for its writer until it is saved. They are outside the trail: they are not data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bedside.conduct.casebook.models import Draft, Entry, Sheet
from bedside.conduct.casebook.places import scope_of
from bedside.conduct.casebook.reading import versions
from bedside.conduct.casebook.typed import Typed
from bedside.conduct.locks.reading import closings
from bedside.conduct.people.models import User
from bedside.conduct.trail.keeping import in_turn
from bedside.values.moment import now

Typing = tuple[Mapping[str, Typed], Mapping[str, int]]
"""The items that somebody changed, and the version of each that they had seen."""


@in_turn
def keep_sent(user: User, sheet: Sheet, sent: Callable[[list[Entry]], Typing]) -> Mapping[str, Typed]:
    """Keep as a draft what a browser sent of a sheet, and return it; `sent` reads it against the versions that stand.

    It is read while nobody else writes: a save that ended just now would else come back as a draft of what it kept.
    """
    typed, base = sent(versions(sheet))
    keep_draft(user, sheet, typed, base)
    return typed


def keep_draft(user: User, sheet: Sheet, typed: Mapping[str, Typed], base: Mapping[str, int]) -> Draft | None:
    """Keep what somebody has typed and not saved, and the version of each item that they had before them.

    What they had typed in items that are frozen or locked now, and so cannot send again, stays too. With nothing left
    the draft is forgotten.
    """
    behind, bases = _behind(user, sheet)
    held = behind | {name: as_draft(each) for name, each in typed.items()}
    if not held:
        drop_draft(user, sheet)
        return None
    bases |= {name: base.get(name, 0) for name in typed}
    draft, _ = Draft.objects.update_or_create(
        user=user, sheet=sheet, defaults={"typed": held, "base": bases, "at_us": int(now())}
    )
    return draft


def drop_draft(user: User, sheet: Sheet) -> None:
    """Forget a draft that its writer discards."""
    Draft.objects.filter(user=user, sheet=sheet).delete()


def _behind(user: User, sheet: Sheet) -> tuple[dict[str, Any], dict[str, int]]:
    """What a draft holds of items that are closed now, and the version of each."""
    draft = Draft.objects.filter(user=user, sheet=sheet).first()
    if draft is None:
        return {}, {}
    shut = closings(scope_of(sheet))
    names = [name for name in draft.typed if shut.at(scope_of(sheet, name))]
    return {name: draft.typed[name] for name in names}, {name: draft.base.get(name, 0) for name in names}


def as_draft(typed: Typed) -> dict[str, str]:
    """What somebody typed, as a draft keeps it; empty parts left out."""
    return {name: value for name, value in vars(typed).items() if value}


def from_draft(draft: Mapping[str, Any]) -> Typed:
    """What a draft keeps, as somebody typed it."""
    return Typed(**{name: str(value) for name, value in draft.items() if name in Typed.__dataclass_fields__})
