"""The samples of a site: its work list, the card of its day, and every tube as a file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from bedside.conduct.frame.exports import as_csv, exported
from bedside.conduct.frame.pages import allowed, page
from bedside.conduct.participants.finding import may_act
from bedside.conduct.people.roles import Action
from bedside.conduct.samples.labels import tube_rows
from bedside.conduct.samples.models import Freezer
from bedside.conduct.samples.posted import site_of
from bedside.conduct.samples.work import work_of
from bedside.conduct.study.protocol import read_once

MOST = 8
"""Lines of each list on the card; the others are counted."""


@page(Action.SEE_SAMPLES)
@require_GET
@read_once()
def work(request: HttpRequest, site: str) -> HttpResponse:
    """What the site has to do with its samples, and what is flagged."""
    held = site_of(site)
    context = {
        "site": held, "here": site, "tab": "samples", "part": "work", "work": work_of(site),
        "writes": may_act(request, Action.RECORD_SAMPLES, site), "freezers": Freezer.objects.filter(site=site),
    }  # fmt: skip
    return render(request, "samples/work.html", context)


@page(Action.SEE_SAMPLES)
@require_GET
@read_once()
def card(request: HttpRequest, site: str) -> HttpResponse:
    """The card of the site's day, which is fetched again each minute: times run out."""
    context = {"site": site_of(site), "work": work_of(site), "most": MOST, "most_lines": f":{MOST}"}
    return render(request, "samples/card.html", context)


@page(Action.SEE_SAMPLES)
@require_GET
@read_once()
def export(request: HttpRequest, site: str) -> HttpResponse:
    """Every tube of the site as a file."""
    by = allowed(request, Action.SEE_SAMPLES, site_of(site).code)
    return exported(by, f"samples-{site}.csv", as_csv(tube_rows(work_of(site).tubes)), "text/csv; charset=utf-8", site)
