"""The study drug of one participant: what they were given out, what came back, and what the casebook says was given."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from bedside.conduct.frame.pages import allowed, page
from bedside.conduct.frame.words import say, told
from bedside.conduct.participants.finding import may_act, person_for
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.typed_times import local_now
from bedside.conduct.people.roles import Action
from bedside.conduct.pharmacy import actions_people
from bedside.conduct.pharmacy.accounts import Account
from bedside.conduct.pharmacy.models import Lot
from bedside.conduct.pharmacy.reading import lot_text, movements, supply_of
from bedside.conduct.pharmacy.reconciling import held_by, reconcile
from bedside.conduct.pharmacy.typed import text_of, time_of, units_chosen
from bedside.conduct.privacy.free_texts import free_text
from bedside.conduct.study.clock import today

Choices = list[tuple[str, str]]


@require_GET
@page(Action.SEE_PHARMACY)
def participant(request: HttpRequest, code: str) -> HttpResponse:
    """Everything about the study drug of one participant."""
    person = person_for(request, code, Action.SEE_PHARMACY)
    keeps = may_act(request, Action.KEEP_PHARMACY, person.site)
    return render(request, "pharmacy/participant.html", {
        "person": person, "here": person.site, "tab": "pharmacy", "reconciled": reconcile(person),
        "rows": movements().filter(person=person).order_by("-at_us", "-pk"), "keeps": keeps,
        "to_dispense": _usable(person) if keeps and hasattr(person, "enrolled") else [],
        "to_take_in": _held(person) if keeps else [], "now": local_now(), "today": today().isoformat(),
        "reads_data": may_act(request, Action.SEE_IDENTITY_FREE_DATA, person.site),
    })  # fmt: skip


@require_POST
@page(Action.KEEP_PHARMACY)
def dispense(request: HttpRequest, code: str) -> HttpResponse:
    """Give units out."""
    person = person_for(request, code, Action.KEEP_PHARMACY)
    by = allowed(request, Action.KEEP_PHARMACY, person.site)
    days = (text_of(request, "first"), text_of(request, "last"))
    actions_people.dispense(by, person, units_chosen(request), time_of(request), days, free_text(request, "told"))
    messages.success(request, say("pharmacy.was_kept"))
    return redirect("pharmacy-participant", person.code)


@require_POST
@page(Action.KEEP_PHARMACY)
def take_in(request: HttpRequest, code: str) -> HttpResponse:
    """Take unused units back, or note that they are lost."""
    person = person_for(request, code, Action.KEEP_PHARMACY)
    by, units = allowed(request, Action.KEEP_PHARMACY, person.site), units_chosen(request)
    does = actions_people.lose_at_home if text_of(request, "lost") else actions_people.take_in
    does(by, person, units, time_of(request), free_text(request, "told"))
    messages.success(request, say("pharmacy.was_kept"))
    return redirect("pharmacy-participant", person.code)


def _usable(person: Person) -> Choices:
    """What can be dispensed at their site, the first to expire first."""
    found: Choices = []
    for stock in supply_of(person.site).stock:
        kits = stock.kits.get(Account.STOCK, ())
        if stock.usable:
            found += [_choice(stock.lot, kit, 1) for kit in kits] or [_choice(stock.lot, "", stock.usable)]
    return found


def _held(person: Person) -> Choices:
    return [_choice(row.lot, row.kit, count) for row, count in held_by(person)]


def _choice(lot: Lot, kit: str, count: int) -> tuple[str, str]:
    words = say("pharmacy.lot_of", number=lot.number)
    some = say("pharmacy.kit_of", number=kit) if kit else say("pharmacy.so_many", count=count)
    said = f"{told(lot_text(lot))}, {words}, {say('pharmacy.expiry_is', expiry=lot.expiry)}, {some}"
    return (f"{lot.pk}:{kit}" if kit else str(lot.pk), said)
