"""What the demonstration has closed and signed: forms signed, one changed since, a visit that is being reviewed."""

from __future__ import annotations

from bedside.conduct.casebook.actions import Typed, save
from bedside.conduct.casebook.models import Sheet
from bedside.conduct.casebook.places import scope_of
from bedside.conduct.casebook.reading import current
from bedside.conduct.closing.actions import close, sign
from bedside.conduct.closing.meanings import Meaning
from bedside.conduct.closing.models import Signature
from bedside.conduct.closing.standing import to_sign
from bedside.conduct.demonstration.cast import SITES, Cast
from bedside.conduct.locks.scopes import Scope
from bedside.conduct.locks.states import Way
from bedside.conduct.monitoring.models import Query
from bedside.conduct.participants.models import Person
from bedside.conduct.people.roles import Action
from bedside.conduct.study.protocol import protocol_of
from bedside.conduct.trail.keeping import in_turn
from bedside.protocol.model import ItemKind

SIGNED = 8
"""How many forms are signed at the first site; the rest of what is complete waits."""
NAME = "Dr A. Example"


@in_turn
def sign_and_freeze(cast: Cast) -> None:
    """Sign some forms of the first site, correct a number in one of them, freeze a visit of the last who was signed."""
    site = SITES[0][0]
    signs = cast.acting(Action.SIGN, site)
    persons = Person.objects.filter(site=site, enrolled__isnull=False).select_related("enrolled").order_by("pk")
    for each in to_sign(list(persons))[:SIGNED]:
        sign(signs, each.person, each.scope, Meaning.REVIEWED, NAME, "en")
    _correct(cast, site)
    last = Signature.objects.order_by("-pk").first()
    if last is not None:
        visit = Scope(last.site, last.participant, last.visit, last.day)
        close(cast.acting(Action.FREEZE), Way.FREEZE, visit, "review of this month's data")


def _correct(cast: Cast, site: str) -> None:
    """One number of a signed form, by a unit, that nobody has asked about."""
    signed = {row.scope for row in Signature.objects.all()}
    asked = set(Query.objects.values_list("person", "visit", "form", "item"))
    for sheet in Sheet.objects.filter(person__site=site).select_related("person").order_by("pk"):
        entries, form = current(sheet), protocol_of(sheet.version).form(sheet.form)
        numbers = [entries[item.id] for item in form.items if item.kind is ItemKind.NUMBER and item.id in entries]
        free = [each for each in numbers if (sheet.person_id, sheet.visit, sheet.form, each.item) not in asked]
        entry = next((each for each in free if (each.typed or "").isdigit()), None)
        if scope_of(sheet) in signed and entry is not None:
            said = Typed(str(int(entry.typed or 0) + 1), entry.unit, reason="read again in the record")
            save(cast.acting(Action.WRITE_DATA, site), sheet, {entry.item: said})
            return
