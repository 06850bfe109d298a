"""The page of a cut's statistical report, the report that stands in it, and its files."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_POST

from bedside.conduct.cuts import results
from bedside.conduct.cuts.of_a_cut import leaving, page_of, report_of
from bedside.conduct.frame.pages import page
from bedside.conduct.people.roles import Action


@require_GET
@page(Action.SEE_RESULTS)
def results_page(request: HttpRequest, number: int) -> HttpResponse:
    """What the protocol promised to estimate, of this cut."""
    return page_of(request, number, Action.SEE_RESULTS, "cuts/results.html")


@require_GET
@page(Action.SEE_RESULTS)
def report(request: HttpRequest, number: int) -> HttpResponse:
    """The report itself, under a policy of its own."""
    return report_of(request, number, Action.SEE_RESULTS, "see results", results.page_of)


@require_GET
@page(Action.SEE_RESULTS)
def profiles(request: HttpRequest, number: int) -> HttpResponse:
    """The profile of each participant, as a page of its own."""
    return report_of(request, number, Action.SEE_RESULTS, "see profiles", results.profiles_of)


@require_POST
@page(Action.SEE_RESULTS)
def files(request: HttpRequest, number: int) -> HttpResponse:
    """Report, tables, figures and rows in one archive, with the reason for which it leaves."""
    return leaving(request, number, Action.SEE_RESULTS, results.results_of)
