"""The pages of pictures: the study's dashboard, the figures of a participant, and the alerts of a site."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe

from bedside.conduct.frame.pages import allowed, page
from bedside.conduct.frame.words import language
from bedside.conduct.participants.finding import person_for
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import with_history
from bedside.conduct.people.models import Site, User
from bedside.conduct.people.permissions import sites
from bedside.conduct.people.roles import Action
from bedside.conduct.pictures import (
    completeness,
    lanes,
    lanes_figure,
    panels,
    query_age,
    recruitment_figure,
    rows,
    trajectories,
)
from bedside.conduct.pictures.alerts import alerts_of, told_of
from bedside.conduct.pictures.exporting import Picture, exported_picture
from bedside.conduct.pictures.recruitment import Recruitment
from bedside.conduct.pictures.words import WORDS
from bedside.conduct.study.protocol import latest, read_once
from bedside.conduct.study.reading import target
from bedside.conduct.today import flow
from bedside.errors import UsageError
from bedside.values.moment import Moment, now

MOST = 25
"""Alerts that the card of a day lists."""


@page(Action.SEE_DASHBOARD)
@read_once()
def dashboard(request: HttpRequest) -> HttpResponse:
    """Recruitment, flow, completeness and the age of queries, of the sites that the reader may see."""
    held, drawn = _seen(request), []
    for name, (made, listed) in _of_study(held).items():
        drawn.append((name, WORDS[name], mark_safe(made()), list(listed())))
    allowed(request, Action.SEE_DASHBOARD, held[0] if held else "")
    return render(request, "pictures/dashboard.html", {"pictures": drawn, "sites": held})


@page(Action.SEE_DASHBOARD)
@read_once()
def dashboard_file(request: HttpRequest, name: str) -> HttpResponse:
    """One of the dashboard's pictures, or its numbers."""
    held = _seen(request)
    by = allowed(request, Action.SEE_DASHBOARD, held[0] if held else "")
    return exported_picture(by, name, _of_study(held))


@page(Action.SEE_IDENTITY_FREE_DATA)
@read_once()
def site_alerts(request: HttpRequest, site: str) -> HttpResponse:
    """The card of a site's alerts: it takes longer than the day's page, which fetches it afterwards."""
    if not Site.objects.filter(code=site).exists():
        raise Http404
    enrolled = Person.objects.filter(site=site, enrolled__isnull=False).select_related("event", "enrolled")
    found = told_of(with_history(list(enrolled)))
    return render(request, "pictures/site_alerts.html", {"alerts": found[:MOST], "count": len(found), "most": MOST})


@page(Action.SEE_IDENTITY_FREE_DATA)
def figures(request: HttpRequest, code: str) -> HttpResponse:
    """Alerts, treatment on one axis, scores and results of a participant."""
    person = _enrolled(request, code)
    drawn = [(name, WORDS[name], mark_safe(made()), list(listed())) for name, (made, listed) in _of(person).items()]
    context = {"person": person, "here": person.site, "tab": "figures", "pictures": drawn, "alerts": alerts_of(person)}
    return render(request, "pictures/figures.html", context)


@page(Action.SEE_IDENTITY_FREE_DATA)
def figures_file(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """One of a participant's pictures, or its numbers."""
    person = _enrolled(request, code)
    by = allowed(request, Action.SEE_IDENTITY_FREE_DATA, person.site)
    return exported_picture(by, name, _of(person), person.site, person.code)


def _enrolled(request: HttpRequest, code: str) -> Person:
    person = person_for(request, code, Action.SEE_IDENTITY_FREE_DATA)
    if not hasattr(person, "enrolled"):
        raise UsageError("this person is not enrolled.", person.code, "There are figures once they are.")
    return person


def _seen(request: HttpRequest) -> list[str]:
    """The sites whose figures the reader may see."""
    assert isinstance(request.user, User)
    return sites(request.user, Action.SEE_DASHBOARD, list(Site.objects.values_list("code", flat=True)))


def _of_study(held: list[str]) -> dict[str, Picture]:
    protocol = latest()
    known = Person.objects.filter(site__in=held).select_related("event", "enrolled", "not_enrolled")
    persons = with_history(list(known.order_by("pk")))
    at, everywhere = now(), len(held) == Site.objects.count()
    began = min((person.event.at_us for person in persons), default=int(at))
    enrolled = sorted(Moment(person.enrolled.at_us) for person in persons if hasattr(person, "enrolled"))
    goal = target(protocol) if everywhere else _goal(held)
    found = Recruitment(Moment(min([began, *enrolled])), at, tuple(enrolled), goal)
    ended, complete = flow.flow_of(persons, protocol, WORDS["other_reason"]), completeness.completeness(persons)
    queries = query_age.aged(held)
    return {
        "recruitment": (lambda: recruitment_figure.figure(found), lambda: rows.recruitment_rows(found)),
        "flow": (lambda: flow.figure(ended), lambda: rows.flow_rows(ended)),
        "completeness": (lambda: completeness.figure(complete), lambda: rows.completeness_rows(complete)),
        "queries": (lambda: query_age.figure(queries), lambda: rows.query_rows(queries)),
    }


def _goal(held: list[str]) -> int | None:
    """What the sites mean to enrol together; None where one of them does not say."""
    goals = [goal for goal in Site.objects.filter(code__in=held).values_list("target", flat=True) if goal is not None]
    return sum(goals) if len(goals) == len(held) and held else None


def _of(person: Person) -> dict[str, Picture]:
    inclusion, at, span = Moment(person.enrolled.at_us), now(), trajectories.span_of(person)
    drawn, scored, measured = lanes.lanes(person), trajectories.scores(person), trajectories.results(person)
    return {
        "treatment": (lambda: lanes_figure.figure(drawn, inclusion, at), lambda: rows.lane_rows(drawn)),
        "scores": (lambda: panels.figure(scored, span), lambda: rows.series_rows(scored, language())),
        "results": (lambda: panels.figure(measured, span), lambda: rows.series_rows(measured, language())),
    }
