"""Everything that writes in a casebook; each one transaction, each version of each item its own entry in the trail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from bedside.conduct.casebook.models import Draft, Entry, Sheet
from bedside.conduct.casebook.reading import current
from bedside.conduct.participants.models import Person
from bedside.conduct.people.models import User
from bedside.conduct.study.protocol import protocol_of
from bedside.conduct.trail.keeping import Act, Actor, keep
from bedside.errors import BedsideError, UsageError
from bedside.values.moment import now


class Conflict(BedsideError):
    """Somebody else saved an item meanwhile: both texts are shown, and the person decides. Nothing is lost."""

    def __init__(self, theirs: Mapping[str, Entry]) -> None:
        who = ", ".join(sorted({entry.event.actor for entry in theirs.values()}))
        super().__init__(f"{who} saved {', '.join(theirs)} meanwhile.", "save", "Look at both and choose.")
        self.theirs = dict(theirs)


@dataclass(frozen=True)
class Typed:
    """One item as it is to be saved; `reason` is why it changed, `confirmed` which soft check it answers."""

    text: str = ""
    unit: str = ""
    missing: str = ""
    because: str = ""
    assay: str = ""
    reason: str = ""
    confirmed: str = ""
    originator: str = ""


@transaction.atomic
def open_sheet(
    by: Actor, person: Person, visit: str, form: str, version: str, day: int | None = None, number: int = 1
) -> Sheet:
    """The sheet of this occasion, opened when it is not there yet. Raises ProtocolError for a form there is not."""
    protocol_of(version).form(form)
    found = Sheet.objects.filter(person=person, visit=visit, day=day, form=form, number=number).first()
    if found is not None:
        return found
    act = Act(by, "open form", site=person.site, participant=person.code, place=place_of(visit, day, form, number))
    sheet = Sheet(person=person, visit=visit, day=day, form=form, number=number, version=version)
    return keep(act, sheet)


@transaction.atomic
def save(by: Actor, sheet: Sheet, typed: Mapping[str, Typed], base: Mapping[str, int] | None = None) -> list[Entry]:
    """Save the items that changed, each as a new version.

    `base` is the version of each item that the person saw. Raises Conflict when another was saved since with another
    text, UsageError when an item that had a value changes without a reason, or the form has no such item.
    """
    held, form = current(sheet), protocol_of(sheet.version).form(sheet.form)
    changed = {name: each for name, each in typed.items() if _differs(held.get(name), each)}
    for name in changed:
        form.item(name)
    if base is not None:
        theirs = {n: held[n] for n in changed if n in held and held[n].number > base.get(n, 0)}
        if theirs:
            raise Conflict(theirs)
    unexplained = [name for name, each in changed.items() if _had_value(held.get(name)) and not each.reason.strip()]
    if unexplained:
        raise UsageError(
            f"{', '.join(unexplained)} changed without a reason.", f"form {form.id}", "Say why it is corrected."
        )
    return [_version(by, sheet, name, each, held.get(name)) for name, each in changed.items()]


def _version(by: Actor, sheet: Sheet, item: str, typed: Typed, before: Entry | None) -> Entry:
    place = f"{place_of(sheet.visit, sheet.day, sheet.form, sheet.number)} / {item}"
    act = Act(by, "save item", sheet.person.site, sheet.person.code, place, typed.reason)
    entry = Entry(
        sheet=sheet, item=item, number=before.number + 1 if before else 1, typed=typed.text, unit=typed.unit,
        missing=typed.missing, because=typed.because, assay=typed.assay, confirmed=typed.confirmed,
        originator=typed.originator or by.name,
    )  # fmt: skip
    return keep(act, entry)


def _differs(before: Entry | None, typed: Typed) -> bool:
    now_ = (typed.text, typed.unit if typed.text else "", typed.missing, typed.because, typed.assay)
    if before is None:
        return any((typed.text, typed.missing))
    return now_ != (
        before.typed or "",
        before.unit if before.typed else "",
        before.missing,
        before.because,
        before.assay,
    )


def _had_value(before: Entry | None) -> bool:
    return before is not None and bool(before.typed or before.missing)


def place_of(visit: str, day: int | None, form: str, number: int) -> str:
    """Where in the casebook, as the trail says it: `DAILY 3 / sofa_day`, `unscheduled / laboratory 2`."""
    when = visit if day is None else f"{visit} {day}"
    return f"{when} / {form}" if number == 1 else f"{when} / {form} {number}"


def keep_draft(user: User, sheet: Sheet, typed: Mapping[str, Mapping[str, str]], base: Mapping[str, int]) -> Draft:
    """What is being typed, kept for this person until it is saved. Drafts are outside the trail: they are not data."""
    draft, _ = Draft.objects.update_or_create(
        user=user, sheet=sheet, defaults={"typed": typed, "base": base, "at_us": int(now())}
    )
    return draft


def drop_draft(user: User, sheet: Sheet) -> None:
    """Forget a draft, once its items are saved or its writer discards it."""
    Draft.objects.filter(user=user, sheet=sheet).delete()
