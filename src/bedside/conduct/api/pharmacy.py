"""The study drug: stock, acts, what a participant had; shipments in, units out to participants and back.

What is done to a lot beside, and to an act, is in `pharmacy_acts`.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status
from pydantic import StringConstraints

from bedside.conduct.api.callers import asks, at
from bedside.conduct.api.errors import NotFound
from bedside.conduct.api.participants import Code, SiteCode, check_site, person_of
from bedside.conduct.api.shapes import NO_CONTROL, REFUSALS, UTC, Name, Sent, Told, When, utc
from bedside.conduct.frame.words import say
from bedside.conduct.participants.typed_times import read_local
from bedside.conduct.people.roles import Action
from bedside.conduct.pharmacy import actions, actions_people
from bedside.conduct.pharmacy.accounts import Account, Temperature
from bedside.conduct.pharmacy.actions import Delivery
from bedside.conduct.pharmacy.models import Lot, Movement
from bedside.conduct.pharmacy.moving import MOST, Units
from bedside.conduct.pharmacy.reading import movements, supply_of
from bedside.conduct.pharmacy.reconciling import reconcile

router = Router(tags=["pharmacy"])
Short = Annotated[str, StringConstraints(max_length=60, pattern=NO_CONTROL)]
Paper = Annotated[str, StringConstraints(max_length=100, pattern=NO_CONTROL)]
Quantity = Annotated[int, Field(ge=0, le=MOST, description="units; 0 where kits are named", examples=[56])]
Kits = Annotated[list[Short], Field(max_length=200, description="their numbers, of a product whose units bear them")]


class StockLine(Schema):
    """A lot at a site, as the acts add up."""

    lot: int = Field(description="its key", examples=[411])
    product: str = Field(examples=["study_drug"])
    strength: str = Field(description="with its UCUM unit; empty: all units are alike", examples=["5 mg"])
    number: str = Field(description="as printed", examples=["A1234"])
    expiry: str = Field(description="as printed; a month is good until its last day", examples=["2027-03"])
    recalled: bool
    usable: int = Field(description="may be dispensed today")
    held: dict[str, int] = Field(description="units on each account, those that hold none left out")


class ActLine(Schema):
    """An act upon units of a lot."""

    number: int = Field(examples=[512])
    act: str = Field(examples=["dispense"])
    lot: int
    kit: str
    quantity: int
    origin: str = Field(examples=["stock"])
    target: str = Field(examples=["participant"])
    participant: str = Field(description="code; empty where it is about nobody", examples=["01-S001"])
    at: UTC
    first_day: str
    last_day: str
    reference: str
    told: str | None = Field(description="null where it was redacted")
    undoes: int | None = Field(description="the act that this one takes back")
    undone: bool
    by: str


class ReconciledLine(Schema):
    """A product of a participant; amounts in `unit`, null where they cannot be told."""

    product: str
    unit: str = Field(description="UCUM; empty where units have no strength", examples=["mg"])
    kept: float | None = Field(description="given out and not brought back")
    administered_at_least: float = Field(description="the sum of the doses that are known")
    unknown: int = Field(description="administrations of which the amount is not known")
    difference: float | None


class Shipment(Sent):
    """A shipment of one lot from the sponsor; it goes into quarantine."""

    product: Name
    strength: Short = ""
    lot: Short
    expiry: Annotated[str, StringConstraints(max_length=10, pattern=NO_CONTROL)] = Field(examples=["2027-03"])
    quantity: Quantity = 0
    kits: Kits = Field(default_factory=list)
    temperature: Literal["within", "excursion", "not seen"]
    reference: Paper = Field(description="of the delivery note")
    told: Told = Field("", description="condition on arrival")
    at: When


class Sending(Sent):
    """Units of a lot."""

    lot: int = Field(ge=0, le=2**63 - 1)
    quantity: Quantity = 0
    kits: Kits = Field(default_factory=list)
    told: Told = ""
    at: When

    def units(self) -> Units:
        """Them. Raises NotFound for a lot there is not."""
        lot = Lot.objects.filter(pk=self.lot).first()
        if lot is None:
            raise NotFound(say("api.no_lot", number=self.lot), "lot")
        return Units(lot, self.quantity, tuple(self.kits))


class Dispensing(Sending):
    """Units for a participant, for days (ISO 8601), the last included."""

    first_day: Annotated[str, Field(max_length=10, examples=["2026-11-22"])]
    last_day: Annotated[str, Field(max_length=10, examples=["2026-11-28"])]


@router.get("/sites/{site}/drug-stock", response={200: list[StockLine], **REFUSALS}, summary="Study drug in stock")
@asks(Action.SEE_PHARMACY)
def stock(request: HttpRequest, site: SiteCode) -> list[dict[str, Any]]:
    """Every lot that was ever at a site, the first to expire first."""
    check_site(request, site)
    return [
        {"lot": each.lot.pk, "product": each.lot.product, "strength": each.lot.strength, "number": each.lot.number,
         "expiry": each.lot.expiry, "recalled": each.recalled, "usable": each.usable,
         "held": {account.value: each.held[account] for account in Account if each.held[account]}}
        for each in supply_of(site).stock
    ]  # fmt: skip


@router.get("/sites/{site}/drug-acts", response={200: list[ActLine], **REFUSALS}, summary="Accountability log")
@asks(Action.SEE_PHARMACY)
def acts(request: HttpRequest, site: SiteCode) -> list[dict[str, Any]]:
    """Every act at a site, in the order of writing; what counts is what was not taken back."""
    check_site(request, site)
    return [act_line(row) for row in movements([site])]


@router.post("/sites/{site}/drug-shipments", response={201: list[ActLine], **REFUSALS}, summary="Receive a shipment")
@asks(Action.KEEP_PHARMACY)
def receive(request: HttpRequest, site: SiteCode, sent: Shipment) -> Any:
    """Into quarantine, until somebody releases it."""
    check_site(request, site)
    told = sent.dict(exclude={"at", "kits", "temperature"})
    held = Delivery(**told, kits=tuple(sent.kits), temperature=Temperature(sent.temperature))
    return _kept(actions.receive(at(request, site), site, held, read_local(sent.at, "at")))


@router.get("/participants/{code}/drug", response={200: list[ReconciledLine], **REFUSALS}, summary="Reconciliation")
@asks(Action.SEE_PHARMACY)
def reconciliation(request: HttpRequest, code: Code) -> list[dict[str, Any]]:
    """What a participant was given out against what the casebook says was administered."""
    return [
        {"product": each.product.id, "unit": each.unit, "kept": each.kept, "administered_at_least": each.at_least,
         "unknown": each.unknown, "difference": each.difference}
        for each in reconcile(person_of(request, code))
    ]  # fmt: skip


@router.post("/participants/{code}/drug/dispensed", response={201: list[ActLine], **REFUSALS}, summary="Dispense")
@asks(Action.KEEP_PHARMACY)
def dispense(request: HttpRequest, code: Code, sent: Dispensing) -> Any:
    """Refused without a lawful basis, after the treatment has ended, and for what is not usable or lacks."""
    person = person_of(request, code)
    by, days = at(request, person.site, person.code), (sent.first_day, sent.last_day)
    return _kept(actions_people.dispense(by, person, sent.units(), read_local(sent.at, "at"), days, sent.told))


@router.post("/participants/{code}/drug/returned", response={201: list[ActLine], **REFUSALS}, summary="Returned unused")
@asks(Action.KEEP_PHARMACY)
def take_in(request: HttpRequest, code: Code, sent: Sending) -> Any:
    """Units that a participant brought back; they are never dispensed again."""
    person = person_of(request, code)
    by = at(request, person.site, person.code)
    return _kept(actions_people.take_in(by, person, sent.units(), read_local(sent.at, "at"), sent.told))


def _kept(rows: list[Movement]) -> Any:
    return Status(201, [act_line(row) for row in rows])


def act_line(row: Movement) -> dict[str, Any]:
    """An act as it is told."""
    return {
        "number": row.pk, "act": row.kind, "lot": row.lot_id, "kit": row.kit, "quantity": row.quantity,
        "origin": row.origin, "target": row.target, "participant": row.person.code if row.person else "",
        "at": utc(row.at_us), "first_day": row.first_day, "last_day": row.last_day, "reference": row.reference,
        "told": row.told, "undoes": row.undoes_id, "undone": hasattr(row, "undone"), "by": row.event.actor,
    }  # fmt: skip
