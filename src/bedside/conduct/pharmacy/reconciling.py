"""What a participant was given out against what the casebook says was administered.

A dose that is missing, or whose amount or unit cannot be read, is not zero: what was administered is then at least the
sum of the others, and the difference cannot be told.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bedside.conduct.casebook.models import Entry, Sheet
from bedside.conduct.casebook.places import place_of_sheet
from bedside.conduct.casebook.reading import latest_of, zone
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import protocol_for
from bedside.conduct.pharmacy.accounts import Account, Kind
from bedside.conduct.pharmacy.models import Movement
from bedside.conduct.pharmacy.reading import movements
from bedside.errors import UnitError, UsageError
from bedside.protocol.forms import read_time
from bedside.protocol.model import Given, Product
from bedside.values.moment import Moment
from bedside.values.quantity import conversion, quantity
from bedside.values.wording import Text

DOSE = re.compile(r"\s*(?P<number>\d+(?:[.,]\d+)?)\s*(?P<unit>[^\d\s]\S*)?\s*")
NO_DOSE = Text("no amount", "pas de quantité")
UNREAD = Text("cannot be read as an amount", "illisible comme quantité")
NO_UNIT = Text("unit not understood", "unité non comprise")


@dataclass(frozen=True)
class Administration:
    """One sheet that records an administration: when, as typed, how much in the strengths' unit, or why unknown."""

    sheet: Sheet
    at: Moment | None
    typed: str
    amount: Decimal | None
    why: Text | None = None
    skipped: bool = False

    @property
    def address(self) -> str:
        """Where the sheet is."""
        return place_of_sheet(self.sheet).address(self.sheet.person.code)


@dataclass(frozen=True)
class Line:
    """What a participant had of one strength (empty: all units are alike), in units."""

    strength: str
    dispensed: int
    returned: int
    lost: int

    @property
    def kept(self) -> int:
        """What they were given out and did not bring back: taken, or still with them."""
        return self.dispensed - self.returned - self.lost


@dataclass(frozen=True)
class Reconciled:
    """One product of one participant. Amounts are in `unit`, that of the strengths; None where it cannot be told."""

    product: Product
    lines: tuple[Line, ...]
    administrations: tuple[Administration, ...]

    @property
    def unit(self) -> str:
        """The unit of the amounts; empty where units have no strength."""
        return self.product.strengths[0].unit if self.product.strengths else ""

    @property
    def kept(self) -> Decimal | None:
        """How much was given out and not brought back."""
        if not self.unit:
            return None
        return sum((each.kept * quantity(each.strength).to(self.unit).number for each in self.lines), Decimal(0))

    @property
    def unknown(self) -> int:
        """How many administrations say no amount."""
        return sum(each.amount is None for each in self.administrations)

    @property
    def at_least(self) -> Decimal:
        """What the known administrations come to."""
        return sum((each.amount for each in self.administrations if each.amount is not None), Decimal(0))

    @property
    def at_most_left(self) -> Decimal | None:
        """What was given out less the known administrations: no more than that can be left over."""
        return None if self.kept is None or self.product.given is None else self.kept - self.at_least

    @property
    def difference(self) -> Decimal | None:
        """What was given out and not administered, by the records; None where an administration is unknown."""
        return None if self.unknown else self.at_most_left

    @property
    def in_units(self) -> Decimal | None:
        """The difference in units, where they had one strength alone."""
        if self.difference is None or len(self.lines) != 1:
            return None
        return self.difference / quantity(self.lines[0].strength).to(self.unit).number


def reconcile(person: Person) -> list[Reconciled]:
    """Every product that a person had, or whose administration their casebook records."""
    protocol, found = protocol_for(person), lines_of(movements().filter(person=person))
    given = administrations([person], protocol.products)
    made = [
        Reconciled(product, tuple(found.get(product.id, ())), tuple(given.get((person.pk, product.id), ())))
        for product in protocol.products
    ]
    return [each for each in made if each.lines or each.administrations]


def lines_of(rows: Iterable[Movement]) -> dict[str, list[Line]]:
    """What these acts on participants come to, by product, a line a strength; of what was undone nothing."""
    sums: dict[tuple[str, str], Counter[Kind]] = {}
    for row in rows:
        if row.undoes_id is None and not hasattr(row, "undone"):
            sums.setdefault((row.lot.product, row.lot.strength), Counter())[Kind(row.kind)] += row.quantity
    made: dict[str, list[Line]] = {}
    for (product, strength), held in sorted(sums.items()):
        line = Line(strength, held[Kind.DISPENSE], held[Kind.TAKE_IN], held[Kind.LOSE])
        made.setdefault(product, []).append(line)
    return made


def administrations(
    persons: Sequence[Person], products: Sequence[Product]
) -> Mapping[tuple[int, str], list[Administration]]:
    """What the casebooks of these people record of each product, by person and product, in order of time."""
    forms = {each.given.form for each in products if each.given}
    sheets = Sheet.objects.filter(person__in=persons, form__in=forms).select_related("person").order_by("pk")
    entries: dict[int, list[Entry]] = {}
    for entry in Entry.objects.filter(sheet__in=sheets).order_by("number"):
        entries.setdefault(entry.sheet_id, []).append(entry)
    found: dict[tuple[int, str], list[Administration]] = {}
    for sheet in sheets:
        for product in products:
            if product.given and product.given.form == sheet.form and sheet.pk in entries:
                one = _administration(product, product.given, sheet, latest_of(entries[sheet.pk]))
                found.setdefault((sheet.person_id, product.id), []).append(one)
    return {key: sorted(those, key=lambda each: each.at or 0) for key, those in found.items()}


def _administration(product: Product, given: Given, sheet: Sheet, entries: Mapping[str, Entry]) -> Administration:
    at, held = _time(entries.get(given.at)), entries.get(given.dose)
    typed = (held.typed or "") if held else ""
    if given.skipped({name: entry.typed or "" for name, entry in entries.items()}):
        return Administration(sheet, at, typed, Decimal(0), skipped=True)
    amount = _amount(product, given, typed, held.unit if held else "")
    return Administration(sheet, at, typed, *((None, amount) if isinstance(amount, Text) else (amount, None)))


def _amount(product: Product, given: Given, typed: str, unit: str) -> Decimal | Text:
    """How much a dose is, in the unit of the strengths; why it cannot be told."""
    if not typed.strip():
        return NO_DOSE
    match = DOSE.fullmatch(typed)
    if match is None:
        return UNREAD
    if not product.strengths:
        return NO_UNIT
    try:
        factor = conversion(match["unit"] or unit or given.unit, product.strengths[0].unit)
    except UnitError:
        return NO_UNIT
    return factor(Decimal(match["number"].replace(",", ".")))


def _time(entry: Entry | None) -> Moment | None:
    """The (first) moment that an entry says."""
    if entry is None or not entry.typed:
        return None
    try:
        return read_time(entry.typed, zone=zone())[0]
    except UsageError:
        return None


def held_by(person: Person) -> list[tuple[Movement, int]]:
    """What a person may bring back: the lots (and kits) dispensed to them, each with how many units they still have."""
    left: Counter[tuple[int, str]] = Counter()
    first: dict[tuple[int, str], Movement] = {}
    for row in movements().filter(person=person, undoes=None):
        if not hasattr(row, "undone"):
            key = (row.lot_id, row.kit)
            first.setdefault(key, row)
            left[key] += row.quantity if row.target == Account.PARTICIPANT else -row.quantity
    return [(first[key], count) for key, count in left.items() if count > 0]
