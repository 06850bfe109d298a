"""Lists to look at: how complete the casebooks are, and what changed around signatures and locks."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from bedside.conduct.closing import completeness, review
from bedside.conduct.closing.views import seen_sites
from bedside.conduct.frame.pages import page
from bedside.conduct.participants.models import Person
from bedside.conduct.people.models import Site
from bedside.conduct.people.roles import Action
from bedside.conduct.study.choices import BEFORE_LOCK, chosen


@page(Action.SEE_CLOSING)
@require_GET
def of_study(request: HttpRequest) -> HttpResponse:
    """The map of every site that the reader may see."""
    return _map(request, seen_sites(request))


@page(Action.SEE_CLOSING)
@require_GET
def of_site(request: HttpRequest, site: str) -> HttpResponse:
    """The map of a site."""
    if not Site.objects.filter(code=site).exists():
        raise Http404
    return _map(request, [site], site)


def _map(request: HttpRequest, sites: Sequence[str], here: str = "") -> HttpResponse:
    signs = [(completeness.SIGNS[each], completeness.WORDS[each], each.name.lower()) for each in completeness.Degree]
    return render(request, "closing/completeness.html", {
        "here": here, "heat": completeness.heat(_enrolled(sites)), "signs": signs,
    })  # fmt: skip


@page(Action.SEE_TRAIL)
@require_GET
def changes(request: HttpRequest, site: str) -> HttpResponse:
    """What changed around signatures and locks at a site."""
    if not Site.objects.filter(code=site).exists():
        raise Http404
    persons = _enrolled([site])
    return render(request, "closing/review.html", {
        "here": site, "days": chosen(BEFORE_LOCK), "after_signature": review.after_signature(persons),
        "before_lock": review.before_lock(persons), "outliers": review.outliers_gone(persons),
        "stale": review.stale_values(persons),
    })  # fmt: skip


def _enrolled(sites: Sequence[str]) -> list[Person]:
    known = Person.objects.filter(site__in=sites, enrolled__isnull=False)
    return list(known.select_related("event", "enrolled").order_by("site", "pk"))
