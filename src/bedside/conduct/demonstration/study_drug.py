"""The pharmacy of the demonstration: lots at every site, some given out and partly administered, some to look at.

Whatever the protocol supplies is supplied; a trial that supplies nothing has an empty pharmacy.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from bedside.conduct.casebook.actions import Typed, open_sheet, save
from bedside.conduct.casebook.places import UNSCHEDULED
from bedside.conduct.demonstration.cast import ORIGIN, SITES, Cast
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.typed_times import with_offset
from bedside.conduct.people.permissions import acting, may
from bedside.conduct.people.roles import Action
from bedside.conduct.pharmacy import actions, actions_leaving, actions_people
from bedside.conduct.pharmacy.accounts import Account, Temperature
from bedside.conduct.pharmacy.actions import Delivery
from bedside.conduct.pharmacy.models import Lot
from bedside.conduct.pharmacy.moving import Units
from bedside.conduct.pharmacy.reading import supply_of
from bedside.conduct.study.clock import on_day, today
from bedside.conduct.trail.keeping import in_turn
from bedside.protocol.forms import Missing
from bedside.protocol.model import Item, ItemKind, Product, Protocol
from bedside.protocol.products import Given
from bedside.values.moment import DAY, HOUR, Moment, now
from bedside.values.quantity import plain, quantity

UNITS, KITS = 280, 8
"""In a lot: of what is counted, and of what bears numbers."""
A_COURSE = 14
"""Units given out at once, for as many days; of kits one."""
EXPIRIES = (("A", 25), ("B", 700))
"""The lots of a site, each with the days until it expires."""
RELEASED = "Release by the sponsor's qualified person, mail of the day"
EXCURSION = "Recorder: 34 °C for 5 h in the lorry; the sponsor was asked"
LETTER = "DEMO-DESTRUCTION-1"


@in_turn
def supply_drug(protocol: Protocol, cast: Cast, persons: Sequence[Person]) -> None:
    """Supply every site, give out to these people, and leave something to decide at each site."""
    if not protocol.products or not persons:
        return
    product, first = protocol.products[0], min(each.enrolled.at_us for each in persons)
    lots = {code: list(_lots(cast, product, code, Moment(first - 3 * DAY))) for code, _ in SITES}
    for place, person in enumerate(persons):
        _give_out(protocol, cast, product, person, lots[person.site][-1], place)
    _send(cast, lots[SITES[0][0]][-1], *(code for code, _ in SITES[:2]))


def _lots(cast: Cast, product: Product, site: str, at: Moment) -> Iterator[Lot]:
    """The lots of a site, and half of one more that waits in quarantine after a warm journey."""
    by, strength = cast.acting(Action.KEEP_PHARMACY, site), product.offered[0]
    for name, days in EXPIRIES:
        expiry = (today() + datetime.timedelta(days=days)).isoformat()[:7]
        held = _delivery(product, site, f"DEMO-{name}{site}", strength, expiry)
        (row, *_) = actions.receive(by, site, held, at)
        actions.release(by, site, Units(row.lot, held.quantity, held.kits), Moment(at + 2 * HOUR), RELEASED)
        yield row.lot
    warm = _delivery(product, site, f"DEMO-C{site}", product.offered[-1], "2099-06", Temperature.EXCURSION, EXCURSION)
    actions.receive(by, site, warm, Moment(now() - 5 * HOUR))


def _delivery(
    product: Product, site: str, lot: str, strength: str, expiry: str, log: Temperature = Temperature.WITHIN,
    told: str = "intact, sealed",
) -> Delivery:  # fmt: skip
    kits = tuple(f"{lot}-{number:02d}" for number in range(1, KITS + 1)) if product.numbered else ()
    count = 0 if kits else UNITS
    return Delivery(product.id, strength, lot, expiry, count, kits, log, f"BL {lot}", told)


def _give_out(protocol: Protocol, cast: Cast, product: Product, person: Person, lot: Lot, place: int) -> None:
    """A course an hour after inclusion; of every second one some doses are recorded, of every third some come back."""
    by, at = cast.acting(Action.KEEP_PHARMACY, person.site), Moment(person.enrolled.at_us + HOUR)
    kit = f"{lot.number}-{place + 1:02d}" if product.numbered else ""
    units = Units(lot, 0 if kit else A_COURSE, (kit,) if kit else ())
    first = on_day(at)
    days = (first.isoformat(), (first + datetime.timedelta(days=A_COURSE - 1)).isoformat())
    (row,) = actions_people.dispense(by, person, units, at, days)
    second = next(user for user in reversed(cast.users) if may(user, Action.KEEP_PHARMACY, person.site))
    if second.username != by.name:
        actions_people.check(acting(second, Action.KEEP_PHARMACY, person.site, ORIGIN), row)
    if place % 2 == 0:
        _administer(protocol, cast, product, person, lot, at, with_unknown=place > 2)
    if place % 3 == 0 and not kit and at + DAY < now():
        actions_people.take_in(by, person, Units(lot, 4), Moment(at + DAY), "left the unit")
        actions_leaving.authorise(cast.acting(Action.STEER_SUPPLY), person.site, lot, 4, LETTER)


def _administer(
    protocol: Protocol, cast: Cast, product: Product, person: Person, lot: Lot, at: Moment, with_unknown: bool
) -> None:
    """Doses of one unit each, twelve hours apart, as far as time has come; the last perhaps without its amount."""
    given, by = product.given, cast.acting(Action.WRITE_DATA, person.site)
    if given is None:
        return
    form = protocol.form(given.form)
    usual = {
        item.id: Typed(_usual(item, given)) for item in form.items if item.kind is ItemKind.CHOICE and item.required
    }
    times = [when for hours in (2, 14, 26) if (when := Moment(at + hours * HOUR)) < now()]
    for number, when in enumerate(times, 1):
        dose = Typed(plain(quantity(lot.strength).number))
        if with_unknown and number == len(times):
            dose = Typed(missing=Missing.UNKNOWN, because="not_in_record")
        sheet = open_sheet(by, person, UNSCHEDULED, form.id, protocol.version, None, 80 + number)
        save(by, sheet, {given.at: Typed(with_offset(when)), given.dose: dose, **usual})


def _usual(item: Item, given: Given) -> str:
    """The first choice that does not say that nothing was given."""
    nothing = dict(given.nothing).get(item.id, ())
    return next(code.code for code in item.codes if code.code not in nothing)


def _send(cast: Cast, lot: Lot, site: str, to_site: str) -> None:
    """A parcel from the first site to the second that has not arrived yet."""
    by, at = cast.acting(Action.KEEP_PHARMACY, site), Moment(now() - 3 * HOUR)
    kits = supply_of(site).of(lot).kits.get(Account.STOCK, ())[-1:]
    actions.send(by, site, to_site, Units(lot, 0 if kits else A_COURSE, kits), at, "BL DEMO-T1")
