"""Every check of an item on its way in, in the order in which they look; and what they say of one item."""

from __future__ import annotations

from collections.abc import Mapping

from bedside.conduct.casebook import (
    checks_consent,
    checks_drug,
    checks_events,
    checks_precision,
    checks_range,
    checks_time,
    checks_typing,
    checks_unread,
)
from bedside.conduct.casebook.check import Check, Finding, Gravity, Places
from bedside.conduct.casebook.originators import WRITERS
from bedside.conduct.casebook.sight import Sight
from bedside.conduct.casebook.typed import Typed
from bedside.conduct.privacy.scanning import said, scan
from bedside.conduct.trail import downtime
from bedside.protocol.model import Item, ItemKind
from bedside.values.moment import HOUR, now
from bedside.values.wording import Text

MINUTE = HOUR // 60
"""How far a clock at the bedside may run ahead of ours."""

__all__ = ["CHECKS", "TITLES", "Finding", "Gravity", "Sight", "judge"]


def judge(sight: Sight, item: Item) -> list[Finding]:
    """What the checks say of one item. What is refused is not looked at further."""
    typed = sight.typed.get(item.id, Typed())
    if typed.empty and not typed.assay:
        return []
    found: list[Finding] = []
    for check in CHECKS:
        if found and found[-1].gravity is Gravity.REFUSE:
            break
        places = check.look(sight, item, typed)
        if places is not None:
            found.append(check.found(item, places))
    return found


def _privacy(sight: Sight, item: Item, typed: Typed) -> Places | None:
    free = [typed.text] if item.kind is ItemKind.TEXT else []
    found = [each for text in (*free, typed.assay, typed.originator, typed.reason) for each in scan(text)]
    return {"found": said(found)} if found else None


_PRIVACY = Check(
    "privacy", Gravity.CONFIRM, Text("may identify somebody", "peut identifier quelqu’un"),
    Text("This may identify somebody: {found}. Take it out, or say why it may stay.",
         "Ceci peut identifier quelqu’un\u00a0: {found}. Retirez-le, ou dites pourquoi il peut rester."), _privacy,
)  # fmt: skip


def _paper(sight: Sight, item: Item, typed: Typed) -> Places | None:
    if not downtime.marked(typed.originator):
        return None
    paper = downtime.read(typed.originator)
    return None if paper and paper.role in WRITERS and paper.at <= now() + MINUTE else {}


_PAPER = Check(
    "paper", Gravity.REFUSE, Text("paper form without time or role", "formulaire papier sans heure ou rôle"),
    Text("Say in which role and when the paper form was written (not in time to come).",
         "Dites dans quel rôle et quand le formulaire papier a été rempli (pas dans le futur)."), _paper,
)  # fmt: skip

CHECKS: tuple[Check, ...] = (
    _PAPER, *checks_typing.CHECKS, *checks_range.CHECKS, *checks_consent.CHECKS, *checks_time.CHECKS,
    *checks_precision.CHECKS, *checks_events.CHECKS, _PRIVACY, *checks_unread.CHECKS, *checks_drug.CHECKS,
)  # fmt: skip
TITLES: Mapping[str, Text] = {check.name: check.title for check in CHECKS}
"""The checks by name, as histories say them."""
