"""What a hospital's system brings in: a stay of a configured source, or records of somebody who is in the study."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status
from pydantic import StringConstraints

from bedside.conduct.api.callers import asks, at
from bedside.conduct.api.participants import Code, SiteCode, check_site, person_of
from bedside.conduct.api.shapes import NO_CONTROL, REFUSALS, Name, Sent, Short
from bedside.conduct.inclusion.importing import import_records, import_stay
from bedside.conduct.people.roles import Action

router = Router(tags=["imports"])
Sender = Annotated[str, StringConstraints(min_length=1, max_length=60, pattern=r"^[\w .()/-]+$")]
Time = Annotated[str, StringConstraints(max_length=40, pattern=NO_CONTROL)]


class StaySent(Sent):
    """A stay to begin the screening of."""

    source: Short = Field(description="its name in study.toml, under [sources]", examples=["ward"])
    stay: Annotated[str, StringConstraints(min_length=1, max_length=60, pattern=NO_CONTROL)] = Field(
        description="its number there, of which only a keyed digest is kept", examples=["4711"]
    )


class Screened(Schema):
    """Who is now in screening."""

    code: str = Field(examples=["01-S001"])
    records: int = Field(description="kept with them")


class Record(Sent):
    """A canonical record (docs/generated/canonical-records.md), whose kind is that of its variable."""

    variable: Name = Field(description="of the dictionary", examples=["platelets"])
    start: Time = Field(description="when; of what lasts, its beginning", examples=["2026-11-22T07:05:00Z"])
    end: Time = Field("", description="of what lasts, its end (empty: it goes on); else the latest that it can be")
    value: Time = Field("", description="a number, or a limit such as `<5`; yes/no as 1 or 0", examples=["84"])
    unit: Time = Field("", description="UCUM code", examples=["10*9/L"])
    available: Time = Field("", description="when it could first be read; empty: at its time")
    because: Time = Field("", description="`result pending` where there is no value yet")
    written: Annotated[str, StringConstraints(max_length=100, pattern=NO_CONTROL)] = Field(
        "", description="what stood there, with its unit", examples=["84 G/L"]
    )


class Records(Sent):
    """Records of one person: all of them come in, or none."""

    sender: Sender = Field(description="the system that they come from", examples=["laboratory system"])
    records: list[Record] = Field(min_length=1, max_length=1000)


class Imported(Schema):
    """What became of them."""

    kept: int
    known: int = Field(description="those that were kept already")


@router.post("/sites/{site}/stays", response={201: Screened, **REFUSALS}, summary="Import a stay")
@asks(Action.SCREEN)
def stay(request: HttpRequest, site: SiteCode, sent: StaySent) -> Any:
    """Begin the screening of a stay of a configured source, with the records that the criteria read."""
    check_site(request, site)
    person = import_stay(at(request, site), site, sent.source, sent.stay)
    return Status(201, {"code": person.code, "records": person.imported.count()})


@router.post("/participants/{code}/records", response={200: Imported, **REFUSALS}, summary="Import records")
@asks(Action.WRITE_DATA)
def records(request: HttpRequest, code: Code, sent: Records) -> dict[str, int]:
    """Keep records of somebody, each with its origin, and work out anew what they change.

    Before a lawful basis only those that the criteria read are taken; what people answer is never taken.
    """
    person = person_of(request, code)
    rows = [{**record.dict(), "origin": sent.sender} for record in sent.records]
    kept = import_records(at(request, person.site, person.code), person, rows)
    return {"kept": len(kept), "known": len(rows) - len(kept)}
