"""Supply: what comes in, what is released or held, what goes to another site and arrives there.

Acts are never changed: one that was wrong is taken back by a counter act with a reason (`actions_corrections`). What is
frozen or locked does not bind the pharmacy: tablets are destroyed after the data are locked (ADR 22).
"""

from __future__ import annotations

from dataclasses import dataclass

from bedside.conduct.pharmacy.accounts import Account, Kind, Temperature
from bedside.conduct.pharmacy.expiry import last_good_day, read_expiry
from bedside.conduct.pharmacy.models import Lot, Movement
from bedside.conduct.pharmacy.moving import (
    WHERE,
    Deed,
    Units,
    act_on,
    check_time,
    check_units,
    described,
    move,
    needs,
    site_of,
)
from bedside.conduct.pharmacy.reading import left_of, recalled
from bedside.conduct.trail.keeping import Actor, in_turn, keep
from bedside.errors import UsageError
from bedside.values.moment import Moment


@dataclass(frozen=True)
class Delivery:
    """A shipment of one lot as its papers and labels say it; `expiry` as it is printed, `told` its condition."""

    product: str
    strength: str
    lot: str
    expiry: str
    quantity: int = 0
    kits: tuple[str, ...] = ()
    temperature: Temperature = Temperature.NOT_SEEN
    reference: str = ""
    told: str = ""


@in_turn
def receive(by: Actor, site: str, held: Delivery, at: Moment) -> list[Movement]:
    """Take a shipment from the sponsor into quarantine.

    Raises UsageError for a product, strength or date there is not, a lot that is known with another expiry, a kit that
    is here already, and what `move` refuses.
    """
    product = described(site_of(site).code, held.product)
    if held.strength not in product.offered:
        raise UsageError(f"“{held.strength}” is no strength of this product.", WHERE, "Choose one of the list.")
    needs(held.lot, "Write the number of the lot.")
    needs(held.reference, "Write the number of the delivery note.")
    check_time(at)
    lot = Lot(product=held.product, strength=held.strength, number=held.lot.strip(), expiry=read_expiry(held.expiry))
    units = Units(lot, held.quantity, held.kits)
    check_units(units, product)
    _check_kits(held)
    deed = Deed(Kind.RECEIVE, site, at, Account.SPONSOR, Account.QUARANTINE, held.told, held.reference)
    known = Units(_known(by, site, lot), held.quantity, held.kits)
    return move(by, deed, known, temperature=held.temperature.value)


def _known(by: Actor, site: str, lot: Lot) -> Lot:
    """The lot as it is kept already; kept now if it is new."""
    known = Lot.objects.filter(product=lot.product, strength=lot.strength, number=lot.number).first()
    if known is None:
        return keep(act_on(by, "add lot", site, lot), lot)
    if known.expiry != lot.expiry:
        what = f"lot {known.number} is known with another expiry, {known.expiry}."
        raise UsageError(what, WHERE, "Look at the label again; tell the sponsor if it is so.")
    return known


def _check_kits(held: Delivery) -> None:
    """A kit's number is one of the whole study."""
    there = Movement.objects.filter(kind=Kind.RECEIVE, lot__product=held.product, kit__in=held.kits, undone=None)
    if twice := there.values_list("kit", flat=True).first():
        raise UsageError(f"kit {twice} was received already.", WHERE, "Look at the number on the label again.")


@in_turn
def release(by: Actor, site: str, units: Units, at: Moment, told: str) -> list[Movement]:
    """Let units in quarantine be used. Raises UsageError without a decision, and for a lot expired or recalled."""
    needs(told, "Say who decided, and on what.")
    deed = Deed(Kind.RELEASE, site, at, Account.QUARANTINE, Account.STOCK, told)
    check_good(units.lot, deed)
    return move(by, deed, units)


@in_turn
def hold(by: Actor, site: str, units: Units, at: Moment, told: str) -> list[Movement]:
    """Put usable units in quarantine, as after an excursion of temperature. Raises UsageError without a why."""
    needs(told, "Say why, for instance how warm it was and for how long.")
    return move(by, Deed(Kind.HOLD, site, at, Account.STOCK, Account.QUARANTINE, told), units)


@in_turn
def send(by: Actor, site: str, to_site: str, units: Units, at: Moment, reference: str) -> list[Movement]:
    """Send usable units to another site. Raises UsageError for the same site, one there is not, without papers."""
    if site_of(to_site).code == site:
        raise UsageError("they are at this site already.", WHERE, "Choose another site.")
    needs(reference, "Write the number of the delivery note.")
    deed = Deed(Kind.SEND, site, at, Account.STOCK, Account.TRANSIT, reference=reference)
    check_good(units.lot, deed)
    return move(by, deed, units, to_site=to_site)


@in_turn
def arrive(
    by: Actor, sending: Movement, quantity: int, at: Moment, temperature: Temperature, told: str = ""
) -> Movement:
    """Take what another site sent into quarantine; what did not arrive stays on its way until it is said to be lost.

    Raises UsageError for more than is still on its way, and before it was sent.
    """
    if quantity > left_of(sending) or at < sending.at_us:
        raise UsageError("this is more than was sent, or before it was.", WHERE, "Count again; correct the time.")
    deed = Deed(Kind.ARRIVE, sending.to_site, at, Account.TRANSIT, Account.QUARANTINE, told, sending.reference)
    (row,) = move(by, deed, of_sending(sending, quantity), answers=sending, temperature=temperature.value)
    return row


@in_turn
def send_back(by: Actor, site: str, origin: Account, units: Units, at: Moment, reference: str) -> list[Movement]:
    """Send units back to the sponsor, usable or not. Raises UsageError without papers."""
    needs(reference, "Write the number of the delivery note.")
    return move(by, Deed(Kind.SEND_BACK, site, at, origin, Account.SPONSOR, reference=reference), units)


def of_sending(sending: Movement, quantity: int) -> Units:
    """So many of the units of a sending."""
    return Units(sending.lot, quantity, (sending.kit,) if sending.kit else ())


def check_good(lot: Lot, deed: Deed, until: str = "") -> None:
    """Raises UsageError for a lot that is recalled, or is not good on the day of the act and `until` (ISO 8601)."""
    if lot.pk in recalled([lot]):
        raise UsageError(f"lot {lot.number} is recalled.", WHERE, "Put it in quarantine.")
    last = last_good_day(lot.expiry)
    if max(deed.day.isoformat(), until) > last.isoformat():
        raise UsageError(f"lot {lot.number} is good until {last} only.", WHERE, "Choose another lot, or fewer days.")
