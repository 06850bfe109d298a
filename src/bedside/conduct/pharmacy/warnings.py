"""What a site has to look at: lots near their expiry, units awaiting a decision, shelves running short, and where what
was dispensed and what was administered do not agree.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bedside.conduct.participants.models import Person
from bedside.conduct.pharmacy.accounts import Account, Kind
from bedside.conduct.pharmacy.expiry import LATER
from bedside.conduct.pharmacy.models import Lot, Movement
from bedside.conduct.pharmacy.reading import Stock, Supply, lot_text, product_of
from bedside.conduct.pharmacy.reconciling import Administration, administrations
from bedside.conduct.study.clock import today
from bedside.values.wording import Text


@dataclass(frozen=True)
class Short:
    """A product in one strength of which a site has fewer units than it should."""

    text: Text
    usable: int
    low: int


@dataclass(frozen=True)
class Warnings:
    """Everything to look at."""

    expiring: tuple[Stock, ...]
    waiting: tuple[Stock, ...]
    recalled: tuple[Stock, ...]
    short: tuple[Short, ...]
    coming: tuple[tuple[Movement, int], ...]
    not_given: tuple[Person, ...]
    not_dispensed: tuple[Person, ...]

    def __bool__(self) -> bool:
        return any(vars(self).values())


def warnings(supply: Supply) -> Warnings:
    """What this site has to look at now; where nothing was ever received or dispensed, nothing."""
    stock = [each for each in supply.stock if each.on_shelves]
    not_given, not_dispensed = _compared(supply) if supply.rows else ((), ())
    return Warnings(
        tuple(each for each in stock if each.days_left < LATER),
        tuple(each for each in stock if each.held[Account.QUARANTINE]),
        tuple(each for each in stock if each.recalled and each.held[Account.STOCK]),
        tuple(_short(supply)), tuple(supply.coming), not_given, not_dispensed,
    )  # fmt: skip


def _short(supply: Supply) -> Iterator[Short]:
    for (name, strength), usable in sorted(supply.usable.items()):
        product = product_of(supply.protocol, name)
        if product is not None and usable < product.low:
            yield Short(lot_text(Lot(product=name, strength=strength), product), usable, product.low)


def _compared(supply: Supply) -> tuple[tuple[Person, ...], tuple[Person, ...]]:
    """Who was given out something for days that have begun, and nothing is recorded; and the other way round."""
    persons = list(Person.objects.filter(site=supply.site, enrolled__isnull=False).select_related("enrolled"))
    products = [each for each in supply.protocol.products if each.given]
    recorded = administrations(persons, products)
    first = _first_days(supply)
    not_given, not_dispensed = [], []
    for person in persons:
        for product in products:
            begun, given = first.get((person.pk, product.id)), _given(recorded.get((person.pk, product.id), []))
            if begun and begun < today().isoformat() and not given:
                not_given.append(person)
            if given and not begun:
                not_dispensed.append(person)
    return tuple(dict.fromkeys(not_given)), tuple(dict.fromkeys(not_dispensed))


def _first_days(supply: Supply) -> dict[tuple[int, str], str]:
    """The first day for which each person was given out each product."""
    found: dict[tuple[int, str], str] = {}
    for row in supply.rows:
        if row.kind == Kind.DISPENSE and row.person_id and not hasattr(row, "undone"):
            key = (row.person_id, row.lot.product)
            found[key] = min(found.get(key, row.first_day), row.first_day)
    return found


def _given(recorded: list[Administration]) -> list[Administration]:
    return [each for each in recorded if not each.skipped]
