"""What goes over the wire, as the OpenAPI document tells it: every time in UTC, every text in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from ninja import Field, Path, Query, Schema
from pydantic import AfterValidator, BeforeValidator, ConfigDict, StringConstraints

from bedside.conduct.casebook.models import Entry
from bedside.conduct.casebook.typed import Typed
from bedside.conduct.privacy.free_texts import nobody
from bedside.values.interval import MET, Interval
from bedside.values.moment import EVER, Moment, to_datetime


def _written_out(day: object) -> object:
    """A day as ISO 8601 writes it: a number would else be read as seconds since 1970."""
    if isinstance(day, str) and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", day):
        raise ValueError("a day is written like 2026-11-22")
    return day


LONGEST = 4000
"""Of a text, in characters: as on the screens."""
NO_CONTROL = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f]*$"
Name = Annotated[str, StringConstraints(max_length=60, pattern=r"^[A-Za-z0-9_.-]+$")]
"""Of a form, an item, a site: letters, digits, dot, dash, underscore."""
Words = Annotated[str, StringConstraints(max_length=LONGEST, pattern=NO_CONTROL)]
Short = Annotated[str, StringConstraints(max_length=60, pattern=NO_CONTROL)]
When = Annotated[str, Field(max_length=40, description="ISO 8601; without an offset, on the sites' clock",
                            examples=["2026-11-22T08:05"])]  # fmt: skip
Day = Annotated[str, Field(max_length=10, description="ISO 8601", examples=["2026-11-22"])]
_Written = Annotated[date, BeforeValidator(_written_out)]
FirstDay = Annotated[_Written | None, Query(description="first day of the period; else a year before the last")]
LastDay = Annotated[_Written | None, Query(description="its last day; else today")]
Reason = Annotated[str, StringConstraints(min_length=1, max_length=500, pattern=NO_CONTROL), AfterValidator(nobody)]
Told = Annotated[Words, AfterValidator(nobody)]
"""A text that is kept as it was written: nobody is named in it, as far as can be told."""
Number = Annotated[int, Path(ge=1, le=2**63 - 1, description="as the list tells it", examples=[214])]
UTC = Annotated[str, Field(description="UTC, ISO 8601", examples=["2026-11-22T07:05:00Z"])]
Verdict = Annotated[str, Field(description="`met`, `not met` or `cannot tell`", examples=["cannot tell"])]
BIG = 2**63 - 1


class Sent(Schema):
    """Something sent: what the document does not name is refused."""

    model_config = ConfigDict(extra="forbid")


class Recorded(Schema):
    """What was recorded."""

    number: int = Field(examples=[214])


class TakingBack(Sent):
    """Why something was an error."""

    reason: Reason


class Refusal(Schema):
    """A refusal."""

    what: str = Field(description="what is wrong", examples=["there is nobody 01-S009."])
    where: str = Field(description="where: a person, a form, a part of the request", examples=["participants"])
    do: str = Field(description="the way out", examples=["Look in the list of the site."])


class Version(Schema):
    """One version of an item, as it was typed."""

    version: int = Field(description="1 for the first; send it back as `base` with a correction", examples=[2])
    text: str | None = Field(description="as typed; null where it was redacted", examples=["39,4"])
    unit: str = Field(description="UCUM code; empty where there is none", examples=["Cel"])
    missing: str = Field(description="why there is no value; empty where there is one", examples=["not done"])
    because: str = Field(description="the reason of that", examples=[""])
    assay: str = Field(description="method or laboratory", examples=[""])
    originator: str = Field(description="who or what says so", examples=["nurse-01"])
    by: str = Field(description="who saved it", examples=["nurse-01"])
    role: str = Field(description="in which role", examples=["nurse"])
    at: UTC
    reason: str | None = Field(description="why it was changed; null where it was redacted", examples=[""])


class Mine(Schema):
    """What was sent of an item."""

    text: str = Field(examples=["39.8"])


class Clashed(Refusal):
    """A conflict: both values of each item that somebody else saved meanwhile."""

    theirs: dict[str, Version] = Field(description="what stands there now, by item")
    yours: dict[str, Mine] = Field(description="what was sent, by item")


REFUSALS: Mapping[Any, Any] = {frozenset({400, 401, 403, 404, 413, 422, 429, 500}): Refusal}


def version_of(entry: Entry) -> dict[str, Any]:
    """A version as it is told."""
    event = entry.event
    return {
        "version": entry.number, "text": entry.typed, "unit": entry.unit, "missing": entry.missing,
        "because": entry.because, "assay": entry.assay, "originator": entry.originator, "by": event.actor,
        "role": event.role, "at": utc(event.at_us), "reason": event.reason,
    }  # fmt: skip


def utc(at_us: int | None) -> str | None:
    """A moment, None where there is none or it is never."""
    if at_us is None or abs(at_us) >= EVER // 2:
        return None
    return to_datetime(Moment(at_us)).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def verdict_of(value: Interval) -> str:
    """A verdict in one word that is the same in every language."""
    return "cannot tell" if not value.known else "met" if value == MET else "not met"


class Item(Sent):
    """One item to save. A correction of a value needs its `reason`; `base` is the version that was read."""

    text: Words = Field("", description="as it would be typed; dates in ISO 8601, a decimal comma or point",
                        examples=["39,4"])  # fmt: skip
    unit: Annotated[str, StringConstraints(max_length=30, pattern=NO_CONTROL)] = Field(
        "", description="UCUM code, one of the item's units; empty: its first", examples=["Cel"]
    )
    missing: Annotated[str, StringConstraints(max_length=20, pattern=NO_CONTROL)] = Field(
        "", description="why there is no value", examples=[""]
    )
    because: Short = Field("", description="the reason of that", examples=[""])
    assay: Annotated[str, StringConstraints(max_length=100, pattern=NO_CONTROL)] = Field(
        "", description="method or laboratory", examples=["ELISA, laboratory 2"]
    )
    reason: Words = Field("", description="why a value is corrected", examples=["typing error"])
    originator: Annotated[str, StringConstraints(max_length=100, pattern=NO_CONTROL)] = Field(
        "", description="who or what says so; empty: the user of the token", examples=["laboratory system"]
    )
    base: int = Field(0, ge=0, le=BIG, description="the version that was read; 0: none", examples=[1])

    def typed(self) -> Typed:
        """As the casebook takes it."""
        return Typed(**{name: value for name, value in self.dict().items() if name != "base"})


class Saving(Sent):
    """Items of one sheet to save: all of them or none."""

    items: dict[Name, Item] = Field(description="by item", min_length=1, max_length=500)
