"""What is done to a lot at a site, and to an act that was written: as on the pages of the pharmacy.

Each needs what the screen needs: who dispensed does not check, a destruction names its witness and authorisation.
"""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from bedside.conduct.api.callers import asks, at
from bedside.conduct.api.errors import NotFound
from bedside.conduct.api.participants import Code, SiteCode, check_site, person_of
from bedside.conduct.api.pharmacy import ActLine, Kits, Paper, Quantity, Sending, act_line
from bedside.conduct.api.shapes import REFUSALS, Name, Number, Reason, Recorded, Sent, Short, Told, When
from bedside.conduct.frame.words import say
from bedside.conduct.participants.typed_times import read_local
from bedside.conduct.people.roles import Action
from bedside.conduct.pharmacy import actions, actions_corrections, actions_leaving, actions_people
from bedside.conduct.pharmacy.accounts import Account, Kind, Temperature
from bedside.conduct.pharmacy.models import Authorised, Lot, Movement
from bedside.conduct.pharmacy.moving import MOST, Units

router = Router(tags=["pharmacy"])
Shelf = Literal["stock", "quarantine", "returned"]
LOT, ACT = "/sites/{site}/drug-lots/{number}", "/sites/{site}/drug-acts/{number}"


class Moved(Sent):
    """Units of the lot, and when."""

    quantity: Quantity = 0
    kits: Kits = Field(default_factory=list)
    at: When

    def units(self, lot: Lot) -> Units:
        """Them, of a lot."""
        return Units(lot, self.quantity, tuple(self.kits))


class DecidedUnits(Moved):
    """Units, and who decided on what, or why."""

    told: Told


class Leaving(Moved):
    """Units that leave, with their papers."""

    reference: Paper


class ToSite(Leaving):
    """Units for another site."""

    to_site: Name


class FromShelf(DecidedUnits):
    """Units of one shelf, and what happened."""

    shelf: Shelf


class Back(Leaving):
    """Units for the sponsor."""

    shelf: Shelf


class Destruction(Leaving):
    """Units that were destroyed; `reference` is the certificate's."""

    shelf: Shelf
    authorised: int = Field(ge=1, le=2**63 - 1, description="number of the sponsor's authorisation")
    method: Told
    witness: Short = Field(description="user who saw it")


class CountSent(Sent):
    """What was counted on a shelf."""

    shelf: Shelf
    counted: int = Field(ge=0, le=MOST)
    at: When
    told: Told = Field("", description="explains a difference")


class Counted(Schema):
    """The count against the books."""

    counted: int
    expected: int


class Arrived(Sent):
    """Units of a sending of another site that came."""

    quantity: int = Field(ge=1, le=MOST)
    temperature: Temperature
    at: When
    told: Told = ""


class NeverCame(Sent):
    """Units of it that are lost."""

    quantity: int = Field(ge=1, le=MOST)
    at: When
    told: Told


class Undoing(Sent):
    """Why an act was wrong, and how many it should have been; 0: it was none."""

    reason: Reason
    quantity: int = Field(0, ge=0, le=MOST)


class SecondLook(Sent):
    """That lot, expiry, quantity and participant were compared."""

    agrees: Literal[True]


class RecallSent(Sent):
    """The sponsor's letter; `recalled` false says that a recall was an error."""

    reference: Paper
    told: Told
    recalled: bool = True


class AuthorisationSent(Sent):
    """How many units may be destroyed."""

    quantity: int = Field(ge=1, le=MOST)
    reference: Paper
    told: Told = ""


ACTS: Any = {201: list[ActLine], **REFUSALS}


@router.post(f"{LOT}/release", response=ACTS, summary="Release units")
@asks(Action.KEEP_PHARMACY)
def release(request: HttpRequest, site: SiteCode, number: Number, sent: DecidedUnits) -> Any:
    """From quarantine."""
    by, lot, when = at_site(request, site), lot_of(number), read_local(sent.at, "at")
    return kept(actions.release(by, site, sent.units(lot), when, sent.told))


@router.post(f"{LOT}/hold", response=ACTS, summary="Put units in quarantine")
@asks(Action.KEEP_PHARMACY)
def hold(request: HttpRequest, site: SiteCode, number: Number, sent: DecidedUnits) -> Any:
    """As after an excursion of temperature."""
    by, lot, when = at_site(request, site), lot_of(number), read_local(sent.at, "at")
    return kept(actions.hold(by, site, sent.units(lot), when, sent.told))


@router.post(f"{LOT}/send", response=ACTS, summary="Send units to another site")
@asks(Action.KEEP_PHARMACY)
def send(request: HttpRequest, site: SiteCode, number: Number, sent: ToSite) -> Any:
    """They are on their way until that site says that they came, or are lost."""
    by, lot, when = at_site(request, site), lot_of(number), read_local(sent.at, "at")
    return kept(actions.send(by, site, sent.to_site, sent.units(lot), when, sent.reference))


@router.post(f"{LOT}/send-back", response=ACTS, summary="Send units to the sponsor")
@asks(Action.KEEP_PHARMACY)
def send_back(request: HttpRequest, site: SiteCode, number: Number, sent: Back) -> Any:
    """Usable or not."""
    by, lot, when = at_site(request, site), lot_of(number), read_local(sent.at, "at")
    return kept(actions.send_back(by, site, Account(sent.shelf), sent.units(lot), when, sent.reference))


@router.post(f"{LOT}/lose", response=ACTS, summary="Units are lost")
@asks(Action.KEEP_PHARMACY)
def lose(request: HttpRequest, site: SiteCode, number: Number, sent: FromShelf) -> Any:
    """Lost or broken in the pharmacy."""
    by, lot, when = at_site(request, site), lot_of(number), read_local(sent.at, "at")
    return kept(actions_leaving.lose(by, site, Account(sent.shelf), sent.units(lot), when, sent.told))


