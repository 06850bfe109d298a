"""One lot at a site: what it holds, every act upon it, and the forms of what can be done next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from bedside.conduct.frame.pages import allowed, page
from bedside.conduct.frame.words import say
from bedside.conduct.participants.finding import may_act
from bedside.conduct.participants.typed_times import local_now
from bedside.conduct.people.models import Site
from bedside.conduct.people.roles import Action
from bedside.conduct.pharmacy import actions, actions_corrections, actions_leaving
from bedside.conduct.pharmacy.accounts import ACCOUNTS, HELD, Account
from bedside.conduct.pharmacy.models import Authorised, Counted, Lot
from bedside.conduct.pharmacy.moving import WHERE
from bedside.conduct.pharmacy.reading import Stock, supply_of
from bedside.conduct.pharmacy.typed import account_of, lot_at, number_of, text_of, time_of, units_of
from bedside.conduct.privacy.free_texts import free_text
from bedside.conduct.trail.keeping import Actor
from bedside.errors import UsageError

Do = Callable[[HttpRequest, Actor, str, Lot], object]


@dataclass(frozen=True)
class Offered:
    """An act that the page offers: from which shelves units are taken, what else it asks, and what it does."""

    name: str
    shelves: tuple[Account, ...]
    asks: tuple[str, ...]
    do: Do

    @property
    def words(self) -> str:
        """The key of its words."""
        return f"pharmacy.do_{self.name}"


def _release(request: HttpRequest, by: Actor, site: str, lot: Lot) -> object:
    return actions.release(by, site, units_of(request, lot), time_of(request), free_text(request, "told"))


def _hold(request: HttpRequest, by: Actor, site: str, lot: Lot) -> object:
    return actions.hold(by, site, units_of(request, lot), time_of(request), free_text(request, "told"))


def _send(request: HttpRequest, by: Actor, site: str, lot: Lot) -> object:
    to_site, reference = text_of(request, "to_site"), text_of(request, "reference")
    return actions.send(by, site, to_site, units_of(request, lot), time_of(request), reference)


def _send_back(request: HttpRequest, by: Actor, site: str, lot: Lot) -> object:
    origin, reference = account_of(request), text_of(request, "reference")
    return actions.send_back(by, site, origin, units_of(request, lot), time_of(request), reference)


def _lose(request: HttpRequest, by: Actor, site: str, lot: Lot) -> object:
    origin, told = account_of(request), free_text(request, "told")
    return actions_leaving.lose(by, site, origin, units_of(request, lot), time_of(request), told)


def _count(request: HttpRequest, by: Actor, site: str, lot: Lot) -> object:
    account, told = account_of(request), free_text(request, "told")
    return actions_corrections.count(by, site, lot, account, _counted(request), time_of(request), told)


def _destroy(request: HttpRequest, by: Actor, site: str, lot: Lot) -> object:
    key = number_of(request, "authorised")
    held = Authorised.objects.select_related("lot").filter(pk=key, site=site, lot=lot).first()
    if held is None:
        raise UsageError("the sponsor's authorisation is not chosen.", WHERE, "Have it recorded first.")
    told, reference, witness = free_text(request, "told"), text_of(request, "reference"), text_of(request, "witness")
    units, at = units_of(request, lot), time_of(request)
    return actions_leaving.destroy(by, held, account_of(request), units, at, told, reference, witness)


OFFERED: Mapping[str, Offered] = {
    each.name: each
    for each in (
        Offered("release", (Account.QUARANTINE,), ("told",), _release),
        Offered("hold", (Account.STOCK,), ("told",), _hold),
        Offered("send", (Account.STOCK,), ("to_site", "reference"), _send),
        Offered("count", HELD, ("account", "told"), _count),
        Offered("lose", HELD, ("account", "told"), _lose),
        Offered("send_back", HELD, ("account", "reference"), _send_back),
        Offered("destroy", HELD, ("account", "authorised", "told", "reference", "witness"), _destroy),
    )
}
"""What can be done to a lot at a site, in the order of the page."""


@require_GET
@page(Action.SEE_PHARMACY)
def lot(request: HttpRequest, site: str, number: int) -> HttpResponse:
    """What the site holds of a lot, and what was done with it."""
    held, supply = lot_at(number), supply_of(site)
    stock = supply.of(held)
    authorised = [(each, actions_leaving.left_to_destroy(each))
                  for each in held.authorised.filter(site=site).select_related("event").order_by("pk")]  # fmt: skip
    counts = Counted.objects.filter(lot=held, site=site).select_related("event").order_by("-pk")
    return render(request, "pharmacy/lot.html", {
        "here": site, "stock": stock, "accounts": [(ACCOUNTS[each], stock.held[each]) for each in _shown(stock)],
        "rows": [row for row in reversed(supply.rows) if row.lot_id == held.pk], "offered": _offered(stock),
        "shelves": [(each.value, ACCOUNTS[each], stock.held[each]) for each in HELD if stock.held[each]],
        "other_sites": Site.objects.exclude(code=site), "authorised": authorised,
        "open": [(each, left) for each, left in authorised if left > 0],
        "counts": [(each, ACCOUNTS[Account(each.account)]) for each in counts], "now": local_now(),
        "keeps": may_act(request, Action.KEEP_PHARMACY, site), "steers": may_act(request, Action.STEER_SUPPLY, site),
        "recalls": held.recalls.select_related("event").order_by("-pk"),
    })  # fmt: skip


@require_POST
@page(Action.KEEP_PHARMACY)
def act(request: HttpRequest, site: str, number: int, act: str) -> HttpResponse:
    """Do one of the acts that the page offers."""
    by, held = allowed(request, Action.KEEP_PHARMACY, site), lot_at(number)
    if act not in OFFERED:
        raise Http404
    OFFERED[act].do(request, by, site, held)
    messages.success(request, say("pharmacy.was_kept"))
    return redirect("pharmacy-lot", site, number)


@require_POST
@page(Action.STEER_SUPPLY)
def authorise(request: HttpRequest, site: str, number: int) -> HttpResponse:
    """Allow the destruction of units here."""
    by, held = allowed(request, Action.STEER_SUPPLY, site), lot_at(number)
    reference, told = text_of(request, "reference"), free_text(request, "told")
    actions_leaving.authorise(by, site, held, number_of(request, "quantity"), reference, told)
    return redirect("pharmacy-lot", site, number)


def _offered(stock: Stock) -> list[tuple[Offered, int, tuple[str, ...]]]:
    """The acts for which there are units, each with how many, and the kits among them."""
    found = []
    for each in OFFERED.values():
        there = [account for account in each.shelves if stock.held[account]]
        if there:
            kits = tuple(kit for account in there for kit in stock.kits.get(account, ()))
            found.append((each, sum(stock.held[account] for account in there), kits))
    return found


def _shown(stock: Stock) -> list[Account]:
    """The accounts of the pharmacy, and the others that hold something."""
    outside = (Account.SPONSOR, Account.UNEXPLAINED)
    return [each for each in Account if each not in outside and (each in HELD or stock.held[each])]


def _counted(request: HttpRequest) -> int:
    """A number that may be none at all: an empty field is no count."""
    return number_of(request, "quantity") if text_of(request, "quantity").isdigit() else -1
