"""The pages of pictures: the study's dashboard, the figures of a participant, and the alerts of a site."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe

from bedside.conduct.frame.pages import allowed, page
from bedside.conduct.inclusion.alerts import alerts_of, told_of
from bedside.conduct.participants.finding import person_for
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import with_history
from bedside.conduct.people.models import Site, User
from bedside.conduct.people.permissions import sites
from bedside.conduct.people.roles import Action
from bedside.conduct.pictures.collecting import of_person, of_study
from bedside.conduct.pictures.exporting import exported_picture
from bedside.conduct.pictures.words import WORDS
from bedside.conduct.study.protocol import read_once
from bedside.errors import UsageError

MOST = 25
"""Alerts that the card of a day lists."""


@page(Action.SEE_DASHBOARD)
@read_once()
def dashboard(request: HttpRequest) -> HttpResponse:
    """Recruitment, flow, completeness and the age of queries, of the sites that the reader may see."""
    held, drawn = _seen(request), []
    for name, (made, listed) in of_study(held).items():
        drawn.append((name, WORDS[name], mark_safe(made()), list(listed())))
    allowed(request, Action.SEE_DASHBOARD, held[0] if held else "")
    return render(request, "pictures/dashboard.html", {"pictures": drawn, "sites": held})


@page(Action.SEE_DASHBOARD)
@read_once()
def dashboard_file(request: HttpRequest, name: str) -> HttpResponse:
    """One of the dashboard's pictures, or its numbers."""
    held = _seen(request)
    by = allowed(request, Action.SEE_DASHBOARD, held[0] if held else "")
    return exported_picture(by, name, of_study(held))


@page(Action.SEE_IDENTITY_FREE_DATA)
@read_once()
def site_alerts(request: HttpRequest, site: str) -> HttpResponse:
    """The card of a site's alerts: it takes longer than the day's page, which fetches it afterwards; opened by itself
    it is a page."""
    if not Site.objects.filter(code=site).exists():
        raise Http404
    enrolled = Person.objects.filter(site=site, enrolled__isnull=False).select_related("event", "enrolled")
    found = told_of(with_history(list(enrolled)))
    held = {"alerts": found[:MOST], "count": len(found), "most": MOST, "here": site}
    part = bool(request.headers.get("HX-Request"))
    return render(request, f"pictures/site_alerts{'' if part else '_page'}.html", held)


@page(Action.SEE_IDENTITY_FREE_DATA)
def figures(request: HttpRequest, code: str) -> HttpResponse:
    """Alerts, treatment on one axis, scores and results of a participant."""
    person = _enrolled(request, code)
    pictures = of_person(person).items()
    drawn = [(name, WORDS[name], mark_safe(made()), list(listed())) for name, (made, listed) in pictures]
    context = {"person": person, "here": person.site, "tab": "figures", "pictures": drawn, "alerts": alerts_of(person)}
    return render(request, "pictures/figures.html", context)


@page(Action.SEE_IDENTITY_FREE_DATA)
def figures_file(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """One of a participant's pictures, or its numbers."""
    person = _enrolled(request, code)
    by = allowed(request, Action.SEE_IDENTITY_FREE_DATA, person.site)
    return exported_picture(by, name, of_person(person), person.site, person.code)


def _enrolled(request: HttpRequest, code: str) -> Person:
    person = person_for(request, code, Action.SEE_IDENTITY_FREE_DATA)
    if not hasattr(person, "enrolled"):
        raise UsageError("this person is not enrolled.", person.code, "There are figures once they are.")
    return person


def _seen(request: HttpRequest) -> list[str]:
    """The sites whose figures the reader may see."""
    assert isinstance(request.user, User)
    return sites(request.user, Action.SEE_DASHBOARD, list(Site.objects.values_list("code", flat=True)))
