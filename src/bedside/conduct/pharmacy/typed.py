"""What a form of the pharmacy sends, read: units of a lot, a moment, a place."""

from __future__ import annotations

import re

from django.http import Http404, HttpRequest

from bedside.conduct.participants.typed_times import read_local
from bedside.conduct.pharmacy.accounts import Account, Temperature
from bedside.conduct.pharmacy.models import Lot, Movement
from bedside.conduct.pharmacy.moving import WHERE, Units
from bedside.errors import UsageError
from bedside.values.moment import Moment

NUMBER = re.compile(r"\d{1,6}")
KITS = re.compile(r"[\s,;]+")
MOST_KITS = 200
"""Kits in one shipment as typed."""


def text_of(request: HttpRequest, name: str) -> str:
    """What was typed there, empty for nothing."""
    return request.POST.get(name, "").strip()


def number_of(request: HttpRequest, name: str) -> int:
    """A number of units; 0 for what is none."""
    text = text_of(request, name)
    return int(text) if NUMBER.fullmatch(text) else 0


def time_of(request: HttpRequest) -> Moment:
    """When it was done. Raises UsageError for what is no time."""
    return read_local(text_of(request, "at"), WHERE)


def kits_typed(request: HttpRequest) -> tuple[str, ...]:
    """The numbers of kits, parted by spaces, lines or commas. Raises UsageError for too many at once."""
    kits = tuple(filter(None, KITS.split(text_of(request, "kits"))))
    if len(kits) > MOST_KITS:
        raise UsageError(f"these are more than {MOST_KITS} kits.", WHERE, "Write them in parts.")
    return kits


def units_of(request: HttpRequest, lot: Lot) -> Units:
    """The units that were chosen of a lot: its kits that are ticked, else a number."""
    kits = tuple(request.POST.getlist("kit"))
    return Units(lot, 0 if kits else number_of(request, "quantity"), kits)


def units_chosen(request: HttpRequest) -> Units:
    """The lot that was chosen of a list, as `17`, or one of its kits, as `17:K-0042`, and how many."""
    key, _, kit = text_of(request, "units").partition(":")
    lot = Lot.objects.filter(pk=int(key)).first() if NUMBER.fullmatch(key) else None
    if lot is None:
        raise UsageError("no lot is chosen.", WHERE, "Choose one of the list.")
    return Units(lot, 0, (kit,)) if kit else Units(lot, number_of(request, "quantity"))


def account_of(request: HttpRequest) -> Account:
    """The shelf that was chosen. Raises UsageError for one there is not."""
    asked = text_of(request, "account")
    if asked not in set(Account):
        raise UsageError(f"“{asked}” is no place.", WHERE, "Choose one of the list.")
    return Account(asked)


def temperature_of(request: HttpRequest) -> Temperature:
    """What the temperature log says. Raises UsageError for what cannot be chosen."""
    asked = text_of(request, "temperature")
    if asked not in set(Temperature):
        raise UsageError("nothing is said of the temperature.", WHERE, "Choose one of the list.")
    return Temperature(asked)


def lot_at(number: int) -> Lot:
    """A lot by its key. Raises Http404."""
    found = Lot.objects.filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def movement_at(site: str, number: int) -> Movement:
    """An act of a site, or on its way there. Raises Http404."""
    found = Movement.objects.select_related("event", "lot", "person").filter(pk=number).first()
    if found is None or site not in (found.site, found.to_site):
        raise Http404
    return found
