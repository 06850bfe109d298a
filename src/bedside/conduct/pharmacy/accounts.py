"""Where units of the study drug can be, and by which acts they go from one place to another: one table.

Every act takes a number of units from one account and puts it on another, so that nothing appears and nothing is lost
without an act that says so. What stands on an account is the sum of the acts, never a number that is kept.

ICH E6(R3), annex 1, 2.10 and 3.15.3: receipt, inventory, use by each participant, return, destruction or alternative
disposition, with dates, quantities, batch numbers and expiry dates.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from bedside.values.wording import Text


class Account(StrEnum):
    """A place in the life of a unit."""

    SPONSOR = "sponsor"
    QUARANTINE = "quarantine"
    STOCK = "stock"
    TRANSIT = "transit"
    PARTICIPANT = "participant"
    RETURNED = "returned"
    DESTROYED = "destroyed"
    LOST = "lost"
    UNEXPLAINED = "unexplained"


ACCOUNTS: Mapping[Account, Text] = {
    Account.SPONSOR: Text("sponsor", "promoteur"),
    Account.QUARANTINE: Text("in quarantine", "en quarantaine"),
    Account.STOCK: Text("usable", "utilisable"),
    Account.TRANSIT: Text("on the way", "en transit"),
    Account.PARTICIPANT: Text("with participants", "chez les participants"),
    Account.RETURNED: Text("returned, unused", "retourné non utilisé"),
    Account.DESTROYED: Text("destroyed", "détruit"),
    Account.LOST: Text("lost or broken", "perdu ou cassé"),
    Account.UNEXPLAINED: Text("found or missing at a count", "écart d’inventaire"),
}
OUTSIDE = frozenset({Account.SPONSOR, Account.UNEXPLAINED})
"""Accounts of which any number may be taken: what comes in comes from there."""
HELD = (Account.STOCK, Account.QUARANTINE, Account.RETURNED)
"""What a pharmacy has on its shelves, and counts."""


class Kind(StrEnum):
    """An act upon units."""

    RECEIVE = "receive"
    RELEASE = "release"
    HOLD = "quarantine"
    DISPENSE = "dispense"
    TAKE_IN = "take in"
    SEND = "send"
    ARRIVE = "arrive"
    SEND_BACK = "send back"
    LOSE = "lose"
    DESTROY = "destroy"
    MISS = "miss"
    FIND = "find"
    UNDO = "undo"


KINDS: Mapping[Kind, Text] = {
    Kind.RECEIVE: Text("received", "réception"),
    Kind.RELEASE: Text("released", "libération"),
    Kind.HOLD: Text("put in quarantine", "mise en quarantaine"),
    Kind.DISPENSE: Text("dispensed", "dispensation"),
    Kind.TAKE_IN: Text("returned by the participant", "retour du participant"),
    Kind.SEND: Text("sent to another site", "envoi à un autre centre"),
    Kind.ARRIVE: Text("arrived from another site", "arrivée d’un autre centre"),
    Kind.SEND_BACK: Text("sent back to the sponsor", "renvoi au promoteur"),
    Kind.LOSE: Text("lost or broken", "perte ou casse"),
    Kind.DESTROY: Text("destroyed", "destruction"),
    Kind.MISS: Text("missing at a count", "manquant à l’inventaire"),
    Kind.FIND: Text("found at a count", "trouvé à l’inventaire"),
    Kind.UNDO: Text("taken back", "annulation"),
}

Ways = frozenset[tuple[Account, Account]]


def _from(origins: tuple[Account, ...], target: Account) -> Ways:
    return frozenset((origin, target) for origin in origins)


WAYS: Mapping[Kind, Ways] = {
    Kind.RECEIVE: _from((Account.SPONSOR,), Account.QUARANTINE),
    Kind.RELEASE: _from((Account.QUARANTINE,), Account.STOCK),
    Kind.HOLD: _from((Account.STOCK,), Account.QUARANTINE),
    Kind.DISPENSE: _from((Account.STOCK,), Account.PARTICIPANT),
    Kind.TAKE_IN: _from((Account.PARTICIPANT,), Account.RETURNED),
    Kind.SEND: _from((Account.STOCK,), Account.TRANSIT),
    Kind.ARRIVE: _from((Account.TRANSIT,), Account.QUARANTINE),
    Kind.SEND_BACK: _from(HELD, Account.SPONSOR),
    Kind.LOSE: _from((*HELD, Account.TRANSIT, Account.PARTICIPANT), Account.LOST),
    Kind.DESTROY: _from(HELD, Account.DESTROYED),
    Kind.MISS: _from(HELD, Account.UNEXPLAINED),
    Kind.FIND: frozenset((Account.UNEXPLAINED, each) for each in HELD),
}
"""The ways that each act can go; an undoing goes the way of what it undoes, backwards."""


class Temperature(StrEnum):
    """What the recorder of a shipment's temperature says."""

    WITHIN = "within"
    EXCURSION = "excursion"
    NOT_SEEN = "not seen"


TEMPERATURES: Mapping[Temperature, Text] = {
    Temperature.WITHIN: Text("log read, within the limits", "relevé lu, dans les limites"),
    Temperature.EXCURSION: Text("log read, excursion", "relevé lu, excursion"),
    Temperature.NOT_SEEN: Text("no log", "pas de relevé"),
}
