"""What the page of one sheet shows: its fields, the forms beside it, who else types there, what may be chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.utils import timezone

from bedside.conduct.casebook import gate, originators
from bedside.conduct.casebook.charts import Known, known_of
from bedside.conduct.casebook.missing import KINDS, REASONS
from bedside.conduct.casebook.models import Draft, Entry, Sheet
from bedside.conduct.casebook.places import (
    UNSCHEDULED,
    Place,
    forms_of,
    place_of_sheet,
    planned_on,
    scope_of,
    visit_text,
)
from bedside.conduct.casebook.progress import Status, progress_of
from bedside.conduct.casebook.reading import Sheets, latest_of, sheets_of, versions, zone
from bedside.conduct.casebook.showing import Field, fields_of
from bedside.conduct.casebook.showing_computed import Output
from bedside.conduct.casebook.suggesting import day_before
from bedside.conduct.frame.words import say
from bedside.conduct.locks.reading import closings
from bedside.conduct.locks.states import State
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.typed_times import local
from bedside.conduct.people.models import User
from bedside.conduct.people.permissions import may
from bedside.conduct.people.roles import Action
from bedside.conduct.study.protocol import protocol_of, read_once
from bedside.conduct.trail import downtime
from bedside.protocol.model import Form, Item, Protocol
from bedside.values.moment import HOUR, Moment, now, to_datetime
from bedside.values.wording import Text

TYPING = 12 * HOUR
"""How long after its last keystroke a draft of somebody else is spoken of."""


def page_of(user: User, held: Sheet, source: str) -> dict[str, Any]:
    """Everything that the template names; `source` is the one that this reader chose last for the form."""
    with read_once():
        person, protocol = held.person, protocol_of(held.version)
        form, entries, sheets = protocol.form(held.form), versions(held) if held.pk else [], sheets_of(person)
        known = known_of(person, protocol, sheets)
        shut, writes = (
            gate.closed(person, form.id, held.visit),
            may(user, Action.WRITE_DATA, person.site),
        )
        own = Draft.objects.filter(user=user, sheet=held).first() if held.pk and writes else None
        closed = closings(scope_of(held))
        fields = fields_of(held, entries, known, own, closed)
        place, paper = place_of_sheet(held), downtime.read(source)
        return {
            "here": person.site, "person": person, "sheet": held, "form": form, "protocol": protocol,
            "visit": visit_text(protocol, held.visit, held.day), "fields": fields,
            "progress": replace(progress_of(protocol, form, latest_of(entries)), held=_held(fields)),
            "rail": _rail(protocol, sheets, held, fields, user),
            "draft": own, "changed": sum(isinstance(each, Field) and each.changed for each in fields),
            "draft_at": clock(own.at_us) if own else "", "others": others(user, held),
            "writable": writes and shut is None and State.OPEN in closed.states(scope_of(held)), "writes": writes,
            "shut": gate.WHY[shut] if shut else None,
            "ended": _ended(person, protocol, held, known), "scope": scope_of(held),
            "closing": closed.at(scope_of(held)),
            "may_be_none": form.complete and not entries,
            "save_at": place.address(person.code, "save"), "draft_at_address": place.address(person.code, "draft"),
            "discard_at": place.address(person.code, "discard"), "comment_at": place.address(person.code, "comment"),
            "kinds": tuple((kind.value, text) for kind, text in KINDS.items()), "reasons": tuple(REASONS.items()),
            "sources": originators.offered(person.site), "source": downtime.MARK if paper else source,
            "paper": paper, "paper_at": local(paper.at) if paper else "", "paper_mark": downtime.MARK,
            "writers": list(originators.WRITERS.items()), "assays": _assays(person.site, form),
            "visit_on": _day(planned_on(protocol, held)), "yesterday": day_before(protocol, form, held, sheets),
            "known": known,
            "vouched": {item.id: vouched(protocol, item, sheets, held) for item in form.items if item.up_to_date},
        }  # fmt: skip


def _ended(person: Person, protocol: Protocol, held: Sheet, known: Known) -> Text | None:
    """What to know of a form of somebody who left, and that stays open for what was collected before."""
    if known.left is None or gate.gate_of(person, protocol).stays_open(held.form, held.visit):
        return None
    return gate.ENDED.filled(left=local(known.left).replace("T", " "))


def others(user: User, held: Sheet) -> str:
    """Who else has something typed and not saved on this sheet, in words; empty for nobody."""
    if not held.pk:
        return ""
    drafts = Draft.objects.filter(sheet=held, at_us__gt=int(now()) - TYPING).exclude(user=user).select_related("user")
    return " ".join(say("casebook.others", who=each.user.username, at=clock(each.at_us)) for each in drafts)


def clock(at_us: int) -> str:
    """A moment as hours and minutes on the sites' clock."""
    return timezone.localtime(to_datetime(Moment(at_us)), zone()).strftime("%H:%M")


def _day(at: Moment | None) -> str:
    return "" if at is None else timezone.localtime(to_datetime(at), zone()).date().isoformat()


def _held(fields: Sequence[Field | Output]) -> tuple[str, ...]:
    """The items that were typed and refused, or stand against a check that refuses."""
    return tuple(each.item.id for each in fields if isinstance(each, Field) and each.refused)


def _rail(
    protocol: Protocol, sheets: Sheets, held: Sheet, fields: Sequence[Field | Output], user: User
) -> list[dict[str, Any]]:
    """The forms of the visit, each with how far it has come; what is in the reader's drafts is not kept yet."""
    drafts = Draft.objects.filter(user=user, sheet__person=held.person, sheet__visit=held.visit, sheet__day=held.day)
    waits = {each.sheet.form for each in drafts.select_related("sheet") if each.sheet.number == 1 and each.typed}
    kept = {(s.visit, s.day, s.form): e for s, e in sheets if s.number == 1}
    made = []
    for name in forms_of(protocol, held):
        form = protocol.form(name)
        progress = progress_of(protocol, form, kept.get((held.visit, held.day, name), {}))
        own = _held(fields) if name == held.form else ()
        progress = replace(progress, held=own, waiting=name in waits and name != held.form)
        made.append({
            "form": form, "at": Place(held.visit, name, held.day).address(held.person.code), "progress": progress,
            "here": name == held.form, "open": progress.status is not Status.COMPLETE,
        })  # fmt: skip
    return made


def vouched(protocol: Protocol, item: Item, sheets: Sheets, held: Sheet) -> list[tuple[Text, str]]:
    """The forms that an item vouches for, each with the address of its next sheet: where to write what is missing."""
    made = []
    for name in item.up_to_date:
        numbers = [each.number for each, _ in sheets if (each.visit, each.form) == (UNSCHEDULED, name)]
        place = Place(UNSCHEDULED, name, None, max(numbers, default=0) + 1)
        made.append((protocol.form(name).text, place.address(held.person.code)))
    return made


def _assays(site: str, form: Form) -> list[str]:
    """Methods and laboratories that were typed at this site for this form, where it asks for them."""
    asked = [item.id for item in form.items if item.assay]
    if not asked:
        return []
    named = Entry.objects.filter(sheet__person__site=site, sheet__form=form.id, item__in=asked).exclude(assay="")
    return sorted(named.values_list("assay", flat=True).distinct()[:30])