@router.post(f"{LOT}/destroy", response=ACTS, summary="Units are destroyed")
@asks(Action.KEEP_PHARMACY)
def destroy(request: HttpRequest, site: SiteCode, number: Number, sent: Destruction) -> Any:
    """On the sponsor's authorisation, before a witness of the site."""
    by, lot, when = at_site(request, site), lot_of(number), read_local(sent.at, "at")
    held = Authorised.objects.select_related("lot").filter(pk=sent.authorised, site=site, lot=lot).first()
    if held is None:
        raise NotFound(say("api.not_there"), f"{site} / {sent.authorised}")
    told = (sent.method, sent.reference, sent.witness)
    return kept(actions_leaving.destroy(by, held, Account(sent.shelf), sent.units(lot), when, *told))


@router.post(f"{LOT}/count", response={201: Counted, **REFUSALS}, summary="Count a shelf")
@asks(Action.KEEP_PHARMACY)
def count(request: HttpRequest, site: SiteCode, number: Number, sent: CountSent) -> Any:
    """The stock follows the count; a difference is explained."""
    by, lot, when = at_site(request, site), lot_of(number), read_local(sent.at, "at")
    row = actions_corrections.count(by, site, lot, Account(sent.shelf), sent.counted, when, sent.told)
    return Status(201, {"counted": row.counted, "expected": row.expected})


@router.post(f"{LOT}/authorisations", response={201: Recorded, **REFUSALS}, summary="Allow a destruction")
@asks(Action.STEER_SUPPLY)
def authorise(request: HttpRequest, site: SiteCode, number: Number, sent: AuthorisationSent) -> Any:
    """Of units that the pharmacy holds."""
    by, lot = at_site(request, site), lot_of(number)
    return Status(
        201, {"number": actions_leaving.authorise(by, site, lot, sent.quantity, sent.reference, sent.told).pk}
    )


@router.post("/drug-lots/{number}/recall", response={201: Recorded, **REFUSALS}, summary="Recall a lot")
@asks(Action.STEER_SUPPLY)
def recall(request: HttpRequest, number: Number, sent: RecallSent) -> Any:
    """Everywhere; nothing of it is dispensed from then on."""
    by = at(request)
    row = actions_leaving.recall(by, lot_of(number), sent.reference, sent.told, sent.recalled)
    return Status(201, {"number": row.pk})


@router.post(f"{ACT}/arrival", response=ACTS, summary="A sending has come")
@asks(Action.KEEP_PHARMACY)
def arrive(request: HttpRequest, site: SiteCode, number: Number, sent: Arrived) -> Any:
    """Into quarantine; the number is that of the sending."""
    by, row, when = at_site(request, site), _sending(site, number), read_local(sent.at, "at")
    return kept([actions.arrive(by, row, sent.quantity, when, sent.temperature, sent.told)])


@router.post(f"{ACT}/loss", response=ACTS, summary="A sending never came")
@asks(Action.KEEP_PHARMACY)
def never_came(request: HttpRequest, site: SiteCode, number: Number, sent: NeverCame) -> Any:
    """Or not all of it."""
    by, row, when = at_site(request, site), _sending(site, number), read_local(sent.at, "at")
    return kept([actions_leaving.lose_on_the_way(by, row, sent.quantity, when, sent.told)])


@router.post(f"{ACT}/undoing", response=ACTS, summary="Take an act back")
@asks(Action.KEEP_PHARMACY)
def undo(request: HttpRequest, site: SiteCode, number: Number, sent: Undoing) -> Any:
    """By its counter act; with a quantity, it is written again with that."""
    by, row = at_site(request, site), _own(site, number)
    if sent.quantity:
        return kept([actions_corrections.correct(by, row, sent.quantity, sent.reason)])
    return kept([actions_corrections.undo(by, row, sent.reason)])


@router.post(f"{ACT}/check", response={201: Recorded, **REFUSALS}, summary="Check a dispensing")
@asks(Action.KEEP_PHARMACY)
def check(request: HttpRequest, site: SiteCode, number: Number, sent: SecondLook) -> Any:
    """By somebody else than who dispensed."""
    by, row = at_site(request, site), _own(site, number)
    return Status(201, {"number": actions_people.check(by, row).pk})


@router.post("/participants/{code}/drug/lost", response=ACTS, summary="Lost at home")
@asks(Action.KEEP_PHARMACY)
def lost(request: HttpRequest, code: Code, sent: Sending) -> Any:
    """Units that a participant had, lost or broken."""
    person = person_of(request, code)
    by, when = at(request, person.site, person.code), read_local(sent.at, "at")
    return kept(actions_people.lose_at_home(by, person, sent.units(), when, sent.told))


def at_site(request: HttpRequest, site: str) -> Any:
    """Who acts at a site there is. Raises NotFound, Forbidden."""
    check_site(request, site)
    return at(request, site)


def lot_of(number: int) -> Lot:
    """A lot by its key. Raises NotFound."""
    found = Lot.objects.filter(pk=number).first()
    if found is None:
        raise NotFound(say("api.no_lot", number=number), "lot")
    return found


def kept(rows: list[Movement]) -> Any:
    """What was written."""
    return Status(201, [act_line(row) for row in rows])


def _sending(site: str, number: int) -> Movement:
    return _act(number, kind=Kind.SEND.value, to_site=site)


def _own(site: str, number: int) -> Movement:
    return _act(number, site=site)


def _act(number: int, **wanted: str) -> Movement:
    found = Movement.objects.select_related("event", "lot", "person").filter(pk=number, **wanted).first()
    if found is None:
        raise NotFound(say("api.not_there"), str(number))
    return found
