"""What the consent has to say of a form: whether an answer agrees with its record, and what came after its end.

A form may ask again what a consent certifies (a checklist of the criteria does). Its answer is kept as it was given,
enters no chart, and is asked about where the record of the consent says otherwise for that time. After a withdrawal,
a refusal to go on or an objection, what was collected later is refused on a form that was begun before (ADR 8).
"""

from __future__ import annotations

from bedside.conduct.casebook.check import Check, Gravity, Places, time_said
from bedside.conduct.casebook.sight import Sight
from bedside.conduct.casebook.typed import Typed
from bedside.protocol.model import Item, ItemKind
from bedside.values.moment import SECOND
from bedside.values.wording import Text

AFTER_LEAVING = "after_leaving"
MINUTE = 60 * SECOND
"""A time typed to the minute is any moment of it."""
CERTIFIED = Text("certified", "certifié")
NOT_CERTIFIED = Text("not certified by then", "pas certifié à cette heure-là")


def _consent(sight: Sight, item: Item, typed: Typed) -> Places | None:
    if item.kind is not ItemKind.YES_NO or item.variable not in sight.certified or not typed.text:
        return None
    answered, since = sight.time(item.time or ""), sight.certified[item.variable]
    by_then = since is not None and since < (answered[1] + MINUTE if answered else sight.now + MINUTE)
    if by_then == (typed.text == "yes"):
        return None
    return {"record": CERTIFIED if by_then else NOT_CERTIFIED}


def _left(sight: Sight, item: Item, typed: Typed) -> Places | None:
    """Of what says no time, only what stood there before may be corrected: nobody knows that it was collected then."""
    if sight.left is None or not typed.text:
        return None
    collected = sight.own_time(item) or sight.time(item.time or _main_time(sight))
    after = item.id in sight.fresh if collected is None else collected[0] > sight.left
    return {"left": time_said((sight.left, sight.left), sight)} if after else None


def _main_time(sight: Sight) -> str:
    """The time of an item that names none: the form's own, the first that is required."""
    return next((item.id for item in sight.form.items if item.kind is ItemKind.TIME and item.required), "")


CHECKS: tuple[Check, ...] = (
    Check("consent", Gravity.CONFIRM, Text("differs from the consent record", "diffère du consentement consigné"),
          Text("The record of the consent says: {record}. That alone counts for the criteria. Record it on the page of "
               "the consent, correct this answer, or say why both stand.",
               "Le consentement consigné dit\u00a0: {record}. Lui seul compte pour les critères. Consignez-le sur la "
               "page du consentement, corrigez cette réponse, ou dites pourquoi les deux restent."), _consent),
    Check(AFTER_LEAVING, Gravity.REFUSE, Text("collected after the end of the consent",
                                                "recueilli après la fin du consentement"),
          Text("The consent ended on {left}: what was collected later is not written. What was collected before may be "
               "corrected; say when, where no time is filled in.",
               "Le consentement a pris fin le {left}\u00a0: ce qui a été recueilli ensuite ne s’écrit pas. Ce qui l’a "
               "été avant peut être corrigé\u00a0; dites quand, là où aucune heure n’est remplie."), _left),
)  # fmt: skip
