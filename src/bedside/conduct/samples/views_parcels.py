"""Parcels of a site: listed, sent, received, and where list and contents disagree."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from bedside.conduct.frame.exports import as_csv, exported
from bedside.conduct.frame.pages import allowed, page
from bedside.conduct.frame.words import say
from bedside.conduct.participants.finding import may_act
from bedside.conduct.participants.typed_times import local_now, read_local
from bedside.conduct.people.roles import Action
from bedside.conduct.privacy.free_texts import free_text
from bedside.conduct.samples import actions, actions_custody, posted
from bedside.conduct.samples import parcels as reading
from bedside.conduct.samples.custody import at_site
from bedside.conduct.samples.labels import manifest as on_paper
from bedside.conduct.samples.labels import manifest_rows
from bedside.conduct.samples.models import Shipment
from bedside.conduct.samples.states import Step
from bedside.conduct.samples.words import CONDITIONS
from bedside.conduct.study.protocol import read_once


@page(Action.SEE_SAMPLES)
@require_GET
@read_once()
def parcels(request: HttpRequest, site: str) -> HttpResponse:
    """Every parcel of the site, the latest first."""
    context = {
        "site": posted.site_of(site), "here": site, "tab": "samples", "part": "parcels",
        "parcels": reading.parcels(list(Shipment.objects.filter(site=site).order_by("-pk"))),
        "writes": may_act(request, Action.RECORD_SAMPLES, site),
    }  # fmt: skip
    return render(request, "samples/parcels.html", context)


@page(Action.SEE_SAMPLES)
@require_GET
@read_once()
def one(request: HttpRequest, site: str, number: int) -> HttpResponse:
    """One parcel: its list, and what may be done with it."""
    held = reading.parcel(_shipment(site, number))
    ready = [each for each in at_site(site) if each.can(Step.LIST)] if held.open else []
    context = {
        "site": posted.site_of(site), "here": site, "tab": "samples", "part": "parcels", "parcel": held, "ready": ready,
        "writes": may_act(request, Action.RECORD_SAMPLES, site), "conditions": CONDITIONS.items(), "now": local_now(),
    }  # fmt: skip
    return render(request, "samples/parcel.html", context)


@page(Action.RECORD_SAMPLES)
@require_POST
def add(request: HttpRequest, site: str) -> HttpResponse:
    """Begin a parcel."""
    by = allowed(request, Action.RECORD_SAMPLES, site)
    told = [free_text(request, name) for name in ("called", "destination", "courier")]
    row = actions_custody.make_shipment(by, site, *told, posted.text(request, "dry_ice"))
    return _back(request, row)


@page(Action.RECORD_SAMPLES)
@require_POST
def list_(request: HttpRequest, site: str, number: int) -> HttpResponse:
    """Put the aliquots that were ticked on the list of a parcel."""
    by, shipment = allowed(request, Action.RECORD_SAMPLES, site), _shipment(site, number)
    actions_custody.list_for(by, shipment, posted.ticked(request, site))
    return _back(request, shipment)


@page(Action.RECORD_SAMPLES)
@require_POST
def send(request: HttpRequest, site: str, number: int) -> HttpResponse:
    """Note that a parcel was given to its courier."""
    by, shipment = allowed(request, Action.RECORD_SAMPLES, site), _shipment(site, number)
    actions_custody.send(by, shipment, posted.text(request, "at"), free_text(request, "told"))
    return _back(request, shipment)


@page(Action.RECORD_SAMPLES)
@require_POST
def receive(request: HttpRequest, site: str, number: int) -> HttpResponse:
    """Note that a parcel was received, in what condition, and what was in it."""
    by, shipment = allowed(request, Action.RECORD_SAMPLES, site), _shipment(site, number)
    arrived, spoiled = ([each.label for each in posted.ticked(request, site, name)] for name in ("arrived", "spoiled"))
    unlisted = [line.strip() for line in free_text(request, "unlisted").splitlines() if line.strip()]
    at, condition = read_local(posted.text(request, "at"), shipment.name), posted.text(request, "condition")
    arrival = actions_custody.Arrival(arrived, spoiled, unlisted)
    actions_custody.receive(by, shipment, at, condition, arrival, free_text(request, "told"))
    return _back(request, shipment)


@page(Action.RECORD_SAMPLES)
@require_POST
def take_back(request: HttpRequest, site: str, number: int) -> HttpResponse:
    """Take the receipt of a parcel back; without one, its sending."""
    by, held = allowed(request, Action.RECORD_SAMPLES, site), reading.parcel(_shipment(site, number))
    actions.take_back(by, held.last_acts, free_text(request, "reason"))
    return _back(request, held.shipment)


@page(Action.SEE_SAMPLES)
@require_GET
@read_once()
def manifest(request: HttpRequest, site: str, number: int, kind: str) -> HttpResponse:
    """What is in a parcel, to go with it: as PDF to print, or as CSV."""
    by, held = allowed(request, Action.SEE_SAMPLES, site), reading.parcel(_shipment(site, number))
    name = f"manifest-{site}-{held.shipment.pk}.{kind}"
    if kind == "pdf":
        return exported(by, name, on_paper(held, posted.site_of(site)), "application/pdf", site)
    if kind == "csv":
        return exported(by, name, as_csv(manifest_rows(held)), "text/csv; charset=utf-8", site)
    raise Http404


def _shipment(site: str, number: int) -> Shipment:
    held: Shipment | None = Shipment.objects.filter(pk=number, site=site).select_related("event").first()
    if held is None:
        raise Http404
    return held


def _back(request: HttpRequest, shipment: Shipment) -> HttpResponse:
    messages.success(request, say("samples.recorded"))
    return redirect("samples-parcel", shipment.site, shipment.pk)
