"""The study drug over all sites, as far as the reader sees them: stock, warnings, recalls and whom they reach."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from bedside.conduct.frame.exports import as_csv, exported
from bedside.conduct.frame.pages import allowed, page, reader
from bedside.conduct.participants.finding import may_act
from bedside.conduct.people.models import Site
from bedside.conduct.people.permissions import acting, sites
from bedside.conduct.people.roles import Action
from bedside.conduct.pharmacy import actions_leaving, log
from bedside.conduct.pharmacy.models import Lot
from bedside.conduct.pharmacy.reading import lot_text, movements, recalled, received_by, supply_of
from bedside.conduct.pharmacy.typed import lot_at, text_of
from bedside.conduct.pharmacy.warnings import warnings
from bedside.conduct.privacy.free_texts import free_text
from bedside.conduct.study.protocol import latest, read_once


@require_GET
@page(Action.SEE_PHARMACY)
@read_once()
def study(request: HttpRequest) -> HttpResponse:
    """Every site's stock, and every lot."""
    supplies = [supply_of(site) for site in _seen(request)]
    lots = list(Lot.objects.filter(movements__in=movements([each.site for each in supplies])).distinct().order_by("pk"))
    return render(request, "pharmacy/study.html", {
        "supplies": [(each, warnings(each)) for each in supplies], "products": latest().products,
        "lots": [(each, lot_text(each), each.pk in recalled(lots)) for each in lots],
    })  # fmt: skip


@require_GET
@page(Action.SEE_PHARMACY)
def log_csv(request: HttpRequest) -> HttpResponse:
    """Every act at the reader's sites as a file."""
    seen = _seen(request)
    by = acting(reader(request), Action.SEE_PHARMACY, seen[0] if seen else "", "screens")
    return exported(by, "study-drug.csv", as_csv(log.rows(movements(seen))), "text/csv; charset=utf-8")


@require_GET
@page(Action.SEE_PHARMACY)
def lot(request: HttpRequest, number: int) -> HttpResponse:
    """One lot everywhere: where it is, and who received of it."""
    held, seen = lot_at(number), _seen(request)
    stock = [supply_of(site).of(held) for site in seen]
    return render(request, "pharmacy/study_lot.html", {
        "lot": held, "text": lot_text(held), "stock": [each for each in stock if any(each.held.values())],
        "people": received_by(held, seen), "recalled": held.pk in recalled([held]),
        "recalls": held.recalls.select_related("event").order_by("-pk"),
        "steers": may_act(request, Action.STEER_SUPPLY, ""),
    })  # fmt: skip


@require_POST
@page(Action.STEER_SUPPLY)
def recall(request: HttpRequest, number: int) -> HttpResponse:
    """Take a lot back everywhere, or say that this was an error."""
    by, back = allowed(request, Action.STEER_SUPPLY), text_of(request, "back") != "no"
    actions_leaving.recall(by, lot_at(number), text_of(request, "reference"), free_text(request, "told"), back)
    return redirect("pharmacy-study-lot", number)


def _seen(request: HttpRequest) -> list[str]:
    return sites(reader(request), Action.SEE_PHARMACY, list(Site.objects.values_list("code", flat=True)))
