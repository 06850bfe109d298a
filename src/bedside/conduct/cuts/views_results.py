"""The page of a cut's statistical report, the report that stands in it, and its files."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_POST

from bedside.conduct.cuts import actions, reading, results
from bedside.conduct.cuts.models import Cut
from bedside.conduct.frame.framed import framed, framing
from bedside.conduct.frame.pages import allowed, page
from bedside.conduct.frame.words import language
from bedside.conduct.people.roles import Action
from bedside.conduct.privacy.free_texts import free_text
from bedside.conduct.trail.keeping import Act, note


@require_GET
@page(Action.SEE_RESULTS)
def results_page(request: HttpRequest, number: int) -> HttpResponse:
    """What the protocol promised to estimate, of this cut."""
    allowed(request, Action.SEE_RESULTS)
    cut = analysed_cut(number)
    each = next(one for one in reading.issued() if one.cut.pk == cut.pk)
    return framing(render(request, "cuts/results.html", {"each": each}))


@require_GET
@page(Action.SEE_RESULTS)
def report(request: HttpRequest, number: int) -> HttpResponse:
    """The report itself, under a policy of its own."""
    by, cut = allowed(request, Action.SEE_RESULTS), analysed_cut(number)
    text = results.page_of(cut, language())
    note(Act(by, "see results", place=cut.file, detail={"hash": cut.hash, "cut": cut.pk}))
    return framed(text)


@require_POST
@page(Action.SEE_RESULTS)
def files(request: HttpRequest, number: int) -> HttpResponse:
    """Report, tables, figures and rows in one archive, with the reason for which it leaves."""
    by, cut = allowed(request, Action.SEE_RESULTS), analysed_cut(number)
    actions.reasoned(reason := free_text(request, "reason"))
    archive = results.results_of(cut, language())
    content = actions.issue_results(by, cut, archive, reason)
    name = f'attachment; filename="{archive.name}"'
    return HttpResponse(content, content_type="application/zip", headers={"Content-Disposition": name})


def analysed_cut(number: int) -> Cut:
    """A cut that is analysed, by its number; another is not found."""
    cut: Cut = get_object_or_404(Cut, pk=number)
    if not results.analysed(cut):
        raise Http404
    return cut
