"""The list of queries, its file and its answers for many; and what a site's data still need."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from bedside.conduct.casebook.actions_comments import MayIdentify
from bedside.conduct.casebook.posting import text_of
from bedside.conduct.frame.exports import as_csv, exported
from bedside.conduct.frame.pages import SCREENS, allowed, page, reader
from bedside.conduct.frame.reads import note_read
from bedside.conduct.frame.words import say, told
from bedside.conduct.monitoring import actions
from bedside.conduct.monitoring.choosing import AGES, ANY, GOING, Choice, rows
from bedside.conduct.monitoring.late import late
from bedside.conduct.monitoring.models import Query
from bedside.conduct.monitoring.states import STATES
from bedside.conduct.monitoring.threads import tally
from bedside.conduct.monitoring.verification import Progress, progress_of_persons
from bedside.conduct.participants.models import Person
from bedside.conduct.people.models import Site
from bedside.conduct.people.permissions import Forbidden, acting, may, sites
from bedside.conduct.people.roles import Action
from bedside.conduct.study.protocol import latest, read_once
from bedside.conduct.trail.reviewing import Limits

PAGE = 50
"""Queries, or participants, on one page."""


@page(Action.SEE_IDENTITY_FREE_DATA)
@require_GET
def queries(request: HttpRequest) -> HttpResponse:
    """The queries of the reader's sites, filtered; that each site's list was read is in the trail."""
    choice = Choice.of(request.GET.dict())
    answer = _list(request, choice)
    for site in _reach(request):
        if choice.site in ("", site):
            note_read(allowed(request, Action.SEE_IDENTITY_FREE_DATA, site), site)
    return answer


@page(Action.SEE_IDENTITY_FREE_DATA)
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """The same list as a file."""
    choice, reach = Choice.of(request.GET.dict()), _reach(request)
    by = acting(reader(request), Action.SEE_IDENTITY_FREE_DATA, reach[0], SCREENS)
    return exported(by, "queries.csv", as_csv(rows(choice.threads(reach))), "text/csv; charset=utf-8", choice.site)


@require_POST
@page(Action.ANSWER_QUERY)
def answer_chosen(request: HttpRequest) -> HttpResponse:
    """One answer for all queries that were ticked, all or none."""
    choice = Choice.of(request.POST.dict())
    chosen = [int(number) for number in request.POST.getlist("q") if number.isdecimal() and len(number) < 19]
    held = list(Query.objects.filter(pk__in=chosen).select_related("person").order_by("pk"))
    reason = text_of(request.POST.get("why", ""))
    try:
        acting_ = [(allowed(request, Action.ANSWER_QUERY, each.person.site), each) for each in held]
        kept = actions.answer_all(acting_, text_of(request.POST.get("text", "")), reason)
    except MayIdentify as error:
        said = say("monitoring.identifies", found=told(error.found))
        return _list(request, choice, {"text": request.POST.get("text", ""), "says": said, "asks": True}, chosen)
    messages.success(request, say("monitoring.n_answered", count=len(kept)))
    return redirect(f"{reverse('queries')}?{urlencode(choice.asked)}#answer-all")


@page(Action.SEE_IDENTITY_FREE_DATA)
@require_GET
@read_once()
def review(request: HttpRequest, site: str) -> HttpResponse:
    """What the data of a site still need: queries not closed, items not verified, entries that came late."""
    _known(site)
    limits = Limits.of_study()
    persons = Person.objects.filter(site=site, enrolled__isnull=False).select_related("enrolled").order_by("pk")
    shown = Paginator(persons, PAGE).get_page(request.GET.get("page"))
    here, going = list(shown), Choice(site=site).threads([site])
    progress = progress_of_persons(here)
    context = {
        "here": site, "site": Site.objects.get(code=site), "tab": "data-review", "page": shown, "limits": limits,
        "lines": [(each, progress[each.pk], sum(t.query.person_id == each.pk for t in going)) for each in here],
        "whole": sum(progress.values(), Progress()),
        "late": late(site, limits),
        "tally": [(state, STATES[state], count) for state, count in tally(going).items() if count],
        "going": sorted(going, key=lambda each: each.opened)[:10], "count": len(going),
        "raises": may(reader(request), Action.RAISE_QUERY, site), "trail": may(reader(request), Action.SEE_TRAIL, site),
    }  # fmt: skip
    return render(request, "monitoring/review.html", context)


@require_POST
@page(Action.RAISE_QUERY)
def look(request: HttpRequest, site: str) -> HttpResponse:
    """Ask what the checks find in the casebooks of a site."""
    new = actions.raise_at_site(allowed(request, Action.RAISE_QUERY, site), _known(site))
    messages.success(request, say("monitoring.looked", count=len(new)))
    return redirect(f"{reverse('queries')}?{urlencode({'site': site})}")


def _list(
    request: HttpRequest, choice: Choice, held: dict[str, object] | None = None, chosen: list[int] | None = None
) -> HttpResponse:
    """The page of the list; with an answer that was not kept, and why."""
    reach, user = _reach(request), reader(request)
    threads = choice.threads(reach)
    answers = {site for site in reach if may(user, Action.ANSWER_QUERY, site)}
    shown = Paginator(sorted(threads, key=lambda each: each.opened), PAGE).get_page(request.GET.get("page"))
    context = {
        "choice": choice, "sites": reach, "forms": latest().forms, "ages": AGES, "states": list(STATES.items()),
        "going": GOING, "any": ANY, "page": shown, "count": len(threads), "here": choice.site,
        "lines": [(each, each.answerable and each.query.person.site in answers) for each in shown],
        "answers": bool(answers), "held": held or {}, "chosen": chosen or [], "address": urlencode(choice.asked),
    }  # fmt: skip
    return render(request, "monitoring/queries.html", context, status=422 if held else 200)


def _reach(request: HttpRequest) -> list[str]:
    """The sites whose casebooks the reader may see. Raises Forbidden where there are none."""
    found = sites(reader(request), Action.SEE_IDENTITY_FREE_DATA, list(Site.objects.values_list("code", flat=True)))
    if not found:
        raise Forbidden("there is no site whose casebooks you may see.", "queries", "Ask an administrator.")
    return found


def _known(site: str) -> str:
    if not Site.objects.filter(code=site).exists():
        raise Http404
    return site
