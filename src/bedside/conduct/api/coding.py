"""Texts that the protocol has coded, with their codes, and one more code."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from bedside.conduct.api.callers import asks, at
from bedside.conduct.api.errors import NotFound
from bedside.conduct.api.participants import SiteCode, check_site
from bedside.conduct.api.shapes import REFUSALS, UTC, Name, Number, Sent, Told, utc
from bedside.conduct.casebook.models import Entry
from bedside.conduct.coding import actions
from bedside.conduct.coding.standing import Line, lines, standing_of
from bedside.conduct.frame.words import say
from bedside.conduct.people.roles import Action

router = Router(tags=["coding"])


class CodedLine(Schema):
    """A text and its code."""

    key: int = Field(description="of the text, to code it by", examples=[214])
    participant: str = Field(examples=["01-S001"])
    visit: str = Field(examples=["D0"])
    form: str = Field(examples=["adverse_events"])
    number: int = Field(description="of a form that repeats", examples=[1])
    item: str = Field(examples=["term"])
    text: str = Field(description="as it was written")
    state: str = Field(description="`to code`, `changed`, `replaced` (the dictionary), `coded`", examples=["coded"])
    dictionary: str = Field(description="`meddra` or `whodrug`", examples=["meddra"])
    version: str = Field(description="by which it was coded; empty: it was not", examples=["27.1"])
    code: str
    term: str
    above: list[str] = Field(description="what stands above the term, nearest first")
    coded_at: UTC | None


class CodeSent(Sent):
    """The term that a text means."""

    code: Name = Field(description="of the dictionary in use")
    reason: Told = Field("", description="why it is another than before")


@router.get("/sites/{site}/coded-terms", response={200: list[CodedLine], **REFUSALS}, summary="Coded terms")
@asks(Action.SEE_IDENTITY_FREE_DATA)
def coded_terms(request: HttpRequest, site: SiteCode) -> list[dict[str, Any]]:
    """Every text of a site that is to be coded, with the last code that it was given; whether that holds is `state`."""
    check_site(request, site)
    return [_told(line) for line in lines([site])]


@router.post("/sites/{site}/coded-terms/{number}", response={201: CodedLine, **REFUSALS}, summary="Code a text")
@asks(Action.CODE_TERMS)
def code(request: HttpRequest, site: SiteCode, number: Number, sent: CodeSent) -> Any:
    """Whoever sends it has decided: 422 for a term that is not current, and for another code without a reason."""
    check_site(request, site)
    entry = Entry.objects.select_related("sheet__person").filter(pk=number, sheet__person__site=site).first()
    if entry is None or standing_of(entry) is None:
        raise NotFound(say("api.not_there"), f"{site} / {number}")
    actions.code(at(request, site, entry.sheet.person.code), entry, sent.code, sent.reason)
    held = standing_of(entry)
    assert held is not None
    return Status(201, _told(held))


def _told(line: Line) -> dict[str, Any]:
    sheet, coded = line.entry.sheet, line.coded
    return {
        "key": line.entry.pk, "participant": sheet.person.code, "visit": sheet.visit, "form": sheet.form,
        "number": sheet.number, "item": line.entry.item, "text": line.entry.typed,
        "state": line.state.value, "dictionary": line.kind.value,
        "version": coded.dictionary.version if coded else "", "code": coded.code if coded else "",
        "term": coded.name if coded else "", "above": line.above, "coded_at": utc(coded.event.at_us) if coded else None,
    }  # fmt: skip
