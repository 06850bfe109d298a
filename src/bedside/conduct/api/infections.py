"""Infections of a participant: when each began against admission, devices in place, the event that it is told as."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Path, Router, Schema, Status

from bedside.conduct.api.callers import asks, at
from bedside.conduct.api.errors import NotFound
from bedside.conduct.api.participants import Code, person_of
from bedside.conduct.api.safety import Answer
from bedside.conduct.api.shapes import BIG, REFUSALS, Sent, Short, Words
from bedside.conduct.casebook.models import Sheet
from bedside.conduct.frame.words import language, say
from bedside.conduct.frame.words import told as in_words
from bedside.conduct.participants.models import Person
from bedside.conduct.people.roles import Action
from bedside.conduct.privacy.free_texts import checked
from bedside.conduct.safety import actions_infections as actions
from bedside.conduct.safety.infections import Infected, infection_of, infections_of

router = Router(tags=["infections"])
Form = Annotated[int, Path(ge=1, le=BIG, description="the infection: the number of its form", examples=[934])]


class DeviceLine(Schema):
    """A device that was in place before the infection began, and for how many days (of 24 hours)."""

    device: str = Field(examples=["central line"])
    least: float | None = Field(description="null: nobody wrote since when", examples=[3.5])
    most: float | None = Field(examples=[4.5])


class DifferenceLine(Schema):
    """What an infection and its event say otherwise."""

    item: str
    infection: str
    event: str


class InfectionLine(Schema):
    """An infection as its form stands."""

    infection: int = Field(description="the number of its form", examples=[934])
    participant: str = Field(examples=["01-S001"])
    term: str = Field(description="what it is called as an event")
    late: Answer = Field(description="whether it began late enough after admission to be acquired there")
    devices: list[DeviceLine]
    event: int | None = Field(description="the event that it is told as; null: none", examples=[812])
    differences: list[DifferenceLine]


class Telling(Sent):
    """The event that an infection is told as."""

    event: int | None = Field(None, ge=1, le=BIG, description="one that is there; left out: one is opened of it")


class Unlinking(Sent):
    """Why an infection and its event are not the same."""

    because: Annotated[Words, Field(max_length=500, description="never a name", examples=["two events"])]
    reason: Short = Field("", description="why a text that may identify somebody may stay")


@router.get("/participants/{code}/infections", response={200: list[InfectionLine], **REFUSALS}, summary="Infections")
@asks(Action.SEE_IDENTITY_FREE_DATA)
def infections(request: HttpRequest, code: Code) -> list[dict[str, Any]]:
    """Every infection of a participant, in the order in which their forms were opened."""
    return [_line(each) for each in infections_of(person_of(request, code))]


@router.post(
    "/participants/{code}/infections/{infection}/event", response={201: InfectionLine, **REFUSALS},
    summary="Tell an infection as an event",
)  # fmt: skip
@asks(Action.WRITE_DATA)
def tell(request: HttpRequest, code: Code, infection: Form, sent: Telling) -> Any:
    """Open an event of an infection, its term and dates carried over, or link it to one that is there."""
    person = person_of(request, code)
    by, sheet = at(request, person.site, person.code), _sheet(person, infection)
    if sent.event is None:
        actions.tell_as_event(by, sheet, language())
    else:
        actions.link(by, sheet, _sheet(person, sent.event))
    return Status(201, _line(_infected(sheet)))


@router.post(
    "/participants/{code}/infections/{infection}/event/unlink", response={200: InfectionLine, **REFUSALS},
    summary="Take the link of an infection back",
)  # fmt: skip
@asks(Action.WRITE_DATA)
def unlink(request: HttpRequest, code: Code, infection: Form, sent: Unlinking) -> Any:
    """Both forms stay as they are."""
    person = person_of(request, code)
    sheet = _sheet(person, infection)
    actions.unlink(at(request, person.site, person.code), sheet, checked(sent.because, bool(sent.reason.strip())))
    return _line(_infected(sheet))


def _sheet(person: Person, number: int) -> Sheet:
    held = Sheet.objects.filter(pk=number, person=person).select_related("person__enrolled").first()
    if held is None:
        raise NotFound(say("api.not_there"), person.code)
    return held


def _infected(sheet: Sheet) -> Infected:
    held = infection_of(sheet)
    assert held is not None, "it was one a moment ago"
    return held


def _line(held: Infected) -> dict[str, Any]:
    return {
        "infection": held.sheet.pk, "participant": held.sheet.person.code, "term": in_words(held.term),
        "late": {True: "yes", False: "no", None: "cannot_tell"}[held.late],
        "devices": [{"device": in_words(each.text), "least": each.least, "most": each.most} for each in held.devices],
        "event": held.link.told_on_id if held.link else None,
        "differences": [
            {"item": in_words(each.text), "infection": in_words(each.infection), "event": in_words(each.event)}
            for each in held.differences
        ],
    }  # fmt: skip
