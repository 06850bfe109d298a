"""Assay runs of a site beside the casebook: what was assayed, which results are there, and which no run explains."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from bedside.conduct.frame.pages import allowed, page
from bedside.conduct.frame.words import say
from bedside.conduct.participants.finding import may_act
from bedside.conduct.participants.models import Person
from bedside.conduct.people.roles import Action
from bedside.conduct.privacy.free_texts import free_text
from bedside.conduct.samples import actions_custody, posted, results
from bedside.conduct.samples.custody import at_site
from bedside.conduct.samples.models import Batch
from bedside.conduct.samples.states import Step
from bedside.conduct.study.clock import today
from bedside.conduct.study.protocol import read_once


@page(Action.SEE_SAMPLES)
@require_GET
@read_once()
def batches(request: HttpRequest, site: str) -> HttpResponse:
    """Every run of the site with its aliquots and their results; results without a run; runs without results."""
    held, aliquots = posted.site_of(site), at_site(site)
    persons = list(Person.objects.filter(site=site, enrolled__isnull=False).select_related("enrolled").order_by("pk"))
    casebook = results.Casebook(persons)
    lines = results.lines([each for each in aliquots if each.person.pk in casebook.protocols], casebook)
    runs = Batch.objects.filter(site=site).select_related("event").order_by("-pk")
    context = {
        "site": held, "here": site, "tab": "samples", "part": "batches", "today": today().isoformat(),
        "runs": [(each, [line for line in lines if line.batch == each]) for each in runs],
        "lacking": [line for line in lines if line.lacking],
        "without_batch": results.without_batch(persons, aliquots, casebook),
        "ready": [each for each in aliquots if each.can(Step.ASSAY)],
        "writes": may_act(request, Action.RECORD_SAMPLES, site),
    }  # fmt: skip
    return render(request, "samples/batches.html", context)


@page(Action.RECORD_SAMPLES)
@require_POST
def add(request: HttpRequest, site: str) -> HttpResponse:
    """Name a run of an assay."""
    by = allowed(request, Action.RECORD_SAMPLES, site)
    told = [free_text(request, name) for name in ("called", "laboratory", "assay", "lot")]
    actions_custody.add_batch(by, site, *told, posted.text(request, "run_day"))
    return _back(request, site)


@page(Action.RECORD_SAMPLES)
@require_POST
def assay(request: HttpRequest, site: str, number: int) -> HttpResponse:
    """Note that the aliquots that were ticked were assayed in a run."""
    by = allowed(request, Action.RECORD_SAMPLES, site)
    batch = Batch.objects.filter(pk=number, site=site).first()
    if batch is None:
        raise Http404
    actions_custody.assay(by, batch, posted.ticked(request, site))
    return _back(request, site)


def _back(request: HttpRequest, site: str) -> HttpResponse:
    messages.success(request, say("samples.recorded"))
    return redirect("samples-batches", site)
