"""Drafts: what is being typed, kept for its writer until it is saved. They are outside the trail: they are not data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bedside.conduct.casebook.models import Draft, Sheet
from bedside.conduct.casebook.typed import Typed
from bedside.conduct.people.models import User
from bedside.values.moment import now


def keep_draft(user: User, sheet: Sheet, typed: Mapping[str, Typed], base: Mapping[str, int]) -> Draft:
    """Keep what somebody has typed and not saved, and the version of each item that they had before them."""
    held = {name: as_draft(each) for name, each in typed.items()}
    bases = {name: base.get(name, 0) for name in typed}
    draft, _ = Draft.objects.update_or_create(
        user=user, sheet=sheet, defaults={"typed": held, "base": bases, "at_us": int(now())}
    )
    return draft


def drop_draft(user: User, sheet: Sheet) -> None:
    """Forget a draft, once its items are saved or its writer discards it."""
    Draft.objects.filter(user=user, sheet=sheet).delete()


def as_draft(typed: Typed) -> dict[str, str]:
    """What somebody typed, as a draft keeps it; empty parts left out."""
    return {name: value for name, value in vars(typed).items() if value}


def from_draft(draft: Mapping[str, Any]) -> Typed:
    """What a draft keeps, as somebody typed it."""
    return Typed(**{name: str(value) for name, value in draft.items() if name in Typed.__dataclass_fields__})
