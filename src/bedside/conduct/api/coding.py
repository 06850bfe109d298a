"""Texts that the protocol has coded, with their codes. Coding itself is a person's decision, made at a screen."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema

from bedside.conduct.api.callers import asks
from bedside.conduct.api.participants import SiteCode, check_site
from bedside.conduct.api.shapes import REFUSALS, UTC, utc
from bedside.conduct.coding.standing import Line, lines
from bedside.conduct.people.roles import Action

router = Router(tags=["coding"])


class CodedLine(Schema):
    """A text and its code."""

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


@router.get("/sites/{site}/coded-terms", response={200: list[CodedLine], **REFUSALS}, summary="Coded terms")
@asks(Action.SEE_IDENTITY_FREE_DATA)
def coded_terms(request: HttpRequest, site: SiteCode) -> list[dict[str, Any]]:
    """Every text of a site that is to be coded, with the last code that it was given; whether that holds is `state`."""
    check_site(request, site)
    return [_told(line) for line in lines([site])]


def _told(line: Line) -> dict[str, Any]:
    sheet, coded = line.entry.sheet, line.coded
    return {
        "participant": sheet.person.code, "visit": sheet.visit, "form": sheet.form, "number": sheet.number,
        "item": line.entry.item, "text": line.entry.typed, "state": line.state.value, "dictionary": line.kind.value,
        "version": coded.dictionary.version if coded else "", "code": coded.code if coded else "",
        "term": coded.name if coded else "", "above": line.above, "coded_at": utc(coded.event.at_us) if coded else None,
    }  # fmt: skip
