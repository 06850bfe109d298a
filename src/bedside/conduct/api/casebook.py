"""Sheets of the casebook and their items: read as they stand or in all their versions, and written."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Path, Query, Router, Schema, Status

from bedside.conduct.api.callers import asks, at
from bedside.conduct.api.errors import Clash, NotFound
from bedside.conduct.api.participants import Code, person_of
from bedside.conduct.api.shapes import (
    REFUSALS,
    UTC,
    Clashed,
    Name,
    Saving,
    Sent,
    Short,
    Version,
    Words,
    utc,
    version_of,
)
from bedside.conduct.casebook import actions
from bedside.conduct.casebook.actions_comments import comment as put_comment
from bedside.conduct.casebook.computing import versions_of
from bedside.conduct.casebook.models import Comment, Computed, Sheet
from bedside.conduct.casebook.places import place_in, sheet_at
from bedside.conduct.casebook.progress import progress_of
from bedside.conduct.casebook.reading import current, sheets_of, versions
from bedside.conduct.frame.words import say
from bedside.conduct.frame.words import told as in_words
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import protocol_for
from bedside.conduct.people.roles import Action
from bedside.conduct.study.protocol import protocol_of
from bedside.conduct.trail.keeping import Actor, in_turn
from bedside.protocol.model import Item as Asked
from bedside.protocol.model import ItemKind

router = Router(tags=["casebook"])
Visit = Annotated[Name, Path(description="visit or event of the schedule, or `unscheduled`", examples=["D0"])]
FormName = Annotated[Name, Path(description="form of the protocol", examples=["vital_signs"])]
ItemName = Annotated[Name, Path(description="item of the form", examples=["temperature"])]
Day = Annotated[int | None, Query(ge=0, le=10_000, description="of a visit that repeats each day", examples=[3])]
Number = Annotated[int, Query(ge=1, le=1000, description="occurrence of a form that repeats", examples=[1])]


class SheetLine(Schema):
    """A form that was begun, on one occasion."""

    visit: str = Field(examples=["D0"])
    day: int | None = Field(examples=[None])
    form: str = Field(examples=["vital_signs"])
    number: int = Field(examples=[1])
    version: str = Field(description="of the protocol", examples=["1.0"])
    answered: int
    asked: int
    status: str = Field(description="`not started`, `started`, `complete` or `with problems`", examples=["started"])


class Worked(Schema):
    """A value that the rules worked out; where it is not known exactly, the least and the most that it can be."""

    version: int
    low: float = Field(description="in the unit of the item")
    high: float


class ItemNow(Schema):
    """An item of a form as it stands."""

    item: str = Field(examples=["temperature"])
    text: str = Field(description="what is asked")
    kind: str = Field(examples=["number"])
    units: list[str] = Field(description="UCUM codes that it may be given in", examples=[["Cel"]])
    now: Version | None = Field(description="the latest version; null: nothing yet")
    computed: Worked | None = Field(description="of an item that the rules work out")


class SheetNow(SheetLine):
    """A sheet with all its items."""

    items: list[ItemNow]


class CommentNow(Schema):
    """What somebody said beside an item."""

    item: str = Field(examples=["temperature"])
    text: str | None = Field(description="null where it was redacted", examples=["measured after cooling"])
    by: str
    role: str
    at: UTC


class CommentSent(Sent):
    """Something to be said beside an item."""

    text: Words = Field(description="never a name", examples=["measured after cooling"])
    reason: Short = Field("", description="why a text that may identify somebody may stay", examples=[""])


class Saved(Schema):
    """What was kept: the items that changed, with their new versions."""

    kept: dict[str, Version]


@router.get("/participants/{code}/sheets", response={200: list[SheetLine], **REFUSALS}, summary="Sheets begun")
@asks(Action.SEE_IDENTITY_FREE_DATA)
def sheets(request: HttpRequest, code: Code) -> list[dict[str, Any]]:
    """Every form that was begun, in the order in which it was."""
    return [_line(sheet, entries) for sheet, entries in sheets_of(person_of(request, code))]


@router.get("/participants/{code}/sheets/{visit}/{form}", response={200: SheetNow, **REFUSALS}, summary="A sheet")
@asks(Action.SEE_IDENTITY_FREE_DATA)
def sheet(
    request: HttpRequest, code: Code, visit: Visit, form: FormName, day: Day = None, number: Number = 1
) -> dict[str, Any]:
    """Its items as they stand; one that was not begun yet has none answered."""
    person = person_of(request, code)
    held = sheet_on(person, visit, form, day, number)
    entries = current(held) if held.pk else {}
    worked = versions_of(person) if held.pk else {}
    items = [
        {
            "item": item.id, "text": in_words(item.text), "kind": item.kind.value, "units": list(item.units),
            "now": version_of(entries[item.id]) if item.id in entries else None,
            "computed": _worked(item, worked.get((held.pk, item.id))),
        }
        for item in protocol_of(held.version).form(held.form).items
    ]  # fmt: skip
    return {**_line(held, entries), "items": items}


@router.get(
    "/participants/{code}/sheets/{visit}/{form}/items/{item}",
    response={200: list[Version], **REFUSALS}, summary="Versions of an item",
)  # fmt: skip
@asks(Action.SEE_IDENTITY_FREE_DATA)
def item_versions(
    request: HttpRequest, code: Code, visit: Visit, form: FormName, item: ItemName, day: Day = None, number: Number = 1
) -> list[dict[str, Any]]:
    """Everything that ever stood there, oldest first: nothing is overwritten."""
    held = sheet_on(person_of(request, code), visit, form, day, number)
    _check_item(held, item)
    return [version_of(entry) for entry in (versions(held) if held.pk else []) if entry.item == item]


@router.put(
    "/participants/{code}/sheets/{visit}/{form}/items",
    response={200: Saved, **REFUSALS, 409: Clashed}, summary="Save items",
)  # fmt: skip
@asks(Action.WRITE_DATA)
def save(
    request: HttpRequest, code: Code, visit: Visit, form: FormName, sent: Saving, day: Day = None, number: Number = 1
) -> dict[str, Any]:
    """Keep the items that changed, all of them or none; the sheet is opened where it is not yet.

    409 where somebody saved another text since the `base` version; 422 where a check refuses, a correction has no
    reason, or the sheet may not be written now. What checks would only ask about is kept.
    """
    person = person_of(request, code)
    by = at(request, person.site, person.code)
    held = sheet_on(person, visit, form, day, number)
    known = {item.id: item for item in protocol_of(held.version).form(held.form).items}
    if strange := [name for name in sent.items if name not in known or known[name].kind is ItemKind.COMPUTED]:
        raise NotFound(say("api.no_item", item=", ".join(sorted(strange)), form=form), form)
    try:
        kept = _save(by, person, held, sent)
    except actions.Conflict as error:
        raise Clash(error.theirs, {name: sent.items[name].text for name in error.theirs}) from error
    return {"kept": {entry.item: version_of(entry) for entry in kept}}


@router.get(
    "/participants/{code}/sheets/{visit}/{form}/comments", response={200: list[CommentNow], **REFUSALS},
    summary="Comments of a sheet",
)  # fmt: skip
@asks(Action.SEE_IDENTITY_FREE_DATA)
def comments(
    request: HttpRequest, code: Code, visit: Visit, form: FormName, day: Day = None, number: Number = 1
) -> list[dict[str, Any]]:
    """What was said beside its items, oldest first."""
    held = sheet_on(person_of(request, code), visit, form, day, number)
    return [_comment(each) for each in held.comments.select_related("event").order_by("pk")] if held.pk else []


@router.post(
    "/participants/{code}/sheets/{visit}/{form}/items/{item}/comments", response={201: CommentNow, **REFUSALS},
    summary="Comment on an item",
)  # fmt: skip
@asks(Action.WRITE_DATA)
def comment(
    request: HttpRequest, code: Code, visit: Visit, form: FormName, item: ItemName, sent: CommentSent, day: Day = None,
    number: Number = 1,
) -> Any:  # fmt: skip
    """Put a comment beside an item; it is added, never changed."""
    person = person_of(request, code)
    by, held = at(request, person.site, person.code), sheet_on(person, visit, form, day, number)
    _check_item(held, item)
    return Status(201, _comment(_put(by, person, held, item, sent)))


@in_turn
def _put(by: Actor, person: Person, held: Sheet, item: str, sent: CommentSent) -> Comment:
    """The sheet is not opened where the comment cannot be kept."""
    opened = actions.open_sheet(by, person, held.visit, held.form, held.version, held.day, held.number)
    return put_comment(by, opened, item, sent.text, sent.reason)


@in_turn
def _save(by: Actor, person: Person, held: Sheet, sent: Saving) -> list[Any]:
    """The sheet is not opened where nothing can be kept."""
    opened = actions.open_sheet(by, person, held.visit, held.form, held.version, held.day, held.number)
    typed = {name: item.typed() for name, item in sent.items.items()}
    return actions.save(by, opened, typed, {name: item.base for name, item in sent.items.items()})


def sheet_on(person: Person, visit: str, form: str, day: int | None, number: int) -> Sheet:
    """The sheet of an occasion, begun or not. Raises Http404 for an occasion that there is not."""
    occasion = Sheet.objects.filter(person=person, visit=visit, form=form, day=day)
    found = occasion.filter(number=number).first()
    if found is None and number > 1 and not occasion.filter(number=number - 1).exists():
        raise NotFound(say("api.not_there"), f"{visit} / {form} {number}")
    return found or sheet_at(person, place_in(protocol_for(person), visit, form, day, number))


def _check_item(held: Sheet, item: str) -> None:
    if item not in {each.id for each in protocol_of(held.version).form(held.form).items}:
        raise NotFound(say("api.no_item", item=item, form=held.form), held.form)


def _line(held: Sheet, entries: dict[str, Any]) -> dict[str, Any]:
    protocol = protocol_of(held.version)
    progress = progress_of(protocol, protocol.form(held.form), entries)
    return {
        "visit": held.visit, "day": held.day, "form": held.form, "number": held.number, "version": held.version,
        "answered": progress.answered, "asked": progress.total, "status": progress.status.value,
    }  # fmt: skip


def _comment(row: Comment) -> dict[str, Any]:
    return {
        "item": row.item, "text": row.text, "by": row.event.actor, "role": row.event.role, "at": utc(row.event.at_us)
    }  # fmt: skip


def _worked(item: Asked, found: Computed | None) -> dict[str, Any] | None:
    if item.kind is not ItemKind.COMPUTED or found is None:
        return None
    return {"version": found.number, "low": float(found.low), "high": float(found.high)}
