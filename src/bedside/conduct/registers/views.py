"""The pages of one deviation: what was written about it, and what can be done next."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from bedside.conduct.frame.pages import allowed, page
from bedside.conduct.participants.actions import deviate
from bedside.conduct.participants.finding import may_act, person_for
from bedside.conduct.participants.models import Deviation
from bedside.conduct.participants.typed_times import local_now, read_local
from bedside.conduct.people.roles import Action
from bedside.conduct.privacy.free_texts import free_text
from bedside.conduct.registers import actions
from bedside.conduct.registers.breaches import KINDS, MEASURES, SEVERITIES, Severity, State, line
from bedside.conduct.registers.clocks import BREACH
from bedside.conduct.registers.models import Measure
from bedside.errors import UsageError


@require_POST
@page(Action.RECORD_DEVIATION)
def add(request: HttpRequest, site: str) -> HttpResponse:
    """Record a deviation of somebody of the site, or of the site as a whole."""
    named, whole = _typed(request, "participant"), _typed(request, "whole") == "yes"
    kind, found, told = _typed(request, "kind"), _typed(request, "found"), free_text(request, "told")
    if bool(named) is whole:
        raise UsageError("it is not said whose deviation it is.", "deviation", "Name a participant, or tick the site.")
    if kind not in KINDS or not told:
        raise UsageError("no kind, or no text, is given.", "deviation", "Choose what it is about, and tell it.")
    at, serious = read_local(found, "deviation"), _typed(request, "serious") == "yes" or None
    if whole:
        actions.deviate_at(allowed(request, Action.RECORD_DEVIATION, site), site, kind, at, told, serious)
        return redirect("registers-site", site)
    person = person_for(request, named, Action.RECORD_DEVIATION)
    deviate(allowed(request, Action.RECORD_DEVIATION, person.site), person, kind, at, told, serious=serious)
    return redirect("registers-site", person.site)


@require_GET
@page(Action.SEE_REGISTERS)
def deviation(request: HttpRequest, site: str, number: int) -> HttpResponse:
    """One deviation."""
    held = line(_deviation(site, number))
    assesses = may_act(request, Action.ASSESS_BREACH, site)
    return render(request, "registers/deviation.html", {
        "line": held, "here": site, "assesses": assesses and held.state is not State.CLOSED, "reassesses": assesses,
        "acts": may_act(request, Action.RECORD_DEVIATION, site), "open": held.state is not State.CLOSED,
        "notifies": assesses and held.state is State.TO_NOTIFY, "clock": BREACH, "now": local_now(),
        "closes": assesses and held.state in (State.ASSESSED, State.NOTIFIED) and not held.undone,
        "severities": [(each.value, text) for each, text in SEVERITIES.items()], "kinds": list(MEASURES.items()),
    })  # fmt: skip


@require_POST
@page(Action.ASSESS_BREACH)
def assess(request: HttpRequest, site: str, number: int) -> HttpResponse:
    """Say how grave it is."""
    by, asked = allowed(request, Action.ASSESS_BREACH, site), _typed(request, "severity")
    if asked not in set(Severity):
        raise UsageError(f"“{asked}” is no severity.", "deviation", "Choose one of the list.")
    aware = read_local(_typed(request, "aware"), "deviation")
    actions.classify(by, _deviation(site, number), Severity(asked), aware, free_text(request, "told"))
    return redirect("deviation", site, number)


@require_POST
@page(Action.ASSESS_BREACH)
def notify(request: HttpRequest, site: str, number: int) -> HttpResponse:
    """Note that the authority was told."""
    by, at = allowed(request, Action.ASSESS_BREACH, site), read_local(_typed(request, "at"), "deviation")
    actions.notify(by, _deviation(site, number), at, _typed(request, "reference"))
    return redirect("deviation", site, number)


@require_POST
@page(Action.RECORD_DEVIATION)
def plan(request: HttpRequest, site: str, number: int) -> HttpResponse:
    """Plan a corrective or preventive action."""
    by = allowed(request, Action.RECORD_DEVIATION, site)
    kind, due, told = _typed(request, "kind"), _typed(request, "due"), free_text(request, "told")
    actions.plan_measure(by, _deviation(site, number), kind, due, told)
    return redirect("deviation", site, number)


@require_POST
@page(Action.RECORD_DEVIATION)
def finish(request: HttpRequest, site: str, number: int, measure: int) -> HttpResponse:
    """Note that an action was done."""
    by = allowed(request, Action.RECORD_DEVIATION, site)
    held = Measure.objects.filter(pk=measure, deviation=_deviation(site, number)).first()
    if held is None:
        raise Http404
    actions.finish_measure(by, held, _typed(request, "day"))
    return redirect("deviation", site, number)


@require_POST
@page(Action.ASSESS_BREACH)
def close(request: HttpRequest, site: str, number: int) -> HttpResponse:
    """Close it."""
    actions.close(allowed(request, Action.ASSESS_BREACH, site), _deviation(site, number))
    return redirect("deviation", site, number)


def _deviation(site: str, number: int) -> Deviation:
    held = Deviation.objects.filter(pk=number, event__site=site).first()
    if held is None:
        raise Http404
    return held


def _typed(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "").strip()
