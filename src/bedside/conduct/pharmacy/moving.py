"""One act upon units, whichever: held against the table of ways and the ledger, then kept with its events."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from bedside.conduct.participants.actions import TOLERANCE
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import site_protocol
from bedside.conduct.people.models import Site
from bedside.conduct.pharmacy.accounts import ACCOUNTS, WAYS, Account, Kind
from bedside.conduct.pharmacy.ledger import Overdrawn, overdrawn
from bedside.conduct.pharmacy.models import Lot, Movement
from bedside.conduct.pharmacy.reading import lot_text, moved, movements, product_of
from bedside.conduct.study.clock import on_day
from bedside.conduct.trail.keeping import Act, Actor, keep_all
from bedside.errors import UsageError
from bedside.protocol.model import Product
from bedside.values.moment import Moment, now
from bedside.values.wording import Text

WHERE = "pharmacy"
MOST = 100_000
"""Units in one act: more is a slip of the finger."""
LACKING = Text("{lacking} unit(s) of lot {lot} are lacking ({account}).",
               "il manque {lacking} unité(s) du lot {lot} ({account}).")  # fmt: skip
DID: dict[Kind, str] = {
    Kind.RECEIVE: "receive drug", Kind.RELEASE: "release drug", Kind.HOLD: "quarantine drug",
    Kind.DISPENSE: "dispense drug", Kind.TAKE_IN: "take drug in", Kind.SEND: "send drug", Kind.ARRIVE: "receive drug",
    Kind.SEND_BACK: "send drug back", Kind.LOSE: "lose drug", Kind.DESTROY: "destroy drug", Kind.MISS: "adjust stock",
    Kind.FIND: "adjust stock", Kind.UNDO: "undo drug act",
}  # fmt: skip
"""How the trail calls each act."""


@dataclass(frozen=True)
class Units:
    """So many units of a lot; of a product whose units bear numbers its kits, one each."""

    lot: Lot
    quantity: int = 0
    kits: tuple[str, ...] = ()

    @property
    def parcels(self) -> list[tuple[str, int]]:
        """Each kit by itself, or all units together under no number."""
        return [(kit, 1) for kit in self.kits] or [("", self.quantity)]

    @property
    def count(self) -> int:
        """How many units they are."""
        return sum(count for _, count in self.parcels)


@dataclass(frozen=True)
class Deed:
    """An act about to be kept: where and when, from which account to which, with what else its row says."""

    kind: Kind
    site: str
    at: Moment
    origin: Account
    target: Account
    told: str = ""
    reference: str = ""
    person: Person | None = None

    @property
    def day(self) -> datetime.date:
        """The day on the sites' clock."""
        return on_day(self.at)


def move(by: Actor, deed: Deed, units: Units, **more: Any) -> list[Movement]:
    """Keep an act, a row a kit; `more` are columns that this act alone has.

    Raises UsageError for a way that the act cannot go, for units that are none, for a time to come, and where a shelf
    would hold fewer than none, then or at any later moment.
    """
    if (deed.origin, deed.target) not in WAYS[deed.kind]:
        raise UsageError("this act cannot be done from there.", WHERE, "Choose another place.")
    site_of(deed.site)
    check_time(deed.at)
    check_units(units, described(deed.site, units.lot.product))
    version = more.pop("version", "") or site_protocol(deed.site).version
    rows = [
        Movement(
            kind=deed.kind.value, origin=deed.origin.value, target=deed.target.value, site=deed.site, lot=units.lot,
            kit=kit, quantity=count, person=deed.person, at_us=int(deed.at), version=version, told=deed.told,
            reference=deed.reference, **more,
        )
        for kit, count in units.parcels
    ]  # fmt: skip
    return keep_moves(by, rows)


def keep_moves(by: Actor, rows: Sequence[Movement], reason: str = "") -> list[Movement]:
    """Keep rows of one lot together, or none. Raises UsageError where a shelf would hold fewer than none."""
    lot = rows[0].lot
    fresh = [replace(moved(row), number=-1 - i) for i, row in enumerate(rows)]
    found = overdrawn([*map(moved, movements().filter(lot=lot)), *fresh])
    if found is not None:
        raise lacking(lot, found)
    return keep_all((act_on(by, DID[Kind(row.kind)], row.site, lot, row.person, reason), row) for row in rows)


def lacking(lot: Lot, found: Overdrawn) -> UsageError:
    """The refusal of an act for which there are not enough units."""
    what = LACKING.filled(lacking=found.lacking, lot=lot.number, account=ACCOUNTS[found.shelf.account])
    return UsageError(what, WHERE, "Look at the stock; what was written wrongly is taken back first.")


def act_on(by: Actor, action: str, site: str, lot: Lot, person: Person | None = None, reason: str = "") -> Act:
    """What is done to units of a lot, as the trail says it."""
    place = " / ".join(filter(None, (WHERE, lot.product, lot.strength, lot.number)))
    return Act(by, action, site, person.code if person else "", place, reason)


def described(site: str, name: str) -> Product:
    """The product as the site's version of the protocol describes it. Raises UsageError where it has none such."""
    found = product_of(site_protocol(site), name)
    if found is None:
        raise UsageError(f"“{name}” is no product of the protocol.", WHERE, "Choose one of the list.")
    return found


def check_units(units: Units, product: Product) -> None:
    """Raises UsageError for units that are none, too many, numbered where the product is not, or twice the same."""
    if bool(units.kits) != product.numbered:
        todo = "Name each kit by its number." if product.numbered else "Say how many units."
        raise UsageError("these units are not named as they should be.", WHERE, todo)
    if not 1 <= units.count <= MOST or len(set(units.kits)) != len(units.kits):
        raise UsageError("this is no number of units.", WHERE, f"Write a whole number from 1 to {MOST}, a kit once.")


def check_time(at: Moment) -> None:
    """Raises UsageError for a time to come."""
    if at > now() + TOLERANCE:
        raise UsageError("this time has not come yet.", WHERE, "Correct the time.")


def site_of(code: str) -> Site:
    """A site by its code. Raises UsageError where there is none."""
    found = Site.objects.filter(code=code).first()
    if found is None:
        raise UsageError(f"there is no site {code}.", WHERE, "Choose one of the study's sites.")
    return found


def needs(text: str, todo: str) -> None:
    """Raises UsageError where a text that the act needs is left empty."""
    if not text.strip():
        raise UsageError("something is left empty.", WHERE, todo)


def named(lot: Lot) -> Text:
    """A lot in words: its product, strength and number."""
    words = lot_text(lot)
    return Text(f"{words.en}, lot {lot.number}", f"{words.fr}, lot {lot.number}")
