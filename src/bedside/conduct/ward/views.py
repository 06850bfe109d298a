"""The page of a site's ward, and the report that stands in it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from bedside.conduct.frame.framed import framed, framing
from bedside.conduct.frame.pages import allowed, page
from bedside.conduct.participants.finding import may_act
from bedside.conduct.people.models import Site
from bedside.conduct.people.roles import Action
from bedside.conduct.trail.keeping import Act, note
from bedside.conduct.ward import reports

TONES = {"candidate": "good", "eligible": "good", "excluded": "bad", "not eligible": "bad", "cannot tell": "open"}


@require_GET
@page(Action.SEE_WARD)
def ward(request: HttpRequest, site: str) -> HttpResponse:
    """Who is in the ward, what the screening says of them, and a button to begin with each."""
    by, held = allowed(request, Action.SEE_WARD, site), reports.wards(site)
    note(Act(by, "see ward", site=site))
    context = {
        "site": Site.objects.get(code=site), "here": site, "tab": "ward",
        "wards": [(each, [_line(bed) for bed in reports.beds(each)]) for each in held],
        "writes": may_act(request, Action.SCREEN, site), "folder": f"STUDY/{reports.WARDS}/{site}/SOURCE",
    }  # fmt: skip
    return framing(render(request, "ward/ward.html", context))


def _line(bed: reports.Bed) -> dict[str, object]:
    row = bed.listed
    return {
        "row": row, "person": bed.person, "data_tone": TONES.get(row.data_verdict, "still"),
        "tone": TONES.get(row.verdict, "still"), "out": row.verdict == "not eligible",
    }  # fmt: skip


@require_GET
@page(Action.SEE_WARD)
def report(request: HttpRequest, site: str, source: str) -> HttpResponse:
    """The report of a screening, under a policy of its own."""
    found = next((each for each in reports.wards(site) if each.source == source), None)
    if found is None:
        raise Http404
    if request.headers.get("Sec-Fetch-Dest") != "iframe":  # in the page of the ward, that one was noted
        note(Act(allowed(request, Action.SEE_WARD, site), "see ward", site=site, place=source))
    return framed(reports.report_of(found))
