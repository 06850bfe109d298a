"""The pharmacy of one site: its stock and what to look at, shipments, corrections, the log as a file."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from bedside.conduct.frame.exports import as_csv, exported
from bedside.conduct.frame.pages import allowed, page
from bedside.conduct.frame.words import say
from bedside.conduct.participants.finding import may_act
from bedside.conduct.participants.typed_times import local_now
from bedside.conduct.people.roles import Action
from bedside.conduct.pharmacy import actions, actions_corrections, actions_leaving, actions_people, log
from bedside.conduct.pharmacy.accounts import TEMPERATURES, Kind
from bedside.conduct.pharmacy.actions import Delivery
from bedside.conduct.pharmacy.models import Movement
from bedside.conduct.pharmacy.moving import site_of
from bedside.conduct.pharmacy.reading import movements, supply_of
from bedside.conduct.pharmacy.typed import (
    kits_typed,
    movement_at,
    number_of,
    temperature_of,
    text_of,
    time_of,
)
from bedside.conduct.pharmacy.warnings import warnings
from bedside.conduct.privacy.free_texts import free_text

LATELY = 50
"""Acts that the page of a site lists; its log has all."""


@require_GET
@page(Action.SEE_PHARMACY)
def pharmacy(request: HttpRequest, site: str) -> HttpResponse:
    """What the site holds, what it has to look at, and its last acts."""
    held, supply = site_of(site), supply_of(site)
    return render(request, "pharmacy/site.html", {
        "site": held, "here": site, "tab": "pharmacy", "stock": supply.stock, "warnings": warnings(supply),
        "rows": list(reversed(supply.rows))[:LATELY], "products": supply.protocol.products,
        "numbered": any(each.numbered for each in supply.protocol.products),
        "counted": any(not each.numbered for each in supply.protocol.products),
        "temperatures": list(TEMPERATURES.items()), "now": local_now(),
        "keeps": may_act(request, Action.KEEP_PHARMACY, site),
    })  # fmt: skip


@require_POST
@page(Action.KEEP_PHARMACY)
def receive(request: HttpRequest, site: str) -> HttpResponse:
    """Take a shipment from the sponsor in."""
    by = allowed(request, Action.KEEP_PHARMACY, site)
    product, _, strength = text_of(request, "product").partition(":")
    held = Delivery(
        product, strength, text_of(request, "lot"), text_of(request, "expiry"), number_of(request, "quantity"),
        kits_typed(request), temperature_of(request), text_of(request, "reference"), free_text(request, "told"),
    )  # fmt: skip
    (row, *_) = actions.receive(by, site, held, time_of(request))
    messages.success(request, say("pharmacy.was_received"))
    return redirect("pharmacy-lot", site, row.lot_id)


@require_POST
@page(Action.KEEP_PHARMACY)
def arrive(request: HttpRequest, site: str, number: int) -> HttpResponse:
    """Take in what another site sent."""
    by, sending = allowed(request, Action.KEEP_PHARMACY, site), _sent(site, number)
    told = free_text(request, "told")
    actions.arrive(by, sending, number_of(request, "quantity"), time_of(request), temperature_of(request), told)
    return redirect("pharmacy-lot", site, sending.lot_id)


@require_POST
@page(Action.KEEP_PHARMACY)
def never_came(request: HttpRequest, site: str, number: int) -> HttpResponse:
    """Say that units which another site sent are lost."""
    by, sending = allowed(request, Action.KEEP_PHARMACY, site), _sent(site, number)
    told = free_text(request, "told")
    actions_leaving.lose_on_the_way(by, sending, number_of(request, "quantity"), time_of(request), told)
    return redirect("pharmacy", site)


@require_POST
@page(Action.KEEP_PHARMACY)
def undo(request: HttpRequest, site: str, number: int) -> HttpResponse:
    """Take an act back; with another quantity, write it anew."""
    by, row = allowed(request, Action.KEEP_PHARMACY, site), _own(site, number)
    reason = free_text(request, "reason")
    if text_of(request, "quantity"):
        actions_corrections.correct(by, row, number_of(request, "quantity"), reason)
    else:
        actions_corrections.undo(by, row, reason)
    messages.success(request, say("pharmacy.was_corrected"))
    return redirect("pharmacy-lot", site, row.lot_id)


@require_POST
@page(Action.KEEP_PHARMACY)
def check(request: HttpRequest, site: str, number: int) -> HttpResponse:
    """Say, as a second person, that what was dispensed is right."""
    by, row = allowed(request, Action.KEEP_PHARMACY, site), _own(site, number)
    actions_people.check(by, row)
    return redirect("pharmacy-lot", site, row.lot_id)


@require_GET
@page(Action.SEE_PHARMACY)
def log_csv(request: HttpRequest, site: str) -> HttpResponse:
    """Every act of the site as a file."""
    by = allowed(request, Action.SEE_PHARMACY, site_of(site).code)
    name = f"study-drug-{site}.csv"
    return exported(by, name, as_csv(log.rows(movements([site]))), "text/csv; charset=utf-8", site)


@require_GET
@page(Action.SEE_PHARMACY)
def log_pdf(request: HttpRequest, site: str) -> HttpResponse:
    """The log of the site to print and sign."""
    by, held = allowed(request, Action.SEE_PHARMACY, site), site_of(site)
    return exported(by, f"study-drug-{site}.pdf", log.pdf(held, supply_of(site)), "application/pdf", site)


def _sent(site: str, number: int) -> Movement:
    """What is on its way to a site."""
    return _of(site, number, lambda row: row.kind == Kind.SEND and row.to_site == site)


def _own(site: str, number: int) -> Movement:
    """An act done at a site."""
    return _of(site, number, lambda row: row.site == site)


def _of(site: str, number: int, fits: Callable[[Movement], bool]) -> Movement:
    row = movement_at(site, number)
    if not fits(row):
        raise Http404
    return row
