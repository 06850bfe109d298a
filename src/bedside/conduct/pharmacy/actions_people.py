"""Participants: what they are given, a second person's check of it, what comes back from them."""

from __future__ import annotations

from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import consent_of, happened_of, protocol_for
from bedside.conduct.pharmacy.accounts import Account, Kind
from bedside.conduct.pharmacy.actions import check_good
from bedside.conduct.pharmacy.models import Checked, Lot, Movement
from bedside.conduct.pharmacy.moving import WHERE, Deed, Units, act_on, move, needs
from bedside.conduct.pharmacy.reading import product_of
from bedside.conduct.registers.actions import iso_day
from bedside.conduct.trail.keeping import Actor, in_turn, keep
from bedside.errors import UsageError
from bedside.protocol.model import Protocol
from bedside.values.moment import Moment
from bedside.values.wording import Text

ENDED = Text("the treatment of this person has ended: {event}.",
             "le traitement de cette personne est terminé\u00a0: {event}.")  # fmt: skip


@in_turn
def dispense(
    by: Actor, person: Person, units: Units, at: Moment, days: tuple[str, str], told: str = ""
) -> list[Movement]:
    """Give units to a participant, for the days from the first to the last (ISO 8601), at their site.

    Raises UsageError for somebody who is not enrolled, without a lawful basis or whose treatment ended, for a lot that
    is recalled or expires before the last day, for a product that their version does not have, and where it lacks.
    """
    protocol, (first, last) = protocol_for(person), (iso_day(each, WHERE) for each in days)
    deed = Deed(Kind.DISPENSE, person.site, at, Account.STOCK, Account.PARTICIPANT, told, person=person)
    if not deed.day.isoformat() <= last or last < first:
        raise UsageError("the days are the wrong way round, or over already.", WHERE, "Correct them.")
    _check_may_receive(person, protocol, units.lot, at)
    check_good(units.lot, deed, last)
    return move(by, deed, units, first_day=first, last_day=last, version=protocol.version)


def _check_may_receive(person: Person, protocol: Protocol, lot: Lot, at: Moment) -> None:
    if not hasattr(person, "enrolled") or at < person.enrolled.at_us:
        raise UsageError("this person is not enrolled.", person.code, "Enrol them first; correct the time.")
    if not consent_of(person, protocol).lawful:
        raise UsageError("there is no lawful basis for this person.", person.code, "Look at their consent.")
    product = product_of(protocol, lot.product)
    if product is None or lot.strength not in product.offered:
        what = f"version {protocol.version} of the protocol does not have this product."
        raise UsageError(what, person.code, "Choose another lot.")
    for each in happened_of(person):
        if each.event in product.ended_by and each.at <= at:
            said = protocol.schedule.event(each.event).text
            raise UsageError(ENDED.filled(event=said), person.code, "Nothing is dispensed after it.")


@in_turn
def check(by: Actor, row: Movement) -> Checked:
    """Note that a second person compared lot, expiry, quantity and participant. Raises UsageError for who dispensed it
    themselves, twice, and for what is not dispensed or was taken back.
    """
    if row.kind != Kind.DISPENSE or hasattr(row, "undone"):
        raise UsageError("there is nothing to check.", WHERE, "Look at the list.")
    if by.name == row.event.actor:
        raise UsageError("a second person checks it.", WHERE, "Ask somebody else to log in.")
    if Checked.objects.filter(movement=row).exists():
        raise UsageError("this was checked already.", WHERE, "Look at the list.")
    return keep(act_on(by, "check dispensing", row.site, row.lot, row.person), Checked(movement=row))


@in_turn
def take_in(by: Actor, person: Person, units: Units, at: Moment, told: str = "") -> list[Movement]:
    """Take back unused units from a participant; they are never dispensed again. Raises UsageError for more than
    they have.
    """
    deed = Deed(Kind.TAKE_IN, person.site, at, Account.PARTICIPANT, Account.RETURNED, told, person=person)
    return move(by, deed, units)


@in_turn
def lose_at_home(by: Actor, person: Person, units: Units, at: Moment, told: str) -> list[Movement]:
    """Note that units which a participant had are lost or broken. Raises UsageError without saying how."""
    needs(told, "Say what happened.")
    return move(by, Deed(Kind.LOSE, person.site, at, Account.PARTICIPANT, Account.LOST, told, person=person), units)
