"""What the kept acts come to: the stock of a site, what is on its way, who received a lot, whether one is recalled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q, QuerySet

from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import site_protocol
from bedside.conduct.pharmacy.accounts import Account, Kind
from bedside.conduct.pharmacy.expiry import LATER, SOON, days_left
from bedside.conduct.pharmacy.ledger import Moved, Shelf, balances, standing
from bedside.conduct.pharmacy.models import Lot, Movement, Recalled
from bedside.conduct.study.clock import today
from bedside.conduct.study.protocol import latest
from bedside.protocol.model import Product, Protocol
from bedside.rules.words import said_quantity
from bedside.values.quantity import quantity
from bedside.values.wording import Text


def movements(sites: Collection[str] | None = None) -> QuerySet[Movement]:
    """Every act at these sites (None: at all), those on their way there included, in the order of writing."""
    beside = ("event", "lot", "person__enrolled", "answers", "undoes__answers", "undone__event", "checked__event")
    found = Movement.objects.select_related(*beside).order_by("pk")
    if sites is None:
        return found
    sent = Q(answers__site__in=sites) | Q(undoes__answers__site__in=sites)
    return found.filter(Q(site__in=sites) | Q(to_site__in=sites) | sent)


def moved(row: Movement) -> Moved:
    """An act as numbers; an undoing is the way of what it undoes, backwards."""
    origin, target = _shelves(row if row.undoes is None else row.undoes)
    if row.undoes is not None:
        origin, target = target, origin
    return Moved(row.pk or 0, row.at_us, row.quantity, origin, target, row.undoes_id)


def _shelves(row: Movement) -> tuple[Shelf, Shelf]:
    origin, target = (_shelf(row, Account(each)) for each in (row.origin, row.target))
    return origin, target


def _shelf(row: Movement, account: Account) -> Shelf:
    """Units on their way belong to the site that sent them; with participants, to each of them."""
    sent = account is Account.TRANSIT and row.answers is not None
    site = row.answers.site if sent and row.answers else row.site
    return Shelf(site, row.lot_id, account, row.kit, (row.person_id or 0) if account is Account.PARTICIPANT else 0)


def left_of(sending: Movement) -> int:
    """How many units of a sending are still on their way."""
    if hasattr(sending, "undone"):
        return 0
    return sending.quantity - sum(each.quantity for each in sending.answered.all() if not hasattr(each, "undone"))


def recalled(lots: Iterable[Lot]) -> set[int]:
    """Those of the lots that are recalled now, by key."""
    found: dict[int, bool] = {}
    for row in Recalled.objects.filter(lot__in=list(lots)).order_by("pk"):
        found[row.lot_id] = row.recalled
    return {lot for lot, now in found.items() if now}


@dataclass(frozen=True)
class Stock:
    """A lot at a site: how many units on each account, and the kits on each where units bear numbers."""

    site: str
    lot: Lot
    product: Product | None
    held: Mapping[Account, int]
    kits: Mapping[Account, tuple[str, ...]]
    recalled: bool
    days_left: int

    @property
    def text(self) -> Text:
        """The product with its strength."""
        return lot_text(self.lot, self.product)

    @property
    def usable(self) -> int:
        """What may be dispensed today."""
        return 0 if self.expired or self.recalled else self.held[Account.STOCK]

    @property
    def on_shelves(self) -> int:
        """What the pharmacy would count, returned units apart."""
        return self.held[Account.STOCK] + self.held[Account.QUARANTINE]

    @property
    def expired(self) -> bool:
        """Whether its last good day is over."""
        return self.days_left < 0

    @property
    def tone(self) -> str:
        """How near its expiry is."""
        return "bad" if self.days_left < SOON else "open" if self.days_left < LATER else "still"

    @property
    def dispensed(self) -> int:
        """What is with participants, or was used by them."""
        return self.held[Account.PARTICIPANT]


@dataclass(frozen=True)
class Supply:
    """The stock of one site, as every page and warning reads it."""

    site: str
    protocol: Protocol
    rows: tuple[Movement, ...]

    @cached_property
    def stock(self) -> list[Stock]:
        """Every lot that was ever here, the first to expire first."""
        lots = {row.lot_id: row.lot for row in self.rows}
        back, found = recalled(lots.values()), balances(standing(map(moved, self.rows)))
        here: dict[int, list[tuple[Shelf, int]]] = {}
        for shelf, count in found.items():
            if shelf.site == self.site:
                here.setdefault(shelf.lot, []).append((shelf, count))
        made = [self._stock(lots[key], those, key in back) for key, those in here.items()]
        return sorted(made, key=lambda each: (each.days_left, each.lot.pk))

    def _stock(self, lot: Lot, those: list[tuple[Shelf, int]], back: bool) -> Stock:
        held: Counter[Account] = Counter()
        kits: dict[Account, list[str]] = {}
        for shelf, count in those:
            held[shelf.account] += count
            if shelf.kit and count > 0:
                kits.setdefault(shelf.account, []).append(shelf.kit)
        named = {account: tuple(sorted(each)) for account, each in kits.items()}
        left = days_left(lot.expiry, today())
        return Stock(self.site, lot, product_of(self.protocol, lot.product), held, named, back, left)

    def of(self, lot: Lot) -> Stock:
        """One lot here; one that never was here holds nothing."""
        found = next((each for each in self.stock if each.lot.pk == lot.pk), None)
        return found or self._stock(lot, [], bool(recalled([lot])))

    @cached_property
    def usable(self) -> Mapping[tuple[str, str], int]:
        """What may be dispensed today, by product and strength, of what was ever here."""
        found: Counter[tuple[str, str]] = Counter()
        for each in self.stock:
            found[each.lot.product, each.lot.strength] += each.usable
        return found

    @property
    def coming(self) -> list[tuple[Movement, int]]:
        """What other sites sent here and has not arrived, with how many units."""
        sent = [row for row in self.rows if row.kind == Kind.SEND and row.to_site == self.site]
        return [(row, left) for row in sent if (left := left_of(row))]


def supply_of(site: str) -> Supply:
    """The stock of a site now, as its protocol describes the products."""
    rows = movements([site]).prefetch_related("answered__undone")
    return Supply(site, site_protocol(site), tuple(rows))


def product_of(protocol: Protocol, name: str) -> Product | None:
    """The product of this name; None where this version has none."""
    return next((each for each in protocol.products if each.id == name), None)


def lot_text(lot: Lot, product: Product | None = None) -> Text:
    """A product with its strength, in words; by its name where no version at hand describes it."""
    held = product or product_of(latest(), lot.product)
    words = held.text if held else Text(lot.product, lot.product)
    if not lot.strength:
        return words
    strengths = (said_quantity(quantity(lot.strength), language) for language in ("en", "fr"))
    return Text(*(f"{name} {strength}" for name, strength in zip((words.en, words.fr), strengths, strict=True)))


def received_by(lot: Lot, sites: Collection[str] | None = None) -> list[tuple[Person, int]]:
    """Who has, or used, units of a lot, with how many: what a recall has to reach."""
    found: Counter[int] = Counter()
    for shelf, count in balances(standing(map(moved, movements().filter(lot=lot)))).items():
        if shelf.account is Account.PARTICIPANT and (sites is None or shelf.site in sites):
            found[shelf.person] += count
    persons = Person.objects.filter(pk__in=found).select_related("enrolled").order_by("code")
    dispensed = {row.person_id for row in Movement.objects.filter(lot=lot, kind=Kind.DISPENSE, undone=None)}
    return [(person, found[person.pk]) for person in persons if person.pk in dispensed]
