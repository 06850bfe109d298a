"""What is lost, recalled, and destroyed on the sponsor's word."""

from __future__ import annotations

from bedside.conduct.people.models import User
from bedside.conduct.people.permissions import rights
from bedside.conduct.pharmacy.accounts import HELD, Account, Kind
from bedside.conduct.pharmacy.actions import of_sending
from bedside.conduct.pharmacy.expiry import last_good_day
from bedside.conduct.pharmacy.models import Authorised, Lot, Movement, Recalled
from bedside.conduct.pharmacy.moving import WHERE, Deed, Units, act_on, move, needs, site_of
from bedside.conduct.pharmacy.reading import left_of, recalled, supply_of
from bedside.conduct.trail.keeping import Actor, in_turn, keep
from bedside.errors import UsageError
from bedside.values.moment import Moment


@in_turn
def lose(by: Actor, site: str, origin: Account, units: Units, at: Moment, told: str) -> list[Movement]:
    """Note that units on a shelf of the pharmacy are lost or broken. Raises UsageError without saying how."""
    needs(told, "Say what happened.")
    if origin not in HELD:
        raise UsageError("this act cannot be done from there.", WHERE, "Choose another place.")
    return move(by, Deed(Kind.LOSE, site, at, origin, Account.LOST, told), units)


@in_turn
def lose_on_the_way(by: Actor, sending: Movement, quantity: int, at: Moment, told: str) -> Movement:
    """Note that units which one site sent to another never arrived. Raises UsageError for more than is on its way."""
    needs(told, "Say what happened.")
    if quantity > left_of(sending):
        raise UsageError("this is more than was sent, or before it was.", WHERE, "Count again; correct the time.")
    deed = Deed(Kind.LOSE, sending.site, at, Account.TRANSIT, Account.LOST, told)
    (row,) = move(by, deed, of_sending(sending, quantity), answers=sending)
    return row


@in_turn
def recall(by: Actor, lot: Lot, reference: str, told: str, back: bool = True) -> Recalled:
    """Take a lot back everywhere, or say that this was an error. Raises UsageError without reference or why, and for
    what holds already.
    """
    needs(reference, "Write the reference of the sponsor's letter.")
    needs(told, "Say why.")
    if (lot.pk in recalled([lot])) is back:
        raise UsageError("this holds already.", WHERE, "Look at the list.")
    return keep(act_on(by, "recall lot", "", lot), Recalled(lot=lot, recalled=back, reference=reference, told=told))


@in_turn
def authorise(by: Actor, site: str, lot: Lot, quantity: int, reference: str, told: str = "") -> Authorised:
    """Allow the destruction of units of a lot at a site. Raises UsageError without reference, and for more than the
    pharmacy holds there.
    """
    needs(reference, "Write the reference of the sponsor's letter.")
    here = supply_of(site_of(site).code).of(lot)
    if not 1 <= quantity <= sum(here.held[account] for account in HELD):
        raise UsageError("the pharmacy does not hold so many.", WHERE, "Look at the stock.")
    row = Authorised(lot=lot, site=site, quantity=quantity, reference=reference, told=told)
    return keep(act_on(by, "authorise destruction", site, lot), row)


@in_turn
def destroy(
    by: Actor, held: Authorised, origin: Account, units: Units, at: Moment, method: str, certificate: str, witness: str
) -> list[Movement]:
    """Note that units were destroyed: how, by which certificate, before whom.

    Raises UsageError for more than the sponsor allowed, for units that are usable and not expired, without method or
    certificate, and for a witness who is nobody of the site, or oneself.
    """
    needs(method, "Say how they were destroyed.")
    needs(certificate, "Write the reference of the certificate.")
    deed = Deed(Kind.DESTROY, held.site, at, origin, Account.DESTROYED, method, certificate)
    if origin is Account.STOCK and deed.day <= last_good_day(held.lot.expiry):
        raise UsageError("usable units are not destroyed.", WHERE, "Put them in quarantine first, and say why.")
    if units.lot.pk != held.lot_id or units.count > left_to_destroy(held):
        raise UsageError("the sponsor did not allow so many.", WHERE, "Ask the sponsor for another authorisation.")
    _check_witness(by, held.site, witness)
    return move(by, deed, units, authorised=held, witness=witness)


def left_to_destroy(held: Authorised) -> int:
    """How many units an authorisation still covers."""
    return held.quantity - sum(row.quantity for row in held.destroyed.filter(undone=None, undoes=None))


def _check_witness(by: Actor, site: str, witness: str) -> None:
    user = User.objects.filter(username=witness).exclude(username=by.name).first()
    if user is None or not any(right.site in ("", site) for right in rights(user)):
        todo = "Name somebody else with a role here."
        raise UsageError("the witness is nobody of this site, or yourself.", WHERE, todo)
